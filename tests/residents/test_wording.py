"""How numbers, times and dates are said."""

from collections.abc import Iterator
from datetime import date, time, timedelta

import pytest
from flask import Flask

from app import wording

TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _in_the_app(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


@pytest.mark.parametrize(
    ("distance", "said"),
    [(0.04, "under 0.1 miles"), (0.4, "0.4 miles"), (1.0, "1 mile"), (1.26, "1.3 miles"), (9.96, "10 miles")],
)
def test_miles(distance: float, said: str) -> None:
    assert wording.miles(distance) == said


@pytest.mark.parametrize(("amount", "said"), [(4, "£4"), (4.5, "£4.50"), (0.5, "50p"), (0.99, "99p"), (1200, "£1,200")])
def test_money(amount: float, said: str) -> None:
    assert wording.money(amount) == said


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (time(0), "midnight"),
        (time(9), "9am"),
        (time(10, 30), "10.30am"),
        (time(12), "12 noon"),
        (time(13, 5), "1.05pm"),
    ],
)
def test_clock(moment: time, said: str) -> None:
    assert wording.clock(moment) == said


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "today"),
        (1, "yesterday"),
        (13, "13 days ago"),
        (21, "3 weeks ago"),
        (250, "8 months ago"),
        (800, "2 years ago"),
    ],
)
def test_ago(days: int, said: str) -> None:
    assert wording.ago(TODAY - timedelta(days=days), TODAY) == said


def test_a_date_in_another_year_says_which() -> None:
    assert wording.date_near(date(2026, 12, 5), TODAY) == "5 December"
    assert wording.date_near(date(2027, 1, 5), TODAY) == "5 January 2027"


def test_numbers_times_and_prices_are_isolated_and_the_rest_is_escaped() -> None:
    said = wording.isolate("Ring 020 7946 0301 by 10.30am <b> £4.50, 2026")
    assert said == (
        'Ring <bdi dir="ltr">020 7946 0301</bdi> by <bdi dir="ltr">10.30am</bdi> &lt;b&gt; '
        '<bdi dir="ltr">£4.50</bdi>, 2026'
    )


@pytest.mark.parametrize(
    ("url", "leads"),
    [
        ("https://example.org", "https://example.org"),
        ("www.example.org/a", "https://www.example.org/a"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("", ""),
    ],
)
def test_links_lead_only_to_web_pages(url: str, leads: str) -> None:
    assert wording.outward(url) == leads


def test_an_email_address_breaks_only_after_its_at_and_dots() -> None:
    said = wording.email("tea.<b>@example.org")
    assert said == '<bdi dir="ltr">tea.<wbr>&lt;b&gt;@<wbr>example.<wbr>org</bdi>'


def test_lists_are_joined_as_people_join_them() -> None:
    assert wording.joined(["tea"]) == "tea"
    assert wording.joined(["tea", "cake", "talk"]) == "tea, cake and talk"
    assert wording.either(["tea", "cake"]) == "“tea” or “cake”"
