"""The column engine: words bring documents, place and facts narrow them, one formula puts them in order."""

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


class Found(NamedTuple):
    """What the words brought and reaches the person, in ascending order of documents."""

    matches: Matches
    documents: Array
    coverage: Array
    otherwise: Array  # how it reaches them without anybody going there
    chords: Array | None  # squared, to the nearest place
    further: Array  # documents that would be near if people went further
    further_chords: Array | None
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
        today, minute = self.snapshot.today(moment.date()), self.snapshot.minute(moment)
        question = self._understand(criteria.words, criteria.exact)
        found = self._reach(self._matcher.match(question, today.everything), criteria, today, counting_too)
        filters = Filters(self.snapshot, criteria, found.documents, today, minute)
        chosen = np.flatnonzero(filters.passed) if filters.kept else np.arange(len(found.documents))
        ordered, miles = self._order(criteria, question, found, chosen, today)
        hits = self._page(criteria, question, found, ordered, miles, minute)
        counts = {}
        if counting_too:
            counts = counting.counts(filters, found.documents[chosen])
            further = Filters(self.snapshot, criteria, found.further, today, minute)
            counts["within"] = counting.within(filters, found, further)
        return Hits(len(chosen), hits, counts, question.understood, self.snapshot.revision)

    def _reach(self, matches: Matches, criteria: Criteria, today: Today, and_further: bool) -> Found:
        """Whom of the matches the person can reach, and how."""
        documents, where = matches.documents, criteria.where
        table = self.snapshot.reach(where)
        reaches = table[today.kinds if len(documents) == len(self.snapshot) else today.kinds[documents]]
        called = np.searchsorted(documents, matches.names)
        if len(called):
            reaches[called] = table[self.snapshot.kinds[matches.names]]
        otherwise = reaches >> 1
        reached = otherwise > 0
        vector, chords, near = None, None, None
        if where is not None and where.point is not None:
            vector = reach.vector(where.point)
            chords = self.snapshot.chords(documents, vector)
            goes = (reaches & 1).view(bool)
            near = goes & (chords <= reach.squared(criteria.within))
            reached |= near
        if len(called):
            reached[called[matches.named == ASKED_BY_NAME]] = True
        at = np.flatnonzero(reached)
        coverage = otherwise[at]
        if near is not None:
            coverage = np.where(near[at], reach.NEAR, coverage)
        if len(called):
            coverage = np.where(coverage == 0, reach.NAME_ONLY, coverage)
        further, further_chords = documents[:0], None
        if and_further and chords is not None and criteria.within < counting.FURTHEST:
            more = np.flatnonzero(goes & ~reached & (chords <= reach.squared(counting.FURTHEST)))
            further, further_chords = documents[more], chords[more]
        return Found(
            matches, documents[at], coverage, otherwise[at], None if chords is None else chords[at], further,
            further_chords, vector,
        )  # fmt: skip

    def _order(
        self, criteria: Criteria, question: Question, found: Found, chosen: Array, today: Today
    ) -> tuple[Array, Array | None]:
        """Where the documents of this page are among those found, best first, and the miles of each."""
        matches, columns = found.matches, self.snapshot.columns
        documents, coverage = found.documents[chosen], found.coverage[chosen]
        miles = None if found.chords is None else reach.miles(found.chords[chosen])
        score = ranking.score(
            matches.name(documents),
            matches.need(documents, self.snapshot.need),
            matches.bm25(documents),
            matches.worth,
            _rank_miles(miles, coverage, found.otherwise[chosen]),
            self._asked(question, documents, today),
            today.standing[documents],
        )
        group = ranking.UNCHECKED * columns.unverified[documents]
        if len(matches.names):
            group = ranking.group(
                columns.unverified[documents],
                coverage == reach.NAME_ONLY,
                self._not_for(documents, criteria),
                matches.asked(documents),
            )
        wanted = max(criteria.page, 1) * criteria.page_size
        steps = ranking.step(score) + group * ranking.APART
        best = np.arange(len(steps))
        if wanted < len(steps):
            best = np.flatnonzero(steps <= np.partition(steps, wanted - 1)[wanted - 1])
        best = best[np.lexsort((columns.keys[documents[best]], steps[best]))]
        page = best[wanted - criteria.page_size : wanted]
        return chosen[page], None if miles is None else miles[page]

    def _not_for(self, documents: Array, criteria: Criteria) -> Array:
        traits = self.snapshot.traits(criteria.where)[self.snapshot.kinds[documents]]
        return np.asarray(reach.not_for(traits, reach.situation(criteria.where)))

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
        self, criteria: Criteria, question: Question, found: Found, ordered: Array, miles: Array | None, minute: int
    ) -> tuple[Hit, ...]:
        """The hits of one page, from their positions among what was found."""
        snapshot, documents = self.snapshot, found.documents[ordered]
        count = len(documents)
        places: list[int | None] = [None] * count
        distances: list[float | None] = [None] * count
        if miles is not None and found.vector is not None and count:
            places = snapshot.nearest_places(documents, found.vector)
            distances = [
                each if place is not None else None for each, place in zip(miles.tolist(), places, strict=True)
            ]
        until, wanted = snapshot.openness(minute), (*criteria.needs, *question.understood.needs)
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
                [snapshot.helps(row, wanted) for row in snapshot.need.rows[documents].tolist()],
                self._not_for(documents, criteria).tolist(),
            )
        )


def _rank_miles(miles: Array | None, coverage: Array, how: Array) -> Array | float:
    """The miles each ranks with: those to its place, or as if a few miles away where it needs no distance."""
    if miles is None:
        return ranking.AS_IF
    return np.where(coverage == reach.NEAR, np.where(how > 0, np.minimum(miles, ranking.AS_IF), miles), ranking.AS_IF)
