"""What each filter would leave: the number of hits if a value were added and the other groups stayed."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from app.directory.search import reach
from app.directory.search.coded import Array, Coded
from app.directory.search.criteria import DAYS, PARTS
from app.directory.search.days import Records
from app.directory.search.filters import Filters

if TYPE_CHECKING:
    from app.directory.search.engine import Found

WITHIN = (1, 2, 5, 10, 25)
FURTHEST = max(WITHIN)
LABELS = [str(miles) for miles in WITHIN]
STEPS = np.array([reach.squared(miles) for miles in WITHIN], np.float32)
Counts = dict[str, dict[str, int]]


def counts(filters: Filters, hits: Records) -> Counts:
    """The counts of every group; `hits` are the records that pass all of them."""
    criteria, snapshot = filters.criteria, filters.snapshot
    found: Counts = {}
    _widening(found, filters, hits, "need", snapshot.need, {"need": criteria.needs})
    practical: dict[str, tuple[str, ...]] = {
        "join": criteria.join, "how": criteria.delivery, "age": criteria.ages,
        "cost": ("free",) if criteria.free else (),
    }  # fmt: skip
    _widening(found, filters, hits, "practical", snapshot.practical, practical)
    _widening(found, filters, hits, "language", snapshot.language, {"language": criteria.languages})
    access = dict(zip(snapshot.access.values, snapshot.access.counts(hits["access"]), strict=True))
    found["access"] = access | dict.fromkeys(criteria.access, len(hits))
    _sessions(found, filters, hits)
    found["open"] = {"now": len(hits) if criteria.open_now else int(np.count_nonzero(filters.open_now(hits)))}
    return found


def within(filters: Filters, found: "Found", further: Array | None) -> dict[str, int]:
    """How many there would be at other distances; `further` are the squared lines to those that are too far."""
    near = found.otherwise == 0  # what only people going there brings
    if len(found.matches.names):
        near &= ~found.matches.asked(found.documents)
    total = len(near)
    if filters.kept:
        near &= filters.passed
        total = int(np.count_nonzero(filters.passed))
    if found.chords is None or further is None:
        return dict.fromkeys(LABELS, total)
    chords = found.chords[near]
    always = total - len(chords)
    reached = np.searchsorted(STEPS, np.concatenate([chords, further]))
    counted = np.cumsum(np.bincount(reached, minlength=len(STEPS) + 1))[:-1].tolist()
    return {miles: always + number for miles, number in zip(LABELS, counted, strict=True)}


def _widening(
    found: Counts,
    filters: Filters,
    hits: Records,
    column: str,
    coded: Coded,
    chosen: Mapping[str, Sequence[str]],
) -> None:
    """Count values that widen their group: the hits there are, and those that only this group keeps away."""
    plain = coded.counts(hits[column]) if not all(chosen.values()) else []
    for name, values in chosen.items():
        numbers: list[int] = plain
        if values:
            away = filters.records[column][filters.without(name)]
            numbers = [len(hits) + extra for extra in coded.counts(away)]
        known, begin, end = (
            coded.prefixes.get(name, ([], 0, 0)) if column == "practical" else (coded.values, 0, len(numbers))
        )
        found[name] = dict(zip(known, numbers[begin:end], strict=True))
        if values:
            found[name] |= dict.fromkeys(values, len(hits))


def _sessions(found: Counts, filters: Filters, hits: Records) -> None:
    """Count days and parts of the day: one session must meet both."""
    pool = filters.records["mask"][filters.session_aside()] if "session" in filters.kept else hits["mask"]
    criteria, masks = filters.criteria, filters.today.masks
    table = filters.today.choices(criteria.days, criteria.parts)
    counted: list[int] = (masks.many(pool) @ table).astype(np.int32).tolist()
    found["day"] = dict(zip(DAYS, counted[:7], strict=True))
    found["part"] = dict(zip(PARTS, counted[7:], strict=True))
