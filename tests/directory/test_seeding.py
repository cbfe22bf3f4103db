"""The seed comes in through the front door, is plainly invented where it is, and promises nothing it cannot keep."""

import re
from collections import Counter, defaultdict
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import clock
from app.areas.models import Area, AreaKind
from app.config import ROOT
from app.directory import csv_files, queries, seeding
from app.directory.listing import Listing
from app.directory.models import Location, Need, Service
from app.extensions import db

DEMONSTRATION = ROOT / "seed_data" / "demonstration"
INVENTED_NUMBERS = re.compile(r"^(020 7946 0\d{3}|01632 960 ?\d{3}|07700 900 ?\d{3}|0808 157 0\d{3})$")
WORDS_IN_A_RUN = 8
LISTINGS_A_RUN_MAY_STAND_IN = 3


@pytest.fixture
def listings(seeded: Flask) -> list[Listing]:
    with seeded.app_context():
        return list(queries.all_listings())


@pytest.fixture
def invented(listings: list[Listing]) -> list[Listing]:
    return [listing for listing in listings if listing.demonstration]


def test_the_whole_seed_is_there(seeded: Flask, listings: list[Listing], invented: list[Listing]) -> None:
    assert len(invented) >= 120
    assert sum(listing.source is not None for listing in listings) == 146
    with seeded.app_context():
        assert db.session.scalar(select(func.count(Need.slug)).where(Need.parent_slug != "")) or 0 >= 100


def test_an_invented_listing_reaches_every_locality(seeded: Flask, invented: list[Listing]) -> None:
    with seeded.app_context():
        localities = set(db.session.scalars(select(Area.code).where(Area.kind == AreaKind.LOCALITY)))
    counts = Counter(listing.home_area for listing in invented)
    assert localities <= set(counts)
    uneven = [counts[code] for code in localities]
    assert max(uneven) >= 3 * min(uneven), "supply is uneven on purpose, so that gaps can be seen"


def test_every_need_finds_an_invented_listing(seeded: Flask, invented: list[Listing]) -> None:
    """Whichever need a person opens, somebody in the demonstration helps with it."""
    with seeded.app_context():
        needs = set(db.session.scalars(select(Need.slug).where(Need.parent_slug != "")))
    assert needs - {need for listing in invented for need in listing.needs} == set()


def test_no_sentence_is_written_twice(invented: list[Listing]) -> None:
    where: defaultdict[str, set[str]] = defaultdict(set)
    for listing in invented:
        said = " ".join(
            (listing.summary, listing.description, listing.eligibility_description, listing.application_process)
        )
        words = re.findall(r"[\w'’]+", said.casefold())
        for start in range(len(words) - WORDS_IN_A_RUN + 1):
            where[" ".join(words[start : start + WORDS_IN_A_RUN])].add(listing.slug)
    assert where
    assert {run: slugs for run, slugs in where.items() if len(slugs) > LISTINGS_A_RUN_MAY_STAND_IN} == {}


def test_an_invented_number_can_reach_nobody(invented: list[Listing]) -> None:
    numbers = {phone.number for listing in invented for phone in listing.phones}
    assert numbers
    assert [number for number in sorted(numbers) if not INVENTED_NUMBERS.match(number)] == []


def test_an_invented_address_on_the_web_leads_nowhere(invented: list[Listing]) -> None:
    said = [text for listing in invented for text in (listing.url, listing.email) if text]
    assert said
    assert [text for text in said if not re.search(r"[@/.]example(\.org|\.com)?(/|$)|\.example$", text)] == []


def test_no_crisis_line_is_invented(invented: list[Listing]) -> None:
    promised = re.compile(r"crisis (help)?line|24 hours a day|24/7|day or night|samaritans", re.IGNORECASE)
    assert [listing.slug for listing in invented if promised.search(f"{listing.summary} {listing.description}")] == []


def test_what_we_only_found_is_never_said_to_be_checked(listings: list[Listing]) -> None:
    found = [listing for listing in listings if listing.source]
    assert all(listing.assurance.assured_date is None for listing in found)
    pinned = [listing for listing in found if any(place.latitude for place in listing.places)]
    assert len(pinned) == 14, "only a stated postcode gives a pin"


def test_dates_are_of_the_day_of_seeding(tmp_path: Path) -> None:
    cells = re.findall(r"\b20\d\d-\d\d-\d\d\b", "".join(p.read_text("utf-8") for p in DEMONSTRATION.glob("*.csv")))
    assert cells == []


def test_what_is_loaded_goes_out_as_it_came_in(seeded: Flask, tmp_path: Path) -> None:
    """The seed's own files and an export of what they became read as the same listings."""
    with seeded.app_context():
        held = {listing.slug: listing for listing in queries.all_listings() if listing.demonstration}
        names = {listing.organisation: listing.organisation_name for listing in held.values()}
        path = tmp_path / "export.csv"
        path.write_text(csv_files.write_listings(held.values()), encoding="utf-8")
        today, boroughs = clock.today(), seeding.boroughs()
        came_out = {
            listing.slug: listing
            for listing in csv_files.read_listings(path, today=today, names=names, demonstration=True)
        }
        hidden = set(db.session.scalars(select(Location.slug).where(Location.confidential)))
        came_in = [
            listing
            for file in sorted(DEMONSTRATION.glob("listings-*.csv"))
            for listing in csv_files.read_listings(
                file, today=today, names=names, boroughs=boroughs, demonstration=True
            )
        ]
    assert len(came_in) == len(came_out) == len(held)
    for listing in came_in:
        if any(place.slug in hidden for place in held[listing.slug].places):
            continue
        assert came_out[listing.slug] == listing


def test_the_seed_may_be_loaded_again(app: Flask) -> None:
    """A second load, a day later, changes no id and adds nothing; without the demonstration nothing is invented."""
    seed, today = app.config["SEED_DATA"], clock.today()
    seeding.load(seed, demo=False, today=today)
    assert not queries.has_demonstration()
    first = set(db.session.scalars(select(Service.id)))
    seeding.load(seed, demo=True, today=today)
    second = set(db.session.scalars(select(Service.id)))
    assert first < second
    seeding.load(seed, demo=True, today=today + timedelta(days=1))
    assert set(db.session.scalars(select(Service.id))) == second
