"""The drawn map: pins clear of each other and inside the view, in order, whatever is put on it."""

import math
import random
from collections.abc import Sequence
from itertools import combinations

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.areas.drawing import Drawing, Pin, draw, geojson
from app.areas.pins import APART, FROM_HOME, MARGIN, push_apart
from app.areas.places import locate
from app.geo import Point, miles

ROUNDS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def a_map(home: Point | None, pins: Sequence[Pin], areas: Sequence[str] = ()) -> Drawing:
    return draw(home, pins, width=408, height=520, areas=areas)


def point(text: str) -> Point:
    where = locate(text).where
    assert where is not None
    assert where.point is not None
    return where.point


def scattered(around: Point, count: int, degrees: float, seed: int = 1) -> list[Pin]:
    chance = random.Random(seed)  # noqa: S311 -- where pins lie is no secret
    return [
        Pin(
            i + 1, Point(around.lat + chance.uniform(-degrees, degrees), around.lon + chance.uniform(-degrees, degrees))
        )
        for i in range(count)
    ]


def holds(drawing: Drawing, pins: list[Pin]) -> None:
    """What every drawing must keep to."""
    assert [pin.number for pin in drawing.pins] == [pin.number for pin in pins]
    for pin in drawing.pins:
        assert MARGIN - 0.1 <= pin.x <= drawing.width - MARGIN + 0.1
        assert MARGIN - 0.1 <= pin.y <= drawing.height - MARGIN + 0.1
        assert drawing.home is None or math.dist(drawing.home, (pin.x, pin.y)) >= FROM_HOME - 0.2
    for one, other in combinations(drawing.pins, 2):
        assert math.dist((one.x, one.y), (other.x, other.y)) >= APART - 0.2


@pytest.mark.parametrize("home", ["SE6 3ET", "RM3 8RS", "S60 2DZ", "CR4 3EB", "S63 7AG"])
@pytest.mark.parametrize(("count", "degrees"), [(1, 0.01), (20, 0.03), (20, 0.002), (20, 0.0), (12, 0.1)])
def test_pins_stand_clear_in_the_view_in_their_order(here: Flask, home: str, count: int, degrees: float) -> None:
    pins = scattered(point(home), count, degrees)
    holds(a_map(point(home), pins), pins)
    holds(draw(None, pins, width=320, height=300), pins)


@given(st.lists(st.tuples(st.floats(51.3, 51.7), st.floats(-0.4, 0.4)), max_size=20), st.booleans())
@ROUNDS
def test_any_pins_keep_the_rules(loaded: Flask, at: list[tuple[float, float]], with_home: bool) -> None:
    with loaded.app_context():
        pins = [Pin(i + 1, Point(*where)) for i, where in enumerate(at)]
        holds(a_map(Point(51.45, 0.0) if with_home else None, pins), pins)


def test_the_first_pin_stays_where_it_belongs(here: Flask) -> None:
    pins = scattered(point("SE6 3ET"), 8, 0.0005)
    first = a_map(None, pins).pins[0]
    assert (first.x, first.y) == (first.true_x, first.true_y)
    assert not first.moved


def test_a_pin_far_away_stands_at_the_edge_and_does_not_shrink_the_map(here: Flask) -> None:
    home = point("SE6 3ET")
    near = a_map(home, scattered(home, 5, 0.01))
    pins = [*scattered(home, 5, 0.01), Pin(6, Point(53.4, -1.3))]
    far = a_map(home, pins)
    assert far.transform == near.transform
    assert far.pins[-1].beyond
    assert not far.pins[-1].moved
    holds(far, pins)


def test_a_map_of_one_place_is_not_too_near(here: Flask) -> None:
    home = point("S63 7AG")
    south_west, north_east = a_map(home, []).bounds
    assert miles(Point(home.lat, south_west.lon), Point(home.lat, north_east.lon)) == pytest.approx(1.2, rel=0.02)


def test_the_bar_is_as_long_as_it_says(here: Flask) -> None:
    home = point("RM3 8RS")
    drawing = a_map(home, scattered(home, 10, 0.03))
    south_west, north_east = drawing.bounds
    across = miles(Point(home.lat, south_west.lon), Point(home.lat, north_east.lon))
    assert drawing.scale.width / drawing.width == pytest.approx(drawing.scale.miles / across, rel=0.02)


def test_localities_are_ours_and_the_rest_is_grey(here: Flask) -> None:
    drawing = a_map(None, [], areas=["E09000023"])
    ours = {region.code for region in drawing.regions if region.ours}
    assert {"LEW-1", "LEW-2", "LEW-3", "LEW-4"} <= ours
    assert {"Greenwich", "Southwark"} <= {region.name for region in drawing.regions if not region.ours}
    assert [region.ours for region in drawing.regions] == sorted(region.ours for region in drawing.regions)
    assert all(region.path.startswith("M") and region.path.endswith("z") for region in drawing.regions)
    assert {label.text for label in drawing.labels if label.ours} == {
        "Neighbourhood 1", "Neighbourhood 2", "Neighbourhood 3", "Neighbourhood 4"
    }  # fmt: skip


def test_names_hit_neither_pins_nor_each_other(here: Flask) -> None:
    for home in ("SE6 3ET", "RM3 8RS", "S60 2DZ", "CR4 3EB"):
        drawing = a_map(point(home), scattered(point(home), 20, 0.03))
        for label in drawing.labels:
            half = len(label.text) * 4
            assert half <= label.x <= drawing.width - half
            for pin in drawing.pins:
                assert abs(pin.x - label.x) >= half or abs(pin.y - label.y) >= 14
        for one, other in combinations(drawing.labels, 2):
            apart = abs(one.x - other.x) >= (len(one.text) + len(other.text)) * 4
            assert apart or abs(one.y - other.y) >= 14


def test_a_map_without_any_area_still_has_its_pins(empty: Flask) -> None:
    pins = scattered(Point(51.45, 0.0), 5, 0.01)
    drawing = a_map(Point(51.45, 0.0), pins)
    assert drawing.regions == ()
    holds(drawing, pins)
    assert a_map(None, []).pins == ()


def test_where_the_view_is_full_pins_stay_inside_it() -> None:
    placed = push_apart([(50.0, 50.0)] * 40, width=120, height=120)
    assert len(placed) == 40
    assert all(MARGIN <= x <= 120 - MARGIN and MARGIN <= y <= 120 - MARGIN for x, y in placed)


def test_lines_for_a_map_that_moves(here: Flask) -> None:
    collection = geojson(["LEW-3", "E09000023", "nowhere"])
    assert [feature["id"] for feature in collection["features"]] == ["E09000023", "LEW-3"]
    assert collection["features"][1]["properties"] == {
        "code": "LEW-3", "name": "Neighbourhood 3 (South East)", "kind": "locality", "approximate": True
    }  # fmt: skip
    assert collection["features"][1]["geometry"]["type"] in ("Polygon", "MultiPolygon")
