"""The index is a cache: it follows the database, is shared by workers, and can always be made anew."""

import shutil
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, select

from app import clock
from app.directory import search
from app.directory.models import Change, Need, SearchClock
from app.directory.search import building, source
from app.directory.search.criteria import Criteria
from app.directory.search.generations import AT_ONCE, Generations
from app.extensions import db, writing
from tests.make import Make


@pytest.fixture
def here(app: Flask) -> Iterator[Flask]:
    with app.app_context():
        yield app


def names(words: str) -> list[str]:
    return [str(hit.id) for hit in search.find(Criteria(words)).hits]


def root(app: Flask) -> Path:
    return Path(app.config["INSTANCE_DIR"]) / "search"


def generations(app: Flask) -> list[str]:
    return sorted(path.name for path in root(app).iterdir() if path.name.isdigit())


def other_worker(app: Flask) -> Generations:
    """Another process would open the same folder."""
    return Generations(root(app))


@pytest.mark.database
def test_a_listing_is_found_as_soon_as_it_is_committed(here: Flask, make: Make) -> None:
    assert names("oboes") == []
    listing = make.listing(name="Oboes on Monday")

    assert names("oboes") == [str(listing.id)]
    assert search.revision() == source.clock().revision


def test_a_listing_that_is_withdrawn_is_not_found(here: Flask, make: Make) -> None:
    from app.directory.models import Service

    listing = make.listing(name="Oboes on Monday")
    assert names("oboes") == [str(listing.id)]
    writing()
    db.session.get_one(Service, listing.id).is_published = False
    search.changed(listing.id)
    db.session.commit()

    assert names("oboes") == []


def test_every_worker_finds_a_change_within_a_second(here: Flask, make: Make) -> None:
    make.listing(name="Bassoons on Tuesday")
    names("bassoons")
    workers = [other_worker(here) for _ in range(3)]
    for worker in workers:
        worker.current()
    listing = make.listing(name="Oboes on Monday")

    began = time.monotonic()
    for worker in workers:
        assert [hit.id for hit in worker.current().find(Criteria("oboes")).hits] == [listing.id]
    assert time.monotonic() - began < 1
    assert len({worker.number for worker in workers}) == 1, "one made it, the others opened it"


def test_who_does_not_get_the_lock_answers_from_what_there_is(here: Flask, make: Make) -> None:
    make.listing(name="Bassoons on Tuesday")
    worker = other_worker(here)
    before = worker.current().snapshot.revision
    make.listing(name="Oboes on Monday")

    with worker._lock(wait=True) as mine:
        assert mine
        assert other_worker(here).current().snapshot.revision == before
        assert names("bassoons")
    assert names("oboes")


def test_what_is_not_committed_is_not_put_into_the_index(here: Flask, make: Make) -> None:
    listing = make.listing(name="Bassoons on Tuesday")
    names("bassoons")
    writing()
    search.changed(listing.id)

    before = generations(here)
    search.find(Criteria("bassoons"))
    assert generations(here) == before
    db.session.rollback()


def test_many_changes_are_left_to_the_worker(here: Flask, make: Make) -> None:
    listing = make.listing(name="Bassoons on Tuesday")
    before = search.revision()
    writing()
    for _ in range(AT_ONCE + 1):
        search.changed(listing.id)
    db.session.commit()

    assert search.revision() == before
    search.catch_up()
    assert search.revision() == before + AT_ONCE + 1


def test_another_database_is_another_index(here: Flask, make: Make) -> None:
    make.listing(name="Bassoons on Tuesday")
    assert names("bassoons")
    kept = root(here).with_name("kept")
    shutil.copytree(root(here), kept)
    writing()
    db.session.execute(delete(SearchClock))
    db.session.execute(delete(Change))
    db.session.commit()
    listing = make.listing(name="Oboes on Monday")

    assert names("oboes") == [str(listing.id)]
    clock_row = db.session.scalars(select(SearchClock)).one()
    assert other_worker(here).current().snapshot.revision == clock_row.revision


def test_a_database_put_back_to_an_earlier_day_is_indexed_anew(here: Flask, make: Make) -> None:
    make.listing(name="Bassoons on Tuesday")
    make.listing(name="Oboes on Monday")
    names("oboes")
    writing()
    db.session.scalars(select(SearchClock)).one().revision = 1
    db.session.commit()

    assert search.revision() == 1


def test_needs_that_change_are_searched_with_after_the_worker_ran(here: Flask, make: Make) -> None:
    listing = make.listing(name="Tuesdays", needs=("woodwind",))
    assert names("reedy music") == []
    writing()
    db.session.scalars(select(Need).where(Need.slug == "woodwind")).one().phrases = "reedy music"
    search.vocabulary_changed()
    db.session.commit()

    search.catch_up()
    assert names("some reedy music please") == [str(listing.id)]


def test_another_day_is_a_new_index(here: Flask, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    make.listing(name="Bassoons on Tuesday")
    names("bassoons")
    before = generations(here)[-1]
    tomorrow = clock.now() + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)

    search.catch_up()
    after = generations(here)[-1]
    assert after != before
    assert building.Meta.open(root(here) / after).day == clock.today() - timedelta(days=1)
    search.catch_up()
    assert generations(here)[-1] == after


def test_few_generations_are_kept_and_nothing_half_made(here: Flask, make: Make) -> None:
    for number in range(6):
        make.listing(name=f"Number {number}")
        names("number")
    (root(here) / "making-99-1").mkdir()

    assert len(generations(here)) == 3
    assert search.find(Criteria("number")).total == 6


def test_a_folder_of_another_format_is_not_opened(here: Flask, make: Make) -> None:
    make.listing(name="Bassoons on Tuesday")
    names("bassoons")
    newest = root(here) / generations(here)[-1]
    shutil.copytree(newest, root(here) / "77")
    (root(here) / "77" / "meta.json").write_text('{"format": 0}')
    (root(here) / "78").mkdir()

    worker = other_worker(here)
    assert worker.current().find(Criteria("bassoons")).total == 1
    assert worker.number == int(newest.name)


def test_a_rebuild_says_how_far_it_is_and_keeps_answering(here: Flask, make: Make) -> None:
    for number in range(5):
        make.listing(name=f"Number {number}")
    said: list[tuple[int, int]] = []
    search.rebuild(lambda done, total: said.append((done, total)))

    assert said[-1] == (5, 5)
    assert search.find(Criteria("number")).total == 5


def test_no_column_is_a_pickle(here: Flask, make: Make) -> None:
    make.listing(name="Bassoons on Tuesday")
    names("bassoons")
    folder = root(here) / generations(here)[-1] / "columns"

    assert {path.suffix for path in folder.iterdir()} == {".npy", ".json"}
    import numpy as np

    for path in folder.glob("*.npy"):
        np.load(path, allow_pickle=False)
