"""What a page costs in process: milliseconds and SQL statements, however many hits it has."""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from flask import Flask

from app.directory import queries
from benchmarks import _site, _table
from benchmarks.questions import questions
from tests.statements import statements

RUNS = 200
COUNTS = (10_000, 50_000)


def addresses(kind: str, count: int = RUNS) -> list[str]:
    """Different searches as addresses."""
    found = []
    for criteria in questions(kind, count):
        near = criteria.where.label if criteria.where else ""
        asked = [("q", criteria.words), ("near", near), *(("need", need) for need in criteria.needs)]
        found.append("/search?" + urlencode([(name, value) for name, value in asked if value]))
    return found


def measure(app: Flask, name: str, paths: list[str]) -> list[object]:
    """One row: the median and the 95th percentile of the milliseconds, and the most statements of any."""
    client = app.test_client()
    most, taken, size = 0, [], 0
    for path in paths[:20]:
        client.get(path)
    for path in paths:
        with app.app_context(), statements() as seen:
            answer = client.get(path)
        if answer.status_code != 200:
            raise RuntimeError(f"{path}: {answer.status}")
        most, size = max(most, len(seen)), max(size, len(answer.data))
    for path in paths:
        began = time.perf_counter()
        client.get(path)
        taken.append((time.perf_counter() - began) * 1000)
    return [name, median(taken), _table.percentile(taken, 0.95), most, f"{size // 1024} KB"]


def pages(app: Flask) -> dict[str, Callable[[], list[str]]]:
    """The pages worth measuring, each as addresses."""
    with app.app_context():
        slugs = [listing.slug for listing, _ in zip(queries.all_listings(), range(RUNS), strict=False)]
    return {
        "home": lambda: ["/"] * RUNS,
        "results: words + postcode": lambda: addresses("words + postcode"),
        "results: need + postcode": lambda: addresses("need + postcode"),
        "results: everything near": lambda: addresses("browse"),
        "a service": lambda: [f"/services/{slug}" for slug in slugs],
    }


def main(counts: tuple[int, ...]) -> None:
    """Measure each page over each number of listings."""
    for count in counts:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            app = _site.make(Path(folder), count)
            rows = [measure(app, name, paths()) for name, paths in pages(app).items()]
            columns = ["page, uncompressed", "median ms", "p95 ms", "most SQL statements", "largest"]
            _table.show(
                f"Pages in process, {count:,} listings, {RUNS} different addresses (target 6 ms, 8)", columns, rows
            )


if __name__ == "__main__":
    main(tuple(int(count) for count in sys.argv[1:]) or COUNTS)
