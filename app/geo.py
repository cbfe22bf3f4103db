"""Points on the ground and the distance between them."""

from typing import NamedTuple

from geopy.distance import EARTH_RADIUS, great_circle

KM_PER_MILE = 1.609344
EARTH_RADIUS_MILES = EARTH_RADIUS / KM_PER_MILE


class Point(NamedTuple):
    """A place in WGS84 degrees."""

    lat: float
    lon: float


def miles(a: Point, b: Point) -> float:
    """The great-circle distance between two points, in miles."""
    return float(great_circle(a, b).miles)
