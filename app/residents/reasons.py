"""Why a service is in a list, and what may rule it out, in plain words.

Pure: from what the listing says, what the search found out about it, and what was asked.
"""

from datetime import date, datetime

from app import wording
from app.directory import needs
from app.directory.listing import Listing
from app.directory.search.criteria import AGE_BANDS, Criteria, Hit
from app.i18n import _, ngettext
from app.residents import choices, residence
from app.residents.labels import labels

OLDEST_CHECK = 183  # days since the details were checked, after which we say that they may be old
SHOWN_NEEDS = 2


def first_lower(words: str) -> str:
    """Words for the middle of a sentence; what begins with several capitals (LGBT) keeps them."""
    return words[:1].lower() + words[1:] if words[1:2].islower() or words[1:2] in {" ", "'"} else words


def matched(hit: Hit) -> list[str]:
    """The needs that a hit helps with, as residents say them: the narrow ones rather than those above them."""
    found = [info for slug in hit.matched_needs if (info := needs.by_slug(slug))]
    above = {info.parent for info in found}
    return [first_lower(info.title) for info in found if info.slug not in above][:SHOWN_NEEDS]


def reasons(listing: Listing, hit: Hit, asked: Criteria) -> list[str]:
    """Why this service is here, the strongest reason first."""
    found = [_("helps with %(need)s", need=need) for need in matched(hit)]
    found += _where(hit)
    if listing.cost == "free":
        found.append(_("free"))
    if hit.open_until:
        until = wording.clock(hit.open_until.time())
        said = _("open now until %(time)s", time=until) if openings(listing) else _("on now until %(time)s", time=until)
        found.append(said)
    elif hit.next_session:
        found.append(_("open %(day)s", day=wording.weekday(hit.next_session.starts.date())))
    found += extras(listing, asked)
    return found


def extras(listing: Listing, asked: Criteria) -> list[str]:
    """What was asked for by filter and is so: languages, access, age, how to join."""
    names = labels()
    found = [
        _("speaks %(language)s", language=choices.language(spoken.code) or spoken.name)
        for spoken in listing.languages
        if spoken.code in asked.languages
    ]
    found += [first_lower(names.access[code]) for code in asked.access if code in listing.access]
    found += [first_lower(names.join[code]) for code in asked.join if code in listing.join]
    fitting = [band for band in asked.ages if _fits(listing, band)]
    found += [_("for people aged %(age)s", age=first_lower(names.ages[band])) for band in fitting]
    if listing.capacity and listing.capacity.available > 0:
        left = listing.capacity.available
        found.append(ngettext("%(num)s place free", "%(num)s places free", left))
    return found


def caveats(listing: Listing, hit: Hit | None, asked: Criteria, today: date) -> list[str]:
    """What may rule the service out, or should be known before setting off; the hardest first."""
    shut = closed(listing, today) if listing.status == "temporarily closed" else ""
    hardest = (not_for_area(hit), shut, full(listing), referral(listing))
    return [said for said in hardest if said] + limits(listing, asked)


def barriers(listing: Listing, hit: Hit | None = None) -> list[str]:
    """What stands between most people and a service, to be said before it is shown to be on."""
    return [said for said in (not_for_area(hit), full(listing), referral(listing)) if said]


def limits(listing: Listing, asked: Criteria) -> list[str]:
    """Whom it is for, how long people wait, and whether anybody has checked."""
    wait = _("waiting time: %(time)s", time=listing.wait_time) if listing.wait_time else ""
    unknown = unverified(listing) if listing.source and not listing.assurance.assured_date else ""
    found = (residence.limit(listing, asked.where), ages(listing), gender(listing), wait, unknown)
    return [said for said in found if said]


def not_for_area(hit: Hit | None) -> str:
    """That a service found by its name is not for people where the search is."""
    return _("not for people who live where you are looking") if hit and hit.not_for_area else ""


def full(listing: Listing) -> str:
    """That nobody else can be taken at present."""
    return _("full at the moment") if listing.capacity and listing.capacity.available == 0 else ""


def referral(listing: Listing) -> str:
    """That nobody can join without a professional's referral."""
    return _("needs a professional's referral") if set(listing.join) == {"professional-referral"} else ""


def openings(listing: Listing) -> bool:
    """Whether its sessions are times at which anybody can turn up or ring, so that it can be called open."""
    freely = "drop-in" in listing.join or "phone" in listing.delivery
    return freely and not full(listing) and not referral(listing)


def closed(listing: Listing, today: date) -> str:
    """That a service is shut for a while, and until when if that is known."""
    if listing.returns_on and listing.returns_on > today:
        return _("temporarily closed until %(date)s", date=wording.date_near(listing.returns_on, today))
    return _("temporarily closed")


def ages(listing: Listing) -> str:
    """Whom it is for by age: from age 60."""
    youngest, oldest = listing.minimum_age or 0, listing.maximum_age
    if youngest and oldest:
        return _("for ages %(youngest)s to %(oldest)s", youngest=youngest, oldest=oldest)
    if youngest:
        return _("from age %(age)s", age=youngest)
    return _("up to age %(age)s", age=oldest) if oldest else ""


def gender(listing: Listing) -> str:
    """Whom it is for by gender, where it is for one."""
    return {"women": _("for women only"), "men": _("for men only")}.get(listing.gender, "")


def unverified(listing: Listing) -> str:
    """Where we found an organisation that nobody has checked with us."""
    if listing.source and listing.source.year:
        return _("we found this in a %(year)s document and have not checked it", year=listing.source.year)
    return _("we found this in a public document and have not checked it")


def stale(listing: Listing, today: date) -> bool:
    """Whether the details were checked so long ago that they may have changed."""
    checked = listing.assurance.assured_date
    return checked is not None and (today - checked).days > OLDEST_CHECK


def when(listing: Listing, hit: Hit, moment: datetime) -> str:
    """Its next session: `Tue 25 Nov, 10.30am`, or how long it is still on; empty where that is not known."""
    if hit.open_until and hit.open_until.date() == moment.date():
        until = wording.clock(hit.open_until.time())
        return _("Open until %(time)s", time=until) if openings(listing) else _("On now until %(time)s", time=until)
    if hit.next_session is None:
        return ""
    starts = hit.next_session.starts
    return f"{wording.day_near(starts.date(), moment.date())}, {wording.clock(starts.time())}"


def _where(hit: Hit) -> list[str]:
    said = {
        "serves": _("serves your area"),
        "home": _("comes to you"),
        "phone": _("by phone"),
        "online": _("online"),
        "national": _("for anywhere in the UK"),
    }.get(hit.coverage)
    found = [said] if said else []
    if hit.miles is not None:
        found.insert(0, wording.miles(hit.miles))
    return found


def _fits(listing: Listing, band: str) -> bool:
    youngest, oldest = AGE_BANDS[band]
    return (listing.minimum_age or 0) <= oldest and (listing.maximum_age or 200) >= youngest
