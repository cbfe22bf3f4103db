"""How long a search takes inside the process, beside plain Whoosh and SQLite FTS5 asked the same.

Cold: an index just opened, nothing of a term, a word or a place known yet. Warm: the same process has seen the words
and places before; no answer is kept, so each search is done in full. Filter counts are the difference between the
last two columns. The others only find: words by BM25 within a box round the postcode, with nothing counted.
"""

import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from whoosh import fields, index, query, scoring

from app.directory import schedules
from app.directory.listing import Listing
from app.directory.search import building, ranking, reach
from app.directory.search.columns import Sitting
from app.directory.search.criteria import Criteria
from app.directory.search.engine import ColumnIndex
from app.directory.search.facts import FIELDS, Facts
from app.directory.search.words import stems
from benchmarks import _table
from benchmarks.listings import listings, vocabulary
from benchmarks.questions import MAKERS, MOMENT, questions

OTHERS = 60  # searches of each kind that the slower engines are asked
MILES_PER_DEGREE = 69.0
Find = Callable[[Criteria], object]


class NoHolidays:
    """A year in which nothing is closed."""

    def bank_holiday(self, day: date) -> bool:
        """None."""
        return False

    def term(self, day: date) -> str:
        """Always."""
        return "term"


def sittings(listing: Listing, first: date, days: int) -> Sequence[Sitting]:
    """The sessions of a listing."""
    return schedules.sessions(listing, first=first, days=days, calendar=NoHolidays())


def milliseconds(find: Find, asked: Iterable[Criteria]) -> list[float]:
    """How long each of these takes."""
    taken = []
    for criteria in asked:
        began = time.perf_counter()
        find(criteria)
        taken.append((time.perf_counter() - began) * 1000)
    return taken


def both(taken: Sequence[float]) -> str:
    """The median and the 95th percentile."""
    return f"{_table.percentile(taken, 0.5):.2f} / {_table.percentile(taken, 0.95):.2f}"


def box(criteria: Criteria) -> tuple[float, float, float, float] | None:
    """South, north, west, east of a box that holds the circle."""
    if criteria.where is None or criteria.where.point is None:
        return None
    lat, lon = criteria.where.point
    up, across = criteria.within / MILES_PER_DEGREE, criteria.within / (MILES_PER_DEGREE * 0.62)
    return lat - up, lat + up, lon - across, lon + across


def words_of(criteria: Criteria) -> list[str]:
    """What the other engines look up: the words, or the needs as words."""
    return stems(criteria.words or " ".join(criteria.needs).replace("-", " "))


def plain_whoosh(folder: Path, facts: Sequence[Facts]) -> Find:
    """Whoosh by its manual: any of the words in any field, filtered by a box."""
    text = fields.KEYWORD(scorable=True)
    schema = fields.Schema(lat=fields.NUMERIC(float), lon=fields.NUMERIC(float), **dict.fromkeys(FIELDS, text))
    folder.mkdir()
    writer = index.create_in(str(folder), schema).writer(limitmb=256)
    for each in facts:
        pins = reach.pins(each.listing)
        where = {"lat": pins[0][1].lat, "lon": pins[0][1].lon} if pins else {}
        writer.add_document(**where, **{name: " ".join(found) for name, found in each.terms.items() if found})
    writer.commit()
    searcher = index.open_dir(str(folder)).searcher(weighting=scoring.BM25F())

    def find(criteria: Criteria) -> object:
        terms = [
            query.Term(name, word, boost=ranking.FIELD_WEIGHTS[name]) for word in words_of(criteria) for name in FIELDS
        ]
        inside = box(criteria)
        narrow = inside and query.And([query.NumericRange("lat", *inside[:2]), query.NumericRange("lon", *inside[2:])])
        return list(searcher.search(query.Or(terms) if terms else query.Every(), limit=20, filter=narrow))

    return find


def fts5(facts: Sequence[Facts]) -> Find:
    """SQLite: FTS5 for the words and an R*Tree for the box."""
    connection = sqlite3.connect(":memory:")
    connection.execute(f"CREATE VIRTUAL TABLE words USING fts5({', '.join(FIELDS)})")
    connection.execute("CREATE VIRTUAL TABLE place USING rtree(id, south, north, west, east)")
    for number, each in enumerate(facts):
        row = (number, *(" ".join(each.terms[name]) for name in FIELDS))
        connection.execute(f"INSERT INTO words(rowid, {', '.join(FIELDS)}) VALUES (?,?,?,?,?,?,?)", row)  # noqa: S608
        for _, (lat, lon) in reach.pins(each.listing)[:1]:
            connection.execute("INSERT INTO place VALUES (?,?,?,?,?)", (number, lat, lat, lon, lon))
    connection.commit()
    inside = "south >= ? AND north <= ? AND west >= ? AND east <= ?"

    def find(criteria: Criteria) -> object:
        words, corners = words_of(criteria), box(criteria) or (-90, 90, -180, 180)
        if not words:
            return connection.execute(f"SELECT id FROM place WHERE {inside} LIMIT 20", corners).fetchall()  # noqa: S608
        both = f"FROM words JOIN place ON place.id = words.rowid WHERE words MATCH ? AND {inside}"
        statement = f"SELECT words.rowid {both} ORDER BY bm25(words) LIMIT 20"
        return connection.execute(statement, (" OR ".join(words), *corners)).fetchall()

    return find


def measure(count: int, folder: Path) -> list[list[object]]:
    """The rows of the table for a directory of this size."""
    made = list(listings(count))
    began = time.perf_counter()
    meta = building.Meta(1, "bench", (MOMENT.date() - timedelta(days=1)).isoformat())
    building.build(folder / "1", made, vocabulary(), sittings, meta, total=count)
    print(f"index of {count:,} built in {time.perf_counter() - began:.1f} s")
    facts = [Facts(each, vocabulary().need_words) for each in made]
    whoosh, sqlite = plain_whoosh(folder / "whoosh", facts), fts5(facts)
    rows: list[list[object]] = []
    for kind in MAKERS:
        asked = questions(kind)
        snapshot = building.open_snapshot(folder / "1")
        engine = ColumnIndex(snapshot)
        engine.find(Criteria("tea", asked[0].where, moment=MOMENT))  # what a worker works out once a day
        cold = milliseconds(engine.find, asked)
        warm = milliseconds(engine.find, asked)
        lean = milliseconds(partial(engine.find, counting_too=False), asked)
        others = [both(milliseconds(find, asked[:OTHERS])) for find in (whoosh, sqlite)]
        rows.append([f"{count:,}", kind, both(cold), both(warm), both(lean), *others])
        snapshot.close()
    return rows


def main() -> None:
    """Print the table for each size."""
    counts = [int(each) for each in sys.argv[1:]] or [10_000, 50_000]
    rows: list[list[object]] = []
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            rows += measure(count, Path(folder))
    columns = ("listings", "500 searches", "cold", "warm", "warm, not counted", "plain Whoosh", "SQLite FTS5")
    _table.show("In-process search, milliseconds: p50 / p95", columns, rows)


if __name__ == "__main__":
    main()
