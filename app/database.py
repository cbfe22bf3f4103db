"""Bringing a database up to the newest revision, with a copy kept of what it was."""

import sqlite3
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app

from app.extensions import db


def upgrade() -> Path | None:
    """Run the migrations that are missing; the copy that was kept of a SQLite database that held something."""
    at = revision()
    if at == newest():
        return None
    kept = _keep(at) if at else None
    command.upgrade(_alembic(), "head")
    return kept


def revision() -> str:
    """The revision the database is at; empty for one that has no tables yet."""
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() or ""


def newest() -> str:
    """The revision this release was written for."""
    return ScriptDirectory.from_config(_alembic()).get_current_head() or ""


def _alembic() -> Config:
    config = Config()
    config.set_main_option("script_location", current_app.config["MIGRATIONS"])
    return config


def _keep(at: str) -> Path | None:
    """Copy a SQLite database beside itself; PostgreSQL has its own ways, and whoever runs it keeps the copies."""
    if db.engine.dialect.name != "sqlite":
        return None
    folder: Path = current_app.config["INSTANCE_DIR"] / "copies"
    folder.mkdir(mode=0o700, exist_ok=True)
    kept = folder / f"before-migration-from-{at}.sqlite"
    with closing(sqlite3.connect(str(db.engine.url.database))) as now, closing(sqlite3.connect(kept)) as copy:
        now.backup(copy)
    kept.chmod(0o600)
    return kept
