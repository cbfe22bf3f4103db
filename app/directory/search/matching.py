"""Which documents the words of a question bring, and how well each answers them."""

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
NOT_NAMED, KNOWN_BY_NAME, ASKED_BY_NAME = range(3)


class Found(NamedTuple):
    """A group's documents, what each scores, how far each has the word, and how much the word tells."""

    documents: Array
    scores: Array
    cover: Array
    rarity: float


class Matches(NamedTuple):
    """Documents in ascending order and what the words say of each; plain 0 where they say nothing."""

    documents: Array
    bm25: Array | float
    need: Array | float
    name: Array | float
    named: Array | None  # how far each was asked for by its name
    worth: float  # what one good match of the words scores


class Matcher:
    """Matches questions against one snapshot. Its buffers are used again and again, so one thread owns it."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._groups: dict[tuple[Group, bool], Found] = {}
        count = len(snapshot)
        self._bm25, self._cover = np.zeros(count), np.zeros(count)
        self._need, self._needs = np.zeros(count), np.zeros(count)  # the strongest of each document, and all of them
        self._touched, self._kept = np.zeros(count, bool), np.zeros(count, bool)

    def match(self, question: Question, offered: Array) -> Matches:
        """What a question brings; `offered` is all there is for those who ask for nothing in particular."""
        if not question.names:
            return Matches(offered, 0.0, 0.0, 0.0, None, 0.0)
        groups = [self._group(group, question.exact) for group in question.groups]
        for found in groups:
            self._bm25[found.documents] += found.scores
            self._cover[found.documents] += found.cover * found.rarity
            self._touched[found.documents] = True
        helping = [(slug, self._snapshot.need_documents(slug), much) for slug, much in question.needs.items()]
        for slug, (documents, weights), much in helping:
            self._need[documents] = np.maximum(self._need[documents], weights * much)
            self._needs[documents] += weights * much
            if slug in question.sure:
                self._touched[documents] = self._kept[documents] = True
        names, name_scores, named = self._names(question)
        self._touched[names] = self._kept[names] = True
        if question.is_empty:
            self._touched[offered] = self._kept[offered] = True
        mass = sum(found.rarity for found in groups)
        touched = np.flatnonzero(self._touched)
        share = ranking.ENOUGH_BESIDE_NEEDS if question.understood.needs else ranking.ENOUGH
        enough = self._kept[touched] | (self._cover[touched] >= (share * mass - 1e-9 if mass else np.inf))
        documents = touched[enough]
        matches = Matches(
            documents,
            self._bm25[documents],
            ranking.need(self._need[documents], self._needs[documents]) if helping else 0.0,
            _spread(documents, names, name_scores) if len(names) else 0.0,
            _spread(documents, names, named) if len(names) else None,
            2.0 * mass,
        )
        for buffer in (self._bm25, self._cover, self._touched, self._kept):
            buffer[touched] = 0
        for _, (documents, _), _ in helping:
            self._need[documents] = self._needs[documents] = 0
        return matches

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
        documents = np.flatnonzero(cover)
        return Found(documents, scores[documents], cover[documents], ranking.idf(own or len(documents), max(count, 1)))

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


def _spread(documents: Array, some: Array, values: Array) -> Array:
    """Values of some documents among them all."""
    spread = np.zeros(len(documents), values.dtype)
    spread[np.searchsorted(documents, some)] = values
    return spread
