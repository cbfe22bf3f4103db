"""The four boroughs loaded once, with nothing above the areas: this package needs no other."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app import areas, extensions, i18n
from app.areas import loaders, memory
from app.config import ROOT
from app.extensions import Base, db, writing


def bare(instance: Path) -> Flask:
    """An app of extensions and areas alone, with empty tables."""
    app = Flask("app")
    app.config.update(
        SECRET_KEY="only for tests",
        SQLALCHEMY_DATABASE_URI=f"sqlite:///{instance / 'areas.sqlite'}",
        MIGRATIONS=str(instance),
        SEED_DATA=ROOT / "seed_data",
    )
    for part in (extensions, i18n, areas):
        part.start(app)
    with app.app_context():
        Base.metadata.create_all(db.engine)
    return app


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An app with every area, postcode and name of the seed; tests only read it."""
    app = bare(tmp_path_factory.mktemp("areas"))
    with app.app_context():
        writing()
        loaders.load(app.config["SEED_DATA"])
        db.session.commit()
        db.session.remove()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def here(loaded: Flask) -> Iterator[Flask]:
    """The loaded app, open for one test."""
    with loaded.app_context():
        yield loaded
        db.session.remove()


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Flask]:
    """An app without any area."""
    app = bare(tmp_path)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    memory.forget()
