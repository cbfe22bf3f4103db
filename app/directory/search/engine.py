"""The column engine: words bring documents, place and facts narrow them, one formula puts them in order."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from app import clock
from app.directory.search import counting, ranking, reach
from app.directory.search.coded import Array
from app.directory.search.columns import GENDERS
from app.directory.search.criteria import AGE_BANDS, Criteria, Hit, Hits, Session
from app.directory.search.days import Records, Today, day_parts, some
from app.directory.search.filters import Filters
from app.directory.search.matching import ASKED_BY_NAME, EMPTY, Matcher, Matches
from app.directory.search.snapshot import Snapshot
from app.directory.search.understanding import Question, ask, narrowed, understand

COVERAGE_WORDS = (*reach.COVERAGES, "")  # the last: reaches a search that names no place


GROWN_UP = tuple(f"age:{band}" for band, (youngest, _) in AGE_BANDS.items() if youngest >= 25)


class Found(NamedTuple):
    """What the words brought and reaches the person, in ascending order of documents."""

    matches: Matches
    records: Records
    coverage: Array
    otherwise: Array  # how it reaches them without anybody going there
    chords: Array | None  # squared, to the nearest place
    vector: Array | None  # of the place of the search
    further: Array  # documents that would be near if people went further
    further_chords: Array | None

    @property
    def documents(self) -> Array:
        """Their numbers."""
        numbers: Array = self.records["document"].astype(np.intp)
        return numbers

    def only(self, chosen: Array) -> "Found":
        """Some of them."""
        chords = None if self.chords is None else self.chords[chosen]
        return self._replace(
            records=some(self.records, chosen),
            coverage=self.coverage[chosen],
            otherwise=self.otherwise[chosen],
            chords=chords,
        )


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
        question = ask(self._understand(criteria.words, criteria.exact), criteria)
        criteria = narrowed(question, criteria)
        found = self._reach(self._matcher.match(question, today.everything), criteria, today, counting_too)
        filters = Filters(self.snapshot, criteria, found.records, today, minute)
        hits = found.only(filters.passed.nonzero()[0]) if filters.kept else found
        page, miles = self._order(criteria, question, hits, today)
        counts = {}
        if counting_too:
            counts = counting.counts(filters, hits.records)
            counts["within"] = counting.within(filters, found, self._further(filters, found))
        shown = self._page(criteria, question, hits.only(page), miles, minute)
        return Hits(len(hits.records), shown, counts, question.understood, self.snapshot.revision)

    def _reach(self, matches: Matches, criteria: Criteria, today: Today, and_further: bool) -> Found:
        """Whom of the matches the person can reach, and how."""
        documents, where = matches.documents, criteria.where
        records = None if len(documents) == len(self.snapshot) else today.pick(documents)
        table = self.snapshot.reach(where)
        reaches = table.take(today.reach if records is None else records["reach"])
        called = np.searchsorted(documents, matches.names) if len(matches.names) else None
        if called is not None:
            reaches[called] = table[self.snapshot.kinds[matches.names]]
        otherwise = reaches >> 1
        reached = otherwise > 0
        vector, chords, near = None, None, None
        if where is not None and where.point is not None:
            vector = reach.vector(where.point)
            chords = self.snapshot.chords(records, vector)
            goes = (reaches & 1).view(bool)
            near = goes & (chords <= reach.squared(criteria.within))
            reached |= near
        if called is not None:
            reached[called[matches.named == ASKED_BY_NAME]] = True
        at = reached.nonzero()[0]
        coverage = otherwise[at]
        if near is not None:
            coverage = np.where(near[at], reach.NEAR, coverage)
        if called is not None:
            coverage = np.where(coverage == 0, reach.NAME_ONLY, coverage)
        further, further_chords = EMPTY, None
        if and_further and chords is not None:
            more = np.flatnonzero(goes & ~reached & (chords <= reach.squared(counting.FURTHEST)))
            further, further_chords = documents[more], chords[more]
        mine = today.pick(at) if records is None else some(records, at)
        here = None if chords is None else chords[at]
        return Found(matches, mine, coverage, otherwise[at], here, vector, further, further_chords)

    def _further(self, filters: Filters, found: Found) -> Array | None:
        """The squared lines to what is too far away and passes the filters."""
        if found.further_chords is None or not filters.kept:
            return found.further_chords
        records = filters.today.pick(found.further)
        further = Filters(self.snapshot, filters.criteria, records, filters.today, filters.minute)
        return found.further_chords[further.passed]

    def _order(self, criteria: Criteria, question: Question, hits: Found, today: Today) -> tuple[Array, Array | None]:
        """Which of the hits this page shows, best first, and the miles of each."""
        matches, records, documents = hits.matches, hits.records, hits.documents
        miles = None if hits.chords is None else reach.miles(hits.chords)
        amounts = self.snapshot.need.amounts(records["need"], question.needs) if question.needs else 0.0
        rank_miles = _rank_miles(miles, hits.coverage, hits.otherwise)
        score = ranking.score(
            matches.name(documents),
            ranking.need(amounts) if isinstance(amounts, np.ndarray) else 0.0,
            matches.bm25(documents),
            matches.worth,
            rank_miles,
            self._asked(question, records, today),
            records["standing"],
        )
        if question.first:
            score = ranking.urgent(score, self.snapshot.need.any_of(question.first)[records["need"]], rank_miles)
        group = ranking.UNCHECKED * records["unverified"].astype(np.int64)
        if len(matches.names):
            group = ranking.group(
                records["unverified"],
                hits.coverage == reach.NAME_ONLY,
                self._not_for(documents, criteria),
                matches.asked(documents),
            )
        wanted = max(criteria.page, 1) * criteria.page_size
        steps = ranking.step(score) + group * ranking.APART
        best = np.arange(len(steps))
        if wanted < len(steps):
            best = np.flatnonzero(steps <= np.partition(steps, wanted - 1)[wanted - 1])
        best = best[np.lexsort((self.snapshot.columns.keys[documents[best]], steps[best]))]
        page = best[wanted - criteria.page_size : wanted]
        return page, None if miles is None else miles[page]

    def _not_for(self, documents: Array, criteria: Criteria) -> Array:
        traits = self.snapshot.traits(criteria.where)[self.snapshot.kinds[documents]]
        return np.asarray(reach.not_for(traits, reach.situation(criteria.where)))

    def _asked(self, question: Question, records: Records, today: Today) -> Array | float:
        """How many of the day, price and people that the words named each document fits."""
        asked: Array | float = 0.0
        if question.days or question.parts:
            sets = today.masks.any_of(day_parts(question.days, question.parts))
            asked = asked + ranking.DAY * sets[records["mask"]]
        if question.grown_up:
            asked = asked - ranking.TOO_YOUNG * ~self.snapshot.practical.any_of(GROWN_UP)[records["practical"]]
        if question.free:
            asked = asked + self.snapshot.practical.having(records["practical"], "cost:free")
        if question.gender:
            genders = records["gender"]
            asked = (
                asked
                + (genders == GENDERS.index(question.gender))
                - 1.0 * ((genders > 0) & (genders != GENDERS.index(question.gender)))
            )
        return asked

    def _page(
        self, criteria: Criteria, question: Question, page: Found, miles: Array | None, minute: int
    ) -> tuple[Hit, ...]:
        """The hits of one page as they are shown."""
        snapshot, records, documents = self.snapshot, page.records, page.documents
        places: list[int | None] = [None] * len(records)
        distances: list[float | None] = [None] * len(records)
        if miles is not None and page.vector is not None:
            places = snapshot.nearest_places(records, page.vector)
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
                map(COVERAGE_WORDS.__getitem__, page.coverage.tolist()),
                places,
                self._sessions(criteria, question, records, minute),
                [snapshot.moment(until[number]) if number in until else None for number in numbers],
                [snapshot.helps(row, wanted) for row in records["need"].tolist()],
                self._not_for(documents, criteria).tolist(),
            )
        )

    def _sessions(self, criteria: Criteria, question: Question, records: Records, minute: int) -> list[Session | None]:
        """The next session of each; where a day or a part of it was asked for, the next one then, if there is any."""
        following = self.snapshot.next_sessions(records, minute)
        days, parts = criteria.days or question.days, criteria.parts or question.parts
        if not (days or parts):
            return following
        wanted = day_parts(days, parts)
        begins = zip(records["document"].tolist(), records["session"].tolist(), strict=True)
        on = (self.snapshot.session_on(document, at, minute, wanted) for document, at in begins)
        return [asked_for or next_one for asked_for, next_one in zip(on, following, strict=True)]


def _rank_miles(miles: Array | None, coverage: Array, how: Array) -> Array | float:
    """The miles each ranks with: those to its place, or as if a few miles away where it needs no distance."""
    if miles is None:
        return ranking.AS_IF
    return np.where(coverage == reach.NEAR, np.where(how > 0, np.minimum(miles, ranking.AS_IF), miles), ranking.AS_IF)
