"""Saving locations: the one place where it is decided what of a location is kept in the open."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from sqlalchemy import delete, select

from app.areas.models import Area, Postcode
from app.directory import services
from app.directory.models import Accessibility, Address, Location, ServiceAtLocation
from app.errors import Refused
from app.extensions import db
from app.i18n import lazy


@dataclass(frozen=True)
class Where:
    """What is said of a location when it is saved."""

    slug: str
    name: str
    address_1: str
    city: str
    postal_code: str
    accessibility: Sequence[str] = ()
    transportation: str = ""
    confidential: bool = False
    demonstration: bool = False


def save(location_id: UUID, said: Where) -> Location:
    """Make or change a location, placed at its postcode, and refresh the pages of the services there.

    Of a confidential one the slug, name, address and point go into the encrypted column and nowhere else: its slug
    in the open tells nothing.
    Raises `Refused` where the postcode is not one we know.
    """
    location = db.session.get(Location, location_id)
    if location is None:
        location = Location(id=location_id, slug=said.slug)
        db.session.add(location)
    postcode = _postcode(said)
    location.slug = f"private-{location_id.hex[:12]}" if said.confidential else said.slug
    location.demonstration, location.confidential = said.demonstration, said.confidential
    location.name = location.transportation = ""
    location.latitude = location.longitude = location.ward_id = location.secret = None
    if said.confidential:
        columns = ("slug", "name", "address_1", "city", "postal_code", "transportation")
        hidden = {name: getattr(said, name) for name in columns}
        location.secret = hidden | {"latitude": postcode.lat, "longitude": postcode.lon}
    else:
        location.name, location.transportation = said.name, said.transportation
        location.latitude, location.longitude = postcode.lat, postcode.lon
        location.ward_id = db.session.scalar(select(Area.id).where(Area.number == postcode.ward))
    db.session.flush()
    _replace_parts(location, said)
    at = select(ServiceAtLocation.service_id).where(ServiceAtLocation.location_id == location_id)
    services.refresh(db.session.scalars(at).all())
    return location


def _replace_parts(location: Location, said: Where) -> None:
    """The address and the marks of a location, as said now; a confidential one keeps neither."""
    for model in (Address, Accessibility):
        db.session.execute(delete(model).where(model.location_id == location.id))
    if said.confidential:
        return
    if said.address_1:
        db.session.add(
            Address(
                id=uuid5(location.id, "address"), location_id=location.id, address_1=said.address_1, city=said.city,
                state_province=_county(location), postal_code=said.postal_code,
            )
        )  # fmt: skip
    for code in said.accessibility:
        db.session.add(Accessibility(id=uuid5(location.id, code), location_id=location.id, accessibility=code))
    db.session.flush()


def _county(location: Location) -> str:
    """The borough's name: Open Referral wants something here, and it is what we know."""
    area = location.ward
    while area is not None and area.kind != "borough":
        area = area.parent
    return area.name if area else ""


def _postcode(said: Where) -> Postcode:
    found = db.session.get(Postcode, said.postal_code.replace(" ", "").upper())
    if found is None:
        raise Refused(lazy("%(place)s: we do not know the postcode %(code)s.", place=said.slug, code=said.postal_code))
    return found
