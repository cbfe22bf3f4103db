"""The migrations make the tables the models say, from nothing and from every revision, with rows in."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import MetaData, Table, create_engine, func, inspect, select, text

from app import create_app, database
from app.config import ROOT
from app.extensions import Base, db
from tests.conftest import new_app

REVISIONS = [
    script.revision for script in ScriptDirectory(str(ROOT / "app" / "migrations")).walk_revisions("base", "heads")
]
PLAIN: dict[type, Any] = {
    str: "a",
    int: 1,
    float: 1.0,
    bool: False,
    bytes: b"",
    date: date(2026, 1, 2),
    datetime: datetime(2026, 1, 2, 3, 4),  # noqa: DTZ001  # as it stands in the table
    time: time(10),
}


@pytest.fixture
def unmade(database: str, app: Flask, tmp_path: Path) -> Iterator[Flask]:
    """An app on a database without a table."""
    if database == "postgresql":
        made = new_app(tmp_path, app.config["SQLALCHEMY_DATABASE_URI"])
        schema = f"test_{uuid4().hex}"
        with db.engine.begin() as connection:
            connection.execute(text(f"CREATE SCHEMA {schema}"))
        url = db.engine.url.update_query_dict({"options": f"-csearch_path={schema}"})
        made = new_app(tmp_path, url.render_as_string(hide_password=False))
    else:
        made = new_app(tmp_path)
    with made.app_context():
        yield made
        db.session.remove()
        db.engine.dispose()
    if database == "postgresql":
        with app.app_context(), db.engine.begin() as connection:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))


def go_to(revision: str) -> None:
    command.upgrade(database._alembic(), revision)


def fill(metadata: MetaData) -> dict[str, int]:
    """Put a row into every table, as the tables were at that revision; how many rows each then has."""
    made: dict[str, dict[str, Any]] = {}
    with db.engine.connect().execution_options(writes=True) as connection:
        for table in metadata.sorted_tables:
            if table.name != "alembic_version":
                made[table.name] = row_of(table, made)
                connection.execute(table.insert(), made[table.name])
        connection.commit()
    return count(metadata)


def row_of(table: Table, made: dict[str, dict[str, Any]]) -> dict[str, Any]:
    row = {}
    for column in table.columns:
        key = next(iter(column.foreign_keys), None)
        if key is not None and key.column.table.name in made:
            optional_owner = table.name == "attribute" and column.name in {"organisation_id", "location_id"}
            row[column.name] = None if optional_owner else made[key.column.table.name][key.column.name]
        elif column.nullable:
            continue
        else:
            row[column.name] = value_of(column.type)
    return row


def value_of(kind: Any) -> Any:
    """A value of a column's type; of an id, PostgreSQL knows that it is one and SQLite holds 32 characters."""
    if getattr(kind, "length", None) == 32:
        return uuid4().hex
    return uuid4() if kind.python_type is UUID else PLAIN[kind.python_type]


def count(metadata: MetaData) -> dict[str, int]:
    with db.engine.connect() as connection:
        return {
            table.name: connection.scalar(select(func.count()).select_from(table)) or 0
            for table in metadata.sorted_tables
        }


@pytest.mark.database
def test_the_migrations_make_what_the_models_say(unmade: Flask) -> None:
    database.upgrade()
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    assert database.revision() == database.newest()


def test_the_tables_are_the_same_to_the_letter(unmade: Flask, tmp_path: Path) -> None:
    database.upgrade()
    other = create_engine(f"sqlite:///{tmp_path / 'made.sqlite'}")
    Base.metadata.create_all(other)
    with db.engine.connect() as migrated, other.connect() as made:
        assert definitions(migrated) == definitions(made)
    other.dispose()


def definitions(connection: Any) -> dict[str, set[str]]:
    """What SQLite says each table and index is: its parts, in whatever order."""
    found = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")).all()
    return {
        name: {re.sub(r"\s+", " ", part).strip(' ,()"').replace('"', "") for part in re.split(r",\s*\n", sql)}
        for name, sql in found
        if name != "alembic_version"
    }


@pytest.mark.database
@pytest.mark.parametrize("revision", REVISIONS)
def test_rows_of_every_revision_come_through_to_the_newest(unmade: Flask, revision: str) -> None:
    go_to(revision)
    then = MetaData()
    then.reflect(db.engine)
    held = fill(then)
    database.upgrade()
    now = MetaData()
    now.reflect(db.engine)
    kept = count(now)
    assert {name: kept[name] for name in held if name in kept} == {name: n for name, n in held.items() if name in kept}
    if db.engine.dialect.name == "sqlite":
        with db.engine.connect() as connection:
            assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
            assert connection.scalar(text("PRAGMA integrity_check")) == "ok"


@pytest.mark.database
def test_the_first_release_can_be_taken_back_to_nothing(unmade: Flask) -> None:
    database.upgrade()
    command.downgrade(database._alembic(), "base")
    assert set(inspect(db.engine).get_table_names()) == {"alembic_version"}


def test_a_copy_is_kept_before_a_database_is_changed(unmade: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    assert database.upgrade() is None  # there was nothing to keep
    assert database.upgrade() is None  # there was nothing to do
    monkeypatch.setattr(database, "newest", lambda: "later")
    kept = database.upgrade()
    assert kept is not None
    assert kept.stat().st_mode & 0o777 == 0o600
    copy = create_engine(f"sqlite:///{kept}")
    assert "service" in inspect(copy).get_table_names()
    copy.dispose()


def test_the_command_line_upgrades_too(tmp_path: Path) -> None:
    made = create_app({"INSTANCE_DIR": tmp_path, "SQLALCHEMY_DATABASE_URI": f"sqlite:///{tmp_path / 'x.sqlite'}"})
    result = made.test_cli_runner().invoke(args=["db", "upgrade"])
    assert result.exit_code == 0, result.output
    with made.app_context():
        assert database.revision() == database.newest()
        db.engine.dispose()
