"""Searches are counted, not recorded: nothing is lost or counted twice, and nothing is kept that could be somebody."""

import logging
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import event, func, select, text

from app import clock
from app.areas.where import Where
from app.directory import counts
from app.directory.models import FoldedFile, SearchCount, UnknownWord, ViewCount
from app.directory.search.criteria import Criteria, Hits, Understood
from app.extensions import db, writing
from app.geo import Point
from tests.make import Make

HOME = Where(Point(51.6, 0.2), frozenset({"HAV-N"}), "RM3", "HAV-N")
NOTHING = Hits(total=0, hits=())


def searches() -> int:
    return db.session.scalar(select(func.sum(SearchCount.searches))) or 0


@pytest.fixture(autouse=True)
def _in_the_app(app: Flask) -> Iterator[None]:
    yield
    db.session.rollback()


@pytest.mark.database
def test_a_search_becomes_one_count_of_its_day(make: Make) -> None:
    make.need("loneliness")
    criteria = Criteria(words="lonely", where=HOME, days=("TU",), free=True)
    hits = Hits(total=2, hits=(), understood=Understood(needs=("loneliness",)))
    counts.search_made(criteria, hits)
    counts.search_made(criteria, hits)
    counts.fold(rest=0)

    row = db.session.scalars(select(SearchCount)).one()
    assert (row.day, row.area, row.need) == (clock.today(), "HAV-N", "loneliness")
    assert (row.filters, row.hits, row.searches) == ("cost=free&day=TU", "1-2", 2)

    counts.search_made(criteria, hits)
    counts.fold(rest=0)
    db.session.expire_all()
    assert db.session.scalars(select(SearchCount)).one().searches == 3


def test_a_search_writes_nothing_to_the_database(app: Flask) -> None:
    counts.search_made(Criteria(words="tea"), NOTHING)
    counts.page_viewed(uuid4())
    assert not db.session.new
    assert not db.session.dirty


def test_the_spool_holds_no_words_beside_a_search_and_no_time_of_day(app: Flask) -> None:
    counts.search_made(Criteria(words="zorbing"), Hits(0, (), understood=Understood(unknown=("zorbing",))))
    spool = app.config["INSTANCE_DIR"] / "spool"
    assert "zorbing" not in (spool / "events").read_text()
    assert (spool / "words").read_text() == f'["w","{clock.today()}","zorbing"]\n'
    assert (spool / "events").read_text() == f'["s","{clock.today()}","",[],"","0"]\n'


def test_a_second_page_is_the_same_search(app: Flask) -> None:
    counts.search_made(Criteria(words="tea", page=2), NOTHING)
    counts.fold(rest=0)
    assert searches() == 0


@pytest.mark.database
def test_page_views_are_counted_by_day_and_listing(make: Make) -> None:
    listing = make.listing()
    counts.page_viewed(listing.id)
    counts.page_viewed(listing.id)
    counts.page_viewed(uuid4())  # of a listing we do not have
    counts.fold(rest=0)
    row = db.session.scalars(select(ViewCount)).one()
    assert (row.service_id, row.views) == (listing.id, 2)


@pytest.mark.parametrize(
    ("typed", "unknown", "kept"),
    [
        ("zorbing", ["zorbing"], ["zorbing"]),
        ("Zorbing zorbing", ["Zorbing", "zorbing"], ["zorbing"]),
        ("jo@example.org", ["jo", "example", "org"], []),
        ("zz quuxley @ example.com yy", ["zz", "quuxley", "example", "com", "yy"], ["yy", "zz"]),
        ("quuxley@ example.com", ["quuxley", "example", "com"], []),
        ("quuxley @example.com", ["quuxley", "example", "com"], []),
        ("@ quuxley @", ["quuxley"], []),
        ("Quüxley＠example", ["quuxley", "quüxley", "example"], []),
        ("zorbing beside aardvarks", ["zorbing", "aardvarks"], ["aardvarks", "zorbing"]),
        ("07700900123 qwerty", ["07700900123", "qwerty"], ["qwerty"]),
        ("flat12b zz", ["flat", "b", "zz"], ["zz"]),
        ("x" * 41, ["x" * 41], []),
        ("<b>", ["<b>"], []),
    ],
)
def test_a_word_that_could_be_somebody_s_is_not_held(typed: str, unknown: list[str], kept: list[str]) -> None:
    assert counts.unknown(typed, unknown) == kept


def test_filters_stay_short_and_hold_only_codes() -> None:
    odd = Criteria(languages=("en", "x" * 50, "a b", "<script>"), within=25)
    assert counts.filters(odd) == "language=en&within=25"
    many = Criteria(access=tuple(f"code-{n}" for n in range(100)))
    assert 150 < len(counts.filters(many)) <= 200


def test_the_longest_possible_line_is_written_whole(app: Flask) -> None:
    criteria = Criteria(needs=tuple("n" * 60 + str(n) for n in range(500)), where=HOME)
    counts.search_made(criteria, NOTHING)
    line = (app.config["INSTANCE_DIR"] / "spool" / "events").read_bytes()
    assert len(line) < counts.LONGEST_LINE
    counts.fold(rest=0)
    assert searches() == 1


def test_a_spool_that_cannot_be_written_breaks_no_page(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    (app.config["INSTANCE_DIR"] / "spool" / "events").mkdir(parents=True)
    with caplog.at_level(logging.WARNING, logger="hereabouts.counts"):
        counts.page_viewed(uuid4())
    assert [record.getMessage() for record in caplog.records] == ["a count was lost: Is a directory"]


def test_nothing_tells_which_rows_were_written_side_by_side(app: Flask) -> None:
    """A table of SQLite numbers its rows as they come, unless it is told not to."""
    for table in ("unknown_word", "search_count", "view_count"):
        made = db.session.scalar(text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": table})
        assert "WITHOUT ROWID" in str(made)


@pytest.mark.database
def test_words_are_written_in_the_order_of_the_alphabet(app: Flask) -> None:
    words = ("zorbing", "mithering", "aardvarks")
    counts.search_made(Criteria(words=" ".join(words)), Hits(0, (), understood=Understood(unknown=words)))
    held = (app.config["INSTANCE_DIR"] / "spool" / "words").read_text().splitlines()
    assert [line.split(",")[2].strip('"]') for line in held] == sorted(words)
    written: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if "INTO unknown_word" in statement:
            rows = parameters if isinstance(parameters, list) else [parameters]
            written.extend(value for row in rows for value in map(str, _values(row)) if value in words)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        (app.config["INSTANCE_DIR"] / "spool" / "words").write_text("\n".join(reversed(held)) + "\n")
        counts.fold(rest=0)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert written == sorted(words)


def _values(row: Any) -> list[Any]:
    return list(row.values() if isinstance(row, dict) else row)


def test_a_line_that_was_cut_off_does_not_hold_up_the_others(app: Flask) -> None:
    counts.search_made(Criteria(), NOTHING)
    with (app.config["INSTANCE_DIR"] / "spool" / "events").open("a") as file:
        file.write('["s","2026-1')
    counts.fold(rest=0)
    assert searches() == 1


def _append_many(instance: str, times: int) -> None:
    from tests.conftest import new_app

    with new_app(Path(instance)).app_context():
        for _ in range(times):
            counts.search_made(Criteria(words="tea", where=HOME), NOTHING)


def test_nothing_is_lost_when_many_append_while_one_folds(app: Flask) -> None:
    spawn = get_context("spawn")
    writers = [spawn.Process(target=_append_many, args=(str(app.config["INSTANCE_DIR"]), 500)) for _ in range(3)]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        counts.fold(rest=0.1)
    for writer in writers:
        writer.join()
        assert writer.exitcode == 0
    counts.fold(rest=0)
    assert searches() == 1500


CRASH = """
import os, sys
from pathlib import Path
from tests.conftest import new_app
from app.directory import counts
from app.extensions import db
commit, point = db.session.commit, sys.argv[2]
def crash(*_):
    if point == "before the commit":
        os._exit(9)
    commit()
    os._exit(9)
with new_app(Path(sys.argv[1])).app_context():
    db.session.commit = crash
    counts.fold(rest=0)
"""


@pytest.mark.parametrize("point", ["before the commit", "after the commit"])
def test_a_fold_that_is_killed_counts_each_line_once(app: Flask, point: str) -> None:
    for _ in range(7):
        counts.search_made(Criteria(words="tea"), NOTHING)
    killed = subprocess.run(
        [sys.executable, "-c", CRASH, str(app.config["INSTANCE_DIR"]), point],
        cwd=Path(__file__).parents[2],
        check=False,
    )
    assert killed.returncode == 9
    counts.fold(rest=0)
    assert searches() == 7
    counts.fold(rest=0)
    assert searches() == 7
    assert list((app.config["INSTANCE_DIR"] / "spool").iterdir()) == []
    counts.fold(rest=0)
    assert db.session.scalars(select(FoldedFile)).all() == []


def _used(word: str, *days: date) -> None:
    writing()
    db.session.add_all([UnknownWord(word=word, day=day, searches=1) for day in days])
    db.session.commit()


@pytest.mark.database
def test_a_word_is_dropped_after_thirty_days_unless_five_days_used_it(app: Flask) -> None:
    today = date(2026, 6, 30)
    _used("seldom", *(today - timedelta(days=n) for n in (31, 32, 33, 34)))
    _used("often", *(today - timedelta(days=n) for n in (1, 31, 32, 33, 34)))
    _used("new", today - timedelta(days=30))
    counts.forget(today)
    assert set(db.session.scalars(select(UnknownWord.word))) == {"often", "new"}


@pytest.mark.database
def test_counts_are_kept_thirteen_months(app: Flask) -> None:
    today = date(2026, 6, 30)
    writing()
    for day in (date(2025, 5, 29), date(2025, 5, 30)):
        db.session.add(SearchCount(day=day, area="", need="", filters="", hits="0", searches=1))
    db.session.commit()
    counts.forget(today)
    assert list(db.session.scalars(select(SearchCount.day))) == [date(2025, 5, 30)]
