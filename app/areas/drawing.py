"""A map as plain values for a template to print as SVG: shapes, names, numbered pins and a dot for home.

The template needs no arithmetic. Every length is in px of the view box `0 0 width height`, but the paths of the
shapes, which are in steps of a fixed grid: print them inside `<g transform="{{ drawing.transform }}">`, with
`vector-effect="non-scaling-stroke"` on each path so that lines keep their width. Draw in this order: shapes, names,
a line from `pin.true_x true_y` to the pin where `pin.moved`, home, pins.
"""

import math
import statistics
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from app.areas import boundaries, pins
from app.areas.boundaries import Shape, Sheet, geojson
from app.geo import EARTH_RADIUS_MILES, Point

__all__ = ["Drawing", "Label", "Pin", "PlacedPin", "Region", "ScaleBar", "draw", "geojson"]

LETTERING = 14  # px: the size of the names of areas
LETTER = 8.0  # px: the mean width of a letter at that size
PADDING = 40.0  # px between the outermost pin and the edge
NARROWEST = 1.2  # miles across the shorter side: nearer than this a map says nothing
FARTHEST = 12.0  # miles from home: a pin further out stands at the edge instead of shrinking the map
BARS = (0.25, 0.5, 1, 2, 5, 10)
BAR_AT = 12.0  # px: where the bar begins, from the left and from the bottom
GIVEN_WAY = 4.0  # px: a pin moved by less is where it belongs

Box = tuple[float, float, float, float]  # left, top, right, bottom
Place = tuple[float, float]  # x, y


class Pin(NamedTuple):
    """A numbered place on the map; the number is that of the list beside it."""

    number: int
    point: Point


class PlacedPin(NamedTuple):
    """Where a pin is drawn, and where it belongs."""

    number: int
    x: float
    y: float
    true_x: float
    true_y: float
    moved: bool  # it gave way to another: draw a line to where it belongs
    beyond: bool  # it belongs outside the view and stands at its edge, in its direction


class Region(NamedTuple):
    """One area: a path in grid steps, see the top of the module."""

    code: str  # of a locality of ours; empty for a district that is not ours
    name: str
    path: str
    tint: int  # 0, 1 or 2, so that neighbours differ
    ours: bool  # else it is drawn grey


class Label(NamedTuple):
    """The name of an area, to be set with its middle at x and its base line at y."""

    x: float
    y: float
    text: str
    ours: bool


class ScaleBar(NamedTuple):
    """How long a round number of miles is; names keep clear of it at the bottom left, `BAR_AT` from both edges."""

    miles: float
    width: float


@dataclass(frozen=True)
class Drawing:
    """A map, ready to print. See the top of the module for how."""

    width: int
    height: int
    transform: str
    regions: tuple[Region, ...]
    labels: tuple[Label, ...]
    home: Place | None
    pins: tuple[PlacedPin, ...]  # in the order given
    scale: ScaleBar
    bounds: tuple[Point, Point]  # south-west and north-east corner, for a map that shows the same

    @property
    def view_box(self) -> str:
        """The `viewBox` of the SVG."""
        return f"0 0 {self.width} {self.height}"


class _View(NamedTuple):
    """Which part of a sheet is seen: grid steps at the top left corner, and px to a step."""

    left: float
    top: float
    scale: float

    @property
    def transform(self) -> str:
        return (
            f"matrix({self.scale:.5f} 0 0 {self.scale:.5f} {-self.left * self.scale:.1f} {-self.top * self.scale:.1f})"
        )

    def see(self, place: Place) -> Place:
        return (place[0] - self.left) * self.scale, (place[1] - self.top) * self.scale


def draw(home: Point | None, pins: Sequence[Pin], *, width: int, height: int, areas: Collection[str] = ()) -> Drawing:
    """The map round a home and some pins; round some areas, or the first borough, where there are neither."""
    anchor = home or _middle(pins)
    flat = boundaries.sheet(anchor, areas)
    home_lies = flat.lay(home) if home else None
    lie = [flat.lay(pin.point) for pin in pins]
    view = _fit(_box(flat, _near(flat, anchor, lie, home_lies), areas), width, height)
    home_at = view.see(home_lies) if home_lies else None
    seen = _place(pins, [view.see(place) for place in lie], home_at, width, height)
    shapes = [shape for shape in flat.shapes if _seen(shape.box, view, width, height)]
    return Drawing(
        width=width,
        height=height,
        transform=view.transform,
        regions=tuple(Region(s.code, s.name, s.path, s.tint, bool(s.code)) for s in shapes),
        labels=_labels(shapes, view, seen, home_at, width, height),
        home=_round(home_at) if home_at else None,
        pins=seen,
        scale=_bar(view.scale, width),
        bounds=(
            flat.lift(view.left, view.top + height / view.scale),
            flat.lift(view.left + width / view.scale, view.top),
        ),
    )


def _near(flat: Sheet, anchor: Point | None, lie: Sequence[Place], home: Place | None) -> list[Place]:
    """The places that must be seen: home, and the pins that are not too far away."""
    middle = flat.lay(anchor) if anchor else (0.0, 0.0)
    near = [place for place in lie if math.dist(place, middle) <= _steps(FARTHEST)]
    return [home, *near] if home else near


def _middle(pins: Sequence[Pin]) -> Point | None:
    """The pin in the middle of all, one way and the other; one far away does not pull it."""
    if not pins:
        return None
    return Point(statistics.median(pin.point.lat for pin in pins), statistics.median(pin.point.lon for pin in pins))


def _box(flat: Sheet, places: Sequence[Place], areas: Collection[str]) -> Box:
    """What must be seen, in grid steps."""
    if places:
        across, down = zip(*places, strict=True)
        return min(across), min(down), max(across), max(down)
    return boundaries.around(flat, areas) or boundaries.around(flat, [flat.borough]) or (0.0, 0.0, 0.0, 0.0)


def _steps(distance: float) -> float:
    """Miles in grid steps."""
    return math.degrees(distance / EARTH_RADIUS_MILES) * boundaries.METRES / boundaries.UNIT


def _fit(box: Box, width: int, height: int) -> _View:
    """The view that holds a box with room round it, and is never too near."""
    left, top, right, bottom = box
    scale = min(width, height) / _steps(NARROWEST)
    if right > left:
        scale = min(scale, (width - 2 * PADDING) / (right - left))
    if bottom > top:
        scale = min(scale, (height - 2 * PADDING) / (bottom - top))
    return _View((left + right) / 2 - width / scale / 2, (top + bottom) / 2 - height / scale / 2, scale)


def _round(place: Place) -> Place:
    return round(place[0], 1), round(place[1], 1)


def _place(
    given: Sequence[Pin], true: Sequence[Place], home: Place | None, width: int, height: int
) -> tuple[PlacedPin, ...]:
    """The pins where they are drawn: clear of each other, inside the view, in their order."""
    middle = (width / 2, height / 2)
    towards = [_towards(place, middle) for place in true]
    drawn = pins.push_apart(towards, width=width, height=height, home=home)
    return tuple(
        PlacedPin(
            pin.number,
            *_round(at),
            *_round(belongs),
            moved=math.dist(at, belongs) > GIVEN_WAY and belongs == edge,
            beyond=belongs != edge,
        )
        for pin, at, belongs, edge in zip(given, drawn, true, towards, strict=True)
    )


def _towards(place: Place, middle: Place) -> Place:
    """A place in the view as it is; one outside it, at the edge on the straight way from the middle."""
    x, y = place[0] - middle[0], place[1] - middle[1]
    room_x, room_y = middle[0] - pins.MARGIN, middle[1] - pins.MARGIN
    out = max(abs(x) / room_x, abs(y) / room_y)
    return place if out <= 1 else (middle[0] + x / out, middle[1] + y / out)


def _seen(box: Box, view: _View, width: int, height: int) -> bool:
    left, top = view.see((box[0], box[1]))
    right, bottom = view.see((box[2], box[3]))
    return left < width and right > 0 and top < height and bottom > 0


def _labels(
    shapes: Sequence[Shape],
    view: _View,
    seen: Sequence[PlacedPin],
    home: Place | None,
    width: int,
    height: int,
) -> tuple[Label, ...]:
    """The names that find room: ours first, each where it is clearest of lines, edges, pins and other names."""
    bar = _bar(view.scale, width)
    taken = [(BAR_AT + bar.width / 2, height - BAR_AT, bar.width / 2 + BAR_AT, LETTERING + 2.0)]
    taken += [(pin.x, pin.y, 17.0, 17.0) for pin in seen] + ([(*home, 12.0, 12.0)] if home else [])
    found: list[Label] = []
    for shape in sorted(shapes, key=lambda shape: not shape.code):
        half = len(shape.name) * LETTER / 2
        if _width_seen(shape.box, view, width) < half:
            continue
        spot = _spot(shape, view, taken, half, width, height)
        if spot is not None:
            taken.append((*spot, half + 4, LETTERING / 2 + 4))
            found.append(Label(round(spot[0], 1), round(spot[1] + LETTERING * 0.35, 1), shape.name, bool(shape.code)))
    return tuple(found)


def _width_seen(box: Box, view: _View, width: int) -> float:
    """How much of a shape's breadth is in the view: one that cannot hold half its name goes without."""
    return min(view.see((box[2], box[3]))[0], width) - max(view.see((box[0], box[1]))[0], 0.0)


def _spot(
    shape: Shape,
    view: _View,
    taken: Sequence[tuple[float, float, float, float]],
    half: float,
    width: int,
    height: int,
) -> Place | None:
    """The best spot in an area for a name as wide as twice `half`; none where it would hit something."""
    x = (shape.spots[:, 0] - view.left) * view.scale
    y = (shape.spots[:, 1] - view.top) * view.scale
    clear = np.minimum(np.minimum(x, width - x) - half, np.minimum(y, height - y) - LETTERING)
    rows = np.flatnonzero(clear > 0)
    if taken and len(rows):
        tx, ty, tw, th = np.array(taken).T
        hits = (np.abs(x[rows, None] - tx) < tw + half) & (np.abs(y[rows, None] - ty) < th + LETTERING / 2)
        rows = rows[~hits.any(axis=1)]
    if not len(rows):
        return None
    best = rows[np.minimum(clear[rows], shape.spots[rows, 2] * view.scale).argmax()]
    return float(x[best]), float(y[best])


def _bar(scale: float, width: int) -> ScaleBar:
    """The longest round number of miles that fills at most a quarter of the width."""
    fits = [bar for bar in BARS if _steps(bar) * scale <= width / 4]
    bar = fits[-1] if fits else BARS[0]
    return ScaleBar(bar, round(_steps(bar) * scale, 1))
