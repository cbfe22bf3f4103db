"""Why a service is in a list, and what may rule it out: from plain values, without a page."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from flask import Flask
from msgspec.structs import replace

from app.clock import LONDON
from app.directory.listing import Capacity, Listing, ServiceArea, Source
from app.directory.search.criteria import Criteria, Hit, Session
from app.residents import reasons, residence

TODAY = date(2026, 11, 20)
NOON = datetime(2026, 11, 20, 12, tzinfo=LONDON)


def hit(listing: Listing, **says: object) -> Hit:
    plain: dict[str, object] = {
        "miles": 0.4,
        "coverage": "near",
        "place": 0,
        "next_session": None,
        "open_until": None,
        "matched_needs": ("coffee-and-chat", "company"),
        "not_for_area": False,
    }
    return Hit(listing.id, **(plain | says))  # type: ignore[arg-type]


def test_reasons_name_the_need_the_distance_and_the_day(listing: Listing) -> None:
    starts = datetime(2026, 11, 24, 10, 30, tzinfo=LONDON)
    found = hit(listing, next_session=Session(starts, starts + timedelta(hours=1)))
    said = reasons.reasons(listing, found, Criteria())
    assert said[:4] == ["helps with coffee and chat", "0.4 miles", "free", "open Tuesday"]


def test_a_wide_need_is_named_only_where_no_narrow_one_is(listing: Listing) -> None:
    assert reasons.matched(hit(listing)) == ["coffee and chat"]
    assert reasons.matched(hit(listing, matched_needs=("company",))) == ["company and someone to talk to"]


@pytest.mark.parametrize(
    ("coverage", "said"),
    [
        ("serves", "serves your area"),
        ("home", "comes to you"),
        ("phone", "by phone"),
        ("online", "online"),
        ("national", "for anywhere in the UK"),
    ],
)
def test_each_coverage_has_its_words(listing: Listing, coverage: str, said: str) -> None:
    assert said in reasons.reasons(listing, hit(listing, coverage=coverage, miles=None), Criteria())


def test_what_was_asked_for_and_is_so_is_a_reason(listing: Listing) -> None:
    asked = Criteria(languages=("pl",), access=("step-free", "bsl"), join=("drop-in",), ages=("65-79",))
    said = reasons.extras(listing, asked)
    assert {"speaks Polish", "step-free way in", "just turn up", "for people aged 65 to 79"} <= set(said)
    assert not any("Sign" in each for each in said)


def test_caveats_say_the_hardest_first(listing: Listing) -> None:
    strict = replace(
        listing,
        status="temporarily closed",
        returns_on=TODAY + timedelta(days=30),
        capacity=Capacity(available=0),
        join=("professional-referral",),
        gender="women",
    )
    assert reasons.caveats(strict, hit(strict, not_for_area=True), Criteria(), TODAY) == [
        "not for people who live where you are looking",
        "temporarily closed until 20 December",
        "full at the moment",
        "needs a professional's referral",
        "for people who live in Havering",
        "from age 60",
        "for women only",
    ]


@pytest.mark.parametrize(
    ("youngest", "oldest", "said"),
    [(None, None, ""), (60, None, "from age 60"), (None, 25, "up to age 25"), (11, 17, "for ages 11 to 17")],
)
def test_ages_are_said_plainly(listing: Listing, youngest: int | None, oldest: int | None, said: str) -> None:
    assert reasons.ages(replace(listing, minimum_age=youngest, maximum_age=oldest)) == said


def test_an_unchecked_find_says_its_year(filled: Flask) -> None:
    found = Listing(
        id=uuid4(), slug="a", name="A", organisation="a", organisation_name="A", source=Source(title="x", year=2019)
    )
    said = "we found this in a 2019 document and have not checked it"
    assert reasons.caveats(found, None, Criteria(), TODAY) == [said]


def test_only_what_anybody_can_turn_up_at_or_ring_is_open(listing: Listing) -> None:
    until = datetime(2026, 11, 20, 17, tzinfo=LONDON)
    on = hit(listing, open_until=until)
    assert reasons.when(listing, on, NOON) == "Open until 5pm"
    assert "open now until 5pm" in reasons.reasons(listing, on, Criteria())
    line = replace(listing, join=(), delivery=("phone",))
    assert reasons.when(line, on, NOON) == "Open until 5pm"
    for closed_group in (
        replace(listing, join=("self-referral",)),
        replace(listing, join=("professional-referral",)),
        replace(listing, capacity=Capacity(available=0)),
    ):
        assert reasons.when(closed_group, on, NOON) == "On now until 5pm"


def test_many_areas_are_counted_rather_than_named(listing: Listing) -> None:
    areas = tuple(ServiceArea(name=name) for name in ("Anston", "Dinnington", "Maltby", "Wath"))
    wide = replace(listing, service_areas=areas)
    assert residence.limit(wide, None) == "for people who live in Anston, Dinnington and 2 other areas"
    assert residence.limit(replace(wide, national=True), None) == ""


def test_capitals_that_belong_to_a_name_are_kept() -> None:
    assert reasons.first_lower("LGBT+ groups") == "LGBT+ groups"
    assert reasons.first_lower("Coffee and chat") == "coffee and chat"
    assert reasons.first_lower("A break from caring") == "a break from caring"
