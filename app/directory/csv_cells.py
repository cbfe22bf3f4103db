"""The cells of our CSV files as values, and values as cells again.

Several values in a cell are separated by "; ". A date is `2026-11-22`, or `{+12}` for that many days after the day
of reading (seed data stays fresh that way). Times of sessions are written as people say them: `Tue 10:30-12:00`,
`fortnightly Wed 14:00-15:30 from {+3}`, `1st Thu 19:00-21:00`, `once {+12} 10:00-13:00`, then, where needed, `term
time` or `school holidays`, `open bank holidays`, `from` and `until` a date, and `@` the slug of the location.
"""

import re
from collections.abc import Iterable
from datetime import date, time, timedelta
from typing import Any

from app.directory.listing import Closure, CostOption, Schedule

DAYS = {"Mon": "MO", "Tue": "TU", "Wed": "WE", "Thu": "TH", "Fri": "FR", "Sat": "SA", "Sun": "SU"}
ORDINALS = {"1st": "1", "2nd": "2", "3rd": "3", "4th": "4", "last": "-1"}
TERMS = {"term time": "term", "school holidays": "holidays"}

_DATE = r"\{[+-]?\d+\}|\d{4}-\d{2}-\d{2}"
_TIMES = re.compile(
    rf"""^(?:(?P<once>once)\s+(?P<on>{_DATE})
          |(?:(?P<fortnightly>fortnightly|every\s+(?P<weeks>\d+)\s+weeks)\s+)?
           (?P<days>(?:(?:1st|2nd|3rd|4th|last)\s+)?[A-Z][a-z]{{2}}(?:\s*[-,&]\s*(?:(?:1st|2nd|3rd|4th|last)\s+)?[A-Z][a-z]{{2}})*))
        \s+(?P<opens>\d\d?:\d\d)-(?P<closes>\d\d?:\d\d)
        (?:\s+(?P<term>term\s+time|school\s+holidays))?
        (?:\s+(?P<bank>open\s+bank\s+holidays))?
        (?:\s+from\s+(?P<from>{_DATE}))?
        (?:\s+until\s+(?P<until>{_DATE}))?
        (?:\s+@\s*(?P<location>[a-z0-9-]+))?$""",
    re.VERBOSE,
)
_SHARED_DAY = re.compile(r"\b(1st|2nd|3rd|4th|last)\s*(&|and|,)\s*(1st|2nd|3rd|4th|last)\s+([A-Z][a-z]{2})")
_COST = re.compile(r"^£(?P<amount>\d+(?:\.\d{1,2})?)(?:\s+(?P<words>.+))?$")


def many(cell: str) -> tuple[str, ...]:
    """The values of a cell that may hold several."""
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def one(values: Iterable[str]) -> str:
    """Several values as one cell."""
    return "; ".join(values)


def whole(cell: str) -> int | None:
    """A whole number, or none; raises `ValueError` for anything else."""
    return int(cell) if cell.strip() else None


def yes(cell: str) -> bool:
    """`yes`, or empty for no; raises `ValueError` for anything else."""
    if cell.strip().lower() not in ("", "yes"):
        raise ValueError(f"“{cell}” should be yes, or empty for no")
    return bool(cell.strip())


def day(cell: str, today: date) -> date | None:
    """A date, or none; raises `ValueError` for anything else."""
    cell = cell.strip()
    if not cell:
        return None
    if cell.startswith("{"):
        return today + timedelta(days=int(cell.strip("{}")))
    return date.fromisoformat(cell)


def schedule(cell: str, today: date) -> Schedule:
    """One line of times; raises `ValueError` with what was expected."""
    match = _TIMES.match(_SHARED_DAY.sub(r"\1 \4 & \3 \4", cell.strip()))
    if not match:
        raise ValueError(f"“{cell}” is not a time we can read; write for example “Tue 10:30-12:00”")
    found = match.groupdict()
    shared: dict[str, Any] = {
        "opens_at": _clock(found["opens"]),
        "closes_at": _clock(found["closes"]),
        "location": found["location"] or "",
        "term": TERMS[" ".join(found["term"].split())] if found["term"] else "",
        "bank_holidays": bool(found["bank"]),
    }
    if found["once"]:
        return Schedule(dtstart=day(found["on"], today), **shared)
    weeks = int(found["weeks"] or (2 if found["fortnightly"] else 1))
    byday = _byday(found["days"])
    return Schedule(
        freq="MONTHLY" if byday[:1] in "-123456789" else "WEEKLY",
        interval=weeks,
        byday=byday,
        dtstart=day(found["from"] or "", today) or (today if weeks > 1 else None),
        until=day(found["until"] or "", today),
        **shared,
    )


def schedule_cell(schedule: Schedule) -> str:
    """One line of times, as `schedule` reads it; a rule it cannot say raises `ValueError`."""
    if schedule.opens_at is None or schedule.closes_at is None or schedule.count or schedule.bymonthday:
        raise ValueError("this schedule has no form in a CSV file")
    words = []
    if not schedule.freq:
        words.append(f"once {schedule.dtstart}")
    else:
        if schedule.interval > 1:
            words.append("fortnightly" if schedule.interval == 2 else f"every {schedule.interval} weeks")
        words.append(_days(schedule.byday))
    words.append(f"{schedule.opens_at:%H:%M}-{schedule.closes_at:%H:%M}")
    words += [name for name, code in TERMS.items() if code == schedule.term]
    words += ["open bank holidays"] if schedule.bank_holidays else []
    words += [f"from {schedule.dtstart}"] if schedule.freq and schedule.dtstart else []
    words += [f"until {schedule.until}"] if schedule.until else []
    words += [f"@ {schedule.location}"] if schedule.location else []
    return " ".join(words)


def closure(cell: str, today: date) -> Closure:
    """`{+20} to {+34} Christmas break`; raises `ValueError`."""
    match = re.match(rf"^(?P<starts>{_DATE})\s+to\s+(?P<ends>{_DATE})(?:\s+(?P<reason>.+))?$", cell.strip())
    if not match:
        raise ValueError(f"“{cell}” should be two dates, “2026-12-20 to 2027-01-04”, and why")
    starts, ends = day(match["starts"], today), day(match["ends"], today)
    if starts is None or ends is None or ends < starts:
        raise ValueError(f"“{cell}” ends before it starts")
    return Closure(starts, ends, match["reason"] or "")


def closure_cell(closure: Closure) -> str:
    """A closure as `closure` reads it."""
    return f"{closure.starts} to {closure.ends} {closure.reason}".strip()


def cost(cell: str) -> CostOption:
    """`free`, `£3 a session`, or words without an amount."""
    if cell.strip().lower() == "free":
        return CostOption(amount=0.0)
    match = _COST.match(cell.strip())
    if match:
        return CostOption(amount=float(match["amount"]), amount_description=match["words"] or "")
    return CostOption(option=cell.strip())


def cost_cell(option: CostOption) -> str:
    """A cost as `cost` reads it."""
    if option.amount is None:
        return option.option
    if option.amount == 0:
        return "free"
    amount = f"{option.amount:.2f}".removesuffix(".00")
    return f"£{amount} {option.amount_description}".strip()


def _clock(text: str) -> time:
    hour, minute = text.split(":")
    return time(int(hour), int(minute))


def _byday(words: str) -> str:
    """`Mon-Fri`, `Mon & Wed`, `1st Thu`, `2nd & 4th Mon` as RFC 5545's BYDAY."""
    codes = list(DAYS)
    found: list[str] = []
    for part in re.split(r"\s*[,&]\s*", words.strip()):
        *ordinal, span = part.split()
        first, _, last = span.partition("-")
        if first not in DAYS or (last and last not in DAYS):
            raise ValueError(f"“{words}” should be days such as Mon, Tue-Thu or 1st Thu")
        within = codes[codes.index(first) : codes.index(last or first) + 1]
        found += [(ORDINALS[ordinal[0]] if ordinal else "") + DAYS[name] for name in within]
    return ",".join(found)


def _days(byday: str) -> str:
    """BYDAY as `_byday` reads it."""
    names = {code: name for name, code in DAYS.items()}
    ordinals = {number: word for word, number in ORDINALS.items()}
    parts = byday.split(",")
    codes = [part[-2:] for part in parts]
    week = list(names)
    run = week[week.index(codes[0]) : week.index(codes[0]) + len(codes)]
    if len(parts) > 2 and codes == run and all(len(part) == 2 for part in parts):
        return f"{names[codes[0]]}-{names[codes[-1]]}"
    return " & ".join((ordinals[part[:-2]] + " " if part[:-2] else "") + names[part[-2:]] for part in parts)
