"""The words of the listings: kept by Whoosh on disk, read once per term into arrays that are scored at once."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from whoosh import index
from whoosh.fields import KEYWORD, STORED, Schema
from whoosh.formats import Frequency
from whoosh.util.numeric import byte_to_length

from app.directory.search import ranking
from app.directory.search.coded import Array
from app.directory.search.facts import FIELDS, Facts

KEPT_FROM = 48  # documents: terms that are in as many have their postings kept as files beside Whoosh's own
CACHED = 6_000_000  # postings a process holds before it forgets them all
LENGTHS = np.array([byte_to_length(byte) for byte in range(256)], np.float64)
IN_PASSING = 0.7  # how far a listing has a word that only its description holds
EMPTY = np.zeros(0, np.intp)


class Term(NamedTuple):
    """Where a stem occurs and what it scores there, and whose names hold it."""

    documents: Array
    scores: Array
    names: Array
    organisations: Array
    exact_scores: Array  # without the words of the listings' needs
    cover: Array  # how far each has the word: less where it is only in the long text

    def of(self, field: str) -> Array:
        """Documents whose name, or whose organisation's, holds the stem."""
        return self.names if field == "name" else self.organisations


def schema() -> Schema:
    """Six lean fields: how often a stem occurs, no positions; and the number of a listing while it is built."""
    field = KEYWORD(scorable=True)
    field.format = Frequency()
    return Schema(number=STORED, **dict.fromkeys(FIELDS, field))


def create(folder: Path, facts: Iterable[Facts], *, many: bool = False) -> list[int]:
    """A new index of these listings; for each document the number of its listing.

    Many are indexed by two processes, which is nearly twice as fast and mixes their order.
    """
    folder.mkdir(parents=True, exist_ok=True)
    opened = index.create_in(str(folder), schema())
    writer = opened.writer(procs=2, multisegment=True, limitmb=256) if many else opened.writer(limitmb=256)
    for number, each in enumerate(facts):
        writer.add_document(number=number, **{field: terms for field, terms in each.terms.items() if terms})
    writer.commit(merge=False)
    with opened.reader() as reader:
        order = [int(stored["number"]) for _, stored in reader.iter_docs()]
    opened.close()
    return order


def extend(folder: Path, gone: Iterable[int], facts: Iterable[Facts]) -> None:
    """Delete documents and add listings after those that are there, as one small segment."""
    opened = index.open_dir(str(folder))
    writer = opened.writer()
    for document in gone:
        writer.delete_document(document)
    for each in facts:
        writer.add_document(**{field: terms for field, terms in each.terms.items() if terms})
    writer.commit(merge=False)
    opened.close()


def keep(folder: Path) -> None:
    """Write the postings of common terms as arrays, so that no search waits for them to be read one by one."""
    opened = index.open_dir(str(folder))
    reader = opened.reader()
    terms: dict[str, list[int]] = {}
    documents: list[int] = []
    weights: list[int] = []
    for number, field in enumerate(FIELDS):
        for text, info in reader.iter_field(field):
            if info.doc_frequency() >= KEPT_FROM:
                begin = len(documents)
                _read(reader.postings(field, text), 0, documents, weights)
                terms.setdefault(text.decode(), [0] * (2 * len(FIELDS)))[2 * number : 2 * number + 2] = [
                    begin,
                    len(documents),
                ]
    np.save(folder / "kept_documents.npy", np.array(documents, np.int32), allow_pickle=False)
    np.save(folder / "kept_weights.npy", np.array(weights, np.uint16), allow_pickle=False)
    (folder / "kept.json").write_text(json.dumps({"until": reader.doc_count_all(), "terms": terms}))
    reader.close()
    opened.close()


def _read(matcher: Any, offset: int, documents: list[int], weights: list[int]) -> None:
    """One pass over the postings of a term."""
    while matcher.is_active():
        documents.append(matcher.id() + offset)
        weights.append(int(matcher.weight()))
        matcher.next()


class Postings:
    """The words of one generation, for reading."""

    def __init__(self, folder: Path, lengths: Array, alive: Array) -> None:
        self._index = index.open_dir(str(folder))
        self.reader = self._index.reader()
        self.count: int = self.reader.doc_count_all()
        self._leaves = self.reader.leaf_readers()
        self._lengths = lengths
        self._alive = alive
        self._average = {
            field: (self.reader.field_length(field) / self.count if self.count else 0.0) or 1.0 for field in FIELDS
        }
        kept = json.loads((folder / "kept.json").read_text())
        self._until: int = kept["until"]
        self._kept: dict[str, list[int]] = kept["terms"]
        self._kept_documents = np.load(folder / "kept_documents.npy", mmap_mode="r", allow_pickle=False)
        self._kept_weights = np.load(folder / "kept_weights.npy", mmap_mode="r", allow_pickle=False)
        self._cache: dict[str, Term] = {}
        self._cached = 0

    def close(self) -> None:
        """Let go of the files."""
        self.reader.close()
        self._index.close()

    def term(self, stem: str) -> Term:
        """A stem's postings, scored."""
        found = self._cache.get(stem)
        if found is None:
            found = self._load(stem)
            self._cached += len(found.documents)
            if self._cached > CACHED:
                self._cache, self._cached = {}, len(found.documents)
            self._cache[stem] = found
        return found

    def _load(self, stem: str) -> Term:
        scores = np.zeros(self.count)
        needs = np.zeros(self.count)
        cover = np.zeros(self.count)
        named = {"name": EMPTY, "organisation": EMPTY}
        for number, field in enumerate(FIELDS):
            documents, weights, frequency = self._field(number, field, stem)
            if not frequency:
                continue
            lengths = LENGTHS[self._lengths[documents, number]]
            rarity = ranking.idf(frequency, self.count)
            found = ranking.FIELD_WEIGHTS[field] * ranking.bm25(weights, lengths, self._average[field], rarity)
            (needs if field == "needs" else scores)[documents] += found
            cover[documents] = np.maximum(cover[documents], IN_PASSING if field == "description" else 1.0)
            if field in named:
                named[field] = documents
        both = scores + needs
        where = np.flatnonzero(both)
        return Term(where, both[where], named["name"], named["organisation"], scores[where], cover[where])

    def _field(self, number: int, field: str, stem: str) -> tuple[Array, Array, int]:
        """Living documents with the stem in one field, how often, and how many have it in all."""
        documents: list[int] = []
        weights: list[int] = []
        begin, end = self._kept.get(stem, [0] * 12)[2 * number : 2 * number + 2]
        frequency = end - begin
        for reader, offset in self._leaves:
            if end > begin and offset < self._until:
                continue
            if (field, stem) in reader:
                frequency += reader.doc_frequency(field, stem)
                _read(reader.postings(field, stem), offset, documents, weights)
        every = np.array(documents, np.intp)
        times = np.array(weights, np.float64)
        if end > begin:
            every = np.concatenate([self._kept_documents[begin:end].astype(np.intp), every])
            times = np.concatenate([self._kept_weights[begin:end].astype(np.float64), times])
        living = self._alive[every]
        return every[living], times[living], frequency
