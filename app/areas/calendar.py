"""The year of a borough: bank holidays, and when its schools are open."""

from datetime import date, timedelta
from typing import Literal, NamedTuple

from holidays import country_holidays
from sqlalchemy import select

from app.areas import memory
from app.areas.models import Area, TermDates
from app.extensions import db

BETWEEN = timedelta(days=60)  # a longer gap between two terms that we know is a gap in what we know
USUAL_HOLIDAYS = (((7, 22), (9, 1)), ((12, 20), (12, 31)), ((1, 1), (1, 3)))  # month and day, where we know nothing


class Term(NamedTuple):
    """One school term with its half-term holiday, if it has one."""

    starts: date
    ends: date
    half_term_starts: date | None
    half_term_ends: date | None
    assumed: bool

    def open_on(self, day: date) -> bool:
        """Whether the day is in the term and not in its half-term holiday."""
        pause = self.half_term_starts and self.half_term_ends and self.half_term_starts <= day <= self.half_term_ends
        return self.starts <= day <= self.ends and not pause


class Calendar:
    """Bank holidays of England, and the school terms of one borough."""

    def __init__(self, terms: list[Term]) -> None:
        self.terms = sorted(terms)
        self._bank_holidays = country_holidays("GB", subdiv="ENG")

    def bank_holiday(self, day: date) -> bool:
        """Whether the day is a bank holiday in England."""
        return day in self._bank_holidays

    def term(self, day: date) -> Literal["term", "holidays"]:
        """Whether schools are in term or on holiday; a weekend in term is term."""
        if self._known(day):
            return "term" if any(term.open_on(day) for term in self.terms) else "holidays"
        at = (day.month, day.day)
        return "holidays" if any(first <= at <= last for first, last in USUAL_HOLIDAYS) else "term"

    def assumed(self, day: date) -> bool:
        """Whether our answer for the day rests on what is usual rather than on what the council published."""
        near = (term for term in self.terms if term.starts - BETWEEN <= day <= term.ends + BETWEEN)
        return not self._known(day) or any(term.assumed for term in near)

    def _known(self, day: date) -> bool:
        """Whether the day is in a term that we hold or between two of them."""
        before = [term.ends for term in self.terms if term.starts <= day]
        after = [term.starts for term in self.terms if term.ends >= day]
        return bool(before and after) and (min(after) <= day or min(after) - max(before) <= BETWEEN)


def calendar(borough_code: str) -> Calendar:
    """The calendar of a borough, by its code; for one whose terms we do not hold, that of the borough we know best."""
    return memory.remember(("calendar", borough_code), lambda: _read(borough_code))


def _read(borough_code: str) -> Calendar:
    rows = db.session.execute(
        select(TermDates, Area.code)
        .join(Area, TermDates.area_id == Area.id)
        .order_by(Area.number, TermDates.starts, TermDates.id)
    )
    terms: dict[str, list[Term]] = {}
    for row, code in rows:
        term = Term(row.starts, row.ends, row.half_term_starts, row.half_term_ends, row.assumed)
        terms.setdefault(code, []).append(term)
    return Calendar(terms.get(borough_code) or next(iter(terms.values()), []))
