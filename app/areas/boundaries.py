"""The lines round areas, laid flat once for each borough: what the drawing takes its shapes from."""

import json
import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select

from app.areas import memory
from app.areas.models import Area, AreaBoundary, AreaKind, Surroundings
from app.areas.tree import Node, tree
from app.extensions import db
from app.geo import Point

Floats = NDArray[np.float64]
Ring = Sequence[Sequence[float]]

UNIT = 5.0  # metres to one step of the grid that paths are written in
METRES = 111_195.0  # to a degree of latitude, on the sphere that distances are measured on
TINTS = 3
REACH = 40_000.0  # metres from the middle of a borough within which other boroughs are on its sheet
SPOTS = 24  # about so many places for a name along the longer side of an area
LEAST = 250.0  # metres between two of them


class Shape(NamedTuple):
    """One area on a sheet: its path in grid steps, its box, and the spots inside it where its name may stand."""

    code: str  # empty for a district that is not ours
    name: str
    path: str
    tint: int
    box: tuple[float, float, float, float]  # left, top, right, bottom
    spots: Floats  # x, y, and the distance to the nearest line, one row for each


@dataclass(frozen=True)
class Sheet:
    """The ground round one borough laid flat: equirectangular, true at its middle; y grows to the south."""

    borough: str  # its code
    middle: Point
    shapes: tuple[Shape, ...] = ()  # districts beside ours first, so that ours lie on top

    @property
    def narrow(self) -> float:
        """How much shorter a degree of longitude is here than one of latitude."""
        return math.cos(math.radians(self.middle.lat))

    def lay(self, point: Point) -> tuple[float, float]:
        """A point on the ground, in grid steps."""
        steps = METRES / UNIT
        return (point.lon - self.middle.lon) * self.narrow * steps, (self.middle.lat - point.lat) * steps

    def lift(self, x: float, y: float) -> Point:
        """A place on the grid, back on the ground."""
        steps = METRES / UNIT
        return Point(self.middle.lat - y / steps, self.middle.lon + x / (self.narrow * steps))


def sheet(near: Point | None, areas: Collection[str] = ()) -> Sheet:
    """The sheet of the borough whose middle is nearest to a point; without one, of the first that some areas are in."""
    here = tree()
    held = [
        (node, Point(node.lat, node.lon)) for node in here.boroughs() if node.lat is not None and node.lon is not None
    ]
    if not held:
        return Sheet("", near or Point(0.0, 0.0))
    if near is None:
        wanted = {above for code in areas for above in here.ancestors(code)}
        borough = next((node for node, _ in held if node.code in wanted), held[0][0])
    else:
        flat = Sheet("", near)
        borough = min(held, key=lambda each: math.hypot(*flat.lay(each[1])))[0]
    return memory.remember(("sheet", borough.code), lambda: _sheet(borough))


def geojson(codes: Collection[str]) -> dict[str, Any]:
    """The lines round some areas as a GeoJSON feature collection, for a map that can be moved about."""
    rows = db.session.execute(
        select(Area.code, Area.name, Area.kind, AreaBoundary.geometry, AreaBoundary.approximate)
        .join(AreaBoundary, AreaBoundary.area_id == Area.id)
        .where(Area.code.in_(codes))
        .order_by(Area.number)
    )
    features = [
        {
            "type": "Feature",
            "id": code,
            "properties": {"code": code, "name": name, "kind": kind.value, "approximate": approximate},
            "geometry": json.loads(geometry),
        }
        for code, name, kind, geometry, approximate in rows
    ]
    return {"type": "FeatureCollection", "features": features}


def _sheet(borough: Node) -> Sheet:
    """Every locality within reach of a borough and every district beside it."""
    flat = Sheet(borough.code, Point(borough.lat or 0.0, borough.lon or 0.0))
    beside = db.session.execute(
        select(Surroundings.name, Surroundings.geometry)
        .where(Surroundings.borough_id == borough.id)
        .order_by(Surroundings.name)
    )
    shapes = [_shape(flat, "", name, 0, geometry) for name, geometry in beside]
    ours = db.session.execute(
        select(Area.code, Area.name, AreaBoundary.geometry)
        .join(AreaBoundary, AreaBoundary.area_id == Area.id)
        .where(Area.kind == AreaKind.LOCALITY)
        .order_by(Area.number)
    )
    for i, (code, name, geometry) in enumerate(ours):
        shape = _shape(flat, code, short(name), i % TINTS, geometry)
        if min(abs(side) for side in shape.box[::2]) < REACH / UNIT and abs(shape.box[1]) < REACH / UNIT:
            shapes.append(shape)
    return Sheet(borough.code, flat.middle, tuple(shapes))


def short(name: str) -> str:
    """A name for a map: without what stands in brackets or after a stroke."""
    return name.split(" (")[0].split(" / ")[0]


def _shape(flat: Sheet, code: str, name: str, tint: int, geometry: str) -> Shape:
    polygons = list(_polygons(json.loads(geometry)))
    laid = [[np.array([flat.lay(Point(lat, lon)) for lon, lat in ring]) for ring in rings] for rings in polygons]
    largest = max(laid, key=lambda rings: _size(rings[0]))
    every = np.concatenate([rings[0] for rings in laid])
    left, top = (float(side) for side in every.min(axis=0))
    right, bottom = (float(side) for side in every.max(axis=0))
    path = "".join(_path(ring) for rings in laid for ring in rings)
    return Shape(code, name, path, tint, (left, top, right, bottom), _spots(largest))


def _polygons(geometry: dict[str, Any]) -> Iterator[Sequence[Ring]]:
    """The polygons of a geometry, each as its outer ring and its holes."""
    if geometry["type"] == "Polygon":
        yield geometry["coordinates"]
    else:
        yield from geometry["coordinates"]


def _size(ring: Floats) -> float:
    x, y = ring[:, 0], ring[:, 1]
    return float(abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))) / 2)


def _path(ring: Floats) -> str:
    """A ring as an SVG path in whole steps, each point told from the last."""
    steps = np.rint(ring).astype(int).tolist()
    (x, y), said = steps[0], ""
    for nx, ny in steps[1:-1]:
        if (nx, ny) != (x, y):
            said += f" {nx - x} {ny - y}"
            x, y = nx, ny
    return f"M{steps[0][0]} {steps[0][1]}l{said.strip()}z".replace(" -", "-") if said else ""


def _spots(rings: Sequence[Floats]) -> Floats:
    """A lattice of spots inside a polygon, each with its distance to the nearest line."""
    left, top = rings[0].min(axis=0)
    right, bottom = rings[0].max(axis=0)
    apart = max(LEAST / UNIT, max(right - left, bottom - top) / SPOTS)
    x, y = np.meshgrid(np.arange(left + apart / 2, right, apart), np.arange(top + apart / 2, bottom, apart))
    spots = np.column_stack((x.ravel(), y.ravel()))
    inside = np.zeros(len(spots), dtype=bool)
    away = np.full(len(spots), np.inf)
    for ring in rings:
        crossed, distance = _against(spots, ring)
        inside ^= crossed
        away = np.minimum(away, distance)
    return np.column_stack((spots, away))[inside]


def _against(spots: Floats, ring: Floats) -> tuple[NDArray[np.bool_], Floats]:
    """For each spot, whether a ring goes round it, and how far the nearest line of the ring is."""
    ax, ay = ring[:-1, 0], ring[:-1, 1]
    dx, dy = np.diff(ring[:, 0]), np.diff(ring[:, 1])
    px, py = spots[:, :1] - ax, spots[:, 1:] - ay
    straddles = (ay > spots[:, 1:]) != (ay + dy > spots[:, 1:])
    where = np.divide(py, dy, out=np.zeros_like(py), where=dy != 0) * dx
    crossed = np.logical_xor.reduce(straddles & (px < where), axis=1)
    length = dx * dx + dy * dy
    along = np.clip(np.divide(px * dx + py * dy, length, out=np.zeros_like(px), where=length != 0), 0, 1)
    distance = np.hypot(px - along * dx, py - along * dy).min(axis=1)
    return crossed, distance


def around(flat: Sheet, codes: Iterable[str]) -> tuple[float, float, float, float] | None:
    """The box round those shapes of a sheet that lie in one of some areas; none where none does."""
    wanted = set(codes)
    boxes = [s.box for s in flat.shapes if s.code and wanted.intersection(tree().ancestors(s.code))]
    if not boxes:
        return None
    left, top, right, bottom = zip(*boxes, strict=True)
    return min(left), min(top), max(right), max(bottom)
