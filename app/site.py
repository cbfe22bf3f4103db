"""What this place calls itself and how to reach it: rows of one table, so that a place is changed without a release."""

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from flask import Flask, current_app, g
from sqlalchemy import String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base, db

COUNCIL_PHONE = "council_phone_"
REVISION = "revision"


class Setting(Base):
    """One fact about the place, by name; `revision` counts the changes of all the others."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[str] = mapped_column(Text)


@dataclass(frozen=True)
class PlaceSettings:
    """The place as pages name it; what is empty is left out of a page. `council_phones` goes by borough."""

    name: str = "Hereabouts"
    short_name: str = "Hereabouts"
    phone: str = ""
    phone_hours: str = ""
    phone_note: str = ""
    email: str = ""
    out_of_area_phone: str = ""
    council_phones: Mapping[str, str] = field(default_factory=dict)


class _Known:
    """What one process remembers: the place as of a revision, and whom to ask about demonstration listings."""

    def __init__(self) -> None:
        self.revision = -1
        self.place = PlaceSettings()
        self.demonstration: Callable[[], bool] = lambda: False


def revision() -> int:
    """How often the settings have changed; read once in a request."""
    if "settings_revision" not in g:
        g.settings_revision = int(value(REVISION) or 0)
    return int(g.settings_revision)


def place() -> PlaceSettings:
    """The place's settings, read again only when their revision has changed."""
    known = _known()
    current = revision()
    if known.revision != current:
        known.place, known.revision = _read(), current
    return known.place


def value(key: str) -> str:
    """One setting as it stands in the table; empty where nobody has set it."""
    return db.session.scalar(select(Setting.value).where(Setting.key == key)) or ""


def put(key: str, value: str) -> None:
    """Change one setting; the caller began writing and commits."""
    counted = db.session.get(Setting, REVISION) or Setting(key=REVISION, value="0")
    counted.value = str(int(counted.value) + 1)
    db.session.add(counted)
    db.session.merge(Setting(key=key, value=value))
    g.pop("settings_revision", None)


def load(seed: Path) -> None:
    """Fill the settings that nobody has set from `place.csv`; the caller began writing and commits."""
    held = set(db.session.scalars(select(Setting.key)))
    with (seed / "place.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["key"] not in held:
                put(row["key"], row["value"])


def demonstration_when(question: Callable[[], bool]) -> None:
    """Say who knows whether a demonstration listing is present; called while the app is made."""
    _known().demonstration = question


def demonstration() -> bool:
    """Whether any demonstration listing is present: then every page says so and is kept from search engines."""
    if "demonstration" not in g:
        g.demonstration = _known().demonstration()
    return bool(g.demonstration)


def without_database() -> None:
    """Answer for the rest of this request from what is known already: for the page that says something broke."""
    known = _known()
    g.settings_revision = known.revision
    g.demonstration = g.get("demonstration", False)


def start(app: Flask) -> None:
    """Give the app a memory of its place, and templates `place()` and `demonstration()`."""
    app.extensions["site"] = _Known()
    app.jinja_env.globals.update(place=place, demonstration=demonstration)


def _known() -> _Known:
    known: _Known = current_app.extensions["site"]
    return known


def _read() -> PlaceSettings:
    rows = {row.key: row.value for row in db.session.scalars(select(Setting))}
    plain = {each.name for each in fields(PlaceSettings)} - {"council_phones"}
    council = {
        key.removeprefix(COUNCIL_PHONE): value for key, value in rows.items() if key.startswith(COUNCIL_PHONE) and value
    }
    return PlaceSettings(**{key: rows[key] for key in plain & rows.keys()}, council_phones=council)
