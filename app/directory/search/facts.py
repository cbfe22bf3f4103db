"""What a search may ask of one listing, taken out of it once: the same for every engine."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import blake2b

from app.directory.listing import Listing
from app.directory.search import reach
from app.directory.search.criteria import AGE_BANDS
from app.directory.search.words import plain, stems

FIELDS = ("name", "organisation", "needs", "summary", "description", "places")
FACETS = ("join", "how", "cost", "age", "language", "access")  # parameters whose values a listing has or has not
MOST_NEEDS = 12  # of one listing, their parents included
LESS_USUAL = 0.03  # what each place further down its parent's list takes from a child
FOR_CHILDREN = frozenset({"children", "young-people", "parents", "everyone"})
ADULT, OLDEST = 18, 200
OLD_SOURCE = 5  # years after which an organisation that nobody checked is found by its name only


@dataclass(frozen=True)
class NeedWords:
    """What a need is called, and what it belongs to, as far as the index holds it."""

    parent: str = ""
    text: str = ""
    place: int = 0  # among the children of its parent, the most usual first


@dataclass(frozen=True)
class Facts:
    """One listing as the search sees it."""

    listing: Listing
    needs_known: Mapping[str, NeedWords]

    @cached_property
    def terms(self) -> dict[str, list[str]]:
        """The stems of each field."""
        listing = self.listing
        needs = " ".join(self.needs_known[slug].text for slug in self.needs if slug in self.needs_known)
        places = " ".join(
            f"{place.name} {f'{place.address.address_1} {place.address.city}' if place.address else ''}"
            for place in listing.places
            if not place.confidential
        )
        return {
            "name": stems(f"{listing.name} {listing.alternate_name}"),
            "organisation": stems(listing.organisation_name),
            "needs": list(dict.fromkeys(stems(needs))),
            "summary": stems(f"{listing.summary} {' '.join(listing.conditions)}"),
            "description": stems(listing.description),
            "places": stems(f"{places} {' '.join(area.name for area in listing.service_areas)}"),
        }

    @cached_property
    def words(self) -> list[str]:
        """The words of the listing as they are written, for the vocabulary."""
        listing = self.listing
        return plain(
            f"{listing.name} {listing.organisation_name} {listing.summary} {listing.description}", 20_000
        ).split()

    @cached_property
    def name_stems(self) -> frozenset[str]:
        """The stems of its name."""
        return frozenset(stems(self.listing.name))

    @cached_property
    def organisation_stems(self) -> frozenset[str]:
        """The stems of the name of its organisation."""
        return frozenset(self.terms["organisation"])

    @cached_property
    def needs(self) -> dict[str, float]:
        """How much each need is what it is about: its first the most; a parent has what its children have."""
        found: dict[str, float] = {}
        for position, slug in enumerate(self.listing.needs):
            weight = 1.0 if position == 0 else 0.8
            known = self.needs_known.get(slug)
            usual = 1 - LESS_USUAL * known.place if known else 1.0
            for each, much in ((slug, weight), (known.parent if known else "", weight * usual)):
                if each and found.get(each, 0.0) < much and (each in found or len(found) < MOST_NEEDS):
                    found[each] = round(much, 2)
        return found

    @cached_property
    def values(self) -> dict[str, tuple[str, ...]]:
        """Its values for each facet."""
        listing = self.listing
        youngest, oldest = self._ages
        return {
            "join": tuple(sorted(set(listing.join))),
            "how": tuple(sorted(set(listing.delivery))),
            "cost": ("free",) if listing.cost == "free" else (),
            "age": tuple(band for band, (low, high) in AGE_BANDS.items() if youngest <= high and low <= oldest),
            "language": tuple(sorted({language.code for language in listing.languages})),
            "access": tuple(sorted(listing.access)),
        }

    @property
    def _ages(self) -> tuple[int, int]:
        """The youngest and the oldest it is for. Where nothing is said it is for adults, unless children are named."""
        listing = self.listing
        if listing.minimum_age is None and listing.maximum_age is None:
            for_children = "family" in self.needs or not FOR_CHILDREN.isdisjoint(listing.audience)
            return (0 if for_children else ADULT), OLDEST
        return listing.minimum_age or 0, OLDEST if listing.maximum_age is None else listing.maximum_age

    @cached_property
    def areas(self) -> tuple[str, ...]:
        """Whose people it is for."""
        return reach.areas(self.listing)

    @cached_property
    def traits(self) -> reach.Trait:
        """Whom it reaches."""
        return reach.traits(self.listing)

    @property
    def unverified(self) -> bool:
        """Whether it is an organisation that we found and nobody checked."""
        return self.listing.source is not None

    def is_old(self, today: date) -> bool:
        """Whether it is too old a find to be offered; it is still found by its name."""
        source = self.listing.source
        return source is not None and (source.year is None or source.year < today.year - OLD_SOURCE)


def name_key(stems_of_name: Iterable[str]) -> int:
    """A number for a whole name, whatever the order of its words."""
    return int.from_bytes(blake2b(" ".join(sorted(set(stems_of_name))).encode(), digest_size=8).digest(), "big")


def weight(token: str, ordinary: frozenset[str]) -> int:
    """How much a stem of a name tells: a word everybody uses 1, one of its own 3."""
    return 1 if token in ordinary else 3
