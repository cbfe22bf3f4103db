"""How Alembic reaches our database: in one transaction that says it writes, foreign keys checked at its end."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from flask import current_app
from sqlalchemy import Connection, TypeDecorator, text

from app.extensions import Base, db


def plain_types(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Write our own column types into a revision as what the database holds, so that it outlives our code."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


def run() -> None:
    """Run the revisions that are asked for.

    SQLite rebuilds a table to change it, which its foreign keys would not allow; they are off until the end.
    """
    engine = db.engine
    sqlite = engine.dialect.name == "sqlite"
    with engine.connect().execution_options(writes=True) as connection:
        if sqlite:
            _pragma(connection, "foreign_keys=OFF")
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_item=plain_types,
            transactional_ddl=True,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()
            if sqlite and (broken := connection.execute(text("PRAGMA foreign_key_check")).all()):
                raise RuntimeError(f"the migration left rows that point nowhere: {broken[:5]}")
        if sqlite:
            _pragma(connection, "foreign_keys=ON")


def _pragma(connection: Connection, pragma: str) -> None:
    """Outside any transaction, where SQLite heeds it."""
    raw: Any = connection.connection.dbapi_connection
    raw.execute(f"PRAGMA {pragma}")


run()
