"""The tree in memory is the tree in the tables."""

from uuid import uuid4

from flask import Flask
from sqlalchemy import event

from app.areas import loaders
from app.areas.models import Area, AreaKind, Standing
from app.areas.tree import tree
from app.extensions import db, writing


def test_every_area_climbs_to_its_country(here: Flask) -> None:
    areas = tree()
    assert areas.ancestors("E05013975") == ("E05013975", "HAV-N", "E09000016", "E92000001")
    assert all(areas.ancestors(node.code)[-1] == "E92000001" for node in areas)
    assert areas.ancestors("nowhere") == ()


def test_a_borough_holds_its_localities_wards_and_lsoas(here: Flask) -> None:
    areas = tree()
    assert [node.name for node in areas.boroughs()] == ["Havering", "Lewisham", "Merton", "Rotherham"]
    assert [node.code for node in areas.localities("E09000024")] == ["MER-E", "MER-W", "MER-R"]
    assert len(areas.inside("E08000018")) == 7 + 25 + 167
    assert areas.by_slug["havering"].code == "E09000016"
    above = areas.above("E01002279", AreaKind.LOCALITY)
    assert above is not None
    assert above.code == "HAV-N"


def test_the_tree_is_read_once_until_an_area_is_added(empty: Flask) -> None:
    writing()
    loaders.load(empty.config["SEED_DATA"])
    db.session.commit()
    tree()
    said: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *call: said.append(call[2]))
    assert tree() is tree()
    assert said == []
    writing()
    db.session.add(
        Area(
            id=uuid4(), number=9999, kind=AreaKind.OTHER, code="X-1", name="Ours", slug="ours",
            membership=Standing.APPROXIMATE, membership_note="",
        )
    )  # fmt: skip
    db.session.commit()
    assert tree().by_code["X-1"].name == "Ours"
