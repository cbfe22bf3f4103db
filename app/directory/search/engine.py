"""The column engine: words bring documents, place and facts narrow them, one formula puts them in order."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import numpy as np

from app import clock
from app.directory.search import counting, ranking, reach
from app.directory.search.coded import Array
from app.directory.search.columns import GENDERS
from app.directory.search.criteria import Criteria, Hit, Hits
from app.directory.search.filters import Filters, day_parts
from app.directory.search.matching import ASKED_BY_NAME, Matcher, Matches
from app.directory.search.snapshot import Snapshot, Today
from app.directory.search.understanding import Question, understand


class Reached(NamedTuple):
    """How each document reaches the person: whether they can go there if it is near enough, and how else."""

    goes: Array  # to a place, at whatever distance
    how: Array  # otherwise
    chords: Array | None  # squared, to the nearest place
    traits: Array


class ColumnIndex:
    """Finds services in one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._matcher = Matcher(snapshot)

    def find(self, criteria: Criteria, *, counting_too: bool = True) -> Hits:
        """The hits of a search, best first, one page of them, with what each filter would leave."""
        moment = clock.local(criteria.moment)
        today = self.snapshot.today(moment.date())
        question = understand(criteria.words, self.snapshot.vocabulary, exact=criteria.exact)
        matches = self._matcher.match(question, today.offered)
        if matches.named is not None or not question.is_empty:
            matches = _without_old(matches, today)
        reached = self._reach(matches.documents, criteria)
        coverage = _coverage(reached, criteria, matches.named)
        filters = Filters(self.snapshot, criteria, matches.documents, today, self.snapshot.minute(moment))
        chosen = np.flatnonzero(filters.passed & (coverage > 0))
        ordered, miles = self._order(criteria, question, matches, reached, coverage, chosen, today)
        hits = self._page(criteria, question, matches, coverage, ordered, miles, moment)
        counts = counting.counts(filters, coverage, reached, matches.named) if counting_too else {}
        return Hits(len(chosen), tuple(hits), counts, question.understood, self.snapshot.revision)

    def _reach(self, documents: Array, criteria: Criteria) -> Reached:
        place = reach.situation(criteria.where)
        traits = self.snapshot.traits(documents, criteria.where)
        goes, how = self.snapshot.tables[place]
        chords = None
        if criteria.where is not None and criteria.where.point is not None:
            chords = self.snapshot.chords(documents, reach.vector(criteria.where.point))
        return Reached(goes[traits], how[traits], chords, traits)

    def _order(
        self,
        criteria: Criteria,
        question: Question,
        matches: Matches,
        reached: Reached,
        coverage: Array,
        chosen: Array,
        today: Today,
    ) -> tuple[Array, Array | None]:
        """The positions of the chosen documents that this page needs, best first, and the miles of each."""
        documents, columns = matches.documents[chosen], self.snapshot.columns
        miles = None if reached.chords is None else reach.miles(reached.chords[chosen])
        score = ranking.score(
            _some(matches.name, chosen),
            _some(matches.need, chosen),
            _some(matches.bm25, chosen),
            matches.worth,
            _rank_miles(miles, coverage[chosen], reached.how[chosen]),
            self._asked(question, documents, today),
            today.standing[documents],
        )
        named = None if matches.named is None else matches.named[chosen]
        group = ranking.group(
            columns.unverified[documents],
            coverage[chosen] == reach.NAME_ONLY,
            reach.not_for(reached.traits[chosen], reach.situation(criteria.where)),
            False if named is None else named == ASKED_BY_NAME,
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
            asked = asked + self.snapshot.practical.any_of(["cost:free"])[self.snapshot.practical.rows[documents]]
        if question.gender:
            genders = self.snapshot.columns.gender[documents]
            asked = (
                asked
                + (genders == GENDERS.index(question.gender))
                - 1.0 * ((genders > 0) & (genders != GENDERS.index(question.gender)))
            )
        return asked

    def _page(
        self,
        criteria: Criteria,
        question: Question,
        matches: Matches,
        coverage: Array,
        ordered: Array,
        miles: Array | None,
        moment: datetime,
    ) -> list[Hit]:
        snapshot, documents = self.snapshot, matches.documents[ordered]
        minute = snapshot.minute(moment)
        upcoming, open_now = snapshot.next_sessions(documents, minute), snapshot.openness(minute)
        wanted = tuple(dict.fromkeys((*criteria.needs, *question.understood.needs)))
        helps = self._helps(documents, wanted)
        vector = None if criteria.where is None or criteria.where.point is None else reach.vector(criteria.where.point)
        traits = snapshot.traits(documents, criteria.where)
        not_for = reach.not_for(traits, reach.situation(criteria.where)).tolist()
        pinned = (traits & int(reach.Trait.PIN) > 0).tolist()
        hits = []
        for number, (document, how) in enumerate(zip(documents.tolist(), coverage[ordered].tolist(), strict=True)):
            until = open_now.get(document)
            shows = pinned[number] and vector is not None and miles is not None
            hits.append(
                Hit(
                    snapshot.id(document),
                    float(miles[number]) if shows and miles is not None else None,
                    "" if how == reach.SHOWN else reach.COVERAGES[how],
                    snapshot.nearest_place(document, vector) if shows and vector is not None else None,
                    upcoming[number],
                    None if until is None else snapshot.moment(until),
                    helps[number],
                    not_for[number],
                )
            )
        return hits

    def _helps(self, documents: Array, wanted: Sequence[str]) -> list[tuple[str, ...]]:
        need = self.snapshot.need
        known = [slug for slug in wanted if slug in need.number]
        if not known:
            return [()] * len(documents)
        rows = need.matrix[need.rows[documents]][:, [need.number[slug] for slug in known]].tolist()
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
