"""A service's page: the next real session and whom to ring first, plain questions, and what nobody has checked."""

import json
from datetime import date, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from app import clock, wording
from app.directory import search, services
from app.directory.listing import Address, Assurance, Capacity, Listing, Phone, Place, Schedule, Source
from app.directory.models import OldSlug, Service, ServiceStatus
from app.extensions import db, writing
from app.residents import listing_page, times
from tests.make import Make
from tests.page import Client
from tests.residents.conftest import NEAR

WEDNESDAY = date(2026, 12, 2)


class Plain:
    """A year without holidays."""

    def bank_holiday(self, day: date) -> bool:
        return False

    def term(self, day: date) -> str:
        return "term"


def test_the_next_session_and_one_call_button_come_first(client: Client, filled: Flask) -> None:
    page = client.page("/services/tea-and-talk")
    panel = page.root.with_class("panel")[0]
    assert "Tuesday" in panel.with_class("next")[0].text or "Open now" in panel.text
    calls = [link for link in panel.all("a") if "button" in link.attrs.get("class", "")]
    assert [link.attrs["href"] for link in calls] == ["tel:02079460301"]
    assert "Ask for Maureen, host." in panel.text
    assert [link.attrs["href"] for link in panel.all("a")][:2] == ["tel:02079460301", "mailto:tea@example.org"]


def test_what_is_full_or_by_referral_says_so_before_its_session(client: Client, filled: Flask, make: Make) -> None:
    every_day = (Schedule(freq="DAILY", opens_at=time(0, 0), closes_at=time(23, 59), bank_holidays=True),)
    phone, full = (Phone("020 7946 0301"),), Capacity(available=0)
    make.listing("class", schedules=every_day, join=("self-referral",), capacity=full, phones=phone)
    make.listing("drop-in", schedules=every_day, join=("drop-in",), capacity=full, phones=phone)
    make.listing("clinic", schedules=every_day, join=("professional-referral",), phones=phone)
    panels = {
        slug: client.page(f"/services/{slug}").root.with_class("panel")[0] for slug in ("class", "drop-in", "clinic")
    }
    assert panels["class"].text.startswith("Full at the moment You can ask about a waiting list. On now")
    assert "waiting list" not in panels["drop-in"].text
    assert panels["clinic"].text.startswith("A professional has to refer you")
    for panel in panels.values():
        assert panel.text.index("On now") < panel.text.index("Call 020 7946 0301")
        assert panel.with_class("next--quiet")
    assert "Open now" not in "".join(panel.text for panel in panels.values())


def test_it_answers_plain_questions(client: Client, filled: Flask) -> None:
    page = client.page("/services/tea-and-talk")
    for question in ("What happens", "Who it’s for", "When it’s on", "What it costs", "How to join", "Getting there"):
        assert question in page.headings
    assert "Tuesday 10.30am to 12 noon" in page.text
    day = wording.full_date(clock.today() - timedelta(days=21))
    assert f"Checked 3 weeks ago, on {day}, by the group." in page.text
    assert "English and Polish." in page.text
    assert "4 of 20 places free, they said 3 days ago." in page.text
    assert "1 High Street, Town RM3 8EF" in page.text


def test_numbers_times_and_postcodes_read_left_to_right(client: Client, filled: Flask) -> None:
    page = client.page("/services/tea-and-talk")
    isolated = {bdi.text for bdi in page.root.all("bdi") if bdi.attrs.get("dir") == "ltr"}
    assert {"020 7946 0301", "10.30am", "RM3 8EF"} <= isolated


def test_what_nobody_checked_says_where_we_found_it(client: Client, filled: Flask) -> None:
    page = client.page("/services/found-club")
    year = clock.today().year - 2
    assert f"We found this in a {year} document and have not checked it." in page.text
    assert page.links["a council report"] == "https://example.org/report"
    assert not page.root.with_class("map")


def test_a_closed_one_says_until_when(client: Client, filled: Flask) -> None:
    page = client.page("/services/shed")
    assert "temporarily closed until" in page.root.with_class("warning")[0].text


def test_an_old_address_leads_to_the_new_one(client: Client, filled: Flask) -> None:
    writing()
    service = db.session.query(Service).filter_by(slug="tea-and-talk").one()
    db.session.add(OldSlug(slug="tea-morning", service_id=service.id))
    db.session.commit()
    answer = client.get("/services/tea-morning")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/services/tea-and-talk")


def test_a_withdrawn_one_is_gone_and_says_what_else_there_is(client: Client, filled: Flask) -> None:
    writing()
    service = db.session.query(Service).filter_by(slug="shed").one()
    service.status = ServiceStatus.DEFUNCT
    search.changed(service.id)
    db.session.commit()
    page = client.page("/services/shed", status=410)
    assert page.h1 == "Men in sheds is no longer listed here"
    assert "/services/tea-and-talk" in page.links.values()


def test_one_that_never_was_is_not_found(client: Client, filled: Flask) -> None:
    assert "no page at this address" in client.page("/services/nothing", status=404).h1


def test_back_leads_to_the_card_it_was_opened_from(client: Client, filled: Flask) -> None:
    came = f"http://localhost/search?q=tea&near={NEAR.replace(' ', '+')}"
    page = client.page("/services/tea-and-talk", headers={"Referer": came})
    assert page.links["Back to what you found"] == "/search?q=tea&near=RM3+8EE#s-tea-and-talk"
    elsewhere = client.page("/services/tea-and-talk", headers={"Referer": "https://example.com/search?q=x"})
    assert elsewhere.links["Find other help"] == "/"


def test_search_engines_get_the_facts_of_what_is_real(client: Client, filled: Flask) -> None:
    page = client.page("/services/tea-and-talk")
    said = json.loads(next(s.raw_text for s in page.root.all("script") if "ld+json" in s.attrs.get("type", "")))
    assert said["name"] == "Tea & talk"
    assert said["url"] == "http://localhost/services/tea-and-talk"
    canonical = next(link for link in page.root.all("link") if link.attrs.get("rel") == "canonical")
    assert canonical.attrs["href"] == said["url"]


def test_a_demonstration_says_so_and_keeps_out_of_indexes(client: Client, filled: Flask, make: Make) -> None:
    make.listing("made-up", name="Made up", demonstration=True)
    search.catch_up()
    page = client.page("/services/made-up")
    assert "Demonstration listing." in page.text
    assert "ld+json" not in page.html
    for url in ("/", "/search", "/services/tea-and-talk", "/about", "/data"):
        every = client.page(url)
        assert "This is a demonstration." in every.text
        assert any(meta.attrs.get("content") == "noindex" for meta in every.root.all("meta"))


def test_a_confidential_place_is_not_shown(client: Client, filled: Flask, make: Make) -> None:
    make.location("hidden", confidential=True)
    make.listing("refuge", name="Refuge", needs=("company",), places=(Place(slug="hidden", confidential=True),))
    search.catch_up()
    page = client.page("/services/refuge")
    assert "its address is not shown" in page.text
    assert not page.root.with_class("map")
    assert not page.root.with_class("near")
    assert "ld+json" not in page.html


def test_long_names_and_empty_listings_still_make_a_page(client: Client, filled: Flask, make: Make) -> None:
    make.listing("bare", name="Llanfairpwllgwyngyll" * 6)
    page = client.page("/services/bare")
    assert "We have no phone number for them." in page.text
    assert "We do not know what it costs." in page.text


def test_the_times_of_many_kinds_are_said_plainly(client: Client, filled: Flask, make: Make) -> None:
    today = clock.today()
    half_past = time(10, 30)
    make.listing(
        "many",
        schedules=(
            Schedule(freq="WEEKLY", byday="MO,TU,WE,TH,FR", opens_at=time(9), closes_at=time(17)),
            Schedule(freq="MONTHLY", byday="1TH", opens_at=half_past, closes_at=time(12)),
            Schedule(freq="MONTHLY", byday="-1FR", opens_at=half_past, closes_at=time(12)),
            Schedule(freq="WEEKLY", interval=2, byday="WE", dtstart=today, term="term"),
            Schedule(dtstart=today - timedelta(days=3)),
        ),
    )
    page = client.page("/services/many")
    rows = [row.text for row in page.root.with_class("times")[0].all("tr")]
    assert "Monday to Friday 9am to 5pm" in rows
    assert "First Thursday of the month 10.30am to 12 noon" in rows
    assert "Last Friday of the month 10.30am to 12 noon" in rows
    assert any(row.startswith("Every other Wednesday") and "In term time" in row for row in rows)
    assert len(rows) == 4


def test_no_name_stands_twice_in_an_address(client: Client, filled: Flask, make: Make) -> None:
    address = {"address_1": "Town Hall", "address_2": "2 Moorgate, Rotherham", "city": "Rotherham"}
    place = Place(slug="hall", name="Town Hall", address=Address(**address, postal_code="S60 2TH"))
    shown = listing_page._venue(place)
    assert (shown.name, shown.lines, shown.postcode) == ("Town Hall", ["2 Moorgate, Rotherham"], "S60 2TH")


def test_where_there_is_no_number_ours_stands_in_its_place(client: Client, filled: Flask) -> None:
    panel = client.page("/services/found-club").root.with_class("panel")[0]
    assert "Ring us on 01632 960100 and we will find out." in panel.text
    assert panel.with_class("links--few")


@pytest.mark.parametrize(
    ("schedule", "said"),
    [
        ({"freq": "WEEKLY", "byday": "TH"}, None),
        ({"freq": "WEEKLY", "byday": "TH", "dtstart": WEDNESDAY - timedelta(days=70)}, None),
        ({"freq": "WEEKLY", "byday": "TH", "dtstart": WEDNESDAY + timedelta(days=6)}, WEDNESDAY + timedelta(days=8)),
        ({"freq": "WEEKLY", "interval": 2, "byday": "TH", "dtstart": WEDNESDAY + timedelta(days=2)}, None),
        (
            {"freq": "WEEKLY", "interval": 2, "byday": "TH", "dtstart": WEDNESDAY + timedelta(days=27)},
            WEDNESDAY + timedelta(days=29),
        ),
        ({"freq": "MONTHLY", "interval": 2, "byday": "1TH", "dtstart": WEDNESDAY + timedelta(days=9)}, None),
        ({"freq": "MONTHLY", "byday": "1TH", "valid_from": WEDNESDAY + timedelta(days=9)}, date(2027, 1, 7)),
        ({"dtstart": WEDNESDAY + timedelta(days=9)}, None),
    ],
)
def test_a_series_starts_on_the_day_of_its_first_session(schedule: dict[str, Any], said: date | None) -> None:
    one = Schedule(opens_at=time(10), closes_at=time(12), bank_holidays=True, **schedule)
    listing = Listing(id=uuid4(), slug="a", name="A", organisation="a", organisation_name="A", schedules=(one,))
    assert times.starting(listing, one, WEDNESDAY, Plain()) == said


def test_similar_help_is_near_or_comes_to_people(client: Client, filled: Flask, make: Make) -> None:
    make.location("far", latitude=52.0, longitude=0.225)
    far = {"places": (Place(slug="far"),), "needs": ("coffee-and-chat",), "home_area": "HAV"}
    make.listing("far", name="Far away", delivery=("in-person",), national=True, **far)
    make.listing("rings", name="Rings you", delivery=("in-person", "phone"), national=True, **far)
    search.catch_up()
    doors = {door.all("b")[0].text: door.text for door in client.page("/services/shed").root.with_class("door")}
    assert "0.4 miles" not in doors.get("Rings you", "")
    assert doors["Rings you"].endswith("By phone · Cost not known")
    assert "under 0.1 miles from here" in doors["Tea & talk"]


def test_a_change_is_on_the_page_at_once(client: Client, filled: Flask) -> None:
    first = client.get("/services/tea-and-talk")
    writing()
    listing = services.of(db.session.query(Service).filter_by(slug="tea-and-talk").one().id)
    import msgspec

    services.show(msgspec.structs.replace(listing, summary="Now with scones."), at=clock.now())
    db.session.commit()
    again = client.get("/services/tea-and-talk", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200
    assert "Now with scones." in again.get_data(as_text=True)


def test_what_nobody_checked_is_not_told_to_machines(client: Client, make: Make) -> None:
    from app.residents import structured

    found = make.listing("hub", source=Source("a 2022 document", "", 2022))
    checked = make.listing("hub-checked", source=found.source, assurance=Assurance(assured_date=date(2026, 11, 1)))
    assert structured.data(found) is None
    assert structured.data(checked) is not None


def test_conditions_and_standards_are_on_the_page(client: Client, make: Make) -> None:
    make.listing("falls", name="Falls class", conditions=("osteoporosis", "falls"), accreditations="A quality mark")
    page = client.page("/services/falls")
    assert "Made for people with osteoporosis and falls." in page.text
    assert "A quality mark" in page.text
