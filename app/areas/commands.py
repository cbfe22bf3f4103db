"""Commands about the areas we cover."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import func, select

from app.areas import loaders
from app.areas.models import AreaKind, PlaceName, Postcode
from app.areas.tree import tree
from app.extensions import db, writing

areas = AppGroup("areas", help="The tree of areas, postcodes and place names.")


@areas.command("load")
@click.option("--from", "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Another folder.")
def load(folder: Path | None) -> None:
    """Load areas, postcodes, names, boundaries and terms, even where the files have not changed."""
    writing()
    loaders.load(folder or current_app.config["SEED_DATA"], again=True)
    db.session.commit()
    _summary()


@areas.command("list")
def show() -> None:
    """Say which areas we cover."""
    _summary()


def _summary() -> None:
    here = tree()
    for borough in here.boroughs():
        counts = ", ".join(
            f"{len(here.of_kind(kind, borough.code))} {word}"
            for kind, word in ((AreaKind.LOCALITY, "localities"), (AreaKind.WARD, "wards"), (AreaKind.LSOA, "LSOAs"))
        )
        click.echo(f"{borough.code}  {borough.name}: {counts}")
        for locality in here.localities(borough.code):
            sure = "official" if locality.official else "our approximation"
            click.echo(f"  {locality.code}  {locality.name} ({sure})")
    postcodes = db.session.scalar(select(func.count()).select_from(Postcode))
    names = db.session.scalar(select(func.count(PlaceName.key.distinct())))
    click.echo(f"{postcodes} postcodes, {names} names")
