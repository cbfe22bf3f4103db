"""A listing goes through its tables and comes back the same, and only whole."""

from datetime import date, time
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import NoResultFound

from app import clock
from app.directory import listing as say
from app.directory import queries, services
from app.directory.listing import Listing, from_json
from app.directory.models import Change, OldSlug, Organisation, Schedule, Service
from app.errors import Refused
from app.extensions import db, writing
from tests.make import Make
from tests.statements import statements

pytestmark = pytest.mark.database


def whole(**more: Any) -> dict[str, Any]:
    """A listing that says something in every field."""
    return {
        "name": "Tea and talk", "alternate_name": "The Tuesday lot", "summary": "Tea.", "description": "Tea.\n\nTalk.",
        "status": "temporarily closed", "returns_on": date(2026, 12, 1), "alert": "New room.", "email": "a@example.org",
        "url": "https://example.org/tea",
        "phones": (say.Phone("020 7946 0100", "Jo", "2", "voice", ("pl",)),),
        "contacts": (say.Contact("Jo", "Cook", "Kitchen", "jo@example.org", (say.Phone("020 7946 0101"),)),),
        "needs": ("lunch-clubs", "company"), "audience": ("older-people",), "minimum_age": 60, "maximum_age": 99,
        "gender": "women", "conditions": ("stroke", "dementia"), "eligibility_description": "Anyone.",
        "delivery": ("in-person", "phone"), "join": ("drop-in",), "application_process": "Come in.",
        "wait_time": "none", "accessibility": ("bsl",), "fees": "£2", "fees_description": "Ask.",
        "schedules": (
            say.Schedule(
                freq="WEEKLY", interval=2, byday="TU,TH", dtstart=date(2026, 11, 3), opens_at=time(10, 30),
                closes_at=time(12), until=date(2027, 7, 1), term="term", bank_holidays=True, notes="Ring the bell.",
                valid_from=date(2026, 1, 1), valid_to=date(2027, 1, 1), attending_type="onsite", location="hall",
            ),
            say.Schedule(freq="MONTHLY", bymonthday="-1", count=4, wkst="MO", dtstart=date(2026, 1, 31)),
        ),
        "closures": (say.Closure(date(2026, 12, 20), date(2027, 1, 3), "Christmas"),),
        "cost_options": (
            say.CostOption("Member", 2.5, "a session", valid_from=date(2026, 1, 1)), say.CostOption("Ask"),
        ),
        "languages": (say.Language("en"), say.Language("ur", "Urdu", "ask for Amina")),
        "interpretation_services": "BSL with two weeks' notice.",
        "service_areas": (say.ServiceArea("T-1", "North"), say.ServiceArea(name="The river", extent="POINT(0 51)")),
        "national": False, "home_area": "T-1", "capacity": say.Capacity(3, 12, date(2026, 11, 1)),
        "accreditations": "A mark", "licenses": "Food", "funding": ("The lottery", "Raffles"),
        "assurance": say.Assurance(date(2026, 11, 1), "the group", "e@example.org", date(2026, 10, 1)),
        "source": say.Source("a paper", "https://example.org/paper", 2019), "demonstration": True,
        "places": (say.Place("hall"), say.Place("library")),
    } | more  # fmt: skip


def test_everything_a_listing_says_comes_back(make: Make) -> None:
    make.area("T-1")
    said = whole()
    back = make.listing("tea", **said)
    for field, value in said.items():
        if field == "places":
            assert [place.slug for place in back.places] == ["hall", "library"]
        else:
            assert getattr(back, field) == value, field


def test_saving_again_changes_only_what_is_said_anew(make: Make) -> None:
    first = make.listing("tea", **whole())
    ids = list(db.session.scalars(select(Schedule.id).order_by(Schedule.position)))
    again = make.listing("tea", id=first.id, **whole(name="Coffee and talk", phones=(), closures=()))
    assert (again.name, again.phones, again.closures) == ("Coffee and talk", (), ())
    assert again.schedules == first.schedules
    assert list(db.session.scalars(select(Schedule.id).order_by(Schedule.position))) == ids
    assert db.session.scalar(select(func.count(Service.id))) == 1


def test_the_text_for_pages_is_what_the_tables_say(make: Make) -> None:
    made = make.listing("tea", **whole())
    text = db.session.scalars(select(Service.listing)).one()
    assert from_json(text) == made == queries.page("tea")


def test_a_name_changed_on_the_organisation_reaches_its_pages(make: Make) -> None:
    from app.directory import organisations

    made = make.listing("tea", organisation="hall-trust")
    before = db.session.scalar(select(func.max(Change.revision))) or 0
    writing()
    trust = db.session.scalars(select(Organisation).where(Organisation.slug == "hall-trust")).one()
    organisations.save(trust.id, {"name": "The New Trust"})
    db.session.commit()
    assert queries.page("tea").organisation_name == "The New Trust"
    change = db.session.scalars(select(Change).where(Change.revision > before)).one()
    assert change.service_id == made.id


def test_an_old_slug_leads_to_the_new_one(make: Make) -> None:
    made = make.listing("tea")
    make.listing("coffee", id=made.id)
    assert db.session.scalars(select(OldSlug.slug)).all() == ["tea"]
    with pytest.raises(queries.Moved) as moved:
        queries.page("tea")
    assert moved.value.slug == "coffee"


def test_a_withdrawn_listing_is_gone_and_not_missing(make: Make) -> None:
    make.listing("tea", status="defunct")
    with pytest.raises(queries.Gone) as gone:
        queries.page("tea")
    assert gone.value.listing.slug == "tea"
    assert queries.how_many() == 0
    assert list(queries.all_listings()) == []


def test_what_was_never_published_is_not_found(make: Make) -> None:
    tea = make.listing("tea", status="defunct")
    writing()
    db.session.execute(update(Service).where(Service.id == tea.id).values(is_published=False))
    db.session.commit()
    with pytest.raises(NoResultFound):
        queries.page("tea")


@pytest.mark.parametrize(
    "wrong",
    [
        {"needs": ("no-such-need",)},
        {"service_areas": (say.ServiceArea("NOWHERE"),)},
        {"places": (say.Place("no-such-hall"),)},
        {"organisation": "nobody"},
        {"home_area": "NOWHERE"},
    ],
)
def test_what_we_do_not_hold_is_named_and_nothing_is_saved(make: Make, wrong: dict[str, Any]) -> None:
    make.organisation("trust")
    plain: dict[str, Any] = {"id": uuid4(), "slug": "tea", "name": "Tea", "organisation": "trust"}
    plain["organisation_name"] = "Trust"
    writing()
    with pytest.raises(Refused, match="tea: we do not know"):
        services.show(Listing(**plain | wrong), at=clock.now())
    db.session.rollback()
    assert db.session.scalar(select(func.count(Service.id))) == 0


def test_many_listings_take_no_more_statements_than_one(make: Make) -> None:
    ids = [make.listing(f"tea-{n}", **whole()).id for n in range(4)]
    with statements() as one:
        services.of_many(ids[:1])
    db.session.rollback()
    with statements() as four:
        assert len(services.of_many(ids)) == 4
    assert len(four) == len(one)


def test_every_listing_is_read_once_and_in_the_same_order(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    made = {make.listing(f"tea-{n}").id for n in range(5)}
    monkeypatch.setattr(queries, "BATCH", 2)
    read = [listing.id for listing in queries.all_listings()]
    assert set(read) == made
    assert len(read) == 5
    assert read == [listing.id for listing in queries.all_listings()]


def test_a_page_of_cards_is_looked_up_by_key(make: Make) -> None:
    """SQLite once chose an index of `is_published` instead, and read every listing for each page."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("the plan of SQLite")
    ids = [make.listing(f"tea-{n}").id for n in range(3)]
    asked = queries.published().with_only_columns(Service.listing).where(Service.id.in_(ids))
    compiled = str(asked.compile(db.engine, compile_kwargs={"literal_binds": True}))
    plan = db.session.execute(text(f"EXPLAIN QUERY PLAN {compiled}")).all()
    assert "USING INDEX sqlite_autoindex_service_1 (id=?)" in plan[0][-1]
