"""The column engine: words bring documents, place and facts narrow them, one formula puts them in order."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from app import clock
from app.directory.search import counting, ranking, reach
from app.directory.search.coded import Array
from app.directory.search.columns import GENDERS
from app.directory.search.criteria import Criteria, Hit, Hits
from app.directory.search.days import Today, day_parts
from app.directory.search.filters import Filters
from app.directory.search.matching import ASKED_BY_NAME, Matcher, Matches
from app.directory.search.snapshot import Snapshot
from app.directory.search.understanding import Question, understand

COVERAGE_WORDS = (*reach.COVERAGES, "")  # the last: reaches a search that names no place


class Reached(NamedTuple):
    """How each document reaches the person: whether they can go there if it is near enough, and how else."""

    goes: Array  # to a place, at whatever distance
    how: Array  # otherwise
    chords: Array | None  # squared, to the nearest place
    traits: Array


class Found(NamedTuple):
    """What the words brought, and how each of it reaches the person (0: not at all)."""

    matches: Matches
    reached: Reached
    coverage: Array
    vector: Array | None  # of the place of the search


class ColumnIndex:
    """Finds services in one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._matcher = Matcher(snapshot)
        vocabulary = snapshot.vocabulary
        self._understand = lru_cache(maxsize=2048)(lambda words, exact: understand(words, vocabulary, exact=exact))

    def find(self, criteria: Criteria, *, counting_too: bool = True) -> Hits:
        """The hits of a search, best first, one page of them, with what each filter would leave."""
        moment = clock.local(criteria.moment)
        today = self.snapshot.today(moment.date())
        question = self._understand(criteria.words, criteria.exact)
        matches = self._matcher.match(question, today.offered)
        if question.names:
            matches = _without_old(matches, today)
        found = self._reach(matches, criteria)
        minute = self.snapshot.minute(moment)
        filters = Filters(self.snapshot, criteria, matches.documents, today, minute)
        chosen = np.flatnonzero(filters.passed & (found.coverage > 0))
        ordered, miles = self._order(criteria, question, found, chosen, today)
        hits = self._page(criteria, question, found, ordered, miles, minute)
        counts = {}
        if counting_too:
            counts = counting.counts(filters, found.coverage, found.reached, matches.named)
        return Hits(len(chosen), hits, counts, question.understood, self.snapshot.revision)

    def _reach(self, matches: Matches, criteria: Criteria) -> Found:
        documents, where = matches.documents, criteria.where
        traits = self.snapshot.traits(documents, where)
        goes, how = self.snapshot.tables[reach.situation(where)]
        vector = None if where is None or where.point is None else reach.vector(where.point)
        chords = None if vector is None else self.snapshot.chords(documents, vector)
        reached = Reached(goes[traits], how[traits], chords, traits)
        return Found(matches, reached, _coverage(reached, criteria, matches.named), vector)

    def _order(
        self, criteria: Criteria, question: Question, found: Found, chosen: Array, today: Today
    ) -> tuple[Array, Array | None]:
        """The positions of the chosen documents that this page needs, best first, and the miles of each."""
        matches, reached, columns = found.matches, found.reached, self.snapshot.columns
        documents, coverage = matches.documents[chosen], found.coverage[chosen]
        miles = None if reached.chords is None else reach.miles(reached.chords[chosen])
        score = ranking.score(
            _some(matches.name, chosen),
            _some(matches.need, chosen),
            _some(matches.bm25, chosen),
            matches.worth,
            _rank_miles(miles, coverage, reached.how[chosen]),
            self._asked(question, documents, today),
            today.standing[documents],
        )
        group = ranking.UNCHECKED * columns.unverified[documents]
        if matches.named is not None:
            group = ranking.group(
                columns.unverified[documents],
                coverage == reach.NAME_ONLY,
                reach.not_for(reached.traits[chosen], reach.situation(criteria.where)),
                matches.named[chosen] == ASKED_BY_NAME,
            )
        wanted = max(criteria.page, 1) * criteria.page_size
        steps = ranking.step(score) + group * ranking.APART
        best = np.arange(len(steps))
        if wanted < len(steps):
            best = np.flatnonzero(steps <= np.partition(steps, wanted - 1)[wanted - 1])
        best = best[np.lexsort((columns.keys[documents[best]], steps[best]))]
        page = best[wanted - criteria.page_size : wanted]
        return chosen[page], None if miles is None else miles[page]

    def _asked(self, question: Question, documents: Array, today: Today) -> Array | float:
        """How many of the day, price and people that the words named each document fits."""
        asked: Array | float = 0.0
        if question.days or question.parts:
            sets = today.masks.any_of(day_parts(question.days, question.parts))
            asked = asked + sets[today.masks.rows[documents]]
        if question.free:
            asked = asked + self.snapshot.practical.having(documents, "cost:free")
        if question.gender:
            genders = self.snapshot.columns.gender[documents]
            asked = (
                asked
                + (genders == GENDERS.index(question.gender))
                - 1.0 * ((genders > 0) & (genders != GENDERS.index(question.gender)))
            )
        return asked

    def _page(
        self, criteria: Criteria, question: Question, found: "Found", ordered: Array, miles: Array | None, minute: int
    ) -> tuple[Hit, ...]:
        """The hits of one page, from their positions among what was found."""
        snapshot, documents = self.snapshot, found.matches.documents[ordered]
        traits = found.reached.traits[ordered]
        count = len(documents)
        places: list[int | None] = [None] * count
        distances: list[float | None] = [None] * count
        if miles is not None and found.vector is not None:
            places = snapshot.nearest_places(documents, found.vector)
            distances = [
                each if place is not None else None for each, place in zip(miles.tolist(), places, strict=True)
            ]
        until = snapshot.openness(minute)
        numbers = documents.tolist()
        return tuple(
            map(
                Hit,
                map(snapshot.id, numbers),
                distances,
                map(COVERAGE_WORDS.__getitem__, found.coverage[ordered].tolist()),
                places,
                snapshot.next_sessions(documents, minute),
                [snapshot.moment(until[number]) if number in until else None for number in numbers],
                self._helps(documents, (*criteria.needs, *question.understood.needs)),
                reach.not_for(traits, reach.situation(criteria.where)).tolist(),
            )
        )

    def _helps(self, documents: Array, wanted: Sequence[str]) -> list[tuple[str, ...]]:
        need = self.snapshot.need
        known = [slug for slug in dict.fromkeys(wanted) if slug in need.number]
        if not known:
            return [()] * len(documents)
        rows = need.matrix[need.rows[documents][:, None], [need.number[slug] for slug in known]].tolist()
        return [tuple(slug for slug, has in zip(known, row, strict=True) if has) for row in rows]


def _without_old(matches: Matches, today: Today) -> Matches:
    """Leave out finds that are too old to be offered, unless they were named."""
    kept = today.is_offered[matches.documents]
    if matches.named is not None:
        kept |= matches.named > 0
    if kept.all():
        return matches
    return Matches(
        matches.documents[kept],
        _some(matches.bm25, kept),
        _some(matches.need, kept),
        _some(matches.name, kept),
        None if matches.named is None else matches.named[kept],
        matches.worth,
    )


def _coverage(reached: Reached, criteria: Criteria, named: Array | None) -> Array:
    """How each document reaches the person, 0 where it does not."""
    coverage = reached.how
    if reached.chords is not None:
        near = reached.goes & (reached.chords <= reach.squared(criteria.within))
        coverage = np.where(near, reach.NEAR, coverage)
    if named is not None:
        coverage = np.where((coverage == 0) & (named == ASKED_BY_NAME), reach.NAME_ONLY, coverage)
    return coverage


def _rank_miles(miles: Array | None, coverage: Array, how: Array) -> Array | float:
    """The miles each ranks with: those to its place, or as if a few miles away where it needs no distance."""
    if miles is None:
        return ranking.AS_IF
    return np.where(coverage == reach.NEAR, np.where(how > 0, np.minimum(miles, ranking.AS_IF), miles), ranking.AS_IF)


def _some(values: Array | float, chosen: Array) -> Array | float:
    return values[chosen] if isinstance(values, np.ndarray) else values
