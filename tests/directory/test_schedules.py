"""When sessions really are: recurrences, bank holidays, closures, term time, and clocks that change."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.directory import csv_cells, schedules
from app.directory.listing import Closure, Listing, Schedule

LONDON = ZoneInfo("Europe/London")
SUNDAY = date(2026, 11, 22)


class Year:
    """A year with one bank holiday and one fortnight of school holidays."""

    def bank_holiday(self, day: date) -> bool:
        return day == date(2026, 12, 25)

    def term(self, day: date) -> str:
        return "holidays" if date(2026, 12, 19) <= day <= date(2027, 1, 3) else "term"


def listing(*times: str, **more: Any) -> Listing:
    parsed = tuple(csv_cells.schedule(words, SUNDAY) for words in times)
    return Listing(
        id=uuid4(), slug="tea", name="Tea", organisation="o", organisation_name="O", schedules=parsed, **more
    )


def starts(of: Listing, days: int = 28) -> list[str]:
    found = schedules.sessions(of, first=SUNDAY, days=days, calendar=Year())
    return [f"{sitting.starts:%a %-d %b %H:%M}" for sitting in found]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Tue 10:30-12:00", ["Tue 24 Nov 10:30", "Tue 1 Dec 10:30", "Tue 8 Dec 10:30", "Tue 15 Dec 10:30"]),
        ("fortnightly Wed 14:00-15:30 from {+3}", ["Wed 25 Nov 14:00", "Wed 9 Dec 14:00"]),
        ("fortnightly Wed 14:00-15:30 from {-4}", ["Wed 2 Dec 14:00", "Wed 16 Dec 14:00"]),
        ("1st Thu 19:00-21:00", ["Thu 3 Dec 19:00"]),
        ("last Fri 12:30-14:00", ["Fri 27 Nov 12:30"]),
        ("2nd & 4th Mon 10:00-11:00", ["Mon 23 Nov 10:00", "Mon 14 Dec 10:00"]),
        ("once {+12} 10:00-13:00", ["Fri 4 Dec 10:00"]),
        ("once {-1} 10:00-13:00", []),
        ("Sat 09:00-10:00 until {+10}", ["Sat 28 Nov 09:00"]),
        ("Sat 09:00-10:00 from {+15}", ["Sat 12 Dec 09:00", "Sat 19 Dec 09:00"]),
        ("Sat 09:00-10:00 term time", ["Sat 28 Nov 09:00", "Sat 5 Dec 09:00", "Sat 12 Dec 09:00"]),
        ("Sat 09:00-10:00 school holidays", ["Sat 19 Dec 09:00"]),
    ],
)
def test_times_as_people_write_them_fall_on_the_right_days(words: str, expected: list[str]) -> None:
    assert starts(listing(words)) == expected


def test_a_bank_holiday_has_no_session_unless_the_group_says_it_opens() -> None:
    assert "Fri 25 Dec 12:00" not in starts(listing("Fri 12:00-14:00"), days=40)
    assert "Fri 25 Dec 12:00" in starts(listing("Fri 12:00-14:00 open bank holidays"), days=40)


def test_a_closure_leaves_out_both_its_ends() -> None:
    closed = Closure(date(2026, 12, 1), date(2026, 12, 8), "Painting")
    assert starts(listing("Tue 10:30-12:00", closures=(closed,))) == ["Tue 24 Nov 10:30", "Tue 15 Dec 10:30"]


def test_nothing_happens_while_a_service_is_closed_for_a_time() -> None:
    shut = listing("Tue 10:30-12:00", status="temporarily closed", returns_on=date(2026, 12, 5))
    assert starts(shut) == ["Tue 8 Dec 10:30", "Tue 15 Dec 10:30"]
    assert starts(listing("Tue 10:30-12:00", status="temporarily closed")) == []
    assert starts(listing("Tue 10:30-12:00", status="inactive")) == []


def test_a_session_keeps_its_hour_when_the_clocks_change() -> None:
    before_and_after = schedules.sessions(
        listing("Sat & Sun 10:00-11:00"), first=date(2027, 3, 27), days=2, calendar=Year()
    )
    assert [sitting.starts.hour for sitting in before_and_after] == [10, 10]
    offsets = [sitting.starts.utcoffset() for sitting in before_and_after]
    assert offsets == [timedelta(0), timedelta(hours=1)]


def test_a_session_past_midnight_ends_on_the_next_day() -> None:
    [night, *_] = schedules.sessions(listing("Fri 22:00-02:00"), first=SUNDAY, days=7, calendar=Year())
    assert night.ends - night.starts == timedelta(hours=4)


def test_the_session_that_is_on_now_is_the_next_one() -> None:
    during = datetime(2026, 11, 24, 11, 0, tzinfo=LONDON)
    found = schedules.next_session(listing("Tue 10:30-12:00"), now=during, calendar=Year())
    assert found is not None
    assert found.starts == datetime(2026, 11, 24, 10, 30, tzinfo=LONDON)
    later = schedules.next_session(listing("Tue 10:30-12:00"), now=during + timedelta(hours=2), calendar=Year())
    assert later is not None
    assert later.starts.day == 1


def test_a_day_without_times_counts_whole() -> None:
    day = listing()
    whole = Listing(**{f: getattr(day, f) for f in day.__struct_fields__} | {"schedules": (Schedule(byday="MO"),)})
    assert starts(whole, days=7) == ["Mon 23 Nov 00:00"]


days_of_week = st.lists(st.sampled_from(list(csv_cells.DAYS)), min_size=1, max_size=7, unique=True)


@given(days=days_of_week, weeks=st.integers(1, 6), opens=st.times(), first=st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_a_weekly_rule_gives_only_its_days_in_its_weeks(days: list[str], weeks: int, opens: time, first: date) -> None:
    rule = Schedule(
        freq="WEEKLY", interval=weeks, byday=",".join(csv_cells.DAYS[day] for day in days), dtstart=first,
        opens_at=opens.replace(second=0, microsecond=0), closes_at=time(23, 59), bank_holidays=True,
    )  # fmt: skip
    whole = Listing(id=uuid4(), slug="x", name="X", organisation="o", organisation_name="O", schedules=(rule,))
    found = schedules.sessions(whole, first=first, days=60, calendar=Year())
    monday = first - timedelta(days=first.weekday())
    assert all(f"{sitting.starts:%a}" in days for sitting in found)
    assert all(((sitting.starts.date() - monday).days // 7) % weeks == 0 for sitting in found)
    assert len({sitting.starts for sitting in found}) == len(found)
    assert len(found) >= (60 // (7 * weeks)) * len(days) - len(days)
