"""What a process makes of the tables of areas once and keeps: they change seldom and every page needs them."""

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar

from flask import current_app
from sqlalchemy import Connection, event, func, select
from sqlalchemy.orm import Mapper

from app.areas.models import Area, AreaBoundary, DataFile, PlaceName, PostcodeArea, Surroundings, TermDates
from app.extensions import db

Kept = TypeVar("Kept")
EVERY = 5.0  # seconds after which we look whether another process has changed the tables


@dataclass
class _Memory:
    """What is kept of one database, and the state of the tables that it was made from."""

    looked: float = float("-inf")
    state: tuple[Any, ...] = ()
    kept: dict[Hashable, Any] = field(default_factory=dict)


@lru_cache(maxsize=4)
def _memory(_database: str) -> _Memory:
    return _Memory()


def remember(what: Hashable, make: Callable[[], Kept]) -> Kept:
    """The answer of `make`, kept under the name `what` until the areas change."""
    memory = _memory(current_app.config["SQLALCHEMY_DATABASE_URI"])
    moment = time.monotonic()
    if moment - memory.looked > EVERY:
        state = _state()
        if state != memory.state:
            memory.kept.clear()
        memory.looked, memory.state = moment, state
    if what not in memory.kept:
        memory.kept[what] = make()
    kept: Kept = memory.kept[what]
    return kept


def forget(*_: Any) -> None:
    """Make everything anew when it is next asked for."""
    _memory.cache_clear()


def _state() -> tuple[Any, ...]:
    """What differs when the tables differ: how many areas there are, which, and when they were loaded."""
    loaded = select(func.max(DataFile.loaded_at)).scalar_subquery()
    row = db.session.execute(
        select(func.count(), func.min(Area.code), func.max(Area.code), func.max(Area.number), loaded)
    )
    return tuple(row.one())


def _changed(_mapper: Mapper[Any], _connection: Connection, _row: object) -> None:
    forget()


for table in (Area, AreaBoundary, PlaceName, PostcodeArea, Surroundings, TermDates):
    for moment in ("after_insert", "after_update", "after_delete"):
        event.listen(table, moment, _changed)
