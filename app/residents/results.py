"""What the results page shows, said and ready."""

from dataclasses import dataclass

from flask_babel import LazyString

from app.areas import places
from app.areas.where import Kind
from app.directory import needs, queries
from app.directory.search.criteria import Hits
from app.i18n import _, ngettext
from app.residents import address, cards, crisis, filters, maps, reasons, widening
from app.residents.asking import Search, for_a_title

LONGEST_TITLE = 60
ALSO = 4
WRONG_PLACES = {Kind.MISTYPED, Kind.NONSENSE, Kind.UNKNOWN_POSTCODE, Kind.STREET, Kind.NEAR_ME, Kind.TERMINATED}


@dataclass(frozen=True)
class Page:
    """One page of the pagination; no number is a gap."""

    number: int
    href: str
    current: bool = False


@dataclass(frozen=True)
class Results:
    """Everything on a page of results."""

    title: str
    asked: Search
    total: int
    measured_from: str
    cards: list[cards.Card]
    first: int
    also: list[str]
    corrections: list[str]
    exact_href: str  # empty where it would find the same
    loose_href: str
    problems: list[str]
    place_message: LazyString | None
    place_links: list[tuple[str, str]]
    place_wrong: bool
    place_in_words: tuple[str, str] | None  # its name, and the search from there
    chips: list[filters.Chip]
    clear_href: str
    groups: list[filters.Group]
    hidden: list[tuple[str, str]]  # what the filters' form keeps
    kept: list[tuple[str, str]]  # what the two fields' form keeps
    pages: list[Page]
    previous: str
    following: str
    urgent: list[crisis.Help]
    tonight: bool
    nothing: widening.Nothing | None
    further: widening.Offer | None
    drawing: maps.Beside | None
    geojson_href: str


def made(asked: Search, hits: Hits, problems: list[str]) -> Results:
    """The page for what was asked and found."""
    form, pairs = asked.form, asked.form.pairs
    size = asked.criteria.page_size
    listings = queries.cards([hit.id for hit in hits.hits])
    first = (asked.criteria.page - 1) * size + 1
    shown = cards.cards(listings, hits.hits, asked.criteria, asked.moment, first)
    drawing = maps.of_results(asked, listings, hits, first)
    if drawing is None:
        shown = [cards.numberless(card) for card in shown]
    last = last_page(asked, hits)
    return Results(
        title=_numbered(title(asked, hits.total), asked.criteria.page, last),
        asked=asked,
        total=hits.total,
        measured_from=_measured_from(asked),
        cards=shown,
        first=first,
        also=_also(asked, hits),
        corrections=[] if asked.signals else [searched for _typed, searched in hits.understood.corrections],
        exact_href=_exact_href(asked, hits),
        loose_href=address.search(address.without(pairs, "exact")),
        problems=problems,
        place_message=asked.located.message,
        place_links=[
            (name, address.search(address.changed(pairs, "near", name))) for name in asked.located.did_you_mean
        ],
        place_wrong=asked.located.kind in WRONG_PLACES,
        place_in_words=_place_in_words(asked),
        chips=filters.chips(form),
        clear_href=address.search(address.without(pairs, *filters.FILTERS, "within")),
        groups=filters.groups(form, hits.counts, placed=asked.placed, empty=not hits.total),
        hidden=[pair for pair in pairs if pair[0] in ("q", "near", "exact")],
        kept=[pair for pair in pairs if pair[0] not in ("q", "near", "exact")],
        pages=pages(pairs, asked.criteria.page, last),
        previous=address.page(pairs, asked.criteria.page - 1) if asked.criteria.page > 1 else "",
        following=address.page(pairs, asked.criteria.page + 1) if asked.criteria.page < last else "",
        urgent=crisis.helps(asked.signals, asked.borough),
        tonight=asked.signals == {crisis.TONIGHT},
        nothing=None if hits.total else widening.nothing(asked),
        further=widening.further(asked, hits) if hits.total else None,
        drawing=drawing,
        geojson_href=address.page(pairs, asked.criteria.page, "/search.geojson"),
    )


def _numbered(said: str, page: int, last: int) -> str:
    """A title with the number of its page, where there are several, so that tabs and history tell them apart."""
    return said if page == 1 else _("%(title)s, page %(page)s of %(last)s", title=said, page=page, last=last)


def title(asked: Search, total: int) -> str:
    """How many, of what, and near where: a sentence without a postcode."""
    what, place = _what(asked), asked.place_name
    if asked.signals:
        found = ngettext("%(num)s service that may help", "%(num)s services that may help", total)
        found = found if total else _("Other help")
        return _("%(found)s near %(place)s", found=found, place=place) if place and not asked.elsewhere else found
    count = ngettext("%(num)s service", "%(num)s services", total) if total else _("Nothing")
    if total and asked.nothing_asked:
        return _("Everything we know: %(count)s", count=count)
    if asked.elsewhere:
        found = _("%(count)s for %(what)s", count=count, what=what) if what else count
        return _("%(found)s for people anywhere", found=found) if total else found
    if what and place:
        return _("%(count)s for %(what)s near %(place)s", count=count, what=what, place=place)
    if what:
        return _("%(count)s for %(what)s", count=count, what=what)
    if place:
        return _("%(count)s near %(place)s", count=count, place=place)
    return _("%(count)s that match", count=count) if total else _("Nothing that matches")


def _what(asked: Search) -> str:
    """What was asked for: the words as they were typed, else the kinds of help that were chosen.

    Words that tell of danger stay out of a title, which others can see in a tab or in the history.
    """
    if asked.signals:
        return ""
    words = for_a_title(asked.criteria.words)
    if words:
        return f"“{words if len(words) <= LONGEST_TITLE else words[:LONGEST_TITLE].rstrip() + '…'}”"
    found = [info for slug in asked.criteria.needs if (info := needs.by_slug(slug))]
    return _(" or ").join(reasons.first_lower(info.title) for info in found[:2])


def _exact_href(asked: Search, hits: Hits) -> str:
    """The same words without what we made of them; none where we made nothing of them."""
    understood = hits.understood
    if asked.criteria.exact or not asked.criteria.words:
        return ""
    if not (understood.corrections or understood.needs or understood.also):
        return ""
    return address.search(address.changed(asked.form.pairs, "exact", "1"))


def _place_in_words(asked: Search) -> tuple[str, str] | None:
    """A place that stands among the words while the box for a place is empty."""
    form = asked.form
    named = places.mentioned(form.q.data) if form.q.data and not form.near.data else None
    if named is None:
        return None
    rest = address.without(form.pairs, "q", "near", *([] if named.rest else ["exact"]))
    return named.name, address.search([("q", named.rest), ("near", named.name), *rest])


def _measured_from(asked: Search) -> str:
    where = asked.located.where
    if where is None or where.outside:
        return ""
    if asked.ward:
        return _("Measured from %(place)s, in %(ward)s.", place=where.label, ward=asked.ward)
    return _("Measured from the middle of %(place)s.", place=where.label)


def _also(asked: Search, hits: Hits) -> list[str]:
    """What else was searched, as people would say it."""
    if asked.criteria.exact or asked.signals or not asked.criteria.words:
        return []
    infos = [info for slug in hits.understood.needs if (info := needs.by_slug(slug))]
    said = [reasons.first_lower(info.title) for info in infos] + list(hits.understood.also)
    typed = asked.criteria.words.casefold()
    return [words for words in dict.fromkeys(said) if words.casefold() != typed][:ALSO]


def pages(pairs: address.Pairs, current: int, last: int) -> list[Page]:
    """The numbers of the pagination: the ends, and those around the current one."""
    if last <= 1:
        return []
    near = {1, last, *range(max(current - 1, 1), min(current + 1, last) + 1)}
    found: list[Page] = []
    for number in sorted(near):
        if found and number > found[-1].number + 1:
            found.append(Page(0, ""))
        found.append(Page(number, address.page(pairs, number), number == current))
    return found


def last_page(asked: Search, hits: Hits) -> int:
    """The last page there is."""
    return max(-(-hits.total // asked.criteria.page_size), 1)
