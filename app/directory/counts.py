"""Searches and page views are counted, not recorded.

A request appends one line to a spool file, without a lock, a time of day or anything about the visitor; a job
folds the lines into daily counts and removes them. So a search never writes to the database.
"""

import logging
import os
import re
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from unicodedata import combining, normalize
from uuid import UUID, uuid4

import msgspec
from dateutil.relativedelta import relativedelta
from flask import current_app
from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from app import clock
from app.directory.models import FoldedFile, Need, SearchCount, Service, UnknownWord, ViewCount
from app.directory.search.criteria import Criteria, Hits
from app.extensions import Base, db, writing

log = logging.getLogger("hereabouts.counts")

KEEP_COUNTS = relativedelta(months=13)
KEEP_WORDS = timedelta(days=30)
DAYS_THAT_KEEP_A_WORD = 5
LONGEST_LINE = 4096  # what one append writes whole
REST = 2.0  # seconds a file is left after it was put aside, for a line whose writer had it open
CODE = re.compile(r"[A-Za-z0-9-]{1,20}")
EVENTS, WORDS = "events", "words"


class Search(msgspec.Struct, frozen=True, tag="s", array_like=True):
    """One search as the spool holds it."""

    day: date
    area: str
    needs: tuple[str, ...]
    filters: str
    hits: str


class View(msgspec.Struct, frozen=True, tag="v", array_like=True):
    """One opening of a listing's page."""

    day: date
    service_id: UUID


class Unknown(msgspec.Struct, frozen=True, tag="w", array_like=True):
    """One word that our vocabulary does not know; in a file of its own, so that no search is beside it."""

    day: date
    word: str


Line = Search | View | Unknown
_decoder = msgspec.json.Decoder(Line)


def search_made(criteria: Criteria, hits: Hits) -> None:
    """Count one search, and hold the words we do not know apart from it; its further pages are the same search."""
    if criteria.page > 1:
        return
    day = clock.today()
    needs = tuple(dict.fromkeys(criteria.needs + hits.understood.needs))[:10]
    area = criteria.where.locality if criteria.where else ""
    _append(EVENTS, [Search(day, area, needs, filters(criteria), bucket(hits.total))])
    _append(WORDS, [Unknown(day, word) for word in unknown(criteria.words, hits.understood.unknown)])


def page_viewed(service_id: UUID) -> None:
    """Count one opening of a listing's page."""
    _append(EVENTS, [View(clock.today(), service_id)])


def bucket(total: int) -> str:
    """How many were found, as coarsely as we keep it."""
    return "0" if total == 0 else "1-2" if total <= 2 else "3+"


def filters(criteria: Criteria) -> str:
    """The filters of a search, as parameter names and values in a settled order."""
    chosen: dict[str, Iterable[str]] = {
        "access": criteria.access,
        "age": criteria.ages,
        "cost": ("free",) if criteria.free else (),
        "day": criteria.days,
        "exact": ("1",) if criteria.exact else (),
        "how": criteria.delivery,
        "join": criteria.join,
        "language": criteria.languages,
        "open": ("now",) if criteria.open_now else (),
        "part": criteria.parts,
        "within": (f"{criteria.within:g}",) if criteria.within != Criteria.within else (),
    }
    pairs = (f"{name}={value}" for name, values in chosen.items() for value in sorted(values) if CODE.fullmatch(value))
    text = ""
    for pair in pairs:
        longer = f"{text}&{pair}" if text else pair
        text = longer if len(longer) <= 200 else text
    return text


def unknown(typed: str, words: Iterable[str]) -> list[str]:
    """The words to hold apart, by the alphabet: none typed with a digit or an @, or beside an @ that stands alone."""
    private = _private(_plain(typed).split())
    plain = [
        word
        for word in {word.casefold() for word in words}
        if word.replace("-", "").replace("'", "").isalpha()
        and len(word) <= 40
        and not any(_plain(word) in whole for whole in private)
    ]
    return sorted(plain)[:10]


def _plain(text: str) -> str:
    """Small letters without accents, and one way to write an @."""
    return "".join(c for c in normalize("NFKD", text.casefold()) if not combining(c)).casefold()


def _private(tokens: list[str]) -> list[str]:
    """What could be somebody's: an address is one even when it was typed in pieces."""
    beside: set[str] = set()
    for at, token in enumerate(tokens):
        if token.endswith("@"):
            beside.update(tokens[at + 1 : at + 2])
        if token.startswith("@"):
            beside.update(tokens[max(at - 1, 0) : at])
    return [*beside, *(token for token in tokens if "@" in token or any(map(str.isdigit, token)))]


def fold(rest: float = REST) -> None:
    """Add what the spool holds to the daily counts, each line once even if stopped half-way, then forget the old.

    A file is put aside first; the pass that finds it rested counts it. Its name goes into the database with its
    counts, in one transaction, so a file that a stopped pass left behind is known for counted.
    """
    folder = _folder()
    for kind in (EVENTS, WORDS):
        if (folder / kind).exists():
            (folder / kind).rename(folder / f"{kind}-{uuid4()}")
    for path in sorted(folder.glob("*-*")):
        if time.time() - path.stat().st_ctime >= rest:
            _fold_file(path)
            path.unlink()
    forget(clock.today())


def forget(today: date) -> None:
    """Drop counts after 13 months, and after 30 days the words that too few days used."""
    left = {path.name for path in _folder().glob("*-*")}
    often = (
        select(UnknownWord.word)
        .group_by(UnknownWord.word)
        .having(func.count() >= DAYS_THAT_KEEP_A_WORD)
        .scalar_subquery()
    )
    writing()
    for table in (SearchCount, UnknownWord, ViewCount):
        db.session.execute(delete(table).where(table.day < today - KEEP_COUNTS))
    db.session.execute(delete(UnknownWord).where(UnknownWord.day < today - KEEP_WORDS, UnknownWord.word.not_in(often)))
    db.session.execute(delete(FoldedFile).where(FoldedFile.name.not_in(left)))
    db.session.commit()


def _folder() -> Path:
    folder: Path = current_app.config["INSTANCE_DIR"] / "spool"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _append(kind: str, lines: Iterable[Line]) -> None:
    """Append whole lines in one write each. A visitor's page does not break because counting did."""
    for line in lines:
        data = msgspec.json.encode(line) + b"\n"
        if len(data) > LONGEST_LINE:
            continue
        try:
            handle = os.open(_folder() / kind, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                os.write(handle, data)
            finally:
                os.close(handle)
        except OSError as error:
            log.warning("a count was lost: %s", error.strerror)


def _fold_file(path: Path) -> None:
    lines = list(_lines(path))
    writing()
    if db.session.get(FoldedFile, path.name) is None:
        needs = set(db.session.scalars(select(Need.slug)))
        services = set(db.session.scalars(select(Service.id)))
        _add(SearchCount, "searches", _searches(lines, needs))
        _add(ViewCount, "views", _views(lines, services))
        _add(UnknownWord, "searches", _words(lines))
        db.session.add(FoldedFile(name=path.name, folded_on=clock.today()))
    db.session.commit()


def _lines(path: Path) -> Iterable[Line]:
    for line in path.read_bytes().splitlines():
        try:
            yield _decoder.decode(line)
        except msgspec.MsgspecError:  # a line cut off by a full disk
            log.warning("a line of the spool could not be read")


Tally = Mapping[tuple[Any, ...], int]


def _searches(lines: Iterable[Line], known: set[str]) -> Tally:
    """A search for two needs counts under each; one for none that we know, under none."""
    return Counter(
        (line.day, line.area, need, line.filters, line.hits)
        for line in lines
        if isinstance(line, Search)
        for need in [need for need in line.needs if need in known] or [""]
    )


def _views(lines: Iterable[Line], known: set[UUID]) -> Tally:
    return Counter((line.day, line.service_id) for line in lines if isinstance(line, View) and line.service_id in known)


def _words(lines: Iterable[Line]) -> Tally:
    return Counter((line.word, line.day) for line in lines if isinstance(line, Unknown))


def _add(model: type[Base], counted: str, tally: Tally) -> None:
    """Add a tally to a table of counts, whose primary key is what is counted."""
    if not tally:
        return
    table: Any = model.__table__
    keys = [column.name for column in table.primary_key]
    insert: Any = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}[db.engine.dialect.name]
    statement = insert(table)
    total = table.c[counted] + statement.excluded[counted]
    statement = statement.on_conflict_do_update(index_elements=keys, set_={counted: total})
    rows = [dict(zip(keys, key, strict=True)) | {counted: n} for key, n in sorted(tally.items())]
    db.session.execute(statement, rows)
