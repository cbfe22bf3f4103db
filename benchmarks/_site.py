"""A whole site to measure: a database and an index of many listings, in an instance folder of its own."""

import logging
import os
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from cryptography.fernet import Fernet
from flask import Flask
from msgspec import structs
from sqlalchemy import insert, select

from app import clock
from app.areas.models import Area, Postcode
from app.directory import search, seeding, services
from app.directory.listing import Listing
from app.directory.models import Accessibility, Address, Location, Organisation
from app.extensions import Base, db, writing
from benchmarks.listings import SEED, listings

BATCH = 500


def make(instance: Path, count: int) -> Flask:
    """The app over `count` listings, made once for each folder; prints how long the parts took."""
    app = open_app(instance)
    if (instance / "ready").exists():
        return app
    with app.app_context():
        Base.metadata.create_all(db.engine)
        seeding.load(SEED, demo=False, today=clock.today())
        began = time.perf_counter()
        _fill(count)
        print(f"{count:,} listings saved through their tables in {time.perf_counter() - began:.1f} s")
        began = time.perf_counter()
        search.rebuild(_show)
        print(f"\rindex of {count:,} built in {time.perf_counter() - began:.1f} s" + " " * 20)
        db.session.remove()
    (instance / "ready").touch()
    return app


def environment(instance: Path) -> dict[str, str]:
    """The settings of a benchmark's own site, here and in servers it starts; in test mode no rate limit holds."""
    key = instance / "key"
    if not key.exists():
        instance.mkdir(parents=True, exist_ok=True)
        key.write_bytes(Fernet.generate_key())
    return {
        "HEREABOUTS_MODE": "test", "SECRET_KEY": "bench", "INDEX_KEY": "bench", "DATA_KEYS": key.read_text(),
        "PUBLIC_URL": "http://127.0.0.1", "INSTANCE_DIR": str(instance),
    }  # fmt: skip


def open_app(instance: Path) -> Flask:
    """The app over an instance folder."""
    from app import create_app

    os.environ.update(environment(instance))
    os.environ.pop("DATABASE_URL", None)
    logging.disable(logging.INFO)  # the access log of a server goes to a file, not through a terminal
    return create_app()


def _show(done: int, of: int) -> None:
    print(f"\rindexing {done:,} of {of:,}", end="", flush=True)


def _fill(count: int) -> None:
    made = listings(count)
    writing()
    wards = {row.number: row.id for row in db.session.execute(select(Area.number, Area.id))}
    ward_of = {code: wards.get(ward or 0) for code, ward in db.session.execute(select(Postcode.code, Postcode.ward))}
    held = set(db.session.scalars(select(Organisation.slug)))
    db.session.commit()
    while batch := list(islice(made, BATCH)):
        writing()
        _points_at(batch, ward_of, held)
        services.show_many([_tidy(listing) for listing in batch], at=clock.now())
        db.session.commit()


def _tidy(listing: Listing) -> Listing:
    """Sessions of a listing without a place are nowhere."""
    at = {place.slug for place in listing.places}
    schedules = tuple(
        schedule if schedule.location in at else structs.replace(schedule, location="")
        for schedule in listing.schedules
    )
    return structs.replace(listing, schedules=schedules)


def _points_at(batch: Sequence[Listing], ward_of: dict[str, UUID | None], held: set[str]) -> None:
    """The organisations and locations that these listings name."""
    new = {each.organisation: each.organisation_name for each in batch if each.organisation not in held}
    held |= set(new)
    organisations = [{"id": uuid5(_OURS, slug), "slug": slug, "name": name} for slug, name in new.items()]
    parts: list[tuple[type[Base], list[dict[str, Any]]]] = [(Organisation, organisations)]
    for model, rows in (*parts, *_location_rows(batch, ward_of)):
        if rows:
            db.session.execute(insert(model), rows)


def _location_rows(
    batch: Sequence[Listing], ward_of: dict[str, UUID | None]
) -> Iterator[tuple[type[Base], list[dict[str, Any]]]]:
    places = {place.slug: place for listing in batch for place in listing.places}
    ids = {slug: uuid5(_OURS, slug) for slug in places}
    yield Location, [
        {
            "id": ids[slug], "slug": slug, "name": place.name, "latitude": place.latitude,
            "longitude": place.longitude, "confidential": False,
            "ward_id": ward_of.get(place.address.postal_code.replace(" ", "")) if place.address else None,
        }
        for slug, place in places.items()
    ]  # fmt: skip
    yield Address, [
        {
            "id": uuid5(ids[slug], "address"), "location_id": ids[slug], "address_1": place.address.address_1,
            "city": "Town", "state_province": "County", "postal_code": place.address.postal_code,
        }
        for slug, place in places.items()
        if place.address
    ]  # fmt: skip
    yield (
        Accessibility,
        [
            {"id": uuid5(ids[slug], code), "location_id": ids[slug], "accessibility": code}
            for slug, place in places.items()
            for code in place.accessibility
        ],
    )


_OURS = UUID("9d1f4f2e-6b0f-4a3f-9a86-1f0a5a6d1c55")
