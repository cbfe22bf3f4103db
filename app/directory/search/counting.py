"""What each filter would leave: the number of hits if a value were added and the other groups stayed."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from app.directory.search import reach
from app.directory.search.coded import Array, Coded
from app.directory.search.criteria import DAYS, PARTS
from app.directory.search.filters import Filters
from app.directory.search.matching import ASKED_BY_NAME

if TYPE_CHECKING:
    from app.directory.search.engine import Reached

WITHIN = (1, 2, 5, 10, 25)
Counts = dict[str, dict[str, int]]


def counts(filters: Filters, coverage: Array, reached: "Reached", named: Array | None) -> Counts:
    """The counts of every group."""
    criteria, snapshot = filters.criteria, filters.snapshot
    covered = coverage > 0
    hits = filters.documents[filters.passed & covered]
    found: Counts = {"within": _within(filters, reached, named, len(hits))}
    _widening(found, filters, covered, hits, snapshot.need, {"need": criteria.needs})
    practical: dict[str, Sequence[str]] = {
        "join": criteria.join, "how": criteria.delivery, "age": criteria.ages,
        "cost": ("free",) if criteria.free else (),
    }  # fmt: skip
    _widening(found, filters, covered, hits, snapshot.practical, practical)
    _widening(found, filters, covered, hits, snapshot.language, {"language": criteria.languages})
    access = dict(zip(snapshot.access.values, snapshot.access.counts(hits), strict=True))
    found["access"] = access | dict.fromkeys(criteria.access, len(hits))
    _sessions(found, filters, covered, hits)
    found["open"] = {"now": len(hits) if criteria.open_now else int(np.count_nonzero(filters.open_now(hits)))}
    return found


def _widening(
    found: Counts, filters: Filters, covered: Array, hits: Array, coded: Coded, chosen: Mapping[str, Sequence[str]]
) -> None:
    """Count values that widen their group: the hits there are, and those that only this group keeps away."""
    plain = coded.counts(hits) if not all(chosen.values()) else []
    for name, values in chosen.items():
        numbers = plain
        if values:
            away = filters.documents[filters.without(name) & covered]
            numbers = [len(hits) + extra for extra in coded.counts(away)]
        known, where = coded.prefixes.get(name, (coded.values, slice(None)))
        found[name] = dict(zip(known, numbers[where], strict=True))
        if values:
            found[name] |= dict.fromkeys(values, len(hits))


def _sessions(found: Counts, filters: Filters, covered: Array, hits: Array) -> None:
    """Count days and parts of the day: one session must meet both."""
    pool = filters.documents[filters.session_aside() & covered] if "session" in filters.kept else hits
    criteria, masks = filters.criteria, filters.today.masks
    counted = (masks.many(pool) @ filters.today.choices(criteria.days, criteria.parts)).astype(np.int32).tolist()
    found["day"] = dict(zip(DAYS, counted[:7], strict=True))
    found["part"] = dict(zip(PARTS, counted[7:], strict=True))


def _within(filters: Filters, reached: "Reached", named: Array | None, total: int) -> dict[str, int]:
    """How many there would be at other distances."""
    if reached.chords is None:
        return {str(miles): total for miles in WITHIN}
    otherwise = reached.how > 0
    if named is not None:
        otherwise |= named == ASKED_BY_NAME
    passed = filters.passed
    always = int(np.count_nonzero(passed & otherwise))
    chords = reached.chords[passed & reached.goes & ~otherwise]
    return {str(miles): always + int(np.count_nonzero(chords <= reach.squared(miles))) for miles in WITHIN}
