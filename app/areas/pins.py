"""Numbered pins that stand clear of each other, so that each can be seen and touched."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

APART = 33.0  # px between the middles of two pins: a target of 24 px with room round it
FROM_HOME = 26.0  # px between the middle of a pin and that of the dot for home
MARGIN = 18.0  # px between the middle of a pin and the edge of the view
STEP = 8.0  # px between two places that a pin which must move may move to
FIRST = 64  # how many of them are tried at once, then twice as many, and so on
FAR = 700.0  # px: nothing is moved further

Place = tuple[float, float]


def _offsets() -> NDArray[np.float64]:
    """Where a pin may go from where it belongs, nearest first: a lattice of triangles."""
    rows = math.ceil(FAR / (STEP * math.sqrt(0.75)))
    columns = math.ceil(FAR / STEP)
    places = [
        (STEP * (column + (row % 2) / 2), STEP * math.sqrt(0.75) * row)
        for row in range(-rows, rows + 1)
        for column in range(-columns, columns + 1)
    ]
    lattice = np.array(places)
    away = np.hypot(lattice[:, 0], lattice[:, 1])
    lattice = lattice[(away > 0) & (away <= FAR)]
    nearest: NDArray[np.float64] = lattice[np.argsort(np.hypot(lattice[:, 0], lattice[:, 1]), kind="stable")]
    return nearest


OFFSETS = _offsets()


def push_apart(places: Sequence[Place], *, width: float, height: float, home: Place | None = None) -> list[Place]:
    """The places of pins, in the order given, moved as little as keeps them apart, inside the view and off home.

    The first stay where they are; a later one gives way. Where the view has no more room a pin stays where it
    belongs.
    """
    placed: list[Place] = []
    tried: dict[Place, int] = {}  # for a place that pins share: how many of its offsets are known to be taken
    for place in places:
        inside = _inside(place, width, height)
        if not _free(inside, placed, home):
            start = tried.get(inside, 0)
            found = _nearest(inside, placed, width, height, home, start)
            tried[inside] = found if found is not None else start
            inside = _offset(inside, found)
        placed.append(inside)
    return placed


def _inside(place: Place, width: float, height: float) -> Place:
    return min(max(place[0], MARGIN), width - MARGIN), min(max(place[1], MARGIN), height - MARGIN)


def _free(place: Place, placed: Sequence[Place], home: Place | None) -> bool:
    x, y = place
    if home is not None and math.hypot(x - home[0], y - home[1]) < FROM_HOME:
        return False
    return all((x - px) ** 2 + (y - py) ** 2 >= APART * APART for px, py in placed)


def _offset(place: Place, number: int | None) -> Place:
    if number is None:
        return place
    return place[0] + float(OFFSETS[number, 0]), place[1] + float(OFFSETS[number, 1])


def _nearest(
    place: Place, placed: Sequence[Place], width: float, height: float, home: Place | None, start: int
) -> int | None:
    """Which offset leads to the nearest free place in the view, counted from `start`; none where there is no room."""
    taken = np.array([*placed, *([home] if home else [])])
    needed = np.array([APART**2] * len(placed) + ([FROM_HOME**2] if home else []))
    many = FIRST
    while start < len(OFFSETS):
        x, y = (OFFSETS[start : start + many] + place).T
        free = (((x[:, None] - taken[:, 0]) ** 2 + (y[:, None] - taken[:, 1]) ** 2) >= needed).all(axis=1)
        free &= (x >= MARGIN) & (x <= width - MARGIN) & (y >= MARGIN) & (y <= height - MARGIN)
        first = int(free.argmax())
        if free[first]:
            return start + first
        start += many
        many *= 2
    return None
