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
    """A place to search from. Without a point it is outside our areas: only what serves anybody anywhere fits.

    `areas` are those that hold it and, where it is wider than a postcode, those that it holds or shares
    ground with: whoever types "Havering" may live in any of its localities.
    """

    point: Point | None
    areas: frozenset[str] = frozenset()  # codes: LSOA, ward, locality, borough, country
    label: str = ""  # how pages name it: "RM3 8EE", "Harold Hill"
    locality: str = ""  # code of the locality that holds most of it, or empty

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
    did_you_mean: tuple[str, ...] = ()  # each can be put in the box as it stands
    link: str = ""  # the address where the message's next step is, or empty
