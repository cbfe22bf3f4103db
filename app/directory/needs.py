"""What people need, in their own words: the tree that pages show and that searches recognise."""

import csv
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from uuid import uuid4

from flask import current_app
from sqlalchemy import ScalarSelect, event, func, select

from app.directory import search
from app.directory.models import Change, Need, Taxonomy, TaxonomyTerm
from app.directory.models.words import Synonym
from app.extensions import db

LOOK_EVERY = 5.0  # seconds after which we look whether another process has changed the needs
TAXONOMIES = {
    "needs": ("Needs", "What people need, in their own words."),
    "audience": ("Whom it is for", "The people a service is meant for."),
    "delivery": ("How", "How people take part."),
    "join": ("How to join", "What somebody has to do first."),
    "access": ("Getting in and taking part", "What helps people get in and take part."),
}
NEED_COLUMNS = ("icon", "words", "phrases", "usual_help", "snomed", "lga", "gravity")


@dataclass(frozen=True)
class NeedInfo:
    """One need as pages show it; `children` are the slugs under a top need."""

    slug: str
    parent: str
    title: str
    summary: str
    icon: str
    usual_help: str
    children: tuple[str, ...] = ()


@dataclass
class _Kept:
    """What this process knows of the needs of one database."""

    looked: float = float("-inf")
    state: tuple[object, ...] = ()
    needs: tuple[NeedInfo, ...] = ()
    by_slug: Mapping[str, NeedInfo] | None = None


def top() -> tuple[NeedInfo, ...]:
    """The needs to begin with, in our order."""
    return tuple(need for need in _all().needs if not need.parent)


def by_slug(slug: str) -> NeedInfo | None:
    """The need of this slug, if there is one."""
    return (_all().by_slug or {}).get(slug)


def load(seed: Path) -> None:
    """Load the needs, the other lists of terms and the synonyms of a seed folder, over what is there."""
    taxonomies = {code: _taxonomy(code) for code in TAXONOMIES}
    listed = [*_lines(seed / "terms.csv"), *(_as_term(line) for line in _lines(seed / "needs.csv"))]
    terms = _terms(taxonomies, listed)
    for line in _lines(seed / "needs.csv"):
        term = terms["needs", line["slug"]]
        parent = terms.get(("needs", line["parent"]))
        term.parent_id = parent.id if parent else None
        need = db.session.get(Need, term.id) or Need(term_id=term.id)
        need.slug, need.parent_slug = line["slug"], line["parent"]
        for column in NEED_COLUMNS:
            setattr(need, column, line[column])
        db.session.add(need)
    known = {row.word: row for row in db.session.scalars(select(Synonym))}
    for line in _lines(seed / "synonyms.csv"):
        row = known.setdefault(line["word"], Synonym(word=line["word"]))
        row.also, row.both = line["also"], line["both"] == "yes"
        db.session.add(row)
    db.session.flush()
    search.vocabulary_changed()


def _as_term(line: Mapping[str, str]) -> dict[str, str]:
    return {"taxonomy": "needs", "code": line["slug"], "name": line["title"], "description": line["summary"]}


def _taxonomy(code: str) -> Taxonomy:
    name, description = TAXONOMIES[code]
    row = db.session.scalar(select(Taxonomy).where(Taxonomy.code == code))
    row = row or Taxonomy(id=uuid4(), code=code, name=name, description=description)
    row.name, row.description = name, description
    db.session.add(row)
    db.session.flush()
    return row


def _terms(taxonomies: Mapping[str, Taxonomy], listed: list[dict[str, str]]) -> dict[tuple[str, str], TaxonomyTerm]:
    """Every term of the lists, in their order, made unless it is there."""
    rows = db.session.scalars(select(TaxonomyTerm))
    codes = {row.id: code for code, row in taxonomies.items()}
    known = {(codes.get(row.taxonomy_id, ""), row.code): row for row in rows}
    positions: dict[str, int] = defaultdict(int)
    for line in listed:
        key = (line["taxonomy"], line["code"])
        row = known.get(key)
        if row is None:
            row = known[key] = TaxonomyTerm(id=uuid4(), taxonomy_id=taxonomies[key[0]].id, code=key[1])
        row.name, row.description, row.position = line["name"], line["description"], positions[key[0]]
        positions[key[0]] += 1
        db.session.add(row)
    db.session.flush()
    return known


def _lines(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _all() -> _Kept:
    """The needs as this process knows them, looked at again now and then."""
    kept = _kept(current_app.config["SQLALCHEMY_DATABASE_URI"])
    moment = time.monotonic()
    if moment - kept.looked > LOOK_EVERY:
        state = tuple(db.session.execute(select(func.count(Need.slug), _newest())).one())
        if state != kept.state or kept.by_slug is None:
            kept.needs = tuple(_read())
            kept.by_slug = {need.slug: need for need in kept.needs}
            kept.state = state
        kept.looked = moment
    return kept


def _newest() -> ScalarSelect[int | None]:
    """The revision at which the vocabulary last changed."""
    return select(func.max(Change.revision)).where(Change.service_id == search.EVERYTHING).scalar_subquery()


def _read() -> Iterator[NeedInfo]:
    rows = select(Need, TaxonomyTerm).join(TaxonomyTerm, Need.term_id == TaxonomyTerm.id)
    found = db.session.execute(rows.order_by(TaxonomyTerm.position, Need.slug)).all()
    children: dict[str, list[str]] = defaultdict(list)
    for need, _ in found:
        children[need.parent_slug].append(need.slug)
    for need, term in found:
        yield NeedInfo(
            need.slug, need.parent_slug, term.name, term.description, need.icon, need.usual_help,
            tuple(children.get(need.slug, ())),
        )  # fmt: skip


@lru_cache(maxsize=4)
def _kept(_database: str) -> _Kept:
    return _Kept()


def _forget(*_: object) -> None:
    _kept.cache_clear()


for _moment in ("after_insert", "after_update", "after_delete"):
    event.listen(Need, _moment, _forget)
