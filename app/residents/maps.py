"""The drawn maps: pins that match the list, or one service's own."""

from collections.abc import Sequence
from dataclasses import replace

from app.areas.drawing import Drawing, Pin, draw
from app.directory.listing import Listing
from app.directory.search.criteria import Hits
from app.geo import Point
from app.residents import cards
from app.residents.asking import Search

SIZE = (408, 520)
SMALL = (376, 290)
AROUND = 0.02  # degrees to each side of a single pin


def of_results(asked: Search, listings: Sequence[Listing], hits: Hits, first: int) -> Drawing | None:
    """The map beside a list; none when nothing in it has a pin, or the place that was asked for is not on it."""
    where = asked.located.where
    if where is not None and where.outside:
        return None
    found = {hit.id: hit for hit in hits.hits}
    points = [(number, cards.point(each, found[each.id])) for number, each in enumerate(listings, first)]
    pins = [Pin(number, Point(*point)) for number, point in points if point]
    return draw(where.point if where else None, pins, width=SIZE[0], height=SIZE[1]) if pins else None


def of_listing(listing: Listing) -> Drawing | None:
    """Where one service is, with enough round it to tell where that is; none without a pin."""
    point = cards.point(listing)
    if point is None:
        return None
    here = Point(*point)
    corners = (Point(here.lat + AROUND, here.lon - AROUND), Point(here.lat - AROUND, here.lon + AROUND))
    pins = [Pin(0, here), *(Pin(0, corner) for corner in corners)]
    drawing = draw(None, pins, width=SMALL[0], height=SMALL[1])
    return replace(drawing, pins=drawing.pins[:1])
