"""When sessions really are: recurrences of RFC 5545 less bank holidays, closures and the wrong half of the school year.

Pure: the days to look at and the calendar are handed in. Dates are worked out as dates and only then put on the
clocks of the place, so that a session at 10 stays at 10 when the clocks change.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple, Protocol
from zoneinfo import ZoneInfo

from dateutil import rrule

from app.directory.listing import Closure, Listing, Schedule

FREQUENCIES: dict[str, Literal[0, 1, 2, 3]] = {
    "WEEKLY": rrule.WEEKLY,
    "MONTHLY": rrule.MONTHLY,
    "DAILY": rrule.DAILY,
    "YEARLY": rrule.YEARLY,
}
WEEKDAYS = dict(zip(("MO", "TU", "WE", "TH", "FR", "SA", "SU"), rrule.weekdays, strict=True))
WHOLE_DAY = (time(0, 0), time(23, 59))


class Calendar(Protocol):
    """What a place's year looks like."""

    def bank_holiday(self, day: date) -> bool:
        """Whether the day is a bank holiday there."""
        ...

    def term(self, day: date) -> str:
        """`term` or `holidays`."""
        ...


class Sitting(NamedTuple):
    """One real session: from when to when on the clocks of the place, and at which of the listing's places."""

    starts: datetime
    ends: datetime
    place: int | None


def sessions(listing: Listing, *, first: date, days: int, calendar: Calendar) -> list[Sitting]:
    """Every session that starts within `days` days from `first`, in order.

    A schedule without times counts for the whole of its day. Nothing happens while a service is closed.
    """
    if listing.status in ("inactive", "defunct") or (
        listing.status == "temporarily closed" and listing.returns_on is None
    ):
        return []
    if listing.returns_on and listing.status == "temporarily closed" and listing.returns_on > first:
        days -= (listing.returns_on - first).days
        first = listing.returns_on
    if days <= 0:
        return []
    places = {place.slug: number for number, place in enumerate(listing.places)}
    found = [
        _sitting(schedule, day, places.get(schedule.location))
        for schedule in listing.schedules
        for day in _days(schedule, first, first + timedelta(days=days - 1))
        if _happens(schedule, day, listing.closures, calendar)
    ]
    return sorted(found, key=lambda sitting: (sitting.starts, sitting.ends, sitting.place or 0))


def next_session(listing: Listing, *, now: datetime, calendar: Calendar, days: int = 92) -> Sitting | None:
    """The first session that has not ended by `now` (aware), looking `days` days ahead."""
    ahead = sessions(listing, first=now.date() - timedelta(days=1), days=days + 1, calendar=calendar)
    return next((sitting for sitting in ahead if sitting.ends > now), None)


def _days(schedule: Schedule, first: date, last: date) -> Sequence[date]:
    """The days from `first` to `last` on which the rule falls."""
    first = max(filter(None, (first, schedule.valid_from)))
    last = min(filter(None, (last, schedule.valid_to, schedule.until)))
    freq = schedule.freq or ("WEEKLY" if schedule.byday else "")
    if not freq:
        return [schedule.dtstart] if schedule.dtstart and first <= schedule.dtstart <= last else []
    begin = schedule.dtstart
    if schedule.interval == 1 and schedule.count is None and (schedule.byday or schedule.bymonthday):
        begin = max(filter(None, (begin, first)))  # the rule has no memory, so many schedules share one answer
    if last < first or (begin and begin > last):
        return []
    return _occurrences(
        freq, begin or first, schedule.interval, schedule.byday, schedule.bymonthday, schedule.byweekno,
        schedule.byyearday, schedule.wkst, schedule.count, first, last,
    )  # fmt: skip


@lru_cache(maxsize=4096)
def _occurrences(
    freq: str, begin: date, interval: int, byday: str, bymonthday: str, byweekno: str, byyearday: str, wkst: str,
    count: int | None, first: date, last: date,
) -> Sequence[date]:  # fmt: skip
    """The days of a recurrence rule between two dates, both included."""
    rule = rrule.rrule(
        FREQUENCIES[freq],
        dtstart=datetime.combine(begin, time()),
        interval=interval,
        count=count,
        until=None if count else datetime.combine(last, time()),
        byweekday=[_weekday(day) for day in _parts(byday)] or None,
        bymonthday=[int(day) for day in _parts(bymonthday)] or None,
        byweekno=[int(week) for week in _parts(byweekno)] or None,
        byyearday=[int(day) for day in _parts(byyearday)] or None,
        wkst=WEEKDAYS[wkst] if wkst else None,
    )
    found = rule.between(datetime.combine(first, time()), datetime.combine(last, time()), inc=True)
    return tuple(moment.date() for moment in found)


def _parts(listed: str) -> Iterator[str]:
    return (part.strip() for part in listed.split(",") if part.strip())


def _weekday(code: str) -> rrule.weekday:
    """`TU`, `1TH` or `-1FR`."""
    day, ordinal = WEEKDAYS[code[-2:].upper()], code[:-2]
    return day(int(ordinal)) if ordinal else day


def _happens(schedule: Schedule, day: date, closures: Sequence[Closure], calendar: Calendar) -> bool:
    if any(closure.starts <= day <= closure.ends for closure in closures):
        return False
    if schedule.term and calendar.term(day) != schedule.term:
        return False
    return schedule.bank_holidays or not calendar.bank_holiday(day)


def _sitting(schedule: Schedule, day: date, place: int | None) -> Sitting:
    zone = ZoneInfo(schedule.timezone)
    opens, closes = schedule.opens_at or WHOLE_DAY[0], schedule.closes_at or WHOLE_DAY[1]
    ends_on = day if closes > opens else day + timedelta(days=1)
    return Sitting(datetime.combine(day, opens, tzinfo=zone), datetime.combine(ends_on, closes, tzinfo=zone), place)
