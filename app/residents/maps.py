"""The drawn maps: pins that match the list, or one service's own."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.areas.drawing import Drawing, Pin, PlacedPin, draw
from app.directory.listing import Listing
from app.directory.search.criteria import Hits
from app.geo import Point
from app.residents import cards
from app.residents.asking import Search

SIZE = (408, 520)
SMALL = (376, 290)
AROUND = 0.02  # degrees to each side of a single pin


LETTER = 8.6  # px: the mean width of a letter of the name beside the dot
LINE = 18.0  # px: the height of that name
FROM_DOT = 15.0  # px from the middle of the dot to the name
POINT = 20.0  # px from the middle of a pin at the edge to the tip of its arrow


@dataclass(frozen=True)
class HomeName:
    """The name of the place searched from, and where it is set; `anchor` is that of SVG."""

    text: str
    x: float
    y: float
    anchor: str


@dataclass(frozen=True)
class Beside:
    """The map beside a list: the drawing, what is written beside its dot, and the tips of the pins at its edge."""

    drawing: Drawing
    home_name: HomeName | None
    arrows: tuple[str, ...]


def home_name(drawing: Drawing, text: str) -> HomeName | None:
    """The name beside the dot, on the side where it covers the fewest pins; none without a dot or a name."""
    if drawing.home is None or not text:
        return None
    x, y = drawing.home
    wide = len(text) * LETTER
    spots = {
        HomeName(text, x + FROM_DOT, y + 5, "start"): x + FROM_DOT + wide / 2,
        HomeName(text, x - FROM_DOT, y + 5, "end"): x - FROM_DOT - wide / 2,
        HomeName(text, x, y - FROM_DOT - 2, "middle"): x,
        HomeName(text, x, y + FROM_DOT + 12, "middle"): x,
    }

    def covered(name: HomeName) -> int:
        middle = spots[name]
        outside = middle - wide / 2 < 0 or middle + wide / 2 > drawing.width or not LINE < name.y < drawing.height
        hits = [pin for pin in drawing.pins if _near(pin.x, pin.y, middle, name.y - 5, wide / 2 + 16, LINE / 2 + 16)]
        return len(hits) + 1000 * outside

    return min(spots, key=covered)


def without_names_under(drawing: Drawing, name: HomeName | None) -> Drawing:
    """The map without the names of areas that the name of home would cover."""
    if name is None:
        return drawing
    wide = len(name.text) * LETTER / 2
    middle = name.x + {"start": wide, "end": -wide}.get(name.anchor, 0.0)
    kept = [
        label
        for label in drawing.labels
        if not _near(label.x, label.y, middle, name.y, wide + len(label.text) * LETTER / 2, LINE)
    ]
    return replace(drawing, labels=tuple(kept))


def _near(x: float, y: float, middle: float, line: float, across: float, down: float) -> bool:
    return abs(x - middle) < across and abs(y - line) < down


def arrow(pin: PlacedPin) -> str:
    """The path of the tip that shows which way a place outside the view lies."""
    way = math.atan2(pin.true_y - pin.y, pin.true_x - pin.x)
    corners = ((POINT, 0.0), (13.0, 0.7), (13.0, -0.7))
    places = [(pin.x + out * math.cos(way + turn), pin.y + out * math.sin(way + turn)) for out, turn in corners]
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places) + "Z"


def of_results(asked: Search, listings: Sequence[Listing], hits: Hits, first: int) -> Beside | None:
    """The map beside a list; none when nothing in it has a pin, or the place that was asked for is not on it."""
    where = asked.located.where
    if where is not None and where.outside:
        return None
    found = {hit.id: hit for hit in hits.hits}
    points = [(number, cards.point(each, found[each.id])) for number, each in enumerate(listings, first)]
    pins = [Pin(number, Point(*point)) for number, point in points if point]
    if not pins:
        return None
    drawing = draw(where.point if where else None, pins, width=SIZE[0], height=SIZE[1])
    name = home_name(drawing, where.label if where else "")
    arrows = tuple(arrow(pin) for pin in drawing.pins if pin.beyond)
    return Beside(without_names_under(drawing, name), name, arrows)


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
