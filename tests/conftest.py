"""One way for a test to get an app: in test mode, with a fresh instance folder and an empty database."""

import os
import shutil
import sys
from collections.abc import Iterator
from functools import _lru_cache_wrapper
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from flask import Flask
from sqlalchemy import text

from app import clock, create_app
from app.config import _driver
from app.extensions import Base, babel, db, writing
from tests.make import Make
from tests.page import Client

POSTGRESQL = os.environ.get("TEST_DATABASE_URL", "")
KEY = Fernet.generate_key().decode()

os.environ["HEREABOUTS_MODE"] = "test"
os.environ["SECRET_KEY"] = "only for tests"
os.environ["INDEX_KEY"] = "only for tests"
os.environ["DATA_KEYS"] = KEY
os.environ["PUBLIC_URL"] = "http://localhost"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test marked `database` runs on SQLite, and on PostgreSQL too where there is one."""
    if "database" in metafunc.fixturenames:
        both = metafunc.definition.get_closest_marker("database") and POSTGRESQL
        metafunc.parametrize("database", ["sqlite", "postgresql"] if both else ["sqlite"], indirect=True)


def new_app(instance: Path, url: str = "", **overrides: Any) -> Flask:
    """An app in test mode with an instance folder of its own."""
    instance.mkdir(parents=True, exist_ok=True)
    url = url or f"sqlite:///{instance / 'hereabouts.sqlite'}"
    made = create_app(
        {
            "TESTING": True,
            "INSTANCE_DIR": instance,
            "SQLALCHEMY_DATABASE_URI": _driver(url),
            "WTF_CSRF_ENABLED": False,
            "RATELIMIT_ENABLED": False,
            **overrides,
        }
    )
    made.test_client_class = Client
    return made


def forget() -> None:
    """Empty what the modules of the app remember from one database to the next."""
    for name, module in list(sys.modules.items()):
        if name == "app" or name.startswith("app."):
            for value in list(vars(module).values()):
                if isinstance(value, _lru_cache_wrapper):
                    value.cache_clear()
    vars(babel).pop("domain_instance", None)  # it keeps translations


@pytest.fixture(scope="session")
def _apps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Flask]]:
    """The apps of the session, one for each kind of database, made when first asked for."""
    apps: dict[str, Flask] = {}
    yield apps
    for made in apps.values():
        with made.app_context():
            db.session.remove()
            if made.config["SQLALCHEMY_DATABASE_URI"].startswith("postgresql"):
                Base.metadata.drop_all(db.engine)
            db.engine.dispose()


@pytest.fixture
def database(request: pytest.FixtureRequest) -> str:
    """The kind of database this test runs on."""
    return str(request.param)


@pytest.fixture
def app(database: str, _apps: dict[str, Flask], tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The app, its tables empty and its instance folder swept."""
    if database not in _apps:
        instance = tmp_path_factory.mktemp(database)
        _apps[database] = new_app(instance, POSTGRESQL if database == "postgresql" else "")
        with _apps[database].app_context():
            _create(database)
    app = _apps[database]
    forget()
    with app.app_context():
        _empty(app, database)
    return app


def _create(database: str) -> None:
    if database == "postgresql":
        with db.engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
    Base.metadata.create_all(db.engine)


def _empty(app: Flask, database: str) -> None:
    """Empty every table. A file taken from under a connection makes SQLite answer with an I/O error."""
    db.session.remove()
    keep: set[str] = set()
    if database == "postgresql":
        tables = ", ".join(f'"{table.name}"' for table in Base.metadata.sorted_tables)
        with db.engine.begin() as connection:
            connection.execute(text(f"TRUNCATE {tables} CASCADE"))
    else:
        writing()
        for table in reversed(Base.metadata.sorted_tables):
            db.session.execute(table.delete())
        db.session.commit()
        db.session.remove()
        name = Path(str(db.engine.url.database)).name
        keep = {name, f"{name}-wal", f"{name}-shm"}
    for entry in app.config["INSTANCE_DIR"].iterdir():
        if entry.is_dir():
            shutil.rmtree(entry)
        elif entry.name not in keep:
            entry.unlink()


@pytest.fixture
def client(app: Flask) -> Client:
    """A visitor, whose requests leave nothing behind but what was committed."""
    client = app.test_client()
    assert isinstance(client, Client)
    return client


@pytest.fixture
def make(app: Flask) -> Make:
    """Factories: what a test needs in the database, with plain defaults, committed."""
    return Make()


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An app with the whole seed in it and its index built; a test only reads it, and opens it by `seeded_client`."""
    made = new_app(tmp_path_factory.mktemp("seeded"))
    forget()
    with made.app_context():
        Base.metadata.create_all(db.engine)
        from app.directory import search, seeding

        seeding.load(made.config["SEED_DATA"], demo=True, today=clock.today())
        search.rebuild()
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def seeded_client(seeded: Flask) -> Iterator[Client]:
    """A visitor of the seeded site."""
    forget()
    with seeded.app_context():
        client = seeded.test_client()
        assert isinstance(client, Client)
        yield client
        db.session.remove()
