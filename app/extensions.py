"""What the whole product shares from Flask: the database and how a transaction says that it writes."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from flask_babel import Babel
from flask_compress import Compress
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import DateTime, Dialect, MetaData, TypeDecorator, Uuid, event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.orm import registry as Registry

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC, aware in Python and plain in the table, the same on SQLite and PostgreSQL."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Aware to plain UTC; a moment without a zone is refused."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Plain UTC back to aware."""
        return None if value is None else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """The parent of every table."""

    registry = Registry(
        metadata=MetaData(naming_convention=NAMING), type_annotation_map={UUID: Uuid(), datetime: UtcDateTime()}
    )


class WithId:
    """A row with a UUID of its own, the same in the API, in addresses and in GeoJSON."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)


db = SQLAlchemy(model_class=Base, disable_autonaming=True)
migrate = Migrate(render_as_batch=True, compare_type=True)
babel = Babel()
csrf = CSRFProtect()
compress = Compress()
limiter = Limiter(get_remote_address, storage_uri="memory://", default_limits=[])

PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000", "foreign_keys=ON")
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


def writing() -> None:
    """Begin a transaction that writes. Nothing read before it may be trusted.

    The edge (a view, a command) calls it before its first read; on SQLite it takes the write lock at
    once, so that two writers queue instead of losing each other's work.
    """
    db.session.rollback()
    db.session.connection(execution_options={"writes": True})


def guard(engine: Engine) -> None:
    """Make SQLite say BEGIN as we mean it, and refuse a write that was not declared by `writing()`."""
    event.listen(engine, "before_cursor_execute", _refuse_undeclared)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    declared = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if declared else "BEGIN")


def _refuse_undeclared(
    connection: Connection, _cursor: Any, statement: str, _parameters: Sequence[Any], _context: Any, _many: bool
) -> None:
    if statement.lstrip()[:7].upper().startswith(WRITES) and not connection.get_execution_options().get("writes"):
        raise RuntimeError("call writing() before the first read")


def start(app: Flask) -> None:
    """Attach every extension to the app, and the listeners to its engine."""
    db.init_app(app)
    migrate.init_app(app, db, directory=app.config["MIGRATIONS"])
    csrf.init_app(app)
    compress.init_app(app)
    limiter.init_app(app)
    with app.app_context():
        guard(db.engine)
