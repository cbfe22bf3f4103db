"""The column engine against plain Whoosh: the same hits in the same order, also between updates and deletes."""

import random
from pathlib import Path

from msgspec import structs

from app.directory.listing import Listing
from app.directory.search.criteria import Hits
from app.directory.search.plain import PlainIndex
from benchmarks import listings as made
from benchmarks.questions import MAKERS, questions
from tests.directory.corpus import Directory, sittings

ROUNDS = 4


def shown(hits: Hits) -> list[tuple[object, ...]]:
    return [
        (hit.id, hit.coverage, hit.place, hit.next_session, hit.open_until, hit.not_for_area, round(hit.miles or 0, 6))
        for hit in hits.hits
    ]


def test_two_hundred_searches_between_updates_and_deletes(tmp_path: Path) -> None:
    chance = random.Random(5)  # noqa: S311 (make-believe changes)
    listings = list(made.listings(260))
    columns = Directory(tmp_path / "columns", listings)
    plain = PlainIndex(tmp_path / "plain", listings, columns.index.snapshot.vocabulary, sittings)
    new = made.listings(200, seed=2)
    asked = compared = 0
    for turn in range(ROUNDS):
        for kind in MAKERS:
            for criteria in questions(kind, 10, seed=turn):
                mine, other = columns.index.find(criteria), plain.find(criteria)
                assert (mine.total, shown(mine)) == (other.total, shown(other)), criteria
                asked, compared = asked + 1, compared + mine.total
        there = list(columns.listings.values())
        gone = chance.sample(there, 15)
        changed = [next(new) for _ in range(20)] + [
            renamed(each) for each in chance.sample(there, 15) if each not in gone
        ]
        columns.update(changed, gone)
        plain.apply(changed, [each.id for each in gone])

    assert asked == 200
    assert compared > 1000


def renamed(listing: Listing) -> Listing:
    """The same listing under a name that tells."""
    return structs.replace(listing, name=f"Zephyr {listing.name}", summary=f"{listing.summary} With zithers.")


def test_an_update_is_found_at_once_and_what_is_gone_is_not(tmp_path: Path) -> None:
    listings = list(made.listings(40))
    directory = Directory(tmp_path, listings)
    directory.update([renamed(listings[3])], [listings[5]])

    found = directory.find("zithers", where=None)
    assert [hit.id for hit in found.hits] == [listings[3].id]
    everything = directory.find(where=None, page_size=100)
    assert everything.total == 39
    assert listings[5].id not in {hit.id for hit in everything.hits}
