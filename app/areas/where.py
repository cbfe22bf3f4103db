"""Where somebody is or asks about, and what we say when we cannot tell."""

from dataclasses import dataclass
from enum import StrEnum

from flask_babel import LazyString

from app.geo import Point


class Kind(StrEnum):
    """What was typed in the box for a place."""

    EMPTY = "empty"
    INSIDE = "inside"  # a live postcode of ours
    OUTWARD = "outward"
    PLACE = "place"  # a neighbourhood, ward, locality or borough
    ELSEWHERE_ENGLAND = "elsewhere-england"
    SCOTLAND = "scotland"
    WALES = "wales"
    NORTHERN_IRELAND = "northern-ireland"
    CROWN = "crown"
    TERMINATED = "terminated"
    UNKNOWN_POSTCODE = "unknown-postcode"  # well formed, in our districts, not in our data
    MISTYPED = "mistyped"
    STREET = "street"
    NEAR_ME = "near-me"
    NONSENSE = "nonsense"


@dataclass(frozen=True)
class Where:
    """A place to search from. Without a point it is outside our areas: only what serves anybody anywhere fits."""

    point: Point | None
    areas: frozenset[str] = frozenset()  # codes of every area of the tree that holds it: LSOA, ward … country
    label: str = ""  # how pages name it: "RM3 8EE", "Harold Hill"
    locality: str = ""  # code of its locality, or empty

    @property
    def outside(self) -> bool:
        """Whether it lies outside every area we hold."""
        return self.point is None


@dataclass(frozen=True)
class Located:
    """What we made of the words in the box: a place, or a sentence that says why not and what to do."""

    kind: Kind
    where: Where | None = None
    message: LazyString | None = None
    did_you_mean: tuple[str, ...] = ()
