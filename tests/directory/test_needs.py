"""The tree of needs that pages show, and its loading."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.directory import needs, search
from app.directory.models import Need, Synonym, Taxonomy, TaxonomyTerm
from app.extensions import db, writing

SEED = Path(__file__).resolve().parents[2] / "seed_data"


@pytest.fixture
def loaded(app: Flask) -> Iterator[Flask]:
    with app.app_context():
        load()
        yield app


def load() -> None:
    writing()
    needs.load(SEED)
    db.session.commit()


def lines(name: str) -> list[dict[str, str]]:
    with (SEED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_about_fifteen_at_the_top_and_a_hundred_or_more_below(loaded: Flask) -> None:
    top = needs.top()

    assert 12 <= len(top) <= 20
    assert sum(len(need.children) for need in top) >= 100
    assert [need.slug for need in top] == [line["slug"] for line in lines("needs.csv") if not line["parent"]]
    assert all(need.title and need.summary and need.icon for need in top)


def test_each_is_found_by_its_slug(loaded: Flask) -> None:
    befriending = needs.by_slug("befriending")

    assert befriending is not None
    assert (befriending.parent, bool(befriending.usual_help)) == ("company", True)
    company = needs.by_slug("company")
    assert company is not None
    assert "befriending" in company.children
    assert needs.by_slug("no-such-need") is None


def test_every_child_has_a_parent_at_the_top() -> None:
    parents = {line["slug"]: line["parent"] for line in lines("needs.csv")}

    assert {parents[parent] for parent in parents.values() if parent} == {""}


def test_loading_twice_changes_nothing_but_the_revision(loaded: Flask) -> None:
    def counted() -> list[int | None]:
        tables = (Need, Synonym, Taxonomy, TaxonomyTerm)
        return [db.session.scalar(select(func.count()).select_from(table)) for table in tables]

    before, revision = counted(), search.revision()
    load()

    assert counted() == before
    assert revision <= search.revision()
    search.catch_up()
    assert search.revision() > revision


def test_the_lists_of_terms_are_loaded(loaded: Flask) -> None:
    codes = set(db.session.scalars(select(Taxonomy.code)))

    assert codes == {"needs", "audience", "delivery", "join", "access"}
    delivery = select(TaxonomyTerm.code).join(TaxonomyTerm.taxonomy).where(Taxonomy.code == "delivery")
    assert set(db.session.scalars(delivery)) == {"in-person", "at-home", "phone", "online"}
    parent = select(TaxonomyTerm.parent_id).join(Need, Need.term_id == TaxonomyTerm.id)
    assert db.session.scalar(parent.where(Need.slug == "befriending")) == db.session.scalar(
        select(Need.term_id).where(Need.slug == "company")
    )
