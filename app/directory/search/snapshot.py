"""One generation of the index, opened: columns, words and vocabulary, and what is worked out from them once."""

from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache
from uuid import UUID

import numpy as np

from app.areas.where import Where
from app.clock import LONDON
from app.directory.search import reach
from app.directory.search.coded import Array
from app.directory.search.columns import Columns
from app.directory.search.criteria import DAYS, Session
from app.directory.search.days import Records, Today, parts_of
from app.directory.search.postings import Postings
from app.directory.search.vocabulary import Vocabulary

DAY = 1440  # minutes


class Snapshot:
    """Everything a search reads."""

    def __init__(
        self, columns: Columns, postings: Postings, vocabulary: Vocabulary, midnight: date, revision: int = 0
    ) -> None:
        self.columns = columns
        self.postings = postings
        self.vocabulary = vocabulary
        self.revision = revision
        self.midnight = midnight
        self.practical, self.language, self.access = map(columns.coded, ("practical", "language", "access"))
        self.area, self.need = columns.coded("area"), columns.coded("need")
        self.tables = tuple(reach.table(place) for place in range(3))
        self.today = lru_cache(maxsize=4)(self._today)
        self._traits = lru_cache(maxsize=1024)(self._traits_there)
        self._reaches = lru_cache(maxsize=1024)(self._reach)
        self.is_open = lru_cache(maxsize=16)(self._is_open)
        self.openness = lru_cache(maxsize=64)(self._openness)
        self.need_documents = lru_cache(maxsize=1024)(self._need_documents)
        self._ids: dict[int, UUID] = {}
        self._moments = lru_cache(maxsize=65536)(self._moment)
        self._session = lru_cache(maxsize=65536)(self._session_of)
        self.helps = lru_cache(maxsize=65536)(self.need.names)

    def __len__(self) -> int:
        """How many documents there are, dead ones too."""
        return len(self.columns)

    def id(self, document: int) -> UUID:
        """The service of a document."""
        found = self._ids.get(document)
        if found is None:
            found = self._ids[document] = UUID(bytes=self.columns.ids[document].tobytes())
        return found

    @cached_property
    def kinds(self) -> Array:
        """For each document, which of the distinct pairs of traits and areas it has."""
        return self._pairs[1]

    @cached_property
    def _pairs(self) -> tuple[Array, Array]:
        pairs, rows = np.unique(self.area.rows * 256 + self.columns.traits, return_inverse=True)
        return pairs, rows.astype(np.intp)

    def traits(self, where: Where | None) -> Array:
        """For each kind of document its traits, with `SERVED` where somebody there is one of its people."""
        traits: Array = self._traits(where.areas if where else frozenset())
        return traits

    def reach(self, where: Where | None) -> Array:
        """For each kind of document how it reaches somebody: twice the coverage, and 1 if they can go there.

        One more stands for documents that are not offered at all.
        """
        codes: Array = self._reaches(reach.situation(where), where.areas if where else frozenset())
        return codes

    def _traits_there(self, areas: frozenset[str]) -> Array:
        served = self.area.any_of(tuple(areas)) * int(reach.Trait.SERVED)
        return np.asarray(self._pairs[0] % 256 | served[self._pairs[0] // 256])

    def _reach(self, place: int, areas: frozenset[str]) -> Array:
        goes, how = self.tables[place]
        traits = self._traits(areas)
        return np.append(how[traits] * 2 + goes[traits], 0).astype(np.uint8)

    def chords(self, records: Records | None, vector: Array) -> Array:
        """How far the nearest place of each document is, as a squared straight line; of every document for none."""
        columns = self.columns
        found: Array
        if records is None:
            found = reach.chord(columns.x, columns.y, columns.z, vector)
            several = documents = self._several
        else:
            found = reach.chord(records["x"], records["y"], records["z"], vector)
            several = np.flatnonzero(records["several"])
            documents = records["document"][several]
        if len(several):
            self._nearer(found, several, documents, vector)
        return found

    def _nearer(self, found: Array, positions: Array, documents: Array, vector: Array) -> None:
        """Look at every place of the documents that have several."""
        begins = self._pins[0][documents]
        counts = self._pins[1][documents] - begins
        firsts = np.cumsum(counts) - counts
        pins = np.arange(firsts[-1] + counts[-1]) + np.repeat(begins - firsts, counts)
        x, y, z = self._pin_vectors
        found[positions] = np.minimum.reduceat(reach.chord(x[pins], y[pins], z[pins], vector), firsts)

    @cached_property
    def _pin_vectors(self) -> Array:
        return np.ascontiguousarray(self.columns.pin_vector.T)

    @cached_property
    def _several(self) -> Array:
        """Documents with more than one place."""
        return np.flatnonzero(self._pins[1] - self._pins[0] > 1)

    def called(self, field: str, key: int) -> list[int]:
        """The living documents of exactly this name, or of an organisation of this name."""
        order, keys = self._called[field]
        at, wanted = int(np.searchsorted(keys, np.uint64(key))), key
        found: list[int] = []
        while at < len(keys) and int(keys[at]) == wanted:
            found.append(int(order[at]))
            at += 1
        return [document for document in found if self.columns.alive[document]]

    @cached_property
    def _called(self) -> dict[str, tuple[Array, Array]]:
        found = {}
        for field in ("name", "organisation"):
            keys = self.columns.arrays[f"{field}_key"]
            order = np.argsort(keys, kind="stable")
            found[field] = order, keys[order]
        return found

    @cached_property
    def _pins(self) -> tuple[Array, Array]:
        """Where the places of each document begin among all places, and where those of the next do."""
        every = np.searchsorted(self.columns.pin_document, np.arange(len(self) + 1))
        return every[:-1], every[1:]

    def nearest_places(self, records: Records, vector: Array) -> list[int | None]:
        """Which place of each document is nearest, by its position in the listing."""
        places: list[int | None] = records["first_place"].tolist()
        for number in np.flatnonzero(records["several"] | (records["first_place"] < 0)).tolist():
            document = records["document"][number]
            here = slice(self._pins[0][document], self._pins[1][document])
            x, y, z = self._pin_vectors[:, here]
            nearest = int(self.columns.pin_place[here][np.argmin(reach.chord(x, y, z, vector))]) if len(x) else None
            places[number] = nearest
        return places

    def _need_documents(self, slug: str) -> Array:
        """The living documents that help with a need."""
        return np.flatnonzero(self.need.any_of((slug,))[self.need.rows] & self.columns.alive)

    def _today(self, day: date) -> Today:
        return Today(self.columns, self.midnight, day, self.kinds, self._pins)

    def minute(self, moment: datetime) -> int:
        """Minutes from the midnight of this generation to a moment on the clocks of the place."""
        return (moment.date() - self.midnight).days * DAY + moment.hour * 60 + moment.minute

    def _openness(self, minute: int) -> dict[int, int]:
        """The documents that are open at a minute, and the minute until which they are."""
        columns = self.columns
        now = np.flatnonzero((columns.session_start <= minute) & (columns.session_end > minute))
        found: dict[int, int] = {}
        for document, end in zip(
            columns.session_document[now].tolist(), columns.session_end[now].tolist(), strict=True
        ):
            found[document] = max(found.get(document, 0), end)
        return found

    def _is_open(self, minute: int) -> Array:
        found = np.zeros(len(self), bool)
        found[list(self.openness(minute))] = True
        return found

    def next_sessions(self, records: Records, minute: int) -> list[Session | None]:
        """The first session of each document that begins after a minute."""
        columns, documents = self.columns, records["document"]
        at, last = records["session"].astype(np.intp), len(columns.session_start) - 1
        if last < 0:
            return [None] * len(records)
        while True:
            here = np.minimum(at, last)
            mine = (columns.session_document[here] == documents) & (at <= last)
            gone = mine & (columns.session_start[here] <= minute)
            if not gone.any():
                break
            at += gone
        starts, ends = columns.session_start[here].tolist(), columns.session_end[here].tolist()
        return [
            self._session(begin, end) if has else None
            for has, begin, end in zip(mine.tolist(), starts, ends, strict=True)
        ]

    def session_on(self, document: int, at: int, minute: int, wanted: tuple[str, ...]) -> Session | None:
        """The first session of a document that begins after a minute on a day and at a part of it that were wanted.

        `at` is where the sessions of the document begin.
        """
        columns = self.columns
        while at < len(columns.session_start) and columns.session_document[at] == document:
            begin, end = int(columns.session_start[at]), int(columns.session_end[at])
            if begin > minute:
                day, start = divmod(begin, DAY)
                weekday = DAYS[(day + self.midnight.weekday()) % 7]
                if any(f"{weekday}-{part}" in wanted for part in parts_of(start, start + end - begin)):
                    return self._session(begin, end)
            at += 1
        return None

    def _session_of(self, begin: int, end: int) -> Session:
        return Session(self._moments(begin), self._moments(end))

    def moment(self, minute: int) -> datetime:
        """The moment of a minute of this generation, on the clocks of the place."""
        return self._moments(minute)

    def _moment(self, minute: int) -> datetime:
        day, minute = divmod(minute, DAY)
        return datetime.combine(self.midnight + timedelta(days=day), time(minute // 60, minute % 60), tzinfo=LONDON)

    def close(self) -> None:
        """Let go of the files."""
        self.postings.close()
