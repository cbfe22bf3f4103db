"""What a card of a results page shows: everything said and ready, so that the template only prints."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple

from app import wording
from app.directory.listing import Listing
from app.directory.search.criteria import Criteria, Hit
from app.i18n import _, ngettext
from app.residents import choices, reasons
from app.residents.address import SERVICES
from app.residents.labels import labels

SHOWN_ACCESS = 3
NO_PIN = {"home": "house", "phone": "phone-call", "online": "monitor", "national": "globe"}


class Fact(NamedTuple):
    """One of the four facts of a card: its icon, what a screen reader hears first, and the words."""

    icon: str
    label: str
    words: str
    strong: bool = True
    also: str = ""  # said after it, more quietly


class Tag(NamedTuple):
    """A small label; `look` is part of a class name."""

    words: str
    look: str = ""
    icon: str = ""


@dataclass(frozen=True)
class Card:
    """One service in a list."""

    slug: str
    href: str
    name: str
    organisation: str
    summary: str
    number: int  # of its pin and in the list; 0 when no pin stands for it
    icon: str  # in place of the number
    barriers: tuple[str, ...]  # what to know before the facts
    facts: tuple[Fact, ...]
    helps: str
    extras: tuple[str, ...]
    caveats: tuple[str, ...]
    tags: tuple[Tag, ...]
    phone: str
    dial: str
    call: str  # what a screen reader hears before the number


def point(listing: Listing, hit: Hit | None = None) -> tuple[float, float] | None:
    """Where the pin of a listing stands: its nearest place that may be shown, if it has one."""
    chosen = listing.places
    if hit is not None and hit.place is not None and hit.place < len(chosen):
        chosen = (chosen[hit.place],)
    for place in chosen:
        if not place.confidential and place.latitude is not None and place.longitude is not None:
            return place.latitude, place.longitude
    return None


def cards(
    listings: Sequence[Listing], hits: Sequence[Hit], asked: Criteria, moment: datetime, first: int
) -> list[Card]:
    """The cards of one page, numbered from `first`."""
    found = {hit.id: hit for hit in hits}
    return [card(each, found[each.id], asked, moment, number) for number, each in enumerate(listings, first)]


def card(listing: Listing, hit: Hit, asked: Criteria, moment: datetime, number: int) -> Card:
    """One card."""
    today = moment.date()
    facts = (
        how_far(listing, hit),
        when(listing, hit, moment),
        Fact("pound-sterling", labels().facts[2], cost(listing)),
        Fact("log-in", labels().facts[3], how_to_join(listing), strong=False),
    )
    phone = listing.phones[0].number if listing.phones else ""
    return Card(
        slug=listing.slug,
        href=SERVICES + listing.slug,
        name=listing.name,
        organisation="" if listing.organisation_name == listing.name else listing.organisation_name,
        summary=listing.summary,
        number=number if point(listing, hit) else 0,
        icon=NO_PIN.get(hit.coverage, "users-round"),
        barriers=tuple(wording.sentence(said) for said in reasons.barriers(listing, hit)),
        facts=facts,
        helps="; ".join(reasons.matched(hit)),
        extras=tuple(wording.sentence(said) for said in reasons.extras(listing, asked)),
        caveats=tuple(wording.sentence(said) for said in reasons.limits(listing, asked)),
        tags=(*_access(listing), *freshness(listing, today), *_marks(listing)),
        phone=phone,
        dial=wording.dial(phone),
        call=_("Call %(name)s on", name=listing.name),
    )


def numberless(made: Card) -> Card:
    """The same card where no map is shown."""
    return replace(made, number=0)


def how_far(listing: Listing, hit: Hit) -> Fact:
    """How far away, or how it reaches people."""
    label = labels().facts[0]
    if hit.miles is not None:
        said = _("%(distance)s away", distance=wording.miles(hit.miles))
        return Fact("map-pin", label, said, also=_venue(listing, hit))
    reach = {
        "serves": ("users-round", _("Serves your area")),
        "home": ("house", _("They come to you")),
        "phone": ("phone-call", _("By phone")),
        "online": ("monitor", _("Online")),
        "national": ("globe", _("Anywhere in the UK")),
    }.get(hit.coverage)
    if reach and (hit.coverage != "serves" or not listing.places):
        return Fact(reach[0], label, reach[1])
    return Fact("map-pin", label, whereabouts(listing))


def _venue(listing: Listing, hit: Hit) -> str:
    """The name of the place that the distance leads to, unless the card bears it already."""
    if hit.place is None or hit.place >= len(listing.places):
        return ""
    name = listing.places[hit.place].name
    return "" if name in (listing.name, listing.organisation_name) else name


def whereabouts(listing: Listing) -> str:
    """Where a service is, in few words, when there is nowhere to measure from."""
    shown = [place for place in listing.places if not place.confidential]
    if len(shown) > 1:
        return ngettext("In %(num)s place", "In %(num)s places", len(shown))
    if shown:
        address = shown[0].address
        return shown[0].name or (address.city if address else "") or _("In person")
    if listing.places:
        return _("Its address is kept private")
    names = labels().how
    for code in ("at-home", "phone", "online"):
        if code in listing.delivery:
            return names[code]
    areas = [area.name for area in listing.service_areas if area.name]
    if len(areas) == 1:
        return areas[0]
    return _("Address not known")


def when(listing: Listing, hit: Hit, moment: datetime) -> Fact:
    """The next time somebody can go or ring."""
    label = labels().facts[1]
    if listing.status == "temporarily closed":
        return Fact("calendar-days", label, wording.sentence(reasons.closed(listing, moment.date())))
    said = reasons.when(listing, hit, moment)
    if said:
        return Fact("calendar-days", label, said, strong=not reasons.barriers(listing, hit))
    return Fact("calendar-days", label, _("Ring to ask when") if listing.phones else _("Times not known"), strong=False)


def cost(listing: Listing) -> str:
    """What it costs, in few words; not known is never free."""
    if listing.cost == "unknown":
        return _("Cost not known")
    if listing.cost == "free":
        return _("Free")
    prices = [option for option in listing.cost_options if option.amount]
    if not prices:
        if any(option.amount == 0 for option in listing.cost_options):
            return _("Free for some")
        said = next(option.option or option.amount_description for option in listing.cost_options)
        return said or _("There is a charge")
    cheapest = min(prices, key=lambda option: option.amount or 0)
    said = wording.money(cheapest.amount or 0, cheapest.currency)
    words = f"{said} {cheapest.option or cheapest.amount_description}".strip()
    if any(option.amount == 0 for option in listing.cost_options):
        return _("Free for some, or %(price)s", price=words)
    return words if len(prices) == 1 else _("From %(price)s", price=words)


def how_to_join(listing: Listing) -> str:
    """How to join, in few words."""
    names = labels().join
    said = [names[code] for code in choices.JOIN if code in listing.join]
    if not said:
        return _("Ring to ask how to join") if listing.phones else _("How to join is not known")
    if len(said) == 1:
        return said[0]
    return _("%(first)s, or %(other)s", first=said[0], other=reasons.first_lower(said[1]))


def freshness(listing: Listing, today: date) -> list[Tag]:
    """When the details were last checked; what was never checked says so among the caveats."""
    checked = listing.assurance.assured_date
    if checked is None:
        return [] if listing.source else [Tag(_("Details not checked yet"), "old")]
    said = wording.ago(checked, today)
    if reasons.stale(listing, today):
        return [Tag(_("May be out of date: checked %(ago)s", ago=said), "old")]
    return [Tag(_("Checked %(ago)s", ago=said), "good", "circle-check")]


def _access(listing: Listing) -> list[Tag]:
    names = labels().access
    held = listing.access
    codes = [code for code in choices.ACCESS if code in held]
    tags = [Tag(names[code]) for code in codes[:SHOWN_ACCESS]]
    more = len(codes) - len(tags)
    return [*tags, Tag(ngettext("and %(num)s more", "and %(num)s more", more))] if more else tags


def _marks(listing: Listing) -> list[Tag]:
    return [Tag(_("Demonstration: not a real service"), "demo")] if listing.demonstration else []
