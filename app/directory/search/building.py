"""Making a generation of the index: a folder that is written whole, or from the one before, and then never changed."""

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import chain
from pathlib import Path
from uuid import UUID, uuid4

import numpy as np

from app.clock import LONDON
from app.directory.listing import Listing
from app.directory.search import postings
from app.directory.search.columns import Columns, Sitting, sittings
from app.directory.search.days import AHEAD
from app.directory.search.facts import Facts
from app.directory.search.snapshot import Snapshot
from app.directory.search.vocabulary import Vocabulary, count_words

FORMAT = 1  # of the folder; another is rebuilt
SPARE = 8  # days beyond the day it was made for which a generation knows the sessions
MANY = 2000  # listings from which two processes index faster than one
SESSION_COLUMNS = ("session_document", "session_start", "session_end", "session_place")

Sittings = Callable[[Listing, date, int], Sequence[Sitting]]  # a listing, the first day, how many days
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Meta:
    """What a generation was made from."""

    revision: int
    database: str
    midnight: str  # the day its sessions begin, ISO
    segments: int = 1
    format: int = FORMAT
    made: str = field(default_factory=lambda: uuid4().hex)  # tells apart two folders of one number

    @property
    def day(self) -> date:
        """The day its sessions begin."""
        return date.fromisoformat(self.midnight)

    def covers(self, today: date) -> bool:
        """Whether it knows the sessions that a search today may ask for."""
        return self.day < today <= self.day + timedelta(days=SPARE)

    def save(self, folder: Path) -> None:
        """Write it, last: a folder without it is not a generation."""
        (folder / "meta.json").write_text(json.dumps(asdict(self)), encoding="utf-8")

    @classmethod
    def open(cls, folder: Path) -> "Meta":
        """What a folder says of itself."""
        return cls(**json.loads((folder / "meta.json").read_text(encoding="utf-8")))


def build(
    folder: Path,
    listings: Iterable[Listing],
    vocabulary: Vocabulary,
    find_sittings: Sittings,
    meta: Meta,
    progress: Progress | None = None,
    total: int = 0,
) -> None:
    """A whole generation of these listings, in their order."""
    folder.mkdir(parents=True)
    facts: list[Facts] = []
    found: list[Sequence[Sitting]] = []

    def each() -> Iterator[Facts]:
        for number, listing in enumerate(listings, 1):
            facts.append(Facts(listing, vocabulary.need_words))
            found.append(find_sittings(listing, meta.day, AHEAD + SPARE + 1))
            if progress and (number % 250 == 0 or number == total):
                progress(number, max(total, number))
            yield facts[-1]

    order = postings.create(folder / "words", each(), many=total >= MANY and (os.cpu_count() or 1) > 1)
    if sorted(order) != list(range(len(facts))):
        raise RuntimeError("the index does not hold every listing once")
    postings.keep(folder / "words")
    facts, found = [facts[number] for number in order], [found[number] for number in order]
    columns = Columns.build(facts, vocabulary.ordinary)
    columns.arrays |= sittings(found, _midnight(meta.day))
    columns.save(folder / "columns")
    counted = count_words(each.words for each in facts)
    Vocabulary(vocabulary.needs, vocabulary.synonyms, vocabulary.places, counted).save(folder)
    meta.save(folder)


def extend(
    before: Path, folder: Path, changed: Sequence[Listing], gone: Iterable[UUID], find_sittings: Sittings, meta: Meta
) -> None:
    """A generation from the one before: `gone` without, `changed` anew."""
    folder.mkdir(parents=True)
    _link(before / "words", folder / "words")
    columns, vocabulary = Columns.open(before / "columns"), Vocabulary.open(before)
    known = {bytes(row): number for number, row in enumerate(columns.ids) if columns.alive[number]}
    ids = {each.bytes for each in chain(gone, (listing.id for listing in changed))}
    dead = sorted(known[each] for each in ids if each in known)
    facts = [Facts(listing, vocabulary.need_words) for listing in changed]
    postings.extend(folder / "words", dead, facts)
    sessions = {name: columns.arrays.pop(name) for name in SESSION_COLUMNS}
    count = len(columns)
    columns = Columns.build(facts, vocabulary.ordinary, before=columns) if facts else columns
    columns.arrays["alive"] = columns.arrays["alive"].copy()
    columns.arrays["alive"][dead] = False
    found = [find_sittings(listing, meta.day, AHEAD + SPARE + 1) for listing in changed]
    more = sittings(found, _midnight(meta.day), first=count)
    columns.arrays |= {name: np.concatenate([sessions[name], more[name]]) for name in SESSION_COLUMNS}
    columns.save(folder / "columns")
    counted = count_words((each.words for each in facts), vocabulary.counts)
    Vocabulary(vocabulary.needs, vocabulary.synonyms, vocabulary.places, counted).save(folder)
    meta.save(folder)


def open_snapshot(folder: Path) -> Snapshot:
    """A generation, ready to be searched."""
    meta, columns = Meta.open(folder), Columns.open(folder / "columns")
    return Snapshot(
        columns,
        postings.Postings(folder / "words", columns.lengths, columns.alive),
        Vocabulary.open(folder),
        meta.day,
        meta.revision,
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=LONDON)


def _link(before: Path, folder: Path) -> None:
    """The same files under another folder: they are never written again, so one copy serves both."""
    folder.mkdir()
    for path in before.iterdir():
        if path.suffix == ".lock" or "LOCK" in path.name:
            continue
        try:
            os.link(path, folder / path.name)
        except OSError:
            shutil.copy2(path, folder / path.name)
