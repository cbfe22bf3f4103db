"""A search as a resident made it: what was typed, where that is, what we make of it and what we found."""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime

from app import clock
from app.areas import places
from app.areas.models import AreaKind
from app.areas.tree import tree
from app.areas.where import Kind, Located
from app.directory import search, urgent
from app.directory.search.criteria import Criteria, Hits
from app.residents import crisis
from app.residents.forms import SearchForm

# A postcode however it is typed: "se 6 4 ru", "SE6-4RU", "SE64RUfood".
POSTCODE = re.compile(
    r"(?<![A-Za-z0-9])([A-Za-z](?:[\W_]*[A-Za-z])?)[\W_]*(\d(?:[\W_]*[A-Za-z\d])?)[\W_]*\d[\W_]*[A-Za-z][\W_]*[A-Za-z]"
)
NUMBER = re.compile(r"(?:\d[\W_]*){6,}")


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
    plain = unicodedata.normalize("NFKC", words)
    return POSTCODE.sub(lambda match: re.sub(r"[\W_]", "", match[1] + match[2]).upper() + " ", plain).strip()


def for_a_title(words: str) -> str:
    """The words as far as they may stand in a title: none where they hold an e-mail address or a telephone number."""
    shown = without_postcodes(words)
    return "" if "@" in shown or NUMBER.search(shown) else shown


def read(form: SearchForm) -> Search:
    """What this form asks, now."""
    located = places.locate(form.near.data)
    signals = urgent.signals(form.q.data)
    criteria = replace(form.criteria(located.where), moment=clock.local(), first=crisis.first(signals))
    if crisis.SELF_HARM in signals:
        criteria = replace(criteria, words=crisis.without_dying(criteria.words))
    return Search(form, located, criteria, signals)


def find(asked: Search) -> Hits:
    """What we found; for somebody in danger what helps with that comes first, nearest first."""
    return search.find(asked.criteria)
