"""How often people's own words find the right help: a score that may not fall.

The searches were written before anything was tuned and hold phrases that our word lists do not. Two directories
answer: the seed as it is, in which some places lack some help, and an even one in which every need is met in every
locality. A hit is right when it helps with one of the needs that the line expects.
"""

import csv
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask

from app.areas.where import Where
from app.directory import queries, search
from app.directory.search.criteria import Criteria, Hits
from benchmarks import listings as made
from tests.directory.corpus import Directory

HERE = Path(__file__).parent
LINES = list(csv.DictReader((HERE / "relevance.csv").read_text(encoding="utf-8").splitlines()))
FLOOR = json.loads((HERE / "relevance_floor.json").read_text(encoding="utf-8"))

Find = Callable[[Criteria], Hits]


def score(
    find: Find, needs_of: Mapping[UUID, tuple[str, ...]], where: Callable[[str], Where | None]
) -> dict[str, float]:
    """The share of lines with a right hit among the first three, and how many of the first five are right."""
    parents = {need.slug: need.parent for need in made.vocabulary().needs}
    found = precise = answered = 0.0
    for line in LINES:
        expected = {part.strip() for part in line["needs"].split(";")}
        hits = find(Criteria(words=line["query"], where=where(line["near"]))).hits[:5]
        right = [
            not expected.isdisjoint(needs_of[hit.id]) or not expected.isdisjoint(map(parents.get, needs_of[hit.id]))
            for hit in hits
        ]
        found += any(right[:3])
        answered += bool(hits)
        precise += sum(right) / len(right) if right else 0
    return {"top3": found / len(LINES), "precision5": precise / len(LINES), "answered": answered / len(LINES)}


def held(name: str, scored: dict[str, float]) -> None:
    """Print the score, and hold it at the floor."""
    print(f"relevance, {name}: " + ", ".join(f"{key} {value:.3f}" for key, value in scored.items()))  # noqa: T201
    assert {key: value for key, value in scored.items() if value < FLOOR[name][key]} == {}


@pytest.fixture(scope="module")
def even(tmp_path_factory: pytest.TempPathFactory) -> Directory:
    return Directory(tmp_path_factory.mktemp("even"), made.even_supply())


def somewhere(text: str) -> Where | None:
    """A postcode, the first of an outward code, or for the name of a place the middle of Catford."""
    at = next((at for at in made.postcodes() if at.code == text or at.code.split()[0] == text), None)
    if at is None and text:
        at = next(each for each in made.postcodes() if each.code.startswith("SE6 "))
    return at.where if at else None


def test_where_the_help_exists(even: Directory) -> None:
    needs = {each.id: each.needs for each in even.listings.values()}

    held("even", score(even.index.find, needs, somewhere))


def test_with_the_seed_as_it_is(seeded: Flask) -> None:
    from app.areas import places

    with seeded.app_context():
        needs = {each.id: each.needs for each in queries.all_listings()}
        held("seed", score(search.find, needs, lambda text: places.locate(text).where))


def test_there_are_enough_lines() -> None:
    assert len(LINES) >= 60


@pytest.mark.parametrize("words", ["lonely", "loneliness", "no one to talk to"])
def test_three_ways_of_saying_it_find_the_same_services(seeded: Flask, words: str) -> None:
    from app.areas import places

    with seeded.app_context():
        near = places.locate("SE6 4XB").where
        other = {hit.id for hit in search.find(Criteria("lonely", near, page_size=10)).hits}
        found = {hit.id for hit in search.find(Criteria(words, near, page_size=10)).hits}

    assert len(other & found) >= 7


@pytest.mark.parametrize("words", ["power of attorney", "perinatal", "solicitor", "wheelchair"])
def test_what_means_more_never_finds_less_than_the_words_as_typed(seeded: Flask, words: str) -> None:
    """Somebody who read "Nothing" while the plain words had a hit would have been sent away from help."""
    from app.areas import places

    with seeded.app_context():
        for near in ("SE6", "S60"):
            asked = Criteria(words=words, where=places.locate(near).where)
            assert search.find(asked).total >= search.find(replace(asked, exact=True)).total


@pytest.mark.parametrize("words", ["perinatal", "lonely", "lunch on saturday"])
def test_a_filter_leaves_what_its_count_says_however_few_the_words_bring(seeded: Flask, words: str) -> None:
    from app.areas import places

    with seeded.app_context():
        asked = Criteria(words=words, where=places.locate("S60").where)
        counts = search.find(asked).counts
        assert search.find(replace(asked, free=True)).total == counts["cost"]["free"]
        for miles, count in counts["within"].items():
            assert search.find(replace(asked, within=float(miles))).total == count
