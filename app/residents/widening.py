"""What to offer when little or nothing was found: which filter is in the way, and what there is without it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, NamedTuple

from app import wording
from app.directory import search
from app.directory.search.criteria import Criteria, Hits
from app.i18n import _
from app.residents import address, filters
from app.residents.asking import Search

FURTHER = (10.0, 25.0, 100.0)
OFFERS = 5
FEW = 5
FEW_NEARBY = 3
NO_COUNTS: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True)
class Offer:
    """One tap that would find more: what it does, where it leads, how many it finds."""

    words: str
    href: str
    count: int


class Nothing(NamedTuple):
    """Why nothing was found, and what would help."""

    blocking: list[str]  # the filters without which there would be something
    offers: list[Offer]


def nothing(asked: Search) -> Nothing:
    """Look again without each filter in turn, further away, and for less."""
    one_less = [offer for offer in _without_one_filter(asked) if offer.count]
    offers = [offer for offer in _exactly(asked) if offer.count] + one_less
    offers += _further(asked)
    if not offers and len(filters.chips(asked.form)) > 1:
        offers += [offer for offer in _without_filters(asked) if offer.count]
    if not offers:
        offers += [offer for offer in _for_less(asked) if offer.count]
    blocking = [filters.named(*only) for only in _only_values(asked, one_less)]
    return Nothing(blocking, offers[:OFFERS])


def further(asked: Search, hits: Hits) -> Offer | None:
    """A wider look, where little was found, or little of it nearby, and there is more beyond."""
    size = asked.criteria.page_size
    nearby = [hit for hit in hits.hits if hit.miles is not None and hit.miles <= asked.criteria.within]
    if hits.total >= FEW and (hits.total > size or len(nearby) >= FEW_NEARBY):
        return None
    return next(_further(asked, hits.total, hits.counts.get("within", {})), None)


def _count(criteria: Criteria) -> int:
    return search.find(replace(criteria, page=1, page_size=1)).total


def _without_one_filter(asked: Search) -> Iterator[Offer]:
    pairs = asked.form.pairs
    for name in filters.blocking(asked.form):
        count = _count(replace(asked.criteria, **_EMPTY[name]))
        said = wording.joined([f"“{filters.named(name, value)}”" for value in asked.form[name].data])
        yield Offer(_("Without %(filter)s", filter=said), address.search(address.without(pairs, name)), count)


def _only_values(asked: Search, offers: list[Offer]) -> list[tuple[str, str]]:
    """The filters that stand alone in the way."""
    leads = {offer.href for offer in offers}
    return [
        (name, value)
        for name in filters.blocking(asked.form)
        if address.search(address.without(asked.form.pairs, name)) in leads
        for value in asked.form[name].data
    ]


def _exactly(asked: Search) -> Iterator[Offer]:
    """Only the words as they were typed: what we made of them may be what finds nothing."""
    if asked.criteria.words and not asked.criteria.exact:
        said = _("Search only for “%(words)s”", words=asked.criteria.words)
        href = address.search(address.changed(asked.form.pairs, "exact", "1"))
        yield Offer(said, href, _count(replace(asked.criteria, exact=True)))


def _further(asked: Search, found: int = 0, counts: Mapping[str, int] = NO_COUNTS) -> Iterator[Offer]:
    """The nearest distance within which there is more than was found; what is not counted yet is looked for."""
    where = asked.criteria.where
    if where is None or where.outside:
        return
    for miles in FURTHER:
        if miles > asked.criteria.within:
            known = counts.get(f"{miles:g}")
            count = _count(replace(asked.criteria, within=miles)) if known is None else known
            if count > found:
                said = _("Look up to %(distance)s away", distance=wording.miles(miles))
                yield Offer(said, address.search(address.changed(asked.form.pairs, "within", f"{miles:g}")), count)
                return


def _without_filters(asked: Search) -> Iterator[Offer]:
    plain = replace(asked.criteria, **{key: value for change in _EMPTY.values() for key, value in change.items()})
    yield Offer(_("Without any filters"), address.search(address.without(asked.form.pairs, *_EMPTY)), _count(plain))


def _for_less(asked: Search) -> Iterator[Offer]:
    """Without insisting on the exact words, or on the place."""
    pairs = asked.form.pairs
    if asked.criteria.exact:
        count = _count(replace(asked.criteria, exact=False))
        yield Offer(_("Also look for words that mean the same"), address.search(address.without(pairs, "exact")), count)
    if asked.criteria.where is not None and (asked.criteria.words or asked.criteria.needs):
        count = _count(replace(asked.criteria, where=None))
        yield Offer(_("Look everywhere we cover"), address.search(address.without(pairs, "near", "within")), count)
    if asked.criteria.where is not None and asked.criteria.words:
        count = _count(replace(asked.criteria, words="", needs=()))
        said = _("Everything near %(place)s", place=asked.place_name)
        if asked.elsewhere:
            said = _("Everything for people anywhere in the UK")
        yield Offer(said, address.search(address.without(pairs, "q", "need", "exact")), count)


_EMPTY: dict[str, dict[str, Any]] = {
    "need": {"needs": ()},
    "open": {"open_now": False},
    "day": {"days": ()},
    "part": {"parts": ()},
    "cost": {"free": False},
    "join": {"join": ()},
    "how": {"delivery": ()},
    "age": {"ages": ()},
    "language": {"languages": ()},
    "access": {"access": ()},
}
