"""The one shape of what a listing says: form, draft, version, CSV, Open Referral, search and page go through it.

Field names are those of Open Referral UK 3.0 where it has one (`organisation` is spelled as we spell it).
A `Listing` holds only what the public may see: the place of a confidential location is not in it.
"""

from datetime import date, time
from uuid import UUID

from msgspec import Struct, json


class Phone(Struct, frozen=True, omit_defaults=True):
    """A number to ring; `number` as it is printed."""

    number: str
    description: str = ""
    extension: str = ""
    type: str = "voice"
    languages: tuple[str, ...] = ()


class Contact(Struct, frozen=True, omit_defaults=True):
    """Whom to ask for: a role or a public first name, never private details."""

    name: str = ""
    title: str = ""
    department: str = ""
    email: str = ""
    phones: tuple[Phone, ...] = ()


class Schedule(Struct, frozen=True, omit_defaults=True):
    """When sessions are: a recurrence as in RFC 5545. No `freq` is one session on `dtstart`.

    `location` is the slug of the place of the session, empty for a phone line or an online group.
    `term` is `term`, `holidays` or empty; sessions fall out on bank holidays unless `bank_holidays`.
    """

    dtstart: date | None = None
    freq: str = ""
    interval: int = 1
    byday: str = ""
    bymonthday: str = ""
    byweekno: str = ""
    byyearday: str = ""
    wkst: str = ""
    until: date | None = None
    count: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    opens_at: time | None = None
    closes_at: time | None = None
    timezone: str = "Europe/London"
    attending_type: str = ""
    schedule_link: str = ""
    description: str = ""
    notes: str = ""
    location: str = ""
    term: str = ""
    bank_holidays: bool = False


class Closure(Struct, frozen=True, omit_defaults=True):
    """Days on which nothing happens, both ends included."""

    starts: date
    ends: date
    reason: str = ""


class CostOption(Struct, frozen=True, omit_defaults=True):
    """What it costs. `amount` 0 is free; no amount is only words; no cost option at all is not known."""

    option: str = ""
    amount: float | None = None
    amount_description: str = ""
    currency: str = "GBP"
    valid_from: date | None = None
    valid_to: date | None = None


class Language(Struct, frozen=True, omit_defaults=True):
    """A language spoken there, by BCP 47 code."""

    code: str
    name: str = ""
    note: str = ""


class Address(Struct, frozen=True, omit_defaults=True):
    """A postal address."""

    address_1: str = ""
    address_2: str = ""
    attention: str = ""
    city: str = ""
    region: str = ""
    state_province: str = ""
    postal_code: str = ""
    country: str = "GB"
    address_type: str = "physical"


class Place(Struct, frozen=True, omit_defaults=True):
    """A service at a location. A confidential one has only its slug and the mark: no name, address or point."""

    slug: str
    name: str = ""
    alternate_name: str = ""
    description: str = ""
    location_type: str = "physical"
    latitude: float | None = None
    longitude: float | None = None
    address: Address | None = None
    accessibility: tuple[str, ...] = ()
    accessibility_description: str = ""
    transportation: str = ""
    ward: str = ""
    external_identifier: str = ""
    external_identifier_type: str = ""
    url: str = ""
    confidential: bool = False


class ServiceArea(Struct, frozen=True, omit_defaults=True):
    """An area the service is for; `code` is a node of our tree, or empty with an extent of its own."""

    code: str = ""
    name: str = ""
    description: str = ""
    extent: str = ""
    extent_type: str = ""
    uri: str = ""


class Capacity(Struct, frozen=True, omit_defaults=True):
    """Free places: `available` of `maximum`, as said on `updated`."""

    available: int
    maximum: int | None = None
    updated: date | None = None
    unit: str = "places"
    description: str = ""


class Assurance(Struct, frozen=True, omit_defaults=True):
    """When the details were last checked and by whom: the listing, and its phone, times and address apart."""

    assured_date: date | None = None
    assured_by: str = ""
    assurer_email: str = ""
    phone: date | None = None
    times: date | None = None
    address: date | None = None


class Source(Struct, frozen=True, omit_defaults=True):
    """Where we found an organisation that nobody has checked with us."""

    title: str = ""
    url: str = ""
    year: int | None = None


class Listing(Struct, frozen=True, omit_defaults=True):
    """What a service's page says."""

    id: UUID
    slug: str
    name: str
    organisation: str  # slug
    organisation_name: str
    summary: str = ""
    description: str = ""
    alternate_name: str = ""
    status: str = "active"
    returns_on: date | None = None
    alert: str = ""
    url: str = ""
    email: str = ""
    phones: tuple[Phone, ...] = ()
    contacts: tuple[Contact, ...] = ()
    needs: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    minimum_age: int | None = None
    maximum_age: int | None = None
    gender: str = ""
    conditions: tuple[str, ...] = ()
    eligibility_description: str = ""
    delivery: tuple[str, ...] = ()
    join: tuple[str, ...] = ()
    application_process: str = ""
    wait_time: str = ""
    places: tuple[Place, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    closures: tuple[Closure, ...] = ()
    cost_options: tuple[CostOption, ...] = ()
    fees: str = ""
    fees_description: str = ""
    languages: tuple[Language, ...] = ()
    interpretation_services: str = ""
    accessibility: tuple[str, ...] = ()
    service_areas: tuple[ServiceArea, ...] = ()
    national: bool = False
    home_area: str = ""  # code of the area whose editors answer for it
    capacity: Capacity | None = None
    accreditations: str = ""
    licenses: str = ""
    funding: tuple[str, ...] = ()
    assurance: Assurance = Assurance()
    source: Source | None = None
    demonstration: bool = False

    @property
    def cost(self) -> str:
        """`free`, `paid` or `unknown`; unknown is never shown as free."""
        if not self.cost_options:
            return "unknown"
        return "free" if all(option.amount == 0 for option in self.cost_options) else "paid"

    @property
    def access(self) -> frozenset[str]:
        """What helps people get in and take part, at the service or at any of its places."""
        return frozenset(self.accessibility).union(*(place.accessibility for place in self.places))


_decoder = json.Decoder(Listing)


def to_json(listing: Listing) -> str:
    """The listing as text for a column."""
    return json.encode(listing).decode()


def from_json(text: str) -> Listing:
    """The listing a column holds; raises `msgspec.ValidationError` where the text is of another shape."""
    return _decoder.decode(text)
