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
from app.residents import cards
from app.residents.address import SERVICES

SHOWN = 3


class Other(NamedTuple):
    """Another service, in one line."""

    href: str
    name: str
    near: str


def to(listing: Listing, moment: datetime) -> list[Other]:
    """Up to three others for the same main need; none where nearness would give a private place away."""
    if not listing.needs or any(place.confidential for place in listing.places):
        return []
    asked = Criteria(needs=listing.needs[:1], where=_where(listing), within=10.0, moment=moment, page_size=SHOWN + 1)
    hits = [hit for hit in search.find(asked).hits if hit.id != listing.id][:SHOWN]
    listings = queries.cards([hit.id for hit in hits])
    found = {hit.id: hit for hit in hits}
    return [Other(SERVICES + each.slug, each.name, _line(each, found[each.id])) for each in listings]


def _line(listing: Listing, hit: Hit) -> str:
    """How far from here and what it costs."""
    if hit.miles is not None:
        where = _("%(distance)s from here", distance=wording.miles(hit.miles))
    elif hit.coverage == "serves":
        where = _("Serves the same area")
    else:
        where = cards.how_far(listing, hit).words
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
