"""Whom a listing reaches, and how far away it is: plain rules, the same for every engine.

Where somebody goes is not whom a service is for: a listing may have a place near you and be for others, or
have no place at all and come to you. Of a confidential place nothing is known here, so nothing can be inferred.
"""

from collections.abc import Collection
from enum import IntFlag
from functools import lru_cache
from typing import Any

import numpy as np

from app.areas.where import Where
from app.directory.listing import Listing
from app.geo import EARTH_RADIUS_MILES, Point


class Trait(IntFlag):
    """What decides whom a listing reaches."""

    IN_PERSON = 1
    AT_HOME = 2
    PHONE = 4
    ONLINE = 8
    NATIONAL = 16
    PIN = 32  # has a place that may be shown on a map
    FOR_AREAS = 64  # is only for people of certain areas
    SERVED = 128  # ... and the person is one of them


DELIVERY = {
    "in-person": Trait.IN_PERSON,
    "at-home": Trait.AT_HOME,
    "phone": Trait.PHONE,
    "online": Trait.ONLINE,
}
COVERAGES = ("", "near", "serves", "home", "phone", "online", "national", "name-only")
NOBODY, NEAR, SERVES, HOME, PHONE, ONLINE, NATIONAL, NAME_ONLY = range(8)
SHOWN = 8  # reaches a search without a place: nothing can be said about whom
ANYWHERE, INSIDE, OUTSIDE = range(3)  # no place was given; a place of ours; a place beyond our areas


def situation(where: Where | None) -> int:
    """What kind of place a search is made from."""
    return ANYWHERE if where is None else OUTSIDE if where.outside else INSIDE


def traits(listing: Listing) -> Trait:
    """What a listing says about whom it reaches."""
    found = Trait(0)
    for code in listing.delivery:
        found |= DELIVERY.get(code, Trait(0))
    if not found:
        found = Trait.IN_PERSON
    if listing.national:
        found |= Trait.NATIONAL
    if pins(listing):
        found |= Trait.PIN
    if areas(listing):
        found |= Trait.FOR_AREAS
    return found


def pins(listing: Listing) -> list[tuple[int, Point]]:
    """The places of a listing that may be shown, by position."""
    return [
        (position, Point(place.latitude, place.longitude))
        for position, place in enumerate(listing.places)
        if place.latitude is not None and place.longitude is not None and not place.confidential
    ]


def areas(listing: Listing) -> tuple[str, ...]:
    """The areas whose people a listing is for; none is anybody.

    One that says neither where it is nor whom it is for is for the area that answers for it, unless its
    place is confidential: then that would give the place away.
    """
    codes = tuple(sorted({area.code for area in listing.service_areas if area.code}))
    if codes or listing.national or not listing.home_area:
        return codes
    hidden = any(place.confidential for place in listing.places)
    remote = {"phone", "online"} & set(listing.delivery)
    return () if hidden or remote or pins(listing) else (listing.home_area,)


def reach(what: Trait, served: bool, place: int) -> tuple[bool, int]:
    """Whether somebody can go to its places, and how else it reaches them (`NOBODY` when it does not)."""
    if place == ANYWHERE:
        return False, _remotely(what) if Trait.NATIONAL in what or Trait.IN_PERSON not in what else SHOWN
    if place == OUTSIDE:
        everyone = Trait.FOR_AREAS not in what and not _is_local(what) and what & (Trait.PHONE | Trait.ONLINE)
        return False, NATIONAL if Trait.NATIONAL in what else _remotely(what) if everyone else NOBODY
    serves = served or Trait.FOR_AREAS not in what or Trait.NATIONAL in what
    if not serves:
        return False, NOBODY
    if Trait.IN_PERSON in what and Trait.PIN not in what and Trait.NATIONAL not in what:
        return False, SERVES
    comes = Trait.AT_HOME in what and (served or Trait.PIN not in what or Trait.NATIONAL in what)
    goes = Trait.PIN in what and (Trait.IN_PERSON in what or (Trait.AT_HOME in what and not comes))
    if not comes:
        what &= ~Trait.AT_HOME
    return goes, NOBODY if _is_local(what) else _remotely(what)


def _is_local(what: Trait) -> bool:
    """Whether it is a group that meets somewhere and says nothing of whom it is for: that it also answers the phone
    does not make it help for people a hundred miles away."""
    return Trait.IN_PERSON in what and Trait.PIN in what and not what & (Trait.FOR_AREAS | Trait.NATIONAL)


def _remotely(what: Trait) -> int:
    if Trait.NATIONAL in what:
        return NATIONAL
    for trait, coverage in ((Trait.AT_HOME, HOME), (Trait.PHONE, PHONE), (Trait.ONLINE, ONLINE)):
        if trait in what:
            return coverage
    return NOBODY


def is_served(codes: Collection[str], where: Where | None) -> bool:
    """Whether a person there is one of those a listing of these areas is for."""
    return where is not None and not where.areas.isdisjoint(codes)


def not_for(what: Any, place: int) -> Any:
    """Whether a listing is for people of other areas than where the search is, of traits or an array of them."""
    others = (what & int(Trait.FOR_AREAS | Trait.SERVED | Trait.NATIONAL)) == int(Trait.FOR_AREAS)
    return others & (place != ANYWHERE)


def table(place: int) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """`reach` for every combination of traits (`SERVED` among them), to be looked up in one go."""
    answers = [reach(Trait(what & ~Trait.SERVED), bool(what & Trait.SERVED), place) for what in range(256)]
    return np.array([goes for goes, _ in answers]), np.array([how for _, how in answers], np.uint8)


@lru_cache(maxsize=4096)
def vector(point: Point) -> np.ndarray[Any, Any]:
    """A point as a unit vector. Its steps are 0.4 m on the ground in float32."""
    lat, lon = np.radians(np.float64(point.lat)), np.radians(np.float64(point.lon))
    return np.array([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], np.float32)


def chord(x: Any, y: Any, z: Any, to: np.ndarray[Any, Any]) -> Any:
    """The squared straight line to a point, of one or many. Differences first: a product would round miles away."""
    dx, dy, dz = x - to[0], y - to[1], z - to[2]
    return dx * dx + dy * dy + dz * dz


def miles(squared: Any) -> Any:
    """Miles along the ground for a squared straight line through it."""
    half = np.sqrt(np.asarray(squared, np.float64)) / 2
    return 2 * EARTH_RADIUS_MILES * np.arcsin(np.minimum(half, 1.0))


@lru_cache(maxsize=256)
def squared(distance: float) -> np.float32:
    """The squared straight line for miles along the ground; `miles` the other way round."""
    return np.float32((2 * np.sin(min(distance / EARTH_RADIUS_MILES, np.pi) / 2)) ** 2)
