"""What a service's page shows, said and ready."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app import wording
from app.areas.calendar import calendar
from app.areas.drawing import Drawing
from app.directory.listing import Contact, Listing, Phone, Place
from app.directory.schedules import Sitting, next_session, sessions
from app.i18n import _, ngettext
from app.residents import cards, choices, maps, reasons, residence, similar, structured, times
from app.residents.labels import labels

NEXT_DATES = 4
AHEAD = 92  # days to look for the next session


@dataclass(frozen=True)
class Session:
    """The next session, as the panel says it."""

    label: str
    day: str
    hours: str
    place: str = ""


@dataclass(frozen=True)
class Barrier:
    """What stands in the way of joining, and what can be done about it."""

    words: str
    advice: str = ""


@dataclass(frozen=True)
class Number:
    """One number to ring."""

    number: str
    dial: str
    words: str


@dataclass(frozen=True)
class Venue:
    """One place, as far as it may be shown."""

    name: str
    lines: list[str]
    postcode: str
    transport: str
    details: str


@dataclass(frozen=True)
class ListingPage:
    """Everything on a service's page."""

    listing: Listing
    warnings: list[str]
    glance: list[cards.Tag]
    mind: list[str]
    barriers: list[Barrier]
    session: Session | None
    numbers: list[Number]
    ask_for: str
    paragraphs: list[str]
    who: list[str]
    times: list[times.Row]
    next_dates: list[str]
    closures: list[str]
    costs: list[str]
    joining: list[str]
    access: list[str]
    access_notes: list[str]
    languages: str
    venues: list[Venue]
    confidential: bool
    drawing: Drawing | None
    checked: list[str]
    checked_well: bool
    similar: list[similar.Other]
    structured: dict[str, Any] | None


def made(listing: Listing, moment: datetime) -> ListingPage:
    """The page of a listing, at a moment on the clocks of the place."""
    today = moment.date()
    hidden = any(place.confidential for place in listing.places)
    year = calendar(residence.borough(listing))
    ahead = sessions(listing, first=today, days=AHEAD, calendar=year)
    return ListingPage(
        listing=listing,
        warnings=warnings(listing, today),
        glance=_glance(listing),
        mind=_mind(listing),
        barriers=_barriers(listing),
        session=_session(listing, next_session(listing, now=moment, calendar=year), moment),
        numbers=numbers(listing),
        ask_for=_ask_for(listing.contacts),
        paragraphs=wording.paragraphs(listing.description),
        who=_who(listing),
        times=times.rows(listing, today, year),
        next_dates=_next_dates(listing, ahead, moment),
        closures=times.closures(listing, today),
        costs=_costs(listing),
        joining=_joining(listing, today),
        access=[labels().access[code] for code in choices.ACCESS if code in listing.access],
        access_notes=[place.accessibility_description for place in listing.places if place.accessibility_description],
        languages=_languages(listing),
        venues=[_venue(place) for place in listing.places if not place.confidential],
        confidential=hidden,
        drawing=None if hidden else maps.of_listing(listing),
        checked=_checked(listing, today),
        checked_well=listing.assurance.assured_date is not None and not reasons.stale(listing, today),
        similar=similar.to(listing, moment),
        structured=structured.data(listing),
    )


def warnings(listing: Listing, today: date) -> list[str]:
    """What to know before anything else on the page."""
    found = [listing.alert] if listing.alert else []
    if listing.status == "temporarily closed":
        found.append(_("This is %(closed)s.", closed=reasons.closed(listing, today)))
    if listing.source and not listing.assurance.assured_date:
        found.append(_unverified(listing))
    return found


def numbers(listing: Listing) -> list[Number]:
    """The numbers to ring, the service's own first, each once."""
    everything = [*listing.phones, *(phone for contact in listing.contacts for phone in contact.phones)]
    once: dict[str, Phone] = {}
    for phone in everything:
        once.setdefault(wording.dial(phone.number), phone)
    return [_number(phone, listing.contacts) for phone in once.values()]


def _number(phone: Phone, contacts: tuple[Contact, ...]) -> Number:
    extension = _("extension %(number)s", number=phone.extension) if phone.extension else ""
    said = "" if any(phone.description in (each.name, each.title) for each in contacts) else phone.description
    return Number(phone.number, wording.dial(phone.number), ". ".join(filter(None, (said, extension))))


def _unverified(listing: Listing) -> str:
    if listing.source and listing.source.year:
        said = _("We found this in a %(year)s document and have not checked it.", year=listing.source.year)
    else:
        said = _("We found this in a public document and have not checked it.")
    if numbers(listing):
        return said + " " + _("It may have moved, changed or closed: please ring before you go.")
    return said + " " + _("It may have moved, changed or closed: please check before you go.")


def _mind(listing: Listing) -> list[str]:
    """What may rule it out, at a glance."""
    found = (reasons.full(listing), reasons.ages(listing), reasons.gender(listing), reasons.referral(listing))
    return [wording.sentence(said) for said in found if said]


def _barriers(listing: Listing) -> list[Barrier]:
    """What the panel says before it says when there is a session."""
    found = []
    if reasons.full(listing):
        waiting = {"self-referral", "phone-first"} & set(listing.join)
        advice = _("You can ask about a waiting list.") if waiting else ""
        found.append(Barrier(wording.sentence(reasons.full(listing)), advice))
    if reasons.referral(listing):
        found.append(Barrier(_("A professional has to refer you"), _("They can tell you who may do that.")))
    return found


def _glance(listing: Listing) -> list[cards.Tag]:
    tags = [cards.Tag(cards.cost(listing), "", "pound-sterling")]
    if listing.join and not reasons.referral(listing):
        tags.append(cards.Tag(cards.how_to_join(listing), "", "log-in"))
    names, icons = labels(), {"at-home": "house", "phone": "phone-call", "online": "monitor"}
    tags += [cards.Tag(names.how[code], "", icon) for code, icon in icons.items() if code in listing.delivery]
    shown = {"step-free": "accessibility", "hearing-loop": "ear", "bsl": "hand-heart"}
    tags += [cards.Tag(names.access[code], "", icon) for code, icon in shown.items() if code in listing.access]
    if listing.capacity and listing.capacity.available:
        left = listing.capacity.available
        tags.append(cards.Tag(ngettext("%(num)s place free", "%(num)s places free", left), "", "circle-check"))
    return tags


def _session(listing: Listing, sitting: Sitting | None, moment: datetime) -> Session | None:
    if sitting is None:
        return None
    place = listing.places[sitting.place].name if sitting.place is not None and len(listing.places) > 1 else ""
    hours = wording.clocks(sitting.starts.time(), sitting.ends.time())
    if sitting.starts <= moment:
        label = _("Open now") if reasons.openings(listing) else _("On now")
        return Session(label, _("Until %(time)s", time=wording.clock(sitting.ends.time())), "", place)
    ahead = (sitting.starts.date() - moment.date()).days
    day = wording.day_long(sitting.starts.date())
    if sitting.place is None and "phone" in listing.delivery:
        labels_ahead = {0: _("Phone line open later today"), 1: _("Phone line open tomorrow")}
        label = labels_ahead.get(ahead, _("Phone line next open"))
    else:
        label = {0: _("Next session, today"), 1: _("Next session, tomorrow")}.get(ahead, _("Next session"))
    return Session(label, day, hours, place)


def _next_dates(listing: Listing, ahead: list[Sitting], moment: datetime) -> list[str]:
    """The dates to come, where the rule alone does not say them: not for what is on most days."""
    often = sum((sitting.starts - moment).days < 28 for sitting in ahead)
    if not ahead or often > 8:
        return []
    later = [sitting for sitting in ahead if sitting.ends > moment][:NEXT_DATES]
    return list(dict.fromkeys(wording.day_short(sitting.starts.date()) for sitting in later))


def _ask_for(contacts: tuple[Contact, ...]) -> str:
    named = next((contact for contact in contacts if contact.name or contact.title), None)
    if named is None:
        return ""
    who = f"{named.name}, {named.title}" if named.name and named.title else named.name or named.title
    who = f"the {who[4:]}" if who.startswith("The ") else who
    return _("Ask for %(name)s.", name=who)


def _who(listing: Listing) -> list[str]:
    said = [listing.eligibility_description] if listing.eligibility_description else []
    if not said:
        said += [wording.sentence(each) + "." for each in (reasons.ages(listing), reasons.gender(listing)) if each]
    unsaid = [each for each in listing.conditions if each.casefold() not in listing.eligibility_description.casefold()]
    if unsaid:
        said.append(_("Made for people with %(conditions)s.", conditions=wording.joined(unsaid)))
    areas = residence.names(listing)
    if listing.national:
        said.append(_("For people anywhere in the UK."))
    elif areas:
        said.append(_("For people who live in %(areas)s.", areas=wording.joined(areas)))
    return said or [_("Anybody is welcome.")]


def _costs(listing: Listing) -> list[str]:
    if listing.cost == "unknown" and not listing.fees_description:
        known = _("We do not know what it costs.")
        return [known + " " + _("Ask when you ring.") if numbers(listing) else known]
    said = [
        _price(option.amount, option.currency, option.option, option.amount_description)
        for option in listing.cost_options
    ]
    return [each for each in (*said, listing.fees_description) if each]


def _price(amount: float | None, currency: str, option: str, description: str) -> str:
    if amount is None:
        return option or description
    price = _("Free") if amount == 0 else wording.money(amount, currency)
    return " ".join(filter(None, (f"{option}:" if option else "", price, description)))


def _joining(listing: Listing, today: date) -> list[str]:
    said = [listing.application_process] if listing.application_process else [cards.how_to_join(listing) + "."]
    if listing.wait_time:
        said.append(_("Waiting time: %(time)s.", time=listing.wait_time))
    left = listing.capacity
    if left and left.available:
        free = ngettext("%(num)s place free", "%(num)s places free", left.available)
        if left.maximum:
            free = _("%(left)s of %(maximum)s places free", left=left.available, maximum=left.maximum)
        if left.updated:
            said.append(_("%(free)s, they said %(ago)s.", free=free, ago=wording.ago(left.updated, today)))
        else:
            said.append(f"{free}.")
    return said


def _languages(listing: Listing) -> str:
    spoken = [choices.language(language.code) or language.name for language in listing.languages]
    return wording.joined([name for name in spoken if name])


def _venue(place: Place) -> Venue:
    """A place and its address, no name in it twice: a town that the street already ends with is left out."""
    address = place.address
    lines = [address.address_1, address.address_2, address.city] if address else []
    said = {place.name.strip().casefold()}
    shown = []
    for line in lines:
        parts = [part.strip() for part in line.split(",")]
        fresh = [part for part in parts if part and part.casefold() not in said]
        said |= {part.casefold() for part in fresh}
        shown += [", ".join(fresh)] if fresh else []
    return Venue(place.name, shown, address.postal_code if address else "", place.transportation, place.description)


def _checked(listing: Listing, today: date) -> list[str]:
    """Who checked the details and when: the whole, then the phone, times and address where they differ."""
    assured = listing.assurance
    if assured.assured_date is None:
        return [_("Nobody has checked these details with us yet.")]
    when = {"ago": wording.ago(assured.assured_date, today), "date": wording.full_date(assured.assured_date)}
    if assured.assured_by:
        said = [_("Checked %(ago)s, on %(date)s, by %(who)s.", who=assured.assured_by, **when)]
    else:
        said = [_("Checked %(ago)s, on %(date)s.", **when)]
    parts = (
        (assured.phone, _("phone number checked")),
        (assured.times, _("times checked")),
        (assured.address, _("address checked")),
    )
    apart = [
        _("%(what)s on %(date)s", what=what, date=wording.full_date(day))
        for day, what in parts
        if day and day != assured.assured_date
    ]
    if apart:
        said.append(wording.sentence(wording.joined(apart)) + ".")
    return said
