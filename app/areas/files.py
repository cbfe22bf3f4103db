"""The files of a seed folder that say what areas there are, read and checked; nothing here touches the database."""

import csv
import gzip
import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class File:
    """One file that was read, and what its licence asks us to show."""

    name: str
    content: bytes
    rows: int
    licence: str
    attribution: str
    note: str


@dataclass
class Read:
    """Everything the seed folder says about areas. A file that is not there has nothing to say."""

    areas: list[dict[str, str]] = field(default_factory=list)
    boundaries: list[dict[str, Any]] = field(default_factory=list)
    postcodes: list[dict[str, Any]] = field(default_factory=list)
    place_names: list[dict[str, Any]] = field(default_factory=list)
    elsewhere: list[dict[str, str]] = field(default_factory=list)
    postcode_areas: list[dict[str, str]] = field(default_factory=list)
    terms: list[dict[str, Any]] = field(default_factory=list)
    files: list[File] = field(default_factory=list)


def read(seed: Path) -> Read:
    """Everything the seed folder says about areas; `areas/sources.csv` names the files and their licences."""
    found = Read()
    readers: dict[str, Callable[[str], int]] = {
        "areas/areas.csv": lambda text: _keep(found.areas, _table(text)),
        "areas/boundaries.geojson.gz": lambda text: _keep(found.boundaries, _features(text)),
        "areas/postcodes.csv.gz": lambda text: _keep(found.postcodes, [_postcode(row) for row in _table(text)]),
        "areas/elsewhere.csv": lambda text: _keep(found.elsewhere, _table(text)),
        "place_names.csv": lambda text: _keep(found.place_names, [_place(row) for row in _table(text)]),
        "postcode_areas.csv": lambda text: _keep(found.postcode_areas, [_letters(row) for row in _table(text)]),
        "term_dates.csv": lambda text: _keep(found.terms, [_term(row) for row in _table(text)]),
    }
    for source in _table((seed / "areas" / "sources.csv").read_text(encoding="utf-8")):
        path = seed / source["file"]
        if source["file"] in readers and path.exists():
            content = path.read_bytes()
            rows = readers[source["file"]](_text(path, content))
            said = {name: source[name] for name in ("name", "licence", "attribution", "note")}
            found.files.append(File(content=content, rows=rows, **said))
    return found


def _text(path: Path, content: bytes) -> str:
    return (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8-sig")


def _table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def _keep(into: list[Any], rows: list[Any]) -> int:
    into.extend(rows)
    return len(rows)


def _many(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def _features(text: str) -> list[dict[str, Any]]:
    """Features with their geometry as text, the way it is kept."""
    return [
        {"properties": feature["properties"], "geometry": json.dumps(feature["geometry"], separators=(",", ":"))}
        for feature in json.loads(text)["features"]
    ]


def _postcode(row: dict[str, str]) -> dict[str, Any]:
    terminated = row.get("terminated")
    return {
        "postcode": row["postcode"],
        "lat": float(row["lat"]),
        "lon": float(row["lon"]),
        "ward": row["ward"],
        "lsoa": row["lsoa"],
        "terminated": date.fromisoformat(terminated) if terminated else None,
    }


def _place(row: dict[str, str]) -> dict[str, Any]:
    return {"name": row["name"], "also": _many(row["also"]), "wards": _many(row["wards"])}


def _letters(row: dict[str, str]) -> dict[str, str]:
    return {"letters": row["area"], "town": row["town"], "nations": row["nations"]}


def _term(row: dict[str, str]) -> dict[str, Any]:
    days = {name: row[name] for name in ("starts", "ends", "half_term_starts", "half_term_ends")}
    return {
        "borough": row["borough"],
        "dates": {
            "name": f"{row['term'].capitalize()} term {row['academic_year']}",
            "assumed": row["status"] != "published",
            "source": row["source"],
            **{name: date.fromisoformat(day) if day else None for name, day in days.items()},
        },
    }
