"""The tree of areas in memory: a few hundred nodes, asked for by every page and every search."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.areas import memory
from app.areas.models import Area, AreaKind, Standing
from app.extensions import db


class Node(NamedTuple):
    """One area: `parent` is a code, `official` says whether we know for sure what it is made of."""

    code: str
    name: str
    slug: str
    kind: AreaKind
    parent: str
    lat: float | None
    lon: float | None
    official: bool
    note: str
    id: UUID
    number: int


@dataclass(frozen=True)
class Tree:
    """Every area, in the order in which they were first loaded: from the country down."""

    by_code: Mapping[str, Node]

    def __iter__(self) -> Iterator[Node]:
        """Every node."""
        return iter(self.by_code.values())

    @cached_property
    def by_slug(self) -> Mapping[str, Node]:
        """Every node by the word that stands for it in an address."""
        return {node.slug: node for node in self}

    @cached_property
    def by_number(self) -> Mapping[int, Node]:
        """Every node by the number that bulk facts point at."""
        return {node.number: node for node in self}

    @cached_property
    def _above(self) -> Mapping[str, tuple[str, ...]]:
        return {code: tuple(self._climb(code)) for code in self.by_code}

    @cached_property
    def _below(self) -> Mapping[str, tuple[str, ...]]:
        below: dict[str, list[str]] = {code: [] for code in self.by_code}
        for code in self.by_code:
            for above in self._above[code][1:]:
                below[above].append(code)
        return {code: tuple(inside) for code, inside in below.items()}

    @cached_property
    def _of_kind(self) -> Mapping[AreaKind, tuple[Node, ...]]:
        found: dict[AreaKind, list[Node]] = {}
        for node in self:
            found.setdefault(node.kind, []).append(node)
        return {kind: tuple(nodes) for kind, nodes in found.items()}

    def _climb(self, code: str) -> Iterator[str]:
        seen: set[str] = set()
        while code in self.by_code and code not in seen:
            seen.add(code)
            yield code
            code = self.by_code[code].parent

    def ancestors(self, code: str) -> tuple[str, ...]:
        """The codes from an area up to its country, itself first; of a code we do not know, none."""
        return self._above.get(code, ())

    def inside(self, code: str) -> tuple[str, ...]:
        """The codes of everything below an area."""
        return self._below.get(code, ())

    def of_kind(self, kind: AreaKind, under: str = "") -> tuple[Node, ...]:
        """The areas of one kind, of the whole tree or below one area."""
        found = self._of_kind.get(kind, ())
        return tuple(node for node in found if under in self._above[node.code][1:]) if under else found

    def boroughs(self) -> tuple[Node, ...]:
        """The boroughs we cover."""
        return self.of_kind(AreaKind.BOROUGH)

    def localities(self, borough_code: str) -> tuple[Node, ...]:
        """The localities of one borough."""
        return self.of_kind(AreaKind.LOCALITY, borough_code)

    def above(self, code: str, kind: AreaKind) -> Node | None:
        """The area of one kind that an area lies in, itself included."""
        return next((self.by_code[up] for up in self.ancestors(code) if self.by_code[up].kind is kind), None)


def tree() -> Tree:
    """The tree as it is now."""
    return memory.remember("tree", _read)


def _read() -> Tree:
    parent = aliased(Area)
    rows = db.session.execute(
        select(Area, parent.code).outerjoin(parent, Area.parent_id == parent.id).order_by(Area.number)
    )
    return Tree({area.code: _node(area, above or "") for area, above in rows})


def _node(area: Area, parent: str) -> Node:
    return Node(
        code=area.code,
        name=area.name,
        slug=area.slug,
        kind=area.kind,
        parent=parent,
        lat=area.lat,
        lon=area.lon,
        official=area.membership is Standing.OFFICIAL,
        note=area.membership_note,
        id=area.id,
        number=area.number,
    )
