"""What else would help, near a service or for the same people."""

from datetime import datetime
from typing import NamedTuple

from app import wording
from app.areas import places
from app.areas.tree import tree
from app.areas.where import Where
from app.directory import queries, search
from app.directory.listing import Listing
from app.directory.search.criteria import Criteria, Hit
from app.geo import Point
from app.i18n import _
from app.residents import cards, residence
from app.residents.address import SERVICES
from app.residents.labels import labels

SHOWN = 3
LOOKED_AT = 20
FARTHEST = 15.0  # miles


class Other(NamedTuple):
    """Another service, in one line."""

    href: str
    name: str
    near: str


def to(listing: Listing, moment: datetime) -> list[Other]:
    """Up to three others for the same main need; none where nearness would give a private place away."""
    if not listing.needs or any(place.confidential for place in listing.places):
        return []
    asked = Criteria(needs=listing.needs[:1], where=_where(listing), within=10.0, moment=moment, page_size=LOOKED_AT)
    found = {hit.id: hit for hit in search.find(asked).hits if hit.id != listing.id}
    borough = residence.borough(listing)
    others = [each for each in queries.cards(list(found)) if _reaches(each, found[each.id], borough)]
    return [Other(SERVICES + each.slug, each.name, _line(each, found[each.id])) for each in others[:SHOWN]]


def _reaches(listing: Listing, hit: Hit, borough: str) -> bool:
    """Whether people here can have it: it is not far, or needs no way there and serves their borough."""
    if hit.miles is not None and hit.miles <= FARTHEST:
        return True
    here = listing.national or bool(borough and residence.serves(listing, borough))
    return here and (bool(_reach(listing)) or hit.miles is None)


def _reach(listing: Listing) -> str:
    """How a service comes to people who do not go there."""
    names = labels().how
    said = next((names[code] for code in ("at-home", "phone", "online") if code in listing.delivery), "")
    return said or (_("Anywhere in the UK") if listing.national else "")


def _line(listing: Listing, hit: Hit) -> str:
    """How far from here, or how it reaches people, and what it costs."""
    if hit.miles is not None and hit.miles <= FARTHEST:
        where = _("%(distance)s from here", distance=wording.miles(hit.miles))
    else:
        where = _reach(listing) or _("Serves the same area")
    return f"{where} · {cards.cost(listing)}"


def _where(listing: Listing) -> Where | None:
    """Where its people are: round its pin, else the middle of the area that answers for it."""
    point = cards.point(listing)
    if point:
        return places.at(Point(*point))
    node = tree().by_code.get(listing.home_area)
    if node is None or node.lat is None or node.lon is None:
        return None
    return Where(Point(node.lat, node.lon), frozenset(tree().ancestors(node.code)), node.name)
