"""Days of the week and parts of the day: which sessions would do, and what a day makes of the listings."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property, lru_cache

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


# What a search reads of a document beside its words, in one line of the processor's memory: `take` copies it whole
# (square brackets would copy field by field, twenty times as slowly). The numbers of sets are those of the coded
# columns; `reach` is the kind of document, or one beyond them where it is not offered today.
RECORD = np.dtype(
    [
        ("x", "f4"), ("y", "f4"), ("z", "f4"), ("reach", "i4"), ("practical", "i4"), ("language", "i4"),
        ("access", "i4"), ("need", "i4"), ("mask", "i4"), ("session", "i4"), ("standing", "f8"), ("document", "i4"),
        ("first_place", "i2"), ("several", "?"), ("unverified", "?"), ("gender", "u1"),
    ],
    align=True,
)  # fmt: skip


FEW = 3000  # documents whose records are copied; of more, only what is asked for is read


class Picked:
    """Many documents, whose fields are read when they are asked for."""

    def __init__(self, records: Array, fields: Mapping[str, Array], documents: Array) -> None:
        self._records = records
        self._fields = fields
        self._documents = documents
        self._read: dict[str, Array] = {}

    def __len__(self) -> int:
        """How many they are."""
        return len(self._documents)

    def __getitem__(self, name: str) -> Array:
        """One field of them all."""
        if name not in self._read:
            self._read[name] = self._fields[name].take(self._documents)
        return self._read[name]

    def take(self, chosen: Array) -> "Records":
        """Some of them."""
        return pick(self._records, self._fields, self._documents.take(chosen))


Records = Array | Picked


def pick(records: Array, fields: Mapping[str, Array], documents: Array) -> Records:
    """The records of these documents, copied or read in place, whichever is quicker."""
    return records.take(documents) if len(documents) < FEW else Picked(records, fields, documents)


def some(records: Records, chosen: Array) -> Records:
    """Some of these documents."""
    return records.take(chosen)


class Today:
    """What the listings are on the day of a search."""

    def __init__(self, columns: Columns, midnight: date, day: date, kinds: Array, pins: tuple[Array, Array]) -> None:
        old = columns.unverified & (columns.source_year < day.year - OLD_SOURCE)
        not_offered = kinds.max(initial=-1) + 1  # to those who did not ask for it by name
        self.reach = np.where(columns.alive & ~old, kinds, not_offered)
        self.everything = np.arange(len(columns))
        rows, sets = _masks(columns, midnight, day)
        self.masks = Coded(rows, sets)  # sets of `MO-morning`
        self.choices = lru_cache(maxsize=256)(self._choices)
        self.records = np.zeros(len(columns), RECORD)
        for name in ("x", "y", "z", "practical", "language", "access", "need", "unverified", "gender"):
            self.records[name] = columns.arrays[name]
        self.records["reach"] = self.reach
        self.records["mask"] = rows
        self.records["session"] = _upcoming(columns, midnight, day)
        self.records["standing"] = ranking.standings(columns.assured, columns.full, columns.closed, day)
        self.records["document"] = self.everything
        self.records["several"] = pins[1] - pins[0] > 1
        if len(columns.pin_place):
            first = columns.pin_place[np.minimum(pins[0], len(columns.pin_place) - 1)]
            self.records["first_place"] = np.where(pins[1] > pins[0], first, -1)
        else:
            self.records["first_place"] = -1

    @cached_property
    def _fields(self) -> dict[str, Array]:
        return {name: np.ascontiguousarray(self.records[name]) for name in RECORD.names or ()}

    def pick(self, documents: Array) -> Records:
        """The records of these documents."""
        return pick(self.records, self._fields, documents)

    def _choices(self, days: tuple[str, ...], parts: tuple[str, ...]) -> Array:
        """For each set, whether it meets these days and parts with another day, or another part, added."""
        added = [((*days, day), parts) for day in DAYS] + [(days, (*parts, part)) for part in PARTS]
        return np.column_stack([self.masks.any_of(day_parts(*each)) for each in added]).astype(np.float32)


def _upcoming(columns: Columns, midnight: date, day: date) -> Array:
    """Where the sessions of each document from this day on begin among all sessions."""
    keys = columns.session_document.astype(np.int64) * 2**20 + (columns.session_start + 2**19)
    first = (day - midnight).days * MINUTES
    return np.searchsorted(keys, np.arange(len(columns)) * 2**20 + (first + 2**19))


def _masks(columns: Columns, midnight: date, day: date) -> tuple[Array, list[tuple[str, ...]]]:
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
    return rows.astype(np.intp), sets
