"""What is asked of the search, and what it answers: plain values, the same for every engine."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from app.areas.where import Where

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
PARTS = ("morning", "afternoon", "evening")
AGE_BANDS = {  # code: youngest and oldest, in years
    "under-5": (0, 4),
    "5-10": (5, 10),
    "11-17": (11, 17),
    "18-24": (18, 24),
    "25-49": (25, 49),
    "50-64": (50, 64),
    "65-79": (65, 79),
    "80-plus": (80, 120),
}


@dataclass(frozen=True)
class Criteria:
    """One search. Values of one group widen it (any of these), groups narrow it; `access` wants them all."""

    words: str = ""
    where: Where | None = None
    within: float = 5.0  # miles
    needs: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    open_now: bool = False
    free: bool = False
    join: tuple[str, ...] = ()
    delivery: tuple[str, ...] = ()
    ages: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    access: tuple[str, ...] = ()
    exact: bool = False  # only the words as typed: no spelling, synonyms or needs
    first: tuple[str, ...] = ()  # needs whose services come before all else, nearest first: for somebody in danger
    loose: bool = False  # what only mentions the words will do as well: when there is hardly anything else
    moment: datetime | None = None  # now, unless a test says otherwise; aware
    page: int = 1
    page_size: int = 20


class Session(NamedTuple):
    """One real session, on the clocks of the place."""

    starts: datetime
    ends: datetime


class Hit(NamedTuple):
    """One service that matches."""

    id: UUID
    miles: float | None  # to its nearest place; none when it has no place we may show
    coverage: str  # near, serves, home, phone, online, national, name-only
    place: int | None  # which of the listing's places is nearest, by position
    next_session: Session | None
    open_until: datetime | None
    matched_needs: tuple[str, ...]  # recognised or chosen needs that it helps with
    not_for_area: bool  # found by name, but not for people where the search is


@dataclass(frozen=True)
class Understood:
    """What we made of a person's words."""

    needs: tuple[str, ...] = ()  # recognised, best first
    corrections: tuple[tuple[str, str], ...] = ()  # typed, searched
    also: tuple[str, ...] = ()  # other words that were searched
    unknown: tuple[str, ...] = ()  # words that mean nothing to our vocabulary


@dataclass(frozen=True)
class Hits:
    """One page of hits, how many there are in all, and what each filter would leave."""

    total: int
    hits: tuple[Hit, ...]
    counts: dict[str, dict[str, int]] = field(default_factory=dict)  # parameter: value: hits if it were added
    understood: Understood = Understood()
    revision: int = 0
