"""Where our data comes from: files of open data, areas whose lines are ours, organisations we found in documents."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import func, select

from app.areas.models import AreaKind, DataFile
from app.areas.tree import Node, tree
from app.directory.models import Service
from app.directory.models.words import UrgentNumber
from app.directory.queries import published
from app.extensions import db


class Locality(NamedTuple):
    """A locality and the wards it is made of."""

    name: str
    wards: tuple[str, ...]


class Borough(NamedTuple):
    """The localities of a borough whose membership can be trusted equally far."""

    name: str
    official: bool
    note: str
    localities: tuple[Locality, ...]


class Document(NamedTuple):
    """A document in which we found organisations that nobody has checked."""

    title: str
    url: str
    year: int | None
    organisations: int


def files() -> Sequence[DataFile]:
    """The files of open data that were loaded."""
    return db.session.scalars(select(DataFile).order_by(DataFile.name)).all()


def boroughs() -> list[Borough]:
    """Every borough with its localities; those of another standing or note apart."""
    return [each for borough in tree().boroughs() for each in _standings(borough)]


def _standings(borough: Node) -> list[Borough]:
    alike: dict[tuple[bool, str], list[Locality]] = {}
    for node in tree().localities(borough.code):
        wards = sorted(ward.name for ward in tree().of_kind(AreaKind.WARD, node.code))
        alike.setdefault((node.official, node.note), []).append(Locality(node.name, tuple(wards)))
    return [Borough(borough.name, *standing, tuple(localities)) for standing, localities in alike.items()]


def numbers() -> Sequence[UrgentNumber]:
    """The numbers for urgent help that are filled in, in our order."""
    asked = select(UrgentNumber).where(UrgentNumber.number != "").order_by(UrgentNumber.position, UrgentNumber.code)
    return db.session.scalars(asked).all()


def found() -> list[Document]:
    """The documents we found organisations in, newest first."""
    columns = (Service.source_title, Service.source_url, Service.source_year)
    counted = published().with_only_columns(*columns, func.count(Service.id)).where(Service.source_title != "")
    rows = db.session.execute(counted.group_by(*columns).order_by(Service.source_year.desc(), Service.source_title))
    return [Document(*row) for row in rows]
