"""A listing as rows of tables, and rows as a listing again. Nothing here touches the database."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID, uuid5

from msgspec import Struct

from app.directory.listing import Assurance, Contact, Listing, Phone, Source
from app.directory.models import Service
from app.extensions import Base

Rows = dict[str, list[dict[str, Any]]]
Shape = TypeVar("Shape", bound=Struct)
TERMS = {"need": "needs", "audience": "audience", "delivery": "delivery", "join": "join", "access": "accessibility"}
PLAIN = (
    "slug", "name", "alternate_name", "summary", "description", "url", "email", "status", "returns_on", "alert", "fees",
    "fees_description", "accreditations", "licenses", "minimum_age", "maximum_age", "gender", "eligibility_description",
    "application_process", "wait_time", "interpretation_services", "national", "demonstration",
)  # fmt: skip
ASSURED = ("assured_date", "assured_by", "assurer_email")


def like(shape: type[Shape], row: Base, **more: Any) -> Shape:
    """A struct from the columns of a row that share its field names, and `more`."""
    columns = row.__table__.columns.keys()
    return shape(**{name: getattr(row, name) for name in shape.__struct_fields__ if name in columns} | more)


def plain(part: Struct, *leave: str) -> dict[str, Any]:
    """The fields of a struct by name, less those in `leave`."""
    return {name: getattr(part, name) for name in part.__struct_fields__ if name not in leave}


def child_id(service_id: UUID, kind: str, position: int) -> UUID:
    """The id of a service's n-th part of a kind: the same however often the listing is saved."""
    return uuid5(service_id, f"{kind}:{position}")


def service_columns(listing: Listing) -> dict[str, Any]:
    """The columns of `service` that a listing gives by itself."""
    columns = {name: getattr(listing, name) for name in PLAIN}
    columns |= {name: getattr(listing.assurance, name) for name in ASSURED}
    columns |= {f"{part}_assured": getattr(listing.assurance, part) for part in ("phone", "times", "address")}
    source = listing.source or Source()
    columns |= {"source_title": source.title, "source_url": source.url, "source_year": source.year}
    return columns | {"conditions": "; ".join(listing.conditions)}


def children(
    listing: Listing, *, terms: Mapping[tuple[str, str], UUID], areas: Mapping[str, UUID], locations: Mapping[str, UUID]
) -> Rows:
    """The rows that belong to one service, by table name; codes become ids.

    Raises `KeyError` with the code where a term, an area or a location is not known.
    """
    rows: Rows = {}

    def add(kind: str, position: int, **columns: Any) -> UUID:
        row_id = child_id(listing.id, kind, position)
        rows.setdefault(kind, []).append({"id": row_id, "service_id": listing.id, "position": position} | columns)
        return row_id

    at = {
        place.slug: add("service_at_location", n, location_id=locations[place.slug])
        for n, place in enumerate(listing.places)
    }
    for n, schedule in enumerate(listing.schedules):
        where = at[schedule.location] if schedule.location else None
        add("schedule", n, service_at_location_id=where, **plain(schedule, "location"))
    for n, area in enumerate(listing.service_areas):
        add("service_area", n, area_id=areas[area.code] if area.code else None, **plain(area, "code"))
    for kind, parts in (
        ("closure", listing.closures),
        ("cost_option", listing.cost_options),
        ("service_capacity", (listing.capacity,) if listing.capacity else ()),
    ):
        for n, part in enumerate(parts):
            add(kind, n, **plain(part))
    for n, source in enumerate(listing.funding):
        add("funding", n, source=source)
    _speaking(listing, add)
    for n, (link_type, code) in enumerate(_marks(listing)):
        add("attribute", n, taxonomy_term_id=terms[link_type, code], link_type=link_type)
    return rows


def _speaking(listing: Listing, add: Any) -> None:
    """Phones, contacts and languages, which point at each other."""
    phones = [(phone, None) for phone in listing.phones]
    for n, contact in enumerate(listing.contacts):
        contact_id = add("contact", n, **plain(contact, "phones"))
        phones += [(phone, contact_id) for phone in contact.phones]
    spoken: list[tuple[dict[str, Any], UUID | None]] = [(plain(language), None) for language in listing.languages]
    for n, (phone, of_contact) in enumerate(phones):
        phone_id = add("phone", n, contact_id=of_contact, **plain(phone, "languages"))
        spoken += [({"code": code}, phone_id) for code in phone.languages]
    for n, (language, of_phone) in enumerate(spoken):
        add("language", n, phone_id=of_phone, **language)


def _marks(listing: Listing) -> list[tuple[str, str]]:
    """Every term the listing is marked with, as (link type, code), in the order given."""
    return [(link_type, code) for link_type, name in TERMS.items() for code in getattr(listing, name)]


def assurance(service: Service) -> Assurance:
    """When the details of a service were last checked."""
    parts = {part: getattr(service, f"{part}_assured") for part in ("phone", "times", "address")}
    return Assurance(**{name: getattr(service, name) for name in ASSURED} | parts)


def source(service: Service) -> Source | None:
    """Where we found an organisation nobody has checked with us; none for a listing of our own."""
    if not (service.source_title or service.source_url or service.source_year):
        return None
    return Source(service.source_title, service.source_url, service.source_year)


def phones(rows: Sequence[Any], spoken: Mapping[UUID, Sequence[str]], contact_id: UUID | None) -> tuple[Phone, ...]:
    """The phones of a service itself (no contact) or of one of its contacts."""
    mine = (row for row in rows if row.contact_id == contact_id)
    return tuple(like(Phone, row, languages=tuple(spoken.get(row.id, ()))) for row in mine)


def contact(row: Base, numbers: tuple[Phone, ...]) -> Contact:
    """Whom to ask for, with the numbers that reach them."""
    return like(Contact, row, phones=numbers)
