"""When a service is on, as people say it: the rows of a table, from the rules of its schedules."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from msgspec.structs import replace

from app import wording
from app.directory.listing import Closure, Listing, Schedule
from app.directory.schedules import Calendar, sessions
from app.directory.search.criteria import DAYS
from app.i18n import _
from app.residents.labels import labels

AHEAD = 92  # days within which a series that is to begin has its first session
STEP = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 31, "YEARLY": 366}  # days from one turn of a rule to the next, at most


class Row(NamedTuple):
    """One line of the times: which days, from when to when, and what else to know."""

    days: str
    hours: str
    notes: str


def rows(listing: Listing, today: date, year: Calendar) -> list[Row]:
    """Every schedule that is not over, in the order of the week."""
    places = {place.slug: place.name for place in listing.places if place.name and not place.confidential}
    current = [schedule for schedule in listing.schedules if not _over(schedule, today)]
    shown = places if len(places) > 1 else {}
    starts = {id(schedule): starting(listing, schedule, today, year) for schedule in current}
    return [_row(schedule, shown, today, starts[id(schedule)]) for schedule in sorted(current, key=_order)]


def starting(listing: Listing, schedule: Schedule, today: date, year: Calendar) -> date | None:
    """The day of the first session of a series that is still to begin.

    The date that every other week is counted from may be any day of a week that is meant: it is a beginning only
    where it lies more than one turn of the rule ahead.
    """
    begins = schedule.valid_from or (schedule.dtstart if schedule.freq else None)
    if begins is None or begins <= today:
        return None
    turn = timedelta(days=STEP.get(schedule.freq, 0) * schedule.interval)
    if schedule.interval > 1 and not schedule.valid_from and begins - turn <= today:
        return None
    alone = replace(listing, schedules=(schedule,))
    found = sessions(alone, first=begins, days=AHEAD, calendar=year)
    return found[0].starts.date() if found else None


def closures(listing: Listing, today: date) -> list[str]:
    """The closures to come: Closed 22 December to 5 January (Christmas break)."""
    return [_closure(closure, today) for closure in listing.closures if closure.ends >= today]


def _row(schedule: Schedule, places: dict[str, str], today: date, starts: date | None) -> Row:
    hours = ""
    if schedule.opens_at and schedule.closes_at:
        hours = wording.clocks(schedule.opens_at, schedule.closes_at)
    elif schedule.opens_at:
        hours = _("from %(time)s", time=wording.clock(schedule.opens_at))
    notes = [
        said
        for said in (*_limits(schedule, today, starts), places.get(schedule.location, ""), schedule.description)
        if said
    ]
    return Row(days(schedule), hours, ". ".join(notes))


def days(schedule: Schedule) -> str:
    """The days of a recurrence: Tuesdays, Monday to Friday, first Thursday of the month."""
    codes = [code.strip() for code in schedule.byday.split(",") if code.strip()]
    if not codes:
        if schedule.dtstart and not schedule.freq:
            return wording.day_long(schedule.dtstart)
        return _("Every day") if schedule.freq == "DAILY" else _("Once a month") if schedule.freq == "MONTHLY" else ""
    if any(code[:-2] for code in codes):
        return _("%(days)s of the month", days=_joined([_ordinal(code) for code in codes]))
    said = _week(codes)
    if schedule.interval == 2:
        return _("Every other %(day)s", day=said)
    if schedule.interval > 2:
        return _("%(day)s, every %(number)s weeks", day=said, number=schedule.interval)
    return said


def _week(codes: Sequence[str]) -> str:
    names = labels().days
    positions = sorted(DAYS.index(code) for code in set(codes) if code in DAYS)
    if len(positions) == 7:
        return _("Every day")
    if len(positions) > 2 and positions == list(range(positions[0], positions[-1] + 1)):
        return _("%(first)s to %(last)s", first=names[DAYS[positions[0]]], last=names[DAYS[positions[-1]]])
    return _joined([names[DAYS[position]] for position in positions])


def _ordinal(code: str) -> str:
    words = {
        "1": _("First %(day)s"),
        "2": _("Second %(day)s"),
        "3": _("Third %(day)s"),
        "4": _("Fourth %(day)s"),
        "-1": _("Last %(day)s"),
    }
    return words.get(code[:-2], "%(day)s") % {"day": labels().days.get(code[-2:], code[-2:])}


def _joined(parts: list[str]) -> str:
    return wording.joined(parts)


def _limits(schedule: Schedule, today: date, starts: date | None) -> list[str]:
    said = []
    if schedule.term == "term":
        said.append(_("In term time"))
    elif schedule.term == "holidays":
        said.append(_("In the school holidays"))
    if starts:
        said.append(_("Starts %(date)s", date=wording.day_near_long(starts, today)))
    ends = schedule.valid_to or schedule.until
    if ends:
        said.append(_("Until %(date)s", date=wording.date_near(ends, today)))
    return said


def _over(schedule: Schedule, today: date) -> bool:
    once = schedule.dtstart if not schedule.freq and not schedule.byday else None
    return any(end is not None and end < today for end in (schedule.valid_to, schedule.until, once))


def _order(schedule: Schedule) -> tuple[int, str, str]:
    first = schedule.byday.split(",")[0][-2:]
    return (DAYS.index(first) if first in DAYS else 7, str(schedule.dtstart or ""), str(schedule.opens_at or ""))


def _closure(closure: Closure, today: date) -> str:
    starts, ends = wording.date_near(closure.starts, today), wording.date_near(closure.ends, today)
    if closure.starts == closure.ends:
        said = _("Closed on %(date)s", date=starts)
    else:
        said = _("Closed from %(starts)s to %(ends)s", starts=starts, ends=ends)
    return f"{said} ({closure.reason})" if closure.reason else said
