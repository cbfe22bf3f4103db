"""Which documents the words of a question bring, and how well each answers them."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from app.directory.search import ranking
from app.directory.search.coded import Array
from app.directory.search.facts import weight
from app.directory.search.snapshot import Snapshot
from app.directory.search.understanding import Group, Question
from app.directory.search.vocabulary import Run

BY_SYNONYM = 0.75  # how far a synonym counts as having the word itself
MOST_GROUPS = 4096  # kept ready
EMPTY = np.zeros(0, np.intp)
NOT_NAMED, KNOWN_BY_NAME, ASKED_BY_NAME = range(3)


class Found(NamedTuple):
    """A group's documents, what each scores, how much of what the word tells each has, and how much that is."""

    documents: Array
    scores: Array
    cover: Array
    rarity: float


class Matches(NamedTuple):
    """Documents in ascending order, and what the words say of any of them when asked."""

    documents: Array
    groups: Sequence[Found] = ()
    needs: Mapping[str, float] = {}
    names: Array = EMPTY  # documents found by name, ascending
    name_scores: Array = EMPTY
    named: Array = EMPTY  # whether each was known by its name, or asked for by it
    worth: float = 0.0  # what one good match of the words scores

    def bm25(self, documents: Array) -> Array | float:
        """What the words score in these documents."""
        total: Array | float = 0.0
        for found in self.groups:
            total = total + _at(documents, found.documents, found.scores)
        return total

    def name(self, documents: Array) -> Array | float:
        """How much of the name of each was typed."""
        return _at(documents, self.names, self.name_scores) if len(self.names) else 0.0

    def asked(self, documents: Array) -> Array | bool:
        """Whether each was asked for by its name."""
        return np.asarray(_at(documents, self.names, self.named) == ASKED_BY_NAME) if len(self.names) else False


class Matcher:
    """Matches questions against one snapshot. Its buffers are used again and again, so one thread owns it."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._groups: dict[tuple[Group, bool], Found] = {}
        self._cover = np.zeros(len(snapshot))
        self._mark = np.zeros(len(snapshot), bool)

    def match(self, question: Question, everything: Array) -> Matches:
        """What a question brings; `everything` is what there is for those who ask for nothing in particular."""
        if question.is_empty and not question.names:
            return Matches(everything)
        groups = [self._group(group, question.exact) for group in question.groups]
        mass = sum(found.rarity for found in groups)
        names, name_scores, named = self._names(question)
        documents = everything
        if not question.is_empty:
            bringing = [self._snapshot.need_documents(slug) for slug in question.sure]
            bringing.append(self._enough(groups, mass, bool(question.sure) and not question.loose))
            if len(names) or len(bringing) > 1:
                for each in (*bringing, names):
                    self._mark[each] = True
                documents = self._mark.nonzero()[0]
                self._mark[documents] = False
            else:
                documents = bringing[0]
        return Matches(documents, groups, question.needs, names, name_scores, named, 2.0 * mass)

    def _enough(self, groups: Sequence[Found], mass: float, beside_needs: bool) -> Array:
        """Documents that have enough of the words."""
        least = ranking.enough(mass, beside_needs)
        if len(groups) == 1:
            return groups[0].documents[groups[0].cover >= least]
        if not groups:
            return EMPTY
        for found in groups:
            self._cover[found.documents] += found.cover
        documents = np.flatnonzero(self._cover >= least)
        self._cover.fill(0)
        return documents

    def _group(self, group: Group, exact: bool) -> Found:
        found = self._groups.get((group, exact))
        if found is None:
            if len(self._groups) >= MOST_GROUPS:
                self._groups.clear()
            found = self._groups[group, exact] = self._load(group, exact)
        return found

    def _load(self, group: Group, exact: bool) -> Found:
        """A word and what else it means, the best of them for each document."""
        count = len(self._snapshot)
        term = self._snapshot.postings.term(group.stem)
        scores, cover = np.zeros(count), np.zeros(count)
        scores[term.documents] = term.exact_scores if exact else term.scores
        cover[term.documents] = term.cover * (scores[term.documents] > 0)
        own = int(np.count_nonzero(cover))
        for run, worth in group.also:
            documents, found = self._run(run)
            scores[documents] = np.maximum(scores[documents], found * worth)
            cover[documents] = np.maximum(cover[documents], BY_SYNONYM)
        documents = cover.nonzero()[0]
        rarity = ranking.idf(own or len(documents), max(count, 1))
        return Found(documents, scores[documents], cover[documents] * rarity, rarity)

    def _run(self, run: Run) -> tuple[Array, Array]:
        """Documents with every stem of a run, and what the stems score together."""
        terms = [self._snapshot.postings.term(each) for each in run]
        documents = terms[0].documents
        for term in terms[1:]:
            documents = np.intersect1d(documents, term.documents, assume_unique=True)
        scores = np.zeros(len(documents))
        for term in terms:
            scores += term.scores[np.searchsorted(term.documents, documents)]
        return documents, scores / len(terms)

    def _names(self, question: Question) -> tuple[Array, Array, Array]:
        """Documents whose own or whose organisation's name was typed, how wholly, and whether for itself alone.

        Such a name has a word of its own in it, or is all that was typed.
        """
        if not question.names:
            return EMPTY, EMPTY, EMPTY
        best: dict[int, tuple[float, int]] = {}
        needs = bool(question.understood.needs)
        terms = [(each, self._snapshot.postings.term(each)) for each in question.own]
        for field, worth in (("name", 1.0), ("organisation", ranking.OF_ORGANISATION)):
            whole = self._snapshot.called(field, question.name_key)
            found = [(document, 1.0, 1.0) for document in whole]
            if any(len(term.of(field)) for _, term in terms):
                found += self._typed(field, question)
            for document, of_name, typed in found:
                own = typed < 1.0 or of_name < 1.0 or bool(question.own)
                much, level = ranking.by_name(of_name, typed, own, needs)
                if much:
                    known = best.get(document, (0.0, NOT_NAMED))
                    best[document] = max(known[0], much * worth), max(known[1], level)
        if not best:
            return EMPTY, EMPTY, EMPTY
        documents = sorted(best)
        return (
            np.array(documents, np.intp),
            np.array([best[document][0] for document in documents]),
            np.array([best[document][1] for document in documents], np.int8),
        )

    def _typed(self, field: str, question: Question) -> list[tuple[int, float, float]]:
        """Documents with a word of their own name typed: how much of the name, and how much of what was typed."""
        ordinary, term = self._snapshot.vocabulary.ordinary, self._snapshot.postings.term
        likely = np.unique(np.concatenate([term(each).of(field) for each in question.own]))
        mass = np.zeros(len(likely))
        for each in question.names:
            mass += weight(each, ordinary) * np.isin(likely, term(each).of(field), assume_unique=True)
        total = sum(weight(each, ordinary) for each in question.names)
        of_name = mass / self._snapshot.columns.arrays[f"{field}_weight"][likely]
        chosen = np.flatnonzero(of_name >= ranking.PARTLY)
        return [
            (document, much, typed / total)
            for document, much, typed in zip(
                likely[chosen].tolist(), of_name[chosen].tolist(), mass[chosen].tolist(), strict=True
            )
        ]


def _at(documents: Array, known: Array, values: Array) -> Array:
    """The values of documents among those that have one, 0 for the others; both ascending."""
    if not len(known):
        return np.zeros(len(documents))
    at = np.minimum(np.searchsorted(known, documents), len(known) - 1)
    return np.asarray(values[at] * (known[at] == documents))
