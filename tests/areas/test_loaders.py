"""The seed's areas come in whole, and loading them again changes nothing."""

import csv
import gzip
import shutil
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.areas import loaders
from app.areas.models import (
    Area,
    AreaBoundary,
    AreaKind,
    DataFile,
    PlaceName,
    Postcode,
    PostcodeArea,
    Surroundings,
    TermDates,
)
from app.areas.places import at, locate
from app.areas.tree import tree
from app.areas.where import Kind
from app.config import ROOT
from app.extensions import Base, db, writing
from app.geo import Point

SEED = ROOT / "seed_data"
TABLES = (Area, AreaBoundary, Surroundings, Postcode, PlaceName, PostcodeArea, TermDates, DataFile)


def table(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((SEED / name).read_text(encoding="utf-8").splitlines()))


def how_many(table: type[Base]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_everything_the_seed_says_is_there(here: Flask) -> None:
    kinds = dict(db.session.execute(select(Area.kind, func.count()).group_by(Area.kind)).all())
    assert kinds == {
        AreaKind.COUNTRY: 1,
        AreaKind.BOROUGH: 4,
        AreaKind.LOCALITY: 17,
        AreaKind.WARD: 84,
        AreaKind.LSOA: 610,
    }
    assert how_many(Postcode) == 20_274
    assert how_many(PostcodeArea) == 124
    assert how_many(AreaBoundary) == 4 + 17 + 84 + 610
    assert how_many(Surroundings) > 50


def test_only_lewishams_localities_are_official(here: Flask) -> None:
    official = {node.code for node in tree().of_kind(AreaKind.LOCALITY) if node.official}
    assert official == {"LEW-1", "LEW-2", "LEW-3", "LEW-4"}
    assert all(node.note for node in tree().of_kind(AreaKind.LOCALITY))


def test_every_line_is_approximate_and_says_where_it_is_from(here: Flask) -> None:
    assert set(db.session.scalars(select(AreaBoundary.approximate))) == {True}
    assert "" not in set(db.session.scalars(select(AreaBoundary.source)))


def test_every_postcode_is_in_a_ward_and_an_lsoa_of_one_borough(here: Flask) -> None:
    areas = tree()
    for ward, lsoa in db.session.execute(select(Postcode.ward, Postcode.lsoa).distinct()):
        assert ward is not None
        assert lsoa is not None
        above, also = areas.by_number[ward], areas.by_number[lsoa]
        assert (above.kind, also.kind) == (AreaKind.WARD, AreaKind.LSOA)
        assert areas.above(above.code, AreaKind.BOROUGH) == areas.above(also.code, AreaKind.BOROUGH)


def test_every_file_has_its_licence_and_the_words_it_asks_for(here: Flask) -> None:
    files = list(db.session.scalars(select(DataFile)))
    assert len(files) == 7
    assert all(file.licence and file.attribution and file.rows and len(file.sha256) == 64 for file in files)
    assert any("Royal Mail copyright" in file.attribution for file in files)


def test_loading_twice_changes_nothing(empty: Flask) -> None:
    for again in (False, True, False):
        writing()
        loaders.load(SEED, again=again)
        db.session.commit()
        now = [how_many(table) for table in TABLES], dict(db.session.execute(select(Area.code, Area.id)).all())
        if again is False and "first" not in locals():
            first = now
        assert now == first


def test_a_changed_file_is_loaded_over_what_is_there(empty: Flask, tmp_path: Path) -> None:
    seed = tmp_path / "seed"
    shutil.copytree(SEED / "areas", seed / "areas")
    writing()
    loaders.load(seed)
    db.session.commit()
    ids = dict(db.session.execute(select(Area.code, Area.id)).all())
    path = seed / "areas" / "areas.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",Heaton,", ",Heaton and Hilldene,"), encoding="utf-8")
    writing()
    loaders.load(seed)
    db.session.commit()
    assert tree().by_code["E05013975"].name == "Heaton and Hilldene"
    assert dict(db.session.execute(select(Area.code, Area.id)).all()) == ids


def test_a_seed_without_names_or_terms_loads(empty: Flask, tmp_path: Path) -> None:
    shutil.copytree(SEED / "areas", tmp_path / "seed" / "areas")
    writing()
    loaders.load(tmp_path / "seed")
    db.session.commit()
    assert how_many(Postcode) == 20_274
    assert how_many(TermDates) == 0


def test_loading_must_be_declared_as_writing(empty: Flask) -> None:
    with pytest.raises(RuntimeError, match="writing"):
        loaders.load(SEED)


def test_the_commands_load_and_list(empty: Flask) -> None:
    loaded = empty.test_cli_runner().invoke(args=["areas", "load"])
    assert loaded.exit_code == 0, loaded.output
    listed = empty.test_cli_runner().invoke(args=["areas", "list"])
    assert "LEW-3  Neighbourhood 3 (South East) (official)" in listed.output
    assert "Rotherham: 7 localities, 25 wards, 167 LSOAs" in listed.output
    assert "20274 postcodes" in listed.output


def test_compressed_files_do_not_change_with_the_hour_they_were_made() -> None:
    for path in sorted((SEED / "areas").glob("*.gz")):
        assert path.read_bytes()[4:8] == b"\0\0\0\0", f"{path.name} holds the time it was compressed"


def test_seeded_names_lead_to_wards_that_exist() -> None:
    wards = {row["code"] for row in table("areas/areas.csv") if row["kind"] == "ward"}
    for row in table("place_names.csv"):
        assert set(row["wards"].split("; ")) <= wards, row["name"]


def test_the_postcode_file_holds_no_more_than_we_need() -> None:
    with gzip.open(SEED / "areas" / "postcodes.csv.gz", "rt", encoding="utf-8") as file:
        assert file.readline().strip() == "postcode,lat,lon,ward,lsoa"


@pytest.mark.database
def test_areas_load_and_answer_on_either_database(app: Flask) -> None:
    with app.app_context():
        for again in (False, True):
            writing()
            loaders.load(SEED, again=again)
            db.session.commit()
        assert how_many(Postcode) == 20_274
        assert how_many(Area) == 716
        where = locate("SE6 3ET").where
        assert where is not None
        assert where.locality == "LEW-3"
        assert locate("SE6 9ZY").kind is Kind.UNKNOWN_POSTCODE
        assert at(Point(51.44, -0.01)) is not None
        db.session.remove()
