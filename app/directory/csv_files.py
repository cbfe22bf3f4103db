"""Listings, organisations and locations as CSV files: how they come in, and how they go out again.

A file is read whole before anything is written: either every row of it can be used, or a `Refused` names each cell
that cannot and nothing is changed. What a listing's row cannot say (a second contact, an extent drawn on a map) is
kept by the tables and not by these files.
"""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from flask_babel import lazy_gettext as lazy
from msgspec import structs

from app.directory import csv_cells as cells
from app.directory.listing import (
    Assurance,
    Capacity,
    Contact,
    Language,
    Listing,
    Phone,
    Place,
    ServiceArea,
    Source,
)
from app.errors import Refused

NAMESPACE = uuid5(NAMESPACE_URL, "hereabouts:seed")
ORGANISATION = ("slug", "name", "description", "email", "phone", "website", "kind")
LOCATION = ("slug", "name", "address_1", "city", "postal_code", "accessibility", "transportation", "confidential")
LISTING = (
    "slug", "name", "organisation", "summary", "description", "needs", "audience", "minimum_age", "maximum_age",
    "gender", "conditions", "eligibility", "delivery", "join", "how_to_join", "wait", "locations", "times", "closures",
    "cost_options", "fees_description", "languages", "interpretation", "accessibility", "areas", "national",
    "home_area", "phone", "phone_label", "email", "url", "contact", "status", "returns_on", "available", "maximum",
    "capacity_updated", "accreditations", "funding", "alert", "assured", "assured_by", "phone_assured",
    "times_assured", "address_assured",
)  # fmt: skip
LISTED = ("needs", "audience", "conditions", "delivery", "join", "accessibility", "funding")
SAME = (
    "slug", "name", "organisation", "summary", "description", "gender", "alert", "url", "email", "accreditations",
    "fees_description",
)  # fmt: skip
RENAMED = {  # field of a listing: column of a file
    "eligibility_description": "eligibility",
    "application_process": "how_to_join",
    "wait_time": "wait",
    "interpretation_services": "interpretation",
}
MOST_PROBLEMS = 20


@dataclass(frozen=True)
class Line:
    """One row of a file, and where it stands in it."""

    file: str
    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """The cell of a column, without the space round it."""
        return self.cells[column].strip()


@dataclass(frozen=True)
class Words:
    """What the words of a file stand for: organisations and places by slug, boroughs by word."""

    organisations: Mapping[str, str]
    boroughs: Mapping[str, str]
    places: Mapping[str, str]

    def place(self, slug: str) -> str:
        """The slug under which we keep a location."""
        return self.places.get(slug, slug)

    def area(self, code: str) -> str:
        """An area's code; `borough:` and a word stands for that borough's."""
        word = code.removeprefix("borough:")
        if word == code:
            return code
        if word not in self.boroughs:
            raise ValueError(f"there is no borough “{word}”")
        return self.boroughs[word]


def identity(kind: str, slug: str) -> UUID:
    """The id of something first seen in a file: the same each time the file is read."""
    return uuid5(NAMESPACE, f"{kind}:{slug}")


def lines(path: Path, columns: Sequence[str]) -> list[Line]:
    """The rows of a CSV file with exactly these columns, in any order.

    Raises `Refused` where the file is not UTF-8, or a column is missing or not known.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(lazy("%(file)s is not a UTF-8 text file. Save it as “CSV UTF-8”.", file=path.name)) from error
    reader = csv.DictReader(io.StringIO(text, newline=""))
    have = [name.strip().lower() for name in reader.fieldnames or ()]
    missing, unknown = set(columns) - set(have), set(have) - set(columns)
    if missing or unknown:
        raise Refused(
            lazy(
                "%(file)s: columns missing: %(missing)s; not known: %(unknown)s.",
                file=path.name,
                missing=", ".join(sorted(missing)) or "-",
                unknown=", ".join(sorted(unknown)) or "-",
            )
        )
    reader.fieldnames = have
    return [
        Line(path.name, reader.line_num, {name: row[name] or "" for name in have})
        for row in reader
        if any(row.values())
    ]


def read_listings(
    path: Path,
    *,
    today: date,
    names: Mapping[str, str],
    boroughs: Mapping[str, str] | None = None,
    places: Mapping[str, str] | None = None,
    demonstration: bool = False,
) -> list[Listing]:
    """The listings of a file. `names` gives the name of each organisation by its slug, `boroughs` the area code of
    each borough's word, so that a file may say `borough:havering`, and `places` the slug under which we keep a
    location that the file calls something else.

    Raises `Refused` that names every cell we cannot use (the first twenty), by line.
    """
    words = Words(names, boroughs or {}, places or {})
    return _all(lines(path, LISTING), lambda line: _listing(line, today, words, demonstration))


def _all(rows: Iterable[Line], read: Callable[[Line], Listing]) -> list[Listing]:
    good, problems = [], []
    for line in rows:
        try:
            good.append(read(line))
        except ValueError as problem:
            problems.append(f"{line.file}, line {line.number}: {problem}")
    if problems:
        raise Refused("\n".join(problems[:MOST_PROBLEMS]))
    return good


def _listing(line: Line, today: date, words: Words, demonstration: bool) -> Listing:
    if line["organisation"] not in words.organisations:
        raise ValueError(f"there is no organisation “{line['organisation']}”")
    if not line["slug"] or not line["name"]:
        raise ValueError("a listing needs a slug and a name")

    times = tuple(cells.schedule(part, today) for part in cells.many(line["times"]))
    times = tuple(structs.replace(at, location=words.place(at.location)) for at in times)
    named = map(words.place, cells.many(line["locations"]))
    slugs = dict.fromkeys([*named, *(at.location for at in times if at.location)])
    said: dict[str, Any] = {name: line[name] for name in SAME}
    said |= {field: line[column] for field, column in RENAMED.items()}
    said |= {name: cells.many(line[name]) for name in LISTED}
    said |= {name: cells.whole(line[name]) for name in ("minimum_age", "maximum_age")}
    return Listing(
        **said,
        id=identity("service", line["slug"]),
        organisation_name=words.organisations[line["organisation"]],
        status=line["status"] or "active",
        returns_on=cells.day(line["returns_on"], today),
        phones=(Phone(line["phone"], description=line["phone_label"]),) if line["phone"] else (),
        contacts=(Contact(name=line["contact"]),) if line["contact"] else (),
        places=tuple(Place(slug=slug) for slug in slugs),
        schedules=times,
        closures=tuple(cells.closure(part, today) for part in cells.many(line["closures"])),
        cost_options=tuple(cells.cost(part) for part in cells.many(line["cost_options"])),
        languages=tuple(Language(code) for code in cells.many(line["languages"])),
        service_areas=tuple(ServiceArea(words.area(code)) for code in cells.many(line["areas"])),
        national=cells.yes(line["national"]),
        home_area=words.area(line["home_area"]),
        capacity=_capacity(line, today),
        assurance=_assurance(line, today),
        demonstration=demonstration,
    )


def _assurance(line: Line, today: date) -> Assurance:
    parts: dict[str, Any] = {part: cells.day(line[f"{part}_assured"], today) for part in ("phone", "times", "address")}
    return Assurance(cells.day(line["assured"], today), line["assured_by"], **parts)


def _capacity(line: Line, today: date) -> Capacity | None:
    available = cells.whole(line["available"])
    if available is None:
        return None
    return Capacity(available, cells.whole(line["maximum"]), cells.day(line["capacity_updated"], today))


def write_listings(listings: Iterable[Listing]) -> str:
    """The listings as a file that `read_listings` reads to the same listings."""
    out = io.StringIO()
    writer = csv.DictWriter(out, LISTING, lineterminator="\n")
    writer.writeheader()
    writer.writerows(_row(listing) for listing in listings)
    return out.getvalue()


def _row(listing: Listing) -> dict[str, Any]:
    checked, capacity = listing.assurance, listing.capacity
    unchanged = (*SAME, "status", "home_area", "returns_on", "minimum_age", "maximum_age")
    return {
        **{name: _text(getattr(listing, name)) for name in unchanged},
        **{name: cells.one(getattr(listing, name)) for name in LISTED},
        **{column: getattr(listing, field) for field, column in RENAMED.items()},
        "locations": cells.one(place.slug for place in listing.places),
        "times": cells.one(map(cells.schedule_cell, listing.schedules)),
        "closures": cells.one(map(cells.closure_cell, listing.closures)),
        "cost_options": cells.one(map(cells.cost_cell, listing.cost_options)),
        "languages": cells.one(language.code for language in listing.languages),
        "areas": cells.one(area.code for area in listing.service_areas),
        "national": "yes" if listing.national else "",
        "phone": listing.phones[0].number if listing.phones else "",
        "phone_label": listing.phones[0].description if listing.phones else "",
        "contact": listing.contacts[0].name if listing.contacts else "",
        "available": _text(capacity.available if capacity else None),
        "maximum": _text(capacity.maximum if capacity else None),
        "capacity_updated": _text(capacity.updated if capacity else None),
        "assured": _text(checked.assured_date),
        "assured_by": checked.assured_by,
        **{f"{part}_assured": _text(getattr(checked, part)) for part in ("phone", "times", "address")},
    }


def _text(value: object) -> str:
    return "" if value is None else str(value)


FOUND = (
    "slug", "name", "organisation", "summary", "needs", "audience", "borough", "ward", "locality", "postal_code",
    "address_1", "location_precision", "website", "source_title", "source_url", "source_year", "status",
)  # fmt: skip


def read_found(path: Path, *, boroughs: Mapping[str, str], slug: Callable[[str], str]) -> list[Listing]:
    """The organisations we found in documents and nobody has checked, as listings that say so.

    They carry no assured date. `boroughs` gives the area code of each borough's word (havering …); `slug` makes
    the organisation's slug from its name. Only one with a stated postcode has a place.
    """
    return _all(lines(path, FOUND), lambda line: _found(line, boroughs, slug))


def _found(line: Line, boroughs: Mapping[str, str], slug: Callable[[str], str]) -> Listing:
    borough = boroughs[line["borough"]]
    return Listing(
        id=identity("service", line["slug"]),
        slug=line["slug"],
        name=line["name"],
        organisation=slug(line["organisation"]),
        organisation_name=line["organisation"],
        summary=line["summary"],
        url=line["website"],
        needs=cells.many(line["needs"]),
        audience=cells.many(line["audience"]),
        places=(Place(slug=line["slug"]),) if line["postal_code"] else (),
        service_areas=(ServiceArea(borough),),
        home_area=line["locality"] or borough,
        status="temporarily closed" if line["status"] == "temporarily closed" else "active",
        source=Source(line["source_title"], line["source_url"], cells.whole(line["source_year"])),
    )
