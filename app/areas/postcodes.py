"""Postcodes: how they are written, how they are mistyped, and where they are."""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from sqlalchemy import bindparam, select

from app.areas.models import Postcode
from app.areas.tree import tree
from app.areas.where import Where
from app.extensions import db
from app.geo import Point

AREA = r"[A-Z]{1,2}"
OUTWARD = rf"{AREA}[0-9][A-Z0-9]?"
INWARD = r"[0-9][ABD-HJLNP-UW-Z]{2}"  # Royal Mail leaves out C, I, K, M, O and V
WHOLE = re.compile(rf"({OUTWARD})({INWARD})")
BEGUN = re.compile(rf"({OUTWARD})([0-9][A-Z]?)")  # the end is missing
OUTWARD_ONLY = re.compile(OUTWARD)
IN_WORDS = re.compile(rf"(?<![A-Z0-9])({OUTWARD}) *({INWARD})(?![A-Z0-9])")
LONGEST = 9  # characters without spaces that can still be a mistyped postcode
FOR_DIGITS = str.maketrans("OQDIJLZSBG", "0001112586")
FOR_LETTERS = str.maketrans("0125869", "OIZSBGG")

_WHERE = select(Postcode.lat, Postcode.lon, Postcode.ward, Postcode.lsoa, Postcode.terminated).where(
    Postcode.code == bindparam("code")
)


class Found(NamedTuple):
    """A postcode we hold, and whether it is still in use."""

    where: Where
    live: bool


def compact(text: str) -> str:
    """Letters and digits only, in capitals: the way postcodes are kept."""
    return "".join(c for c in text.upper() if c.isascii() and c.isalnum())


def spaced(code: str) -> str:
    """A postcode as the Post Office writes it: RM3 8EE."""
    return f"{code[:-3]} {code[-3:]}"


def letters(code: str) -> str:
    """The postcode area: the letters before the first digit."""
    return "".join(c for c in code[:2] if c.isalpha())


def look_up(code: str) -> Found | None:
    """Where a postcode is, by one look into the index of the table."""
    row = db.session.connection().execute(_WHERE, {"code": code}).first()
    if row is None:
        return None
    here = tree()
    ward, lsoa = here.by_number.get(row.ward), here.by_number.get(row.lsoa)
    above = here.ancestors(ward.code) if ward else ()
    areas = frozenset((lsoa.code, *above) if lsoa else above)
    locality = ward.parent if ward else ""
    return Found(Where(Point(row.lat, row.lon), areas, spaced(code), locality), row.terminated is None)


def live(codes: Iterable[str]) -> list[str]:
    """Those of some postcodes that are in use, in the order given."""
    wanted = list(dict.fromkeys(codes))
    if not wanted:
        return []
    found = set(
        db.session.scalars(select(Postcode.code).where(Postcode.code.in_(wanted), Postcode.terminated.is_(None)))
    )
    return [code for code in wanted if code in found]


def has_sector(code: str) -> bool:
    """Whether we hold any postcode that differs from this one in its last two letters only."""
    sector = select(Postcode.code).where(Postcode.code.like(code[:-2] + "__")).limit(1)
    return db.session.scalar(sector) is not None


def meant(code: str, areas: Collection[str]) -> list[str]:
    """Well-formed postcodes that may have been meant by a mistyped one, likeliest first.

    `areas` are the letters that postcodes begin with; nothing else is offered.
    """
    if not (5 <= len(code) <= LONGEST and any(c.isdigit() for c in code) and any(c.isalpha() for c in code)):
        return []
    tries = (repaired for variant in _variants(code) for repaired in _repairs(variant))
    return [c for c in dict.fromkeys(tries) if c != code and WHOLE.fullmatch(c) and letters(c) in areas]


def _variants(code: str) -> Iterator[str]:
    """As typed, with one character too many taken out, with two neighbours changed round."""
    yield code
    for i in reversed(range(len(code))):
        yield code[:i] + code[i + 1 :]
    for i in reversed(range(len(code) - 1)):
        yield code[:i] + code[i + 1] + code[i] + code[i + 2 :]


def _repairs(code: str) -> Iterator[str]:
    """Letters where letters belong and digits where digits do: O for 0, I for 1, S for 5."""
    out, inward = code[:-3], code[-3:]
    end = inward[0].translate(FOR_DIGITS) + inward[1:].translate(FOR_LETTERS)
    for n in (2, 1):
        if 1 <= len(out) - n <= 2:
            start = out[:n].translate(FOR_LETTERS)
            yield start + out[n:].translate(FOR_DIGITS) + end
            yield start + out[n : n + 1].translate(FOR_DIGITS) + out[n + 1 :] + end


def repaired_outward(code: str) -> list[str]:
    """The first half of a postcode that was meant by one with letters for digits or digits for letters: SE6 for 5E6."""
    if not 2 <= len(code) <= 4 or not any(c.isdigit() for c in code):
        return []
    tries = (code[:n].translate(FOR_LETTERS) + code[n:].translate(FOR_DIGITS) for n in (2, 1))
    return [c for c in dict.fromkeys(tries) if c != code and OUTWARD_ONLY.fullmatch(c)]
