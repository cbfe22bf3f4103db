"""A small place: one borough, two postcodes, and listings that differ in what a page must say."""

from collections.abc import Iterator
from datetime import date, time, timedelta

import pytest
from flask import Flask

from app import clock
from app.directory import search
from app.directory.listing import (
    Assurance,
    Capacity,
    Contact,
    CostOption,
    Language,
    Listing,
    Phone,
    Place,
    Schedule,
    ServiceArea,
    Source,
)
from tests.make import Make

NEAR = "RM3 8EE"


def tea(today: date) -> dict[str, object]:
    """A listing that says nearly everything."""
    return {
        "name": "Tea & talk",
        "organisation": "harold-hill-neighbours",
        "organisation_name": "Harold Hill Neighbours",
        "summary": "Tea, cake and a chat.",
        "description": "Maureen meets you at the door.\n\nComing alone is normal.",
        "needs": ("coffee-and-chat",),
        "delivery": ("in-person",),
        "join": ("drop-in",),
        "minimum_age": 60,
        "phones": (Phone("020 7946 0301", description="Weekdays 9am to 4pm"),),
        "contacts": (Contact(name="Maureen", title="host"),),
        "email": "tea@example.org",
        "url": "https://example.org/tea",
        "places": (Place(slug="old-library"),),
        "schedules": (
            Schedule(
                freq="WEEKLY",
                byday="TU",
                opens_at=time(10, 30),
                closes_at=time(12),
                location="old-library",
                bank_holidays=True,
            ),
        ),
        "cost_options": (CostOption(amount=0.0),),
        "accessibility": ("step-free", "hearing-loop"),
        "languages": (Language("en"), Language("pl")),
        "service_areas": (ServiceArea(code="HAV", name="Havering"),),
        "capacity": Capacity(available=4, maximum=20, updated=today - timedelta(days=3)),
        "assurance": Assurance(assured_date=today - timedelta(days=21), assured_by="the group"),
    }


def fill(make: Make) -> None:
    """The place and its listings, and the index of them."""
    place(make)
    listings(make, clock.today())
    search.rebuild()


def place(make: Make) -> None:
    """One borough with two postcodes, three needs and a building."""
    make.setting("phone", "01632 960100")
    make.setting("phone_hours", "Monday to Friday, 9am to 5pm")
    make.area("ENG", kind="country", name="England", slug="england")
    make.area("HAV", kind="borough", name="Havering", slug="havering", parent="ENG", lat=51.6, lon=0.22)
    make.area("HAV-N", kind="locality", name="Havering North", slug="havering-north", parent="HAV", lat=51.6, lon=0.22)
    ward = make.area("W1", kind="ward", name="Gooshays", slug="gooshays", parent="HAV-N", lat=51.6, lon=0.22)
    make.postcode("RM38EE", 51.600, 0.220, ward=ward)
    make.postcode("RM38EF", 51.605, 0.225, ward=ward)
    make.need("company", name="Company and someone to talk to", words="lonely; loneliness; company", icon="coffee")
    make.need("coffee-and-chat", parent="company", name="Coffee and chat", words="tea; chat; coffee")
    make.need("walking-groups", name="Walking groups", words="walk; walking")
    make.location("old-library", name="Old Library", postcode="RM3 8EF", latitude=51.605, longitude=0.225)


def listings(make: Make, today: date) -> None:
    """One that says nearly everything, one by phone, one closed for a while, one that nobody checked."""
    make.listing("tea-and-talk", **tea(today))
    make.listing(
        "phone-friends",
        name="Phone friends",
        summary="A weekly call.",
        needs=("company",),
        delivery=("phone",),
        join=("professional-referral",),
        national=True,
        capacity=Capacity(available=0),
    )
    make.listing(
        "shed",
        name="Men in sheds",
        summary="Mend things and talk.",
        needs=("coffee-and-chat",),
        gender="men",
        delivery=("in-person",),
        status="temporarily closed",
        returns_on=today + timedelta(days=40),
        places=(Place(slug="old-library"),),
        cost_options=(CostOption(amount=2.5, amount_description="a session"),),
        assurance=Assurance(assured_date=today - timedelta(days=250)),
    )
    make.listing(
        "found-club",
        name="Found club",
        summary="A club we read about.",
        needs=("coffee-and-chat",),
        source=Source(title="a council report", url="https://example.org/report", year=today.year - 2),
        service_areas=(ServiceArea(code="HAV", name="Havering"),),
        home_area="HAV",
    )


@pytest.fixture
def filled(app: Flask, make: Make) -> Iterator[Flask]:
    """The app with the small place in it."""
    with app.app_context():
        fill(make)
        yield app


@pytest.fixture
def listing(filled: Flask) -> Listing:
    """Tea and talk."""
    from app.directory import queries

    return queries.page("tea-and-talk")
