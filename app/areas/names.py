"""The names people use for places, in memory: found whatever the spelling, never guessed wildly."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA
from sqlalchemy import select

from app.areas import memory
from app.areas.models import Area, AreaKind, PlaceName, PostcodeArea, Surroundings
from app.areas.tree import Tree, tree
from app.areas.where import Kind, Where
from app.extensions import db
from app.geo import Point

FIRST = ("borough", "place", "ward", "locality", "outward")  # whose name wins where two share it
NATIONS = {
    "England": Kind.ELSEWHERE_ENGLAND,
    "Scotland": Kind.SCOTLAND,
    "Wales": Kind.WALES,
    "Northern Ireland": Kind.NORTHERN_IRELAND,
    "Jersey": Kind.CROWN,
    "Guernsey": Kind.CROWN,
    "Isle of Man": Kind.CROWN,
}
SPELT = {"saint": "st", "upon": "on", "nr": "near"}
MOST = 0.5  # the share of a place that makes a locality its own
SURE = ((9, 2), (6, 1))  # letters: how many of them may be wrong before we ask instead of taking it


class Named(NamedTuple):
    """A place of ours by one of its names."""

    name: str
    kind: str
    where: Where
    borough: str  # its code


class Elsewhere(NamedTuple):
    """A place that is not ours: a town or a nation, and the nations it may be in, likeliest first."""

    name: str
    nations: tuple[str, ...]

    @property
    def kind(self) -> Kind:
        """What to answer."""
        return NATIONS[self.nations[0]]


@dataclass(frozen=True)
class Guess:
    """What a misspelt name is taken for, or else what may have been meant."""

    sure: str = ""  # a key
    perhaps: tuple[str, ...] = ()  # keys, likeliest first


@dataclass(frozen=True)
class Names:
    """Every name by its key: ours, and those that we know to be elsewhere."""

    ours: Mapping[str, Named]
    also: Mapping[str, tuple[Named, ...]]  # by key: places of the same name in other boroughs
    elsewhere: Mapping[str, Elsewhere]
    postcode_areas: Mapping[str, Elsewhere]

    @cached_property
    def _keys(self) -> tuple[str, ...]:
        ours = (key for key, named in self.ours.items() if named.kind != "outward")
        return tuple(dict.fromkeys((*ours, *self.elsewhere)))

    @cached_property
    def outwards(self) -> frozenset[str]:
        """The first halves of the postcodes we hold."""
        return frozenset(named.name for named in self.ours.values() if named.kind == "outward")

    def title(self, key: str) -> str:
        """The name behind a key."""
        return self.ours[key].name if key in self.ours else self.elsewhere[key].name

    def guess(self, typed: str) -> Guess:
        """What a key that we do not know is a misspelling of: sure only where nothing else is as near."""
        near = process.extract(typed, self._keys, scorer=OSA.distance, score_cutoff=max(1, len(typed) // 3), limit=6)
        if not near:
            return Guess()
        best = min(distance for _, distance, _ in near)
        closest = self._different(key for key, distance, _ in near if distance == best)
        allowed = next((wrong for letters, wrong in SURE if len(typed) >= letters), 0)
        if best <= allowed and len(closest) == 1 and closest[0][0] == typed[0]:
            return Guess(sure=closest[0])
        return Guess(perhaps=tuple(self._different(key for key, _, _ in near)[:3]))

    def _different(self, keys: Iterable[str]) -> list[str]:
        """Keys of different places: two spellings of one name count once."""
        return list({self.title(key): key for key in reversed(list(keys))}.values())[::-1]


def words(text: str) -> list[str]:
    """Plain small words: no accents, apostrophes or marks; "&" is "and", "Saint" is "St"."""
    plain = unicodedata.normalize("NFKD", text).casefold().replace("&", " and ")
    plain = "".join(c for c in plain if c not in "'’‘`´" and not unicodedata.combining(c))
    return [SPELT.get(word, word) for word in re.findall(r"[a-z0-9]+", plain)]


def key(text: str) -> str:
    """What makes two spellings of a name the same: its plain words run together, without a leading "the"."""
    found = words(text)
    return "".join(found[1:] if found[:1] == ["the"] else found)[:120]


def names() -> Names:
    """Every name as it is now."""
    return memory.remember("names", _read)


def _read() -> Names:
    here = tree()
    shares: dict[tuple[str, str, str, str, Point], dict[str, float]] = defaultdict(dict)
    rows = db.session.execute(
        select(PlaceName.key, PlaceName.name, PlaceName.kind, PlaceName.lat, PlaceName.lon, Area.code, PlaceName.share)
        .outerjoin(Area, PlaceName.area_id == Area.id)
        .order_by(PlaceName.key, PlaceName.name, Area.number)
    )
    for row_key, name, kind, lat, lon, code, share in rows:
        if lat is None or lon is None:
            continue
        borough = here.above(code, AreaKind.BOROUGH) if code else None
        shares[key(row_key), name, kind, borough.code if borough else "", Point(lat, lon)][code or ""] = share
    found: dict[str, list[Named]] = defaultdict(list)
    for (row_key, name, kind, borough_code, point), held in shares.items():
        found[row_key].append(Named(name, kind, _where(here, name, kind, point, held), borough_code))
    for row_key, same in found.items():
        same.sort(key=lambda named: (key(named.name) != row_key, _rank(named.kind)))
    return Names(
        ours={k: same[0] for k, same in found.items()},
        also={k: tuple(n for n in same if n.borough != same[0].borough) for k, same in found.items()},
        elsewhere=_elsewhere(),
        postcode_areas=_postcode_areas(),
    )


def _rank(kind: str) -> int:
    return FIRST.index(kind) if kind in FIRST else len(FIRST)


def _where(here: Tree, name: str, kind: str, point: Point, held: Mapping[str, float]) -> Where:
    """A named place as somewhere to search from."""
    areas: set[str] = set()
    localities: dict[str, float] = defaultdict(float)
    for code, share in held.items():
        areas.update(here.ancestors(code), here.inside(code))
        locality = here.above(code, AreaKind.LOCALITY)
        localities[locality.code if locality else ""] += share
    most = max(localities, key=lambda code: localities[code], default="")
    borough = next((here.above(code, AreaKind.BOROUGH) for code in held), None)
    label = f"{name}, {borough.name}" if kind == "locality" and borough and borough.name not in name else name
    return Where(point, frozenset(areas), label, most if localities[most] >= MOST else "")


def _postcode_areas() -> dict[str, Elsewhere]:
    rows = db.session.execute(select(PostcodeArea.letters, PostcodeArea.town, PostcodeArea.nations))
    return {
        letters: Elsewhere(town, tuple(nation for nation in nations.split("; ") if nation in NATIONS))
        for letters, town, nations in rows
    }


def _elsewhere() -> dict[str, Elsewhere]:
    """Nations, the towns that postcodes are named after, and places beside ours."""
    beside = select(Surroundings.name).union(select(PlaceName.name).where(PlaceName.kind == "elsewhere"))
    found = {key(name): Elsewhere(name, ("England",)) for name in sorted(db.session.scalars(beside))}
    for area in _postcode_areas().values():
        found[key(area.name)] = area
        first = area.name.split(" upon ")[0].split("-on-")[0]
        found.setdefault(key(first), area)
    return found | {key(nation): Elsewhere(nation, (nation,)) for nation in NATIONS if nation != "England"}
