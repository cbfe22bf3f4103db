"""A confidential place is hidden at every exit.

The strongest proof is by difference: the same directory is asked the same things twice, once with the refuge in one
street and once with it miles away. Whatever differs between the answers would tell something of its place.
"""

import json
import re
from collections.abc import Iterator
from datetime import time
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from app.directory import csv_files, locations, queries, search
from app.directory.listing import Phone, Place, Schedule, ServiceArea
from app.directory.models import Location
from app.extensions import db, writing
from tests.make import Make
from tests.page import Client

HERE, THERE = "SE6 4RU", "SE26 5DA"
POINTS = {HERE: (51.4453, -0.0205), THERE: (51.4276, -0.0543)}
NAME, STREET, BUS = "Quiet House", "7 Hidden Lane", "The 171 stops outside the gate"
ASKED = (
    "/search?near=SE6+4RU",
    "/search?near=SE26+5DA&within=1",
    "/search?q=domestic+abuse&near=SE6+4RU",
    "/search?q=refuge&near=SE26+5DA&within=25",
    "/search?q=hidden+lane",
    "/search?q=quiet+house",
    "/search?q=SE6+4RU",
    "/search.geojson?near=SE6+4RU",
    "/search.geojson?q=refuge&near=SE26+5DA",
    "/services/refuge",
    "/services/coffee-here",
    "/services/coffee-there",
    "/",
    "/data",
    "/robots.txt",
)


@pytest.fixture
def refuge(app: Flask, make: Make) -> Iterator[UUID]:
    """A refuge among ordinary services, serving the whole borough; the id of its location."""
    with app.app_context():
        make.area("ENG", kind="country", name="England", slug="england")
        make.area("E09000023", kind="borough", parent="ENG", name="Lewisham", slug="lewisham")
        ward = make.area("E05013714", kind="ward", parent="E09000023", name="Bellingham", slug="bellingham")
        for code, (lat, lon) in POINTS.items():
            make.postcode(code, lat, lon, ward=ward)
        location_id = uuid4()
        hide(location_id, HERE)
        private = db.session.scalars(select(Location.slug)).one()
        make.need("domestic-abuse", words="refuge; abuse")
        for slug, code in (("coffee-here", HERE), ("coffee-there", THERE)):
            lat, lon = POINTS[code]
            hall = Place(f"{slug}-hall", name=f"The {slug} hall", latitude=lat, longitude=lon)
            make.listing(
                slug, places=(hall,), needs=("domestic-abuse",), delivery=("in-person",),
                service_areas=(ServiceArea("E09000023"),), home_area="E09000023",
            )  # fmt: skip
        make.listing(
            "refuge", name="Somewhere safe", needs=("domestic-abuse",), delivery=("in-person", "phone"),
            phones=(Phone("020 7946 0199"),), places=(Place(private, confidential=True),),
            schedules=(Schedule(freq="WEEKLY", byday="MO", opens_at=time(10), closes_at=time(12), location=private),),
            service_areas=(ServiceArea("E09000023"),), home_area="E09000023",
        )  # fmt: skip
        search.rebuild()
        yield location_id


def hide(location_id: UUID, postcode: str) -> None:
    writing()
    said = locations.Where("quiet-house", NAME, STREET, "London", postcode, ("step-free",), BUS, confidential=True)
    locations.save(location_id, said)
    db.session.commit()


def answers(client: Client) -> dict[str, str]:
    """What the site says at every exit, less what differs between any two requests."""
    said = {address: client.get(address).get_data(as_text=True) for address in ASKED}
    said["csv"] = csv_files.write_listings(queries.all_listings())
    said["json"] = json.dumps([str(listing) for listing in queries.all_listings()])
    return {address: re.sub(r'(name="csrf_token"[^>]*value=")[^"]*', r"\1", page) for address, page in said.items()}


def test_moving_a_refuge_changes_nothing_that_anyone_can_see(refuge: UUID, client: Client) -> None:
    first = answers(client)
    assert "Somewhere safe" in first["/search?q=refuge&near=SE26+5DA&within=25"]
    assert "Somewhere safe" in first["/services/refuge"]
    hide(refuge, THERE)
    search.rebuild()
    second = answers(client)
    for address in first:
        assert first[address] == second[address], address


def test_an_ordinary_place_that_moves_does_change_what_is_seen(refuge: UUID, client: Client) -> None:
    """Else the test above could not fail."""
    first = answers(client)
    writing()
    hall = db.session.scalars(select(Location).where(Location.slug == "coffee-here-hall")).one()
    locations.save(hall.id, locations.Where(hall.slug, hall.name, "1 High Street", "London", THERE))
    db.session.commit()
    search.rebuild()
    second = answers(client)
    assert first["/search?near=SE6+4RU"] != second["/search?near=SE6+4RU"]
    assert first["/search.geojson?near=SE6+4RU"] != second["/search.geojson?near=SE6+4RU"]


def test_nothing_said_of_a_refuge_names_its_place(refuge: UUID, client: Client) -> None:
    for address, page in answers(client).items():
        for hidden in (NAME, STREET, BUS, "quiet-house"):
            assert hidden not in page, (address, hidden)
    page = client.get("/services/refuge").get_data(as_text=True)
    for hidden in (HERE, "SE6", "51.44", "-0.02"):
        assert hidden not in page


def test_a_refuge_has_no_distance_and_no_pin(refuge: UUID, client: Client) -> None:
    found = json.loads(client.get("/search.geojson?q=refuge&near=SE6+4RU").data)
    [hidden] = [each for each in found["features"] if each["properties"]["slug"] == "refuge"]
    assert hidden["geometry"] is None
    assert hidden["properties"]["distance_miles"] is None
    assert any(each["geometry"] for each in found["features"])


def test_the_database_and_the_index_hold_its_place_only_as_cipher(refuge: UUID, app: Flask) -> None:
    row = db.session.execute(select(Location).where(Location.id == refuge)).scalar_one()
    assert row.secret is not None
    assert row.secret["address_1"] == STREET
    db.session.rollback()
    files = [path for path in Path(app.config["INSTANCE_DIR"]).rglob("*") if path.is_file()]
    assert any(path.parent.name.isdigit() for path in files), "the index is there to be read"
    for path in files:
        content = path.read_bytes()
        for hidden in (NAME, STREET, BUS, "quiet-house"):
            assert hidden.encode() not in content, path.name


def test_the_database_refuses_a_point_beside_the_mark(refuge: UUID) -> None:
    writing()
    with pytest.raises(IntegrityError):
        db.session.execute(text("UPDATE location SET latitude = 51.4 WHERE confidential"))
    db.session.rollback()


def test_a_place_that_becomes_confidential_leaves_the_open(refuge: UUID, client: Client) -> None:
    writing()
    hall = db.session.scalars(select(Location).where(Location.slug == "coffee-here-hall")).one()
    said = locations.Where("coffee-here-hall", hall.name, "1 High Street", "London", HERE, confidential=True)
    locations.save(hall.id, said)
    db.session.commit()
    search.rebuild()
    assert "The coffee-here hall" not in client.get("/services/coffee-here").get_data(as_text=True)
    found = json.loads(client.get("/search.geojson?near=SE6+4RU").data)
    assert [f["geometry"] for f in found["features"] if f["properties"]["slug"] == "coffee-here"] == [None]
