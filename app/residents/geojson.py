"""The hits of a search for a map: what a page of results lists, in the same order."""

from typing import Any

from app.directory import queries
from app.directory.listing import Listing
from app.directory.search.criteria import Hit, Hits
from app.residents import cards, reasons
from app.residents.asking import Search


def collection(asked: Search, hits: Hits) -> dict[str, Any]:
    """One page of hits as GeoJSON; one without a pin has no geometry."""
    found = {hit.id: hit for hit in hits.hits}
    listings = queries.cards([hit.id for hit in hits.hits])
    features = [_feature(listing, found[listing.id], asked) for listing in listings]
    return {"type": "FeatureCollection", "numberMatched": hits.total, "features": features}


def _feature(listing: Listing, hit: Hit, asked: Search) -> dict[str, Any]:
    point = cards.point(listing, hit)
    return {
        "type": "Feature",
        "id": str(listing.id),
        "geometry": {"type": "Point", "coordinates": [point[1], point[0]]} if point else None,
        "properties": {
            "id": str(listing.id),
            "slug": listing.slug,
            "name": listing.name,
            "organisation": listing.organisation_name,
            "distance_miles": None if hit.miles is None else round(hit.miles, 1),
            "coverage": hit.coverage,
            "needs": list(listing.needs),
            "reasons": reasons.reasons(listing, hit, asked.criteria),
            "caveats": reasons.caveats(listing, hit, asked.criteria, asked.moment.date()),
        },
    }
