"""Factories: what a test needs in the database, with plain defaults, committed."""

from itertools import count
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from app import clock, site
from app.areas.models import Area, AreaKind, PlaceName, Postcode, Standing
from app.directory.listing import Listing, Place
from app.directory.models import Location, Need, Organisation, Taxonomy, TaxonomyTerm
from app.directory.models.location import Address
from app.extensions import db, writing

TAXONOMIES = ("needs", "audience", "delivery", "join", "access")


class Make:
    """Makes one thing at a time; what it depends on is made too when it is not there."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def _save(self, *rows: Any) -> None:
        writing()
        for row in rows:
            db.session.add(row)
        db.session.commit()

    def setting(self, key: str, value: str) -> None:
        """A setting of the place."""
        writing()
        site.put(key, value)
        db.session.commit()

    def area(self, code: str = "", *, kind: str = "locality", parent: str = "", **columns: Any) -> Area:
        """A node of the tree, under the area with the code `parent`."""
        number = next(self._numbers)
        above = db.session.scalar(select(Area).where(Area.code == parent)) if parent else None
        name = columns.pop("name", f"Area {number}")
        row = Area(
            number=columns.pop("number", 1000 + number),
            kind=AreaKind(kind),
            code=code or f"T-{number}",
            name=name,
            slug=columns.pop("slug", f"area-{number}"),
            parent_id=above.id if above else None,
            membership=columns.pop("membership", Standing.APPROXIMATE),
            **columns,
        )
        self._save(row)
        return row

    def postcode(
        self, code: str, lat: float, lon: float, *, ward: Area | None = None, lsoa: Area | None = None
    ) -> None:
        """A live postcode."""
        row = Postcode(
            code=code.replace(" ", ""),
            lat=lat,
            lon=lon,
            ward=ward.number if ward else None,
            lsoa=lsoa.number if lsoa else None,
        )
        self._save(row)

    def place_name(self, name: str, lat: float, lon: float, **columns: Any) -> PlaceName:
        """A name people use for somewhere."""
        row = PlaceName(name=name, key=columns.pop("key", name.lower()), kind="place", lat=lat, lon=lon, **columns)
        self._save(row)
        return row

    def organisation(self, slug: str = "", **columns: Any) -> Organisation:
        """A body that runs services."""
        slug = slug or f"organisation-{next(self._numbers)}"
        row = Organisation(slug=slug, name=columns.pop("name", slug.replace("-", " ").capitalize()), **columns)
        self._save(row)
        return row

    def location(self, slug: str = "", *, postcode: str = "", **columns: Any) -> Location:
        """A building where services happen; with a postcode it has an address too."""
        slug = slug or f"location-{next(self._numbers)}"
        if not columns.get("confidential"):
            columns.setdefault("name", slug.replace("-", " ").capitalize())
        row = Location(slug=slug, **columns)
        if postcode:
            row.addresses = [
                Address(address_1="1 High Street", city="Town", state_province="County", postal_code=postcode)
            ]
        self._save(row)
        return row

    def term(self, taxonomy: str, code: str, **columns: Any) -> TaxonomyTerm:
        """A term of one of our lists, made unless it is there."""
        owner = db.session.scalar(select(Taxonomy).where(Taxonomy.code == taxonomy))
        owner = owner or Taxonomy(id=uuid4(), code=taxonomy, name=taxonomy, description=taxonomy)
        row = db.session.scalar(
            select(TaxonomyTerm).where(TaxonomyTerm.taxonomy_id == owner.id, TaxonomyTerm.code == code)
        )
        if row is None:
            name = columns.pop("name", code.replace("-", " "))
            row = TaxonomyTerm(taxonomy=owner, code=code, name=name, description=columns.pop("description", name))
            self._save(owner, row)
        return row

    def need(self, slug: str, *, parent: str = "", words: str = "", phrases: str = "", **columns: Any) -> Need:
        """A need in residents' words, made unless it is there."""
        found = db.session.scalar(select(Need).where(Need.slug == slug))
        if found is None:
            term = self.term("needs", slug, **{k: columns.pop(k) for k in ("name", "description") if k in columns})
            found = Need(term_id=term.id, slug=slug, parent_slug=parent, words=words, phrases=phrases, **columns)
            self._save(found)
        return found

    def listing(self, slug: str = "", **says: Any) -> Listing:
        """A published listing; its organisation, terms, areas and places are made unless they are there."""
        from app.directory import services

        number = next(self._numbers)
        slug = slug or f"service-{number}"
        organisation = says.pop("organisation", "") or "organisation"
        listing = Listing(
            id=says.pop("id", uuid4()),
            slug=slug,
            name=says.pop("name", slug.replace("-", " ").capitalize()),
            organisation=organisation,
            organisation_name=says.pop("organisation_name", organisation.replace("-", " ").capitalize()),
            **says,
        )
        self._under(listing)
        writing()
        services.show(listing, at=clock.now())
        db.session.commit()
        return services.of(listing.id)

    def _under(self, listing: Listing) -> None:
        """What a listing points at."""
        if db.session.scalar(select(Organisation).where(Organisation.slug == listing.organisation)) is None:
            self.organisation(listing.organisation, name=listing.organisation_name)
        for slug in listing.needs:
            self.need(slug)
        for taxonomy, codes in (
            ("audience", listing.audience),
            ("delivery", listing.delivery),
            ("join", listing.join),
            ("access", listing.accessibility),
        ):
            for code in codes:
                self.term(taxonomy, code)
        areas = {area.code for area in listing.service_areas} | {listing.home_area}
        for code in sorted(areas - {""} - set(db.session.scalars(select(Area.code)))):
            self.area(code)
        held = set(db.session.scalars(select(Location.slug)))
        for place in listing.places:
            if place.slug not in held:
                self._place(place)

    def _place(self, place: Place) -> None:
        self.location(
            place.slug,
            postcode=place.address.postal_code if place.address else "",
            confidential=place.confidential,
            **({} if place.confidential else {"latitude": place.latitude, "longitude": place.longitude}),
            **({"name": place.name} if place.name else {}),
        )
