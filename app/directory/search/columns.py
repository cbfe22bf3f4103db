"""The facts of every listing as columns, one row for each document of the index, memory-mapped from a folder."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np
from whoosh.util.numeric import length_to_byte

from app.directory.search import reach
from app.directory.search.coded import Array, Coded, encode
from app.directory.search.facts import FIELDS, Facts, name_key, weight

NEVER_OLD, UNKNOWN_YEAR = 32767, 0
GENDERS = ("", "men", "women")
CODED = ("practical", "language", "access", "area", "need")


class Sitting(Protocol):
    """One real session: aware moments, and which of the listing's places."""

    @property
    def starts(self) -> datetime:
        """When it begins."""

    @property
    def ends(self) -> datetime:
        """When it is over."""

    @property
    def place(self) -> int | None:
        """Where, by position."""


class Row(NamedTuple):
    """What a document has of its own in the plain columns."""

    id: bytes
    traits: int
    assured: int
    full: bool
    closed: bool
    gender: int
    unverified: bool
    source_year: int
    name_weight: int
    organisation_weight: int
    name_key: int
    organisation_key: int
    lengths: tuple[int, ...]


class Columns:
    """Arrays by name, and the distinct sets behind the coded ones."""

    def __init__(self, arrays: dict[str, Array], sets: dict[str, list[tuple[str, ...]]]) -> None:
        self.arrays = arrays
        self.sets = sets

    def __getattr__(self, name: str) -> Array:
        """A column by its name."""
        try:
            return self.arrays[name]
        except KeyError:
            raise AttributeError(name) from None

    def __len__(self) -> int:
        """How many documents there are, dead ones too."""
        return len(self.arrays["traits"])

    def coded(self, name: str) -> Coded:
        """A column of sets, ready to be asked."""
        return Coded(self.arrays[name], self.sets[name])

    def save(self, folder: Path) -> None:
        """Write every column as a file of its own."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, array in self.arrays.items():
            np.save(folder / f"{name}.npy", array, allow_pickle=False)
        (folder / "sets.json").write_text(json.dumps(self.sets))

    @classmethod
    def open(cls, folder: Path) -> "Columns":
        """The columns of a folder, shared with every other process that maps them."""
        arrays = {
            path.stem: np.asarray(np.load(path, mmap_mode="r", allow_pickle=False)) for path in folder.glob("*.npy")
        }
        kept = json.loads((folder / "sets.json").read_text())
        return cls(arrays, {name: [tuple(each) for each in sets] for name, sets in kept.items()})

    @classmethod
    def build(cls, facts: Sequence[Facts], ordinary: frozenset[str], before: "Columns | None" = None) -> "Columns":
        """Columns of these listings, after those of `before`."""
        sets = {name: list(before.sets[name]) if before else [] for name in CODED}
        first = len(before) if before else 0
        new = _plain([_row(each, ordinary) for each in facts]) | _pins(facts, first)
        new["practical"] = encode(sets["practical"], map(_practical, facts))
        new["language"] = encode(sets["language"], (each.values["language"] for each in facts))
        new["access"] = encode(sets["access"], (each.values["access"] for each in facts))
        new["area"] = encode(sets["area"], (each.areas for each in facts))
        new["need"] = encode(sets["need"], map(_needs, facts))
        if before:
            new = {name: np.concatenate([before.arrays[name], array]) for name, array in new.items()}
        return cls(new, sets)


def _practical(facts: Facts) -> tuple[str, ...]:
    """Its values of the small facets together: `join:drop-in`, `cost:free`."""
    return tuple(f"{name}:{value}" for name in ("join", "how", "cost", "age") for value in facts.values[name])


def _needs(facts: Facts) -> tuple[str, ...]:
    """Its needs with how much it is about each, in hundredths: `befriending=80`."""
    return tuple(sorted(f"{slug}={round(much * 100)}" for slug, much in facts.needs.items()))


def _row(facts: Facts, ordinary: frozenset[str]) -> Row:
    listing = facts.listing
    year = NEVER_OLD if listing.source is None else listing.source.year or UNKNOWN_YEAR
    return Row(
        id=listing.id.bytes,
        traits=int(facts.traits),
        assured=listing.assurance.assured_date.toordinal() if listing.assurance.assured_date else 0,
        full=listing.capacity is not None and listing.capacity.available <= 0,
        closed=listing.status == "temporarily closed",
        gender=GENDERS.index(listing.gender) if listing.gender in GENDERS else 0,
        unverified=facts.unverified,
        source_year=year,
        name_weight=min(sum(weight(token, ordinary) for token in facts.name_stems), 255),
        organisation_weight=min(sum(weight(token, ordinary) for token in facts.organisation_stems), 255),
        name_key=name_key(facts.name_stems),
        organisation_key=name_key(facts.organisation_stems),
        lengths=tuple(length_to_byte(len(facts.terms[field])) for field in FIELDS),
    )


def _plain(rows: Sequence[Row]) -> dict[str, Array]:
    count = len(rows)
    ids = np.frombuffer(b"".join(row.id for row in rows), np.uint8).reshape(count, 16)
    return {
        "ids": ids,
        "keys": np.ascontiguousarray(ids[:, :8]).view(">u8").reshape(count).astype(np.uint64),
        "traits": np.array([row.traits for row in rows], np.intp),
        "assured": np.array([row.assured for row in rows], np.int32),
        "full": np.array([row.full for row in rows], bool),
        "closed": np.array([row.closed for row in rows], bool),
        "gender": np.array([row.gender for row in rows], np.uint8),
        "unverified": np.array([row.unverified for row in rows], bool),
        "source_year": np.array([row.source_year for row in rows], np.int16),
        "name_weight": np.array([row.name_weight for row in rows], np.uint8),
        "organisation_weight": np.array([row.organisation_weight for row in rows], np.uint8),
        "name_key": np.array([row.name_key for row in rows], np.uint64),
        "organisation_key": np.array([row.organisation_key for row in rows], np.uint64),
        "lengths": np.array([row.lengths for row in rows], np.uint8).reshape(count, len(FIELDS)),
        "alive": np.ones(count, bool),
    }


def _pins(facts: Sequence[Facts], first: int) -> dict[str, Array]:
    """The first place of each document beside it, and every place of those that have more."""
    nearest = np.full((len(facts), 3), 9.0, np.float32)  # 9 is nowhere: farther than any distance on Earth
    document, place, vectors = [], [], []
    for number, each in enumerate(facts):
        pins = reach.pins(each.listing)
        if pins:
            nearest[number] = reach.vector(pins[0][1])
        for position, point in pins:
            document.append(first + number)
            place.append(position)
            vectors.append(reach.vector(point))
    return {
        "x": np.ascontiguousarray(nearest[:, 0]),
        "y": np.ascontiguousarray(nearest[:, 1]),
        "z": np.ascontiguousarray(nearest[:, 2]),
        "pin_document": np.array(document, np.intp),
        "pin_place": np.array(place, np.int16),
        "pin_vector": np.array(vectors, np.float32).reshape(len(vectors), 3),
    }


def sittings(found: Iterable[Sequence[Sitting]], midnight: datetime, first: int = 0) -> dict[str, Array]:
    """Sessions as columns: document, start and end in minutes since a midnight on the clocks of the place, place."""
    rows: list[tuple[int, int, int, int]] = []
    zone, bare = midnight.tzinfo, midnight.replace(tzinfo=None)
    for document, each in enumerate(found, first):
        for sitting in each:
            starts, ends = (m if m.tzinfo is zone else m.astimezone(zone) for m in (sitting.starts, sitting.ends))
            rows.append(
                (
                    document,
                    _minutes(starts.replace(tzinfo=None), bare),
                    _minutes(ends.replace(tzinfo=None), bare),
                    -1 if sitting.place is None else sitting.place,
                )
            )
    table: Any = np.array(rows, np.int64).reshape(len(rows), 4)
    return {
        "session_document": table[:, 0].astype(np.intp),
        "session_start": table[:, 1].astype(np.int32),
        "session_end": table[:, 2].astype(np.int32),
        "session_place": table[:, 3].astype(np.int16),
    }


def _minutes(moment: datetime, midnight: datetime) -> int:
    between = moment - midnight
    return between.days * 1440 + between.seconds // 60
