"""What else would help, near a service or for the same people."""

from datetime import datetime

from app.areas import places
from app.areas.tree import tree
from app.areas.where import Where
from app.directory import queries, search
from app.directory.listing import Listing
from app.directory.search.criteria import Criteria
from app.geo import Point
from app.residents import cards

SHOWN = 3


def to(listing: Listing, moment: datetime) -> list[cards.Card]:
    """Up to three others for the same main need; none where nearness would give a private place away."""
    if not listing.needs or any(place.confidential for place in listing.places):
        return []
    asked = Criteria(needs=listing.needs[:1], where=_where(listing), within=10.0, moment=moment, page_size=SHOWN + 1)
    hits = [hit for hit in search.find(asked).hits if hit.id != listing.id][:SHOWN]
    return cards.cards(queries.cards([hit.id for hit in hits]), hits, asked, moment, 1)


def _where(listing: Listing) -> Where | None:
    """Where its people are: round its pin, else the middle of the area that answers for it."""
    point = cards.point(listing)
    if point:
        return places.at(Point(*point))
    node = tree().by_code.get(listing.home_area)
    if node is None or node.lat is None or node.lon is None:
        return None
    return Where(Point(node.lat, node.lon), frozenset(tree().ancestors(node.code)), node.name)
