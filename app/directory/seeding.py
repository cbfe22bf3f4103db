"""Filling an empty place: the open data, our own word lists, what we found in documents, and the demonstration.

Everything comes in as it would from anybody else, through the same CSV reader.
"""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from sqlalchemy import select

from app import clock, site
from app.areas import loaders, tree
from app.directory import csv_cells as cells
from app.directory import csv_files, locations, needs, organisations, services, urgent
from app.directory.models import Organisation
from app.extensions import db, writing


def load(seed: Path, *, demo: bool, today: date) -> None:
    """Load everything in the seed folder, over what is there; each part is a transaction of its own.

    Without `demo` nothing invented is loaded. Raises `Refused` with the lines that cannot be used.
    """
    for part in (loaders.load, needs.load, urgent.load, site.load, _found):
        writing()
        part(seed)
        db.session.commit()
    if demo:
        for file in sorted((seed / "demonstration").glob("listings-*.csv")):
            writing()
            _demonstration(seed / "demonstration", file.stem.removeprefix("listings-"), today)
            db.session.commit()


def boroughs() -> Mapping[str, str]:
    """The area code of each borough by the word our files use for it."""
    return {node.slug: node.code for node in tree.tree().boroughs()}


def slug(name: str) -> str:
    """A name as part of an address."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower().replace("'", "").replace("’", "")).strip("-")[:100]


def _found(seed: Path) -> None:
    path = seed / "organisations_found.csv"
    listings = csv_files.read_found(path, boroughs=boroughs(), slug=slug)
    stated = {line["slug"]: line for line in csv_files.lines(path, csv_files.FOUND) if line["postal_code"]}
    for name in dict.fromkeys(listing.organisation_name for listing in listings):
        organisations.save(csv_files.identity("organisation", slug(name)), {"slug": slug(name), "name": name})
    for listing in listings:
        if listing.slug in stated:
            line = stated[listing.slug]
            at = locations.Where(
                line["slug"], line["name"], line["address_1"], line["borough"].title(), line["postal_code"]
            )
            locations.save(csv_files.identity("location", listing.slug), at)
    services.show_many(listings, at=clock.now())


def _demonstration(folder: Path, borough: str, today: date) -> None:
    for line in csv_files.lines(folder / f"organisations-{borough}.csv", csv_files.ORGANISATION):
        columns = {name: line[name] for name in csv_files.ORGANISATION} | {"demonstration": True}
        organisations.save(csv_files.identity("organisation", line["slug"]), columns)
    places: dict[str, str] = {}
    for line in csv_files.lines(folder / f"locations-{borough}.csv", csv_files.LOCATION):
        at = locations.Where(
            **{name: line[name] for name in ("slug", "name", "address_1", "city", "postal_code", "transportation")},
            accessibility=cells.many(line["accessibility"]),
            confidential=cells.yes(line["confidential"]),
            demonstration=True,
        )
        places[line["slug"]] = locations.save(csv_files.identity("location", line["slug"]), at).slug
    names = dict(db.session.execute(select(Organisation.slug, Organisation.name)).all())
    services.show_many(
        csv_files.read_listings(
            folder / f"listings-{borough}.csv",
            today=today,
            names=names,
            boroughs=boroughs(),
            places=places,
            demonstration=True,
        ),
        at=clock.now(),
    )
