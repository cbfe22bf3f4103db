"""The plain engine: Whoosh asked as its manual says, facts looked up listing by listing. Slow, and easy to believe.

It stands behind the same interface as the column engine and gives the same order; tests hold one against the other.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from whoosh import index, query, scoring
from whoosh.fields import ID, Schema

from app import clock
from app.clock import LONDON
from app.directory.listing import Listing
from app.directory.search import postings, ranking, reach
from app.directory.search.columns import Sitting
from app.directory.search.criteria import AGE_BANDS, DAYS, PARTS, Criteria, Hit, Hits, Session
from app.directory.search.days import AHEAD, parts_of
from app.directory.search.facts import FIELDS, Facts, weight
from app.directory.search.matching import ASKED_BY_NAME, BY_SYNONYM
from app.directory.search.understanding import Group, Question, ask, narrowed, understand
from app.directory.search.vocabulary import Vocabulary
from app.geo import Point

Sittings = Callable[[Listing, date, int], Sequence[Sitting]]
Scores = dict[UUID, float]


class Words(NamedTuple):
    """What the words say of one listing."""

    bm25: float = 0.0
    need: float = 0.0
    name: float = 0.0
    named: int = 0


class PlainIndex:
    """Finds services by asking Whoosh and then looking at each listing."""

    def __init__(
        self, folder: Path, listings: Iterable[Listing], vocabulary: Vocabulary, find_sittings: Sittings
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        fields = {name: field for name, field in postings.schema().items() if name in FIELDS}
        self._index = index.create_in(str(folder), Schema(id=ID(stored=True, unique=True), **fields))
        self._vocabulary = vocabulary
        self._find_sittings = find_sittings
        self._facts: dict[UUID, Facts] = {}
        self._count = 0  # documents, dead ones too
        self.apply(listings, ())

    def apply(self, changed: Iterable[Listing], gone: Iterable[UUID]) -> None:
        """Take listings out, and put others in or anew."""
        changed = list(changed)
        writer = self._index.writer()
        for each in {*gone, *(listing.id for listing in changed)} & self._facts.keys():
            writer.delete_by_term("id", each.hex)
            del self._facts[each]
        for listing in changed:
            facts = self._facts[listing.id] = Facts(listing, self._vocabulary.need_words)
            terms = {field: found for field, found in facts.terms.items() if found}
            writer.add_document(id=listing.id.hex, **terms)
        writer.commit(merge=False)
        self._count += len(changed)

    def find(self, criteria: Criteria) -> Hits:
        """The hits of a search, best first, one page of them."""
        moment = clock.local(criteria.moment)
        question = ask(understand(criteria.words, self._vocabulary, exact=criteria.exact), criteria)
        criteria = narrowed(question, criteria)
        words, worth = self._words(question)
        ranked = []
        for each, said in words.items():
            facts = self._facts[each]
            if facts.is_old(moment.date()) and not said.named:
                continue
            miles = self._miles(facts, criteria)
            coverage, otherwise = self._coverage(facts, criteria, miles, said.named)
            if coverage and self._passes(facts, criteria, moment):
                steps = self._steps(facts, question, criteria, said, worth, (miles, coverage, otherwise), moment)
                ranked.append((steps, each.int >> 64, self._hit(facts, criteria, miles, coverage, moment)))
        ranked.sort(key=lambda row: row[:2])
        begin = (max(criteria.page, 1) - 1) * criteria.page_size
        hits = tuple(hit for _, _, hit in ranked[begin : begin + criteria.page_size])
        return Hits(len(ranked), hits, {}, question.understood)

    def _words(self, question: Question) -> tuple[dict[UUID, Words], float]:
        if question.is_empty and not question.names:
            return {each: Words() for each in self._facts}, 0.0
        bm25: Scores = {}
        cover: Scores = {}
        mass = 0.0
        with self._index.searcher(weighting=scoring.BM25F(B=ranking.B, K1=ranking.K1)) as searcher:
            for group in question.groups:
                scores, covers, rarity = self._group(searcher, group, question.exact)
                mass += rarity
                for each, score in scores.items():
                    bm25[each] = bm25.get(each, 0.0) + score
                    cover[each] = cover.get(each, 0.0) + covers[each] * rarity
        least = ranking.enough(mass, bool(question.sure) and not question.loose)
        found = {}
        for each, facts in self._facts.items():
            helps = [facts.needs.get(slug, 0.0) * much for slug, much in question.needs.items()]
            need = float(ranking.need(helps))
            sure = not question.sure.isdisjoint(facts.needs)
            name, named = self._name(facts, question)
            enough = cover.get(each, 0.0) >= least
            if sure or name or enough or question.is_empty:
                found[each] = Words(bm25.get(each, 0.0), need, name, named)
        return found, 2.0 * mass

    def _group(self, searcher: Any, group: Group, exact: bool) -> tuple[Scores, Scores, float]:
        fields = [field for field in FIELDS if not (exact and field == "needs")]
        scores = self._ask(searcher, _any_field(group.stem, fields))
        told = self._ask(searcher, _any_field(group.stem, [field for field in FIELDS if field != "description"]))
        cover = {each: 1.0 if each in told else postings.IN_PASSING for each in scores}
        own = len(cover)
        for run, worth in group.also:
            every = query.And([_any_field(stem, FIELDS) for stem in run])
            for each, score in self._ask(searcher, every).items():
                scores[each] = max(scores.get(each, 0.0), score / len(run) * worth)
                cover[each] = max(cover.get(each, 0.0), BY_SYNONYM)
        return scores, cover, ranking.idf(own or len(cover), max(self._count, 1))

    def _ask(self, searcher: Any, asked: Any) -> Scores:
        return {UUID(hit["id"]): hit.score for hit in searcher.search(asked, limit=None)}

    def _name(self, facts: Facts, question: Question) -> tuple[float, int]:
        ordinary, best, level = self._vocabulary.ordinary, 0.0, 0
        total = sum(weight(each, ordinary) for each in question.names)
        for stems, worth in (
            (facts.name_stems, 1.0),
            (facts.organisation_stems, ranking.OF_ORGANISATION),
        ):
            typed = stems & question.names
            if typed:
                mass = sum(weight(each, ordinary) for each in typed)
                own = not typed.isdisjoint(question.own)
                of_name = mass / sum(weight(each, ordinary) for each in stems)
                much, found = ranking.by_name(of_name, mass / total, own, bool(question.understood.needs))
                best, level = max(best, much * worth), max(level, found)
        return best, level

    def _miles(self, facts: Facts, criteria: Criteria) -> float | None:
        """To the nearest place that may be shown, when the search has a place."""
        where = criteria.where
        if where is None or where.point is None:
            return None
        to = reach.vector(where.point)
        return min((float(reach.miles(_chord(point, to))) for _, point in reach.pins(facts.listing)), default=None)

    def _coverage(self, facts: Facts, criteria: Criteria, miles: float | None, named: int) -> tuple[int, int]:
        served = reach.is_served(facts.areas, criteria.where)
        goes, otherwise = reach.reach(facts.traits, served, reach.situation(criteria.where))
        if goes and miles is not None and miles <= criteria.within:
            return reach.NEAR, otherwise
        return otherwise or (reach.NAME_ONLY if named == ASKED_BY_NAME else reach.NOBODY), otherwise

    def _steps(
        self,
        facts: Facts,
        question: Question,
        criteria: Criteria,
        said: Words,
        worth: float,
        reached: tuple[float | None, int, int],
        moment: datetime,
    ) -> int:
        miles, coverage, otherwise = reached
        ranked_miles = ranking.AS_IF
        if coverage == reach.NEAR and miles is not None:
            ranked_miles = min(miles, ranking.AS_IF) if otherwise else miles
        listing = facts.listing
        assured = listing.assurance.assured_date
        standing = ranking.standing(
            assured.toordinal() if assured else 0,
            listing.capacity is not None and listing.capacity.available <= 0,
            listing.status == "temporarily closed",
            moment.date(),
        )
        asked = self._asked(facts, question, moment)
        score = ranking.score(said.name, said.need, said.bm25, worth, ranked_miles, asked, standing)
        if question.first:
            score = ranking.urgent(score, not facts.needs.keys().isdisjoint(question.first), ranked_miles)
        group = ranking.group(
            facts.unverified,
            coverage == reach.NAME_ONLY,
            self._not_for(facts, criteria),
            said.named == ASKED_BY_NAME,
        )
        return int(ranking.step(score)) + int(group) * ranking.APART

    def _asked(self, facts: Facts, question: Question, moment: datetime) -> float:
        asked = 0.0
        if question.days or question.parts:
            asked += ranking.DAY * self._meets(facts, question.days, question.parts, moment)
        if question.grown_up and not any(AGE_BANDS[band][0] >= 25 for band in facts.values["age"]):
            asked -= ranking.TOO_YOUNG
        asked += question.free and facts.listing.cost == "free"
        gender = facts.listing.gender
        if question.gender and gender in ("men", "women"):
            asked += 1.0 if gender == question.gender else -1.0
        return asked

    def _passes(self, facts: Facts, criteria: Criteria, moment: datetime) -> bool:
        values = facts.values
        any_of = (
            (criteria.needs, facts.needs), (criteria.join, values["join"]), (criteria.delivery, values["how"]),
            (criteria.ages, values["age"]), (criteria.languages, values["language"]),
        )  # fmt: skip
        return (
            all(not wanted or not set(wanted).isdisjoint(has) for wanted, has in any_of)
            and set(criteria.access) <= set(values["access"])
            and (not criteria.free or bool(values["cost"]))
            and (not (criteria.days or criteria.parts) or self._meets(facts, criteria.days, criteria.parts, moment))
            and (not criteria.open_now or self._open_until(facts, moment) is not None)
        )

    def _meets(self, facts: Facts, days: Sequence[str], parts: Sequence[str], moment: datetime) -> bool:
        """Whether one session of the next 28 days is on one of the days at one of the parts of the day."""
        for starts, ends in self._sessions(facts, moment.date(), AHEAD):
            begin = starts.hour * 60 + starts.minute
            length = int((ends.replace(tzinfo=None) - starts.replace(tzinfo=None)).total_seconds()) // 60
            at = parts_of(begin, begin + length)
            if DAYS[starts.weekday()] in (days or DAYS) and not set(at).isdisjoint(parts or PARTS):
                return True
        return False

    def _sessions(self, facts: Facts, first: date, ahead: int) -> list[Session]:
        found = self._find_sittings(facts.listing, first, ahead)
        return [Session(sitting.starts.astimezone(LONDON), sitting.ends.astimezone(LONDON)) for sitting in found]

    def _open_until(self, facts: Facts, moment: datetime) -> datetime | None:
        minute = moment.replace(second=0, microsecond=0)
        on = [each.ends for each in self._sessions(facts, moment.date() - timedelta(days=1), 2)
              if each.starts <= minute < each.ends]  # fmt: skip
        return max(on, default=None)

    def _not_for(self, facts: Facts, criteria: Criteria) -> bool:
        served = reach.is_served(facts.areas, criteria.where)
        what = int(facts.traits) | (int(reach.Trait.SERVED) if served else 0)
        return bool(reach.not_for(what, reach.situation(criteria.where)))

    def _hit(self, facts: Facts, criteria: Criteria, miles: float | None, coverage: int, moment: datetime) -> Hit:
        minute = moment.replace(second=0, microsecond=0)
        ahead = self._sessions(facts, moment.date(), AHEAD)
        where = criteria.where
        place = None
        if miles is not None and where is not None and where.point is not None:
            to = reach.vector(where.point)
            place = min(reach.pins(facts.listing), key=lambda pin: _chord(pin[1], to))[0]
        return Hit(
            facts.listing.id,
            miles,
            (*reach.COVERAGES, "")[coverage],
            place,
            next((each for each in ahead if each.starts > minute), None),
            self._open_until(facts, moment),
            tuple(slug for slug in criteria.needs if slug in facts.needs),
            self._not_for(facts, criteria),
        )


def _chord(point: Point, to: Any) -> float:
    x, y, z = reach.vector(point)
    return float(reach.chord(x, y, z, to))


def _any_field(stem: str, fields: Iterable[str]) -> Any:
    return query.Or([query.Term(field, stem, boost=ranking.FIELD_WEIGHTS[field]) for field in fields])
