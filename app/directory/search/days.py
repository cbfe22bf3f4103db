"""Days of the week and parts of the day: which sessions would do, and what a day makes of the listings."""

from datetime import date
from functools import lru_cache

import numpy as np

from app.directory.search import ranking
from app.directory.search.coded import Array, Coded
from app.directory.search.columns import Columns
from app.directory.search.criteria import DAYS, PARTS
from app.directory.search.facts import OLD_SOURCE

AHEAD = 28  # days in which a session on a weekday counts
MINUTES = 1440
NOON, FIVE, AT_LEAST = 12 * 60, 17 * 60, 30  # a session counts for each part of the day it has half an hour of


@lru_cache(maxsize=4096)
def day_parts(days: tuple[str, ...], parts: tuple[str, ...]) -> tuple[str, ...]:
    """The sessions that would do: any of the days at any of the parts of the day."""
    return tuple(f"{day}-{part}" for day in days or DAYS for part in parts or PARTS)


def parts_of(begin: int, end: int) -> tuple[str, ...]:
    """The parts of the day that a session from one minute of the day to another counts for."""
    bits = int(_parts(np.array([begin]), np.array([end]))[0])
    return tuple(part for number, part in enumerate(PARTS) if bits >> number & 1)


def _parts(begin: Array, end: Array) -> Array:
    morning = (begin < NOON) & ((np.minimum(end, NOON) - begin >= AT_LEAST) | (end <= NOON))
    afternoon = (begin < FIVE) & (np.minimum(end, FIVE) - np.maximum(begin, NOON) >= AT_LEAST)
    evening = (begin >= FIVE) | (np.minimum(end, MINUTES) - FIVE >= AT_LEAST)
    afternoon |= ~(morning | evening)
    return np.asarray(morning * 1 | afternoon * 2 | evening * 4)


class Today:
    """What depends on the day a search is made."""

    def __init__(self, columns: Columns, midnight: date, day: date, kinds: Array) -> None:
        old = columns.unverified & (columns.source_year < day.year - OLD_SOURCE)
        not_offered = kinds.max(initial=-1) + 1
        self.kinds = np.where(columns.alive & ~old, kinds, not_offered)  # to those who did not ask for it by name
        self.everything = np.arange(len(columns))
        self.standing = ranking.standings(columns.assured, columns.full, columns.closed, day)
        self.masks = _masks(columns, midnight, day)  # sets of `MO-morning`
        self.choices = lru_cache(maxsize=256)(self._choices)

    def _choices(self, days: tuple[str, ...], parts: tuple[str, ...]) -> Array:
        """For each set, whether it meets these days and parts with another day, or another part, added."""
        added = [((*days, day), parts) for day in DAYS] + [(days, (*parts, part)) for part in PARTS]
        return np.column_stack([self.masks.any_of(day_parts(*each)) for each in added]).astype(np.float32)


def _masks(columns: Columns, midnight: date, day: date) -> Coded:
    """For each document, the weekdays and parts of the day with a session in the next 28 days."""
    first = (day - midnight).days * MINUTES
    starts = columns.session_start
    chosen = np.flatnonzero((starts >= first) & (starts < first + AHEAD * MINUTES))
    begin = starts[chosen].astype(np.int64)
    minute = begin % MINUTES
    weekday = (begin // MINUTES + midnight.weekday()) % 7
    bits = np.zeros(len(columns), np.int64)
    parts = _parts(minute, minute + columns.session_end[chosen] - begin)
    np.bitwise_or.at(bits, columns.session_document[chosen], parts << (weekday * 3))
    kinds, rows = np.unique(bits, return_inverse=True)
    sets = [tuple(f"{DAYS[bit // 3]}-{PARTS[bit % 3]}" for bit in range(21) if int(kind) >> bit & 1) for kind in kinds]
    return Coded(rows.astype(np.intp), sets)
