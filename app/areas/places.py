"""From the words in the box for a place to somewhere to search from, or to a sentence and a next step."""

import unicodedata

from sqlalchemy import select

from app.areas import postcodes, sentences, typed_names, typed_postcodes
from app.areas.models import Postcode
from app.areas.names import key, names
from app.areas.tree import tree
from app.areas.where import Kind, Located, Where
from app.extensions import db
from app.geo import Point, miles

LONGEST = 200  # characters; more than this is no place
NEAREST = 1.0  # mile: further than this from every postcode of ours is outside
ROUND = 0.015  # degrees of latitude, a little over a mile
HERE = frozenset(
    "nearme roundhere aroundhere here nearby myhouse myhome home myarea mylocation currentlocation whereiam whereilive "
    "closetome closeby closetohome nearmyhouse nearmyhome nearhere local locally mystreet myroad myplace mypostcode "
    "aroundme roundme roundmyway nearest myneighbourhood mytown uselocation usemylocation nearwhereilive".split()
)
WIDE = frozenset(
    "london greaterlondon northlondon eastlondon southlondon westlondon centrallondon innerlondon outerlondon "
    "southeastlondon southwestlondon northeastlondon northwestlondon england uk unitedkingdom britain greatbritain "
    "yorkshire southyorkshire essex surrey kent".split()
)


def locate(text: str) -> Located:
    """What the words in the box for a place mean. It answers any text, and never raises."""
    code = postcodes.compact(text) if len(text) < 20 else ""
    if postcodes.WHOLE.fullmatch(code) and not typed_names.MARKUP.search(text):
        found = postcodes.look_up(code)
        if found is not None:
            return typed_postcodes.held(found)
    if not text.strip():
        return Located(Kind.EMPTY)
    typed, known = _clean(text), names()
    whole = key(typed)
    if len(text) > LONGEST or not whole or typed_names.MARKUP.search(typed):
        return typed_names.nonsense(known, typed)
    if whole in HERE:
        return Located(Kind.NEAR_ME, message=sentences.near_me())
    return (
        typed_names.exactly(known, whole)
        or _wide(typed, whole)
        or typed_postcodes.read(known, typed)
        or typed_names.with_postcode(known, typed)
        or typed_names.read(known, typed, whole)
    )


def _clean(text: str) -> str:
    """The text on one line without anything that cannot be seen."""
    plain = unicodedata.normalize("NFKC", text[: LONGEST + 1])
    seen = "".join(" " if c.isspace() else c for c in plain if c.isspace() or c.isprintable())
    return " ".join(seen.split())


def _wide(typed: str, whole: str) -> Located | None:
    if whole not in WIDE:
        return None
    return Located(Kind.NONSENSE, None, sentences.wide(typed), tuple(node.name for node in tree().boroughs()))


def mentioned(text: str) -> typed_names.Mention | None:
    """The place that words for what is needed name beside it: Catford in "dementia cafe catford"."""
    return typed_names.mentioned(names(), text[:LONGEST])


def at(point: Point) -> Where | None:
    """Where a point on the ground is: at the nearest live postcode of ours, if there is one within a mile."""
    code = _nearest(point)
    found = postcodes.look_up(code) if code else None
    return found.where if found else None


def nearest_postcode(point: Point) -> str | None:
    """The live postcode of ours that is nearest to a point, as it is written; none further than a mile."""
    code = _nearest(point)
    return postcodes.spaced(code) if code else None


def _nearest(point: Point) -> str | None:
    if not (-90 <= point.lat <= 90 and -180 <= point.lon <= 180):  # NaN fails both
        return None
    east = ROUND * 2  # a degree of longitude is shorter: at 60 degrees north, half
    rows = db.session.execute(
        select(Postcode.code, Postcode.lat, Postcode.lon).where(
            Postcode.lat.between(point.lat - ROUND, point.lat + ROUND),
            Postcode.lon.between(point.lon - east, point.lon + east),
            Postcode.terminated.is_(None),
        )
    )
    near = min(((miles(point, Point(lat, lon)), code) for code, lat, lon in rows), default=None)
    return near[1] if near and near[0] <= NEAREST else None
