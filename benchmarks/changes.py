"""How soon a changed listing is found by every worker, and how long an index takes to build."""

import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from flask import Flask
from msgspec import structs

from app import clock
from app.directory import queries, services
from app.extensions import db, writing
from benchmarks import _site, _table
from benchmarks.over_http import fetch, serving

CHANGES = 10
IN_A_ROW = 24  # answers that find it, one after the other: so many never come from one of two workers alone
PATIENCE = 30.0


def change(app: Flask, number: int) -> str:
    """Give a listing a name that was never used, commit, and say the name."""
    word = f"zygomorph{chr(97 + number)}"
    with app.app_context():
        listing = next(queries.all_listings())
        db.session.rollback()
        writing()
        services.show(structs.replace(listing, name=f"{word} social club", organisation_name=""), at=clock.now())
        db.session.commit()
        db.session.remove()
    return word


def seen_by_all(port: int, word: str) -> float:
    """Seconds until every answer finds the name."""
    began = time.perf_counter()
    last_missed = began
    found = 0
    while found < IN_A_ROW and time.perf_counter() - began < PATIENCE:
        body = fetch(port, f"/search.geojson?q={word}&exact=1&found={time.perf_counter_ns()}")[1]
        if b'"numberMatched":1' in body.replace(b" ", b""):
            found += 1
        else:
            found, last_missed = 0, time.perf_counter()
    if found < IN_A_ROW:
        raise RuntimeError(f"{word} was not found by every worker in {PATIENCE:.0f} s")
    return last_missed - began


def main(count: int) -> None:
    """Change listings one after the other under a running site."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        instance = Path(folder)
        app = _site.make(instance, count)
        with serving(instance) as port:
            fetch(port, "/search?q=lonely")
            taken = [seen_by_all(port, change(app, number)) for number in range(CHANGES)]
    rows = [[f"{CHANGES} changes, one after the other", median(taken), max(taken)]]
    _table.show(f"A changed listing, {count:,} listings, 2 workers (target 1 s)", ["", "median s", "worst s"], rows)


if __name__ == "__main__":
    for argument in sys.argv[1:] or ["10000"]:
        main(int(argument))
