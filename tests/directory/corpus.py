"""A small directory in memory, searched without a database: listings by what matters to a test, at real postcodes."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from app.areas.where import Where
from app.clock import LONDON
from app.directory import schedules
from app.directory.listing import Assurance, Listing, Place, ServiceArea
from app.directory.search import building
from app.directory.search.columns import Sitting
from app.directory.search.criteria import Criteria, Hits
from app.directory.search.engine import ColumnIndex
from app.directory.search.vocabulary import Vocabulary
from app.geo import Point
from benchmarks import listings as made

MOMENT = datetime(2026, 11, 24, 10, 40, tzinfo=LONDON)  # a Tuesday
LEWISHAM, MERTON, ENGLAND = "E09000023", "E09000024", "E92000001"
CATFORD = Point(51.4452, -0.0207)
IN_CATFORD = Where(CATFORD, frozenset(("E01003189", "E05013718", "LEW-2", LEWISHAM, ENGLAND)), "SE6 4XB", "LEW-2")
IN_MITCHAM = Where(Point(51.4025, -0.1650), frozenset((MERTON, ENGLAND, "MER-E")), "CR4 3PQ", "MER-E")
ELSEWHERE = Where(None, frozenset(), "OX1")


class NoHolidays:
    """A year in which nothing is closed."""

    def bank_holiday(self, day: date) -> bool:
        return False

    def term(self, day: date) -> str:
        return "term"


def sittings(listing: Listing, first: date, days: int) -> Sequence[Sitting]:
    return schedules.sessions(listing, first=first, days=days, calendar=NoHolidays())


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary of the seed."""
    return made.vocabulary()


def listing(slug: str, *, miles: float | None = None, areas: Iterable[str] = (), **says: Any) -> Listing:
    """A listing; `miles` puts its place that far north of Catford."""
    says.setdefault("name", slug.replace("-", " ").capitalize())
    says.setdefault("organisation", "organisation")
    says.setdefault("organisation_name", "Wren Society")
    says.setdefault("delivery", ("in-person",))
    says.setdefault("assurance", Assurance(assured_date=MOMENT.date() - timedelta(days=20)))
    if miles is not None:
        says["places"] = (place(f"{slug}-place", miles), *says.get("places", ()))
    return Listing(
        id=uuid5(NAMESPACE_URL, slug), slug=slug, service_areas=tuple(ServiceArea(code=code) for code in areas), **says
    )


def place(slug: str, miles: float) -> Place:
    """A place that far north of Catford."""
    return Place(slug=slug, name="Hall", latitude=CATFORD.lat + miles / 69.09, longitude=CATFORD.lon)


class Directory:
    """Listings in an index of their own."""

    def __init__(self, folder: Path, listings: Iterable[Listing], words: Vocabulary | None = None) -> None:
        self.listings = {each.id: each for each in listings}
        self.folder = folder
        self.number = 1
        meta = building.Meta(1, "test", (MOMENT.date() - timedelta(days=1)).isoformat())
        building.build(folder / "1", self.listings.values(), words or vocabulary(), sittings, meta)
        self.open()

    def open(self) -> None:
        self.index = ColumnIndex(building.open_snapshot(self.folder / str(self.number)))

    def update(self, changed: Sequence[Listing], gone: Sequence[Listing] = ()) -> None:
        """The next generation."""
        meta = building.Meta(self.number + 1, "test", (MOMENT.date() - timedelta(days=1)).isoformat())
        folder = self.folder / str(self.number + 1)
        building.extend(self.folder / str(self.number), folder, changed, [each.id for each in gone], sittings, meta)
        self.listings |= {each.id: each for each in changed}
        for each in gone:
            del self.listings[each.id]
        self.number += 1
        self.index.snapshot.close()
        self.open()

    def find(self, words: str = "", where: Where | None = IN_CATFORD, **says: Any) -> Hits:
        says.setdefault("moment", MOMENT)
        return self.index.find(Criteria(words=words, where=where, **says))

    def slugs(self, words: str = "", where: Where | None = IN_CATFORD, **says: Any) -> list[str]:
        """The slugs of the hits, in order."""
        return [self.listings[hit.id].slug for hit in self.find(words, where, **says).hits]


def at(hour: int, minute: int = 0) -> time:
    return time(hour, minute)
