"""Where our data comes from: files of open data, areas whose lines are ours, organisations we found in documents."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import func, select

from app.areas.models import DataFile
from app.areas.tree import Node, tree
from app.directory.models import Service
from app.directory.queries import published
from app.extensions import db


class Locality(NamedTuple):
    """A locality, and how far its line and its membership can be trusted."""

    name: str
    borough: str
    official: bool
    note: str


class Document(NamedTuple):
    """A document in which we found organisations that nobody has checked."""

    title: str
    url: str
    year: int | None
    organisations: int


def files() -> Sequence[DataFile]:
    """The files of open data that were loaded."""
    return db.session.scalars(select(DataFile).order_by(DataFile.name)).all()


def localities() -> list[Locality]:
    """Every locality of every borough."""
    return [_locality(node, borough) for borough in tree().boroughs() for node in tree().localities(borough.code)]


def _locality(node: Node, borough: Node) -> Locality:
    return Locality(node.name, borough.name, node.official, node.note)


def found() -> list[Document]:
    """The documents we found organisations in, newest first."""
    columns = (Service.source_title, Service.source_url, Service.source_year)
    counted = published().with_only_columns(*columns, func.count(Service.id)).where(Service.source_title != "")
    rows = db.session.execute(counted.group_by(*columns).order_by(Service.source_year.desc(), Service.source_title))
    return [Document(*row) for row in rows]
