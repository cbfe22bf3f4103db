"""A search as a resident made it: what was typed, where that is, what we make of it and what we found."""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from app import clock
from app.areas import places
from app.areas.models import AreaKind
from app.areas.tree import tree
from app.areas.where import Kind, Located
from app.directory import search, urgent
from app.directory.search.criteria import Criteria, Hit, Hits
from app.residents.forms import SearchForm

POSTCODE = re.compile(r"\b([A-Za-z]{1,2}\d[A-Za-z\d]?)\s*\d[A-Za-z]{2}\b")
TONIGHT = "cold-hungry-tonight"
TONIGHT_NEEDS = ("food-banks", "community-meals", "community-pantry", "warm-spaces", "homelessness", "housing-advice")
TONIGHT_FIRST = 6


@dataclass(frozen=True)
class Search:
    """One search, ready to be answered."""

    form: SearchForm
    located: Located
    criteria: Criteria
    signals: frozenset[str]

    @property
    def moment(self) -> datetime:
        """When it is asked, on the clocks of the place."""
        return self.criteria.moment or clock.local()

    @property
    def nothing_asked(self) -> bool:
        """Whether nothing at all was typed or chosen."""
        return not self.form.pairs

    @property
    def placed(self) -> bool:
        """Whether there is a point to measure from."""
        return self.located.where is not None and not self.located.where.outside

    @property
    def place_name(self) -> str:
        """Where it looks, for a title: an outward code or a name, never a postcode."""
        where = self.located.where
        if where is None:
            return ""
        return without_postcodes(where.label)

    @property
    def ward(self) -> str:
        """The ward and borough that a postcode lies in."""
        where = self.located.where
        if where is None or self.located.kind is not Kind.INSIDE:
            return ""
        nodes = [tree().by_code[code] for code in where.areas if code in tree().by_code]
        named = {node.kind: node.name for node in nodes}
        return ", ".join(named[kind] for kind in (AreaKind.WARD, AreaKind.BOROUGH) if kind in named)

    @property
    def elsewhere(self) -> bool:
        """Whether the place is known and lies outside every area we hold."""
        return self.located.where is not None and self.located.where.outside

    @property
    def borough(self) -> str:
        """The slug of the borough it looks from, or empty."""
        where = self.located.where
        codes = where.areas if where else frozenset()
        nodes = (tree().by_code[code] for code in codes if code in tree().by_code)
        return next((node.slug for node in nodes if node.kind is AreaKind.BOROUGH), "")


def without_postcodes(words: str) -> str:
    """The words with each postcode cut to its first half: what stands in a title is seen over a shoulder."""
    return POSTCODE.sub(lambda match: match[1].upper(), words)


def read(form: SearchForm) -> Search:
    """What this form asks, now."""
    located = places.locate(form.near.data)
    criteria = replace(form.criteria(located.where), moment=clock.local())
    return Search(form, located, criteria, urgent.signals(form.q.data))


def find(asked: Search) -> Hits:
    """What we found. For somebody cold or hungry tonight: the nearest food, warmth and housing first."""
    hits = search.find(asked.criteria)
    if TONIGHT not in asked.signals:
        return hits
    return _tonight_first(asked, hits)


def _tonight_first(asked: Search, hits: Hits) -> Hits:
    """The same list with what helps tonight at its head, on the first page and on no other."""
    wanted = replace(asked.criteria, words="", needs=TONIGHT_NEEDS, exact=False, page=1, page_size=TONIGHT_FIRST)
    first = sorted(search.find(wanted).hits, key=_nearest)
    ahead = {hit.id for hit in first}
    rest = [hit for hit in hits.hits if hit.id not in ahead]
    shown = [*first, *rest] if asked.criteria.page == 1 else rest
    return replace(hits, hits=tuple(shown), total=max(hits.total, len(shown)))


def _nearest(hit: Hit) -> float:
    return 3.0 if hit.miles is None else hit.miles
