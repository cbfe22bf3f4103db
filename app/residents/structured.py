"""What a page tells search engines about a service, in schema.org's words."""

from typing import Any

from flask import current_app

from app.directory.listing import Listing
from app.residents.address import SERVICES


def canonical(path: str) -> str:
    """The one address of a page, from the settings and never from the request."""
    return f"{current_app.config['PUBLIC_URL']}{path}"


def data(listing: Listing) -> dict[str, Any] | None:
    """The service as JSON-LD; none for what is invented, keeps its place private, or was found and never checked."""
    unchecked = listing.source is not None and listing.assurance.assured_date is None
    if listing.demonstration or unchecked or any(place.confidential for place in listing.places):
        return None
    said = {
        "@context": "https://schema.org",
        "@type": "Service",
        "name": listing.name,
        "description": listing.summary,
        "url": canonical(SERVICES + listing.slug),
        "provider": {"@type": "Organization", "name": listing.organisation_name},
        "telephone": [phone.number for phone in listing.phones],
        "email": listing.email,
        "areaServed": [area.name for area in listing.service_areas if area.name],
        "isAccessibleForFree": True if listing.cost == "free" else None,
        "location": [_place(place.name, place.latitude, place.longitude) for place in listing.places if place.name],
    }
    return {key: value for key, value in said.items() if value not in ("", [], None)}


def _place(name: str, lat: float | None, lon: float | None) -> dict[str, Any]:
    place: dict[str, Any] = {"@type": "Place", "name": name}
    if lat is not None and lon is not None:
        place["geo"] = {"@type": "GeoCoordinates", "latitude": lat, "longitude": lon}
    return place
