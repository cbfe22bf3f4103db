"""Saving what a listing says, and reading it back from its tables."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from flask_babel import lazy_gettext as lazy
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import joinedload, selectinload

from app.areas.models import Area
from app.directory import rows, search
from app.directory.listing import (
    Address,
    Capacity,
    Closure,
    CostOption,
    Language,
    Listing,
    Place,
    Schedule,
    ServiceArea,
    to_json,
)
from app.directory.models import (
    Attribute,
    Contact,
    Funding,
    Location,
    OldSlug,
    Organisation,
    Phone,
    Service,
    ServiceAtLocation,
    ServiceCapacity,
    Taxonomy,
    TaxonomyTerm,
)
from app.directory.models import Closure as ClosureRow
from app.directory.models import CostOption as CostOptionRow
from app.directory.models import Language as LanguageRow
from app.directory.models import Schedule as ScheduleRow
from app.directory.models import ServiceArea as ServiceAreaRow
from app.errors import Refused
from app.extensions import Base, db

# A child that another points at comes first; they are deleted in the opposite order.
TABLES: dict[str, type[Base]] = {
    model.__tablename__: model
    for model in (
        ServiceAtLocation, ScheduleRow, ServiceAreaRow, ClosureRow, CostOptionRow, ServiceCapacity, Funding, Contact,
        Phone, LanguageRow, Attribute,
    )
}  # fmt: skip
TAXONOMIES = {"need": "needs", "audience": "audience", "delivery": "delivery", "join": "join", "access": "access"}
Row = TypeVar("Row", bound=Any)


def show(listing: Listing, *, at: datetime) -> None:
    """Make this listing what the page of its service says, from this transaction on. See `show_many`."""
    show_many([listing], at=at)


def show_many(listings: Sequence[Listing], *, at: datetime) -> None:
    """Make each listing what the page of its service says; a service that is not there yet is made.

    Organisations and locations must exist: of a place only the slug is read here, the rest of it belongs to
    its `Location`. Raises `Refused` where a listing names a term, an area or a location that we do not hold.
    """
    ids = [listing.id for listing in listings]
    parts = _children(listings)
    _save_services(listings, at)
    for model in reversed(TABLES.values()):
        db.session.execute(delete(model).where(model.service_id.in_(ids)))  # type: ignore[attr-defined]
    for name, model in TABLES.items():
        if parts.get(name):
            db.session.execute(insert(model), parts[name])
    refresh(ids)


def refresh(ids: Sequence[UUID]) -> None:
    """Write what these services say once more as one text each, and tell the search that it may differ."""
    found = of_many(ids)
    db.session.execute(
        update(Service), [{"id": service_id, "listing": to_json(listing)} for service_id, listing in found.items()]
    )
    for service_id in found:
        search.changed(service_id)


def of(service_id: UUID) -> Listing:
    """What a service's page says, read from its tables; raises `KeyError` where there is no such service."""
    return of_many([service_id])[service_id]


def of_many(ids: Sequence[UUID]) -> dict[UUID, Listing]:
    """What the pages of these services say, one statement a table however many they are."""
    services = db.session.scalars(
        select(Service)
        .where(Service.id.in_(ids))
        .options(joinedload(Service.organisation), joinedload(Service.home_area))
        .execution_options(populate_existing=True)
    )
    parts = {name: _grouped(model, ids) for name, model in TABLES.items()}
    locations = _locations(at.location_id for rows_of in parts["service_at_location"].values() for at in rows_of)
    codes = dict(db.session.execute(select(Area.id, Area.code)).all())
    terms = {row.id: row.code for row in db.session.scalars(select(TaxonomyTerm))}
    return {
        service.id: _listing(
            service, {name: of.get(service.id, []) for name, of in parts.items()}, locations, codes, terms
        )
        for service in services
    }


def _grouped(model: type[Base], ids: Sequence[UUID]) -> dict[UUID, list[Any]]:
    by_service: dict[UUID, list[Any]] = defaultdict(list)
    wanted: Any = model
    for row in db.session.scalars(
        select(model)
        .where(wanted.service_id.in_(ids))
        .order_by(wanted.service_id, wanted.position)
        .execution_options(populate_existing=True)
    ):
        by_service[row.service_id].append(row)  # type: ignore[attr-defined]
    return by_service


def _locations(ids: Iterable[UUID]) -> dict[UUID, Place]:
    found = db.session.scalars(
        select(Location)
        .where(Location.id.in_(set(ids)))
        .options(selectinload(Location.addresses), selectinload(Location.accessibility), joinedload(Location.ward))
        .execution_options(populate_existing=True)
    )
    return {location.id: _place(location) for location in found}


def _place(location: Location) -> Place:
    """What may be shown of a location; of a confidential one that is nothing but that it exists."""
    if location.confidential:
        return Place(slug=location.slug, confidential=True)
    marks = location.accessibility
    return rows.like(
        Place,
        location,
        address=rows.like(Address, location.addresses[0]) if location.addresses else None,
        accessibility=tuple(mark.accessibility for mark in marks if mark.accessibility),
        accessibility_description=" ".join(mark.description for mark in marks if not mark.accessibility),
        ward=location.ward.code if location.ward else "",
    )


def _listing(
    service: Service,
    parts: Mapping[str, Sequence[Any]],
    locations: Mapping[UUID, Place],
    codes: Mapping[UUID, str],
    terms: Mapping[UUID, str],
) -> Listing:
    places = {at.id: locations[at.location_id] for at in parts["service_at_location"]}
    spoken: dict[UUID, list[str]] = defaultdict(list)
    for language in parts["language"]:
        if language.phone_id:
            spoken[language.phone_id].append(language.code)
    marked: dict[str, list[str]] = defaultdict(list)
    for attribute in parts["attribute"]:
        marked[attribute.link_type].append(terms[attribute.taxonomy_term_id])
    capacity = parts["service_capacity"]
    same: dict[str, Any] = {name: getattr(service, name) for name in rows.PLAIN}
    same |= {name: tuple(marked[link_type]) for link_type, name in rows.TERMS.items()}
    return Listing(
        id=service.id,
        organisation=service.organisation.slug,
        organisation_name=service.organisation.name,
        **same,
        conditions=tuple(filter(None, service.conditions.split("; "))),
        phones=rows.phones(parts["phone"], spoken, None),
        contacts=tuple(rows.contact(row, rows.phones(parts["phone"], spoken, row.id)) for row in parts["contact"]),
        places=tuple(places.values()),
        schedules=tuple(
            rows.like(
                Schedule, row, location=places[row.service_at_location_id].slug if row.service_at_location_id else ""
            )
            for row in parts["schedule"]
        ),
        closures=tuple(rows.like(Closure, row) for row in parts["closure"]),
        cost_options=tuple(rows.like(CostOption, row) for row in parts["cost_option"]),
        languages=tuple(rows.like(Language, row) for row in parts["language"] if not row.phone_id),
        service_areas=tuple(
            rows.like(ServiceArea, row, code=codes[row.area_id] if row.area_id else "") for row in parts["service_area"]
        ),
        home_area=service.home_area.code if service.home_area else "",
        capacity=rows.like(Capacity, capacity[0]) if capacity else None,
        funding=tuple(row.source for row in parts["funding"]),
        assurance=rows.assurance(service),
        source=rows.source(service),
    )


def _children(listings: Sequence[Listing]) -> rows.Rows:
    """The rows of all these listings by table, every code looked up once."""
    terms = {
        (link_type, code): term_id
        for term_id, code, taxonomy in db.session.execute(
            select(TaxonomyTerm.id, TaxonomyTerm.code, Taxonomy.code).join(TaxonomyTerm.taxonomy)
        )
        for link_type, name in TAXONOMIES.items()
        if name == taxonomy
    }
    wanted_areas = {area.code for listing in listings for area in listing.service_areas}
    wanted_places = {place.slug for listing in listings for place in listing.places}
    areas = dict(db.session.execute(select(Area.code, Area.id).where(Area.code.in_(wanted_areas))).all())
    locations = dict(
        db.session.execute(select(Location.slug, Location.id).where(Location.slug.in_(wanted_places))).all()
    )
    together: rows.Rows = defaultdict(list)
    for listing in listings:
        try:
            for name, found in rows.children(listing, terms=terms, areas=areas, locations=locations).items():
                together[name].extend(found)
        except KeyError as unknown:
            raise _not_known(listing, unknown.args[0]) from unknown
    return together


def _known(ids: Mapping[str, UUID], code: str, listing: Listing) -> UUID:
    """The id of what a listing names; raises `Refused` where we do not hold it."""
    if code not in ids:
        raise _not_known(listing, code)
    return ids[code]


def _not_known(listing: Listing, code: object) -> Refused:
    name = " ".join(code) if isinstance(code, tuple) else str(code)
    return Refused(
        lazy(
            "%(listing)s: we do not know “%(code)s”. Check its spelling, or add it first.",
            listing=listing.slug,
            code=name,
        )
    )


def _save_services(listings: Sequence[Listing], at: datetime) -> None:
    organisations = dict(db.session.execute(select(Organisation.slug, Organisation.id)).all())
    areas = dict(db.session.execute(select(Area.code, Area.id)).all())
    slugs = dict(
        db.session.execute(
            select(Service.id, Service.slug).where(Service.id.in_([listing.id for listing in listings]))
        ).all()
    )  # fmt: skip
    new: list[dict[str, Any]] = []
    old: list[dict[str, Any]] = []
    for listing in listings:
        columns = rows.service_columns(listing) | {
            "id": listing.id,
            "organisation_id": _known(organisations, listing.organisation, listing),
            "home_area_id": _known(areas, listing.home_area, listing) if listing.home_area else None,
            "last_modified": at,
        }
        (old if listing.id in slugs else new).append(columns)
        if slugs.get(listing.id, listing.slug) != listing.slug:
            db.session.merge(OldSlug(slug=slugs[listing.id], service_id=listing.id))
    if new:
        db.session.execute(insert(Service), [columns | {"listing": ""} for columns in new])
    if old:
        db.session.execute(update(Service), old)
    db.session.flush()
