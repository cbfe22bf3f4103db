"""Loading the areas of a place from its seed folder: read everything first, then store it in one short transaction.

Loading twice is the same as loading once. Areas keep their row (others point at them); the rest is replaced.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select, update

from app import clock
from app.areas import memory
from app.areas.files import Read, read
from app.areas.models import (
    Area,
    AreaBoundary,
    AreaKind,
    DataFile,
    PlaceName,
    Postcode,
    PostcodeArea,
    Standing,
    Surroundings,
    TermDates,
)
from app.areas.names import key
from app.areas.postcodes import compact
from app.extensions import Base, db

LEAST = 0.02  # an area with a smaller share of an outward code is not one that it lies in

ELSEWHERE = {"kind": "elsewhere", "lat": None, "lon": None, "area_id": None, "share": 1.0}


def load(seed: Path, *, again: bool = False) -> None:
    """Load areas, boundaries, postcodes, names and terms from a seed folder; the caller has said `writing()`.

    Files that are the same as when they were loaded last are left alone unless `again` is asked for.
    """
    found = read(seed)
    held = dict(db.session.execute(select(DataFile.name, DataFile.sha256)).all())
    if not again and all(held.get(file.name) == _digest(file.content) for file in found.files):
        return
    ids, numbers = _areas(found.areas)
    _boundaries(found.boundaries, ids)
    _postcodes(found.postcodes, numbers)
    _replace(PostcodeArea, found.postcode_areas)
    _names(found, ids)
    _terms(found, ids)
    _files(found)
    memory.forget()


def _replace(table: type[Base], rows: Iterable[Mapping[str, Any]]) -> None:
    db.session.execute(delete(table))
    _insert(table, rows)


def _insert(table: type[Base], rows: Iterable[Mapping[str, Any]]) -> None:
    many = [dict(row) for row in rows]
    if many:
        db.session.execute(insert(table), many)


def _areas(rows: Iterable[Mapping[str, str]]) -> tuple[dict[str, UUID], dict[str, int]]:
    """Areas by code: new ones are added, known ones brought up to date, none is removed."""
    known = {area.code: area for area in db.session.scalars(select(Area))}
    number = max((area.number for area in known.values()), default=0)
    for row in rows:
        area = known.get(row["code"])
        if area is None:
            number += 1
            area = known[row["code"]] = Area(code=row["code"], number=number)
            db.session.add(area)
        area.kind, area.name, area.slug = AreaKind(row["kind"]), row["name"], row["slug"]
        area.parent = known[row["parent"]] if row["parent"] else None
        area.lat, area.lon = _degrees(row["lat"]), _degrees(row["lon"])
        area.membership, area.membership_note = Standing(row["membership"]), row["note"]
    db.session.flush()
    return {code: area.id for code, area in known.items()}, {code: area.number for code, area in known.items()}


def _degrees(cell: str) -> float | None:
    return float(cell) if cell else None


def _boundaries(features: Iterable[Mapping[str, Any]], ids: Mapping[str, UUID]) -> None:
    """Lines round areas, and the districts beside them; the features of our file, as they stand."""
    ours: list[dict[str, Any]] = []
    beside: list[dict[str, Any]] = []
    for feature in features:
        said, geometry = feature["properties"], feature["geometry"]
        if "beside" in said:
            beside.append({"borough_id": ids[said["beside"]], "name": said["name"], "geometry": geometry})
        else:
            ours.append(
                {"area_id": ids[said["code"]], "geometry": geometry, "approximate": True, "source": said["source"]}
            )
    _replace(AreaBoundary, ours)
    _replace(Surroundings, beside)


def _postcodes(rows: Iterable[Mapping[str, Any]], numbers: Mapping[str, int]) -> None:
    _replace(
        Postcode,
        (
            {
                "code": compact(row["postcode"]),
                "lat": row["lat"],
                "lon": row["lon"],
                "ward": numbers.get(row["ward"]),
                "lsoa": numbers.get(row["lsoa"]),
                "terminated": row["terminated"],
            }
            for row in rows
        ),
    )


def _names(found: Read, ids: Mapping[str, UUID]) -> None:
    """Names in use: our own list, the first halves of postcodes, the areas themselves, and places beside ours."""
    live = [row for row in found.postcodes if row["terminated"] is None]
    rows = [*_of_places(found, live, ids), *_of_outwards(live, ids), *_of_areas(found, ids)]
    rows += ({"name": row["name"], "key": key(row["name"]), **ELSEWHERE} for row in found.elsewhere)
    unique = {(row["key"], row["name"], row["kind"], row["area_id"]): row for row in rows}
    _replace(PlaceName, unique.values())


def _of_places(found: Read, live: list[dict[str, Any]], ids: Mapping[str, UUID]) -> Iterator[dict[str, Any]]:
    """Neighbourhoods, each at the mean of the postcodes of its wards."""
    wards: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for row in live:
        wards[row["ward"]].append((row["lat"], row["lon"]))
    for place in found.place_names:
        lies = [ward for ward in place["wards"] if wards[ward]]
        points = [point for ward in lies for point in wards[ward]]
        parts = {ids[ward]: len(wards[ward]) / len(points) for ward in lies}
        for name in (place["name"], *place["also"]):
            yield from _named(place["name"], name, "place", points, parts)


def _of_outwards(live: list[dict[str, Any]], ids: Mapping[str, UUID]) -> Iterator[dict[str, Any]]:
    """The first halves of postcodes, each at the mean of those that we hold."""
    outwards: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in live:
        outwards[compact(row["postcode"])[:-3]].append(row)
    for code, held in outwards.items():
        share: dict[UUID, float] = defaultdict(float)
        for row in held:
            share[ids[row["ward"]]] += 1 / len(held)
        parts = {ward: part for ward, part in share.items() if part >= LEAST}
        yield from _named(code, code, "outward", [(row["lat"], row["lon"]) for row in held], parts)


def _of_areas(found: Read, ids: Mapping[str, UUID]) -> Iterator[dict[str, Any]]:
    """Boroughs, localities and wards by their own names."""
    names = {row["code"]: row["name"] for row in found.areas}
    for row in found.areas:
        if row["lat"] and row["kind"] in ("borough", "locality", "ward"):
            middle = [(float(row["lat"]), float(row["lon"]))]
            for name in sorted(_spellings(row["name"], row["kind"], names.get(row["parent"], ""))):
                yield from _named(row["name"], name, row["kind"], middle, {ids[row["code"]]: 1.0})


def _named(
    name: str, spelling: str, kind: str, points: list[tuple[float, float]], parts: Mapping[UUID, float]
) -> list[dict[str, Any]]:
    """One row for each area that a place lies in, all at the middle of the place."""
    if not points:
        return []
    lat = round(sum(point[0] for point in points) / len(points), 6)
    lon = round(sum(point[1] for point in points) / len(points), 6)
    shared = {"name": name, "key": key(spelling), "kind": kind, "lat": lat, "lon": lon}
    return [{**shared, "area_id": area, "share": round(part, 4)} for area, part in parts.items()]


def _spellings(name: str, kind: str, parent: str) -> set[str]:
    """The name of an area as people write it: a locality without its brackets, or with its borough's name turned."""
    found = {name}
    if kind == "locality":
        found |= {part.strip() for part in name.replace(")", "").split("(") if " " in part.strip()}
        found |= {part.strip() for part in name.split("/") if " " in part.strip()}
        if name.startswith(f"{parent} "):
            found.add(f"{name.removeprefix(parent).strip()} {parent}")
        if name.endswith(f" {parent}"):
            found.add(f"{parent} {name.removesuffix(parent).strip()}")
    return found


def _terms(found: Read, ids: Mapping[str, UUID]) -> None:
    codes = {row["slug"]: row["code"] for row in found.areas if row["kind"] == "borough"}
    _replace(TermDates, ({**row["dates"], "area_id": ids[codes[row["borough"]]]} for row in found.terms))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _files(found: Read) -> None:
    """Note what was loaded, with the words that its licence asks us to show."""
    held = {row.name: row.id for row in db.session.scalars(select(DataFile))}
    for file in found.files:
        columns = {
            "sha256": _digest(file.content),
            "rows": file.rows,
            "loaded_at": clock.now(),
            "licence": file.licence,
            "attribution": file.attribution,
            "note": file.note,
        }
        if file.name in held:
            db.session.execute(update(DataFile).where(DataFile.id == held[file.name]).values(**columns))
        else:
            db.session.add(DataFile(name=file.name, **columns))
    db.session.flush()
