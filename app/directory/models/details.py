"""The parts of a listing that belong to one service and are replaced with it: times, costs, phones, areas."""

from datetime import date, time
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base, WithId


class OfService(WithId):
    """A row that belongs to one service and keeps its place among its kind."""

    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)


class OfAny(WithId):
    """A row that belongs to a service, or to an organisation, a location or a service at a location instead."""

    service_id: Mapped[UUID | None] = mapped_column(ForeignKey("service.id"), index=True)
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    location_id: Mapped[UUID | None] = mapped_column(ForeignKey("location.id"), index=True)
    service_at_location_id: Mapped[UUID | None] = mapped_column(ForeignKey("service_at_location.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)


class ServiceAtLocation(OfService, Base):
    """That a service happens at a location; its first place has position 0."""

    __tablename__ = "service_at_location"

    location_id: Mapped[UUID] = mapped_column(ForeignKey("location.id"), index=True)
    description: Mapped[str] = mapped_column(Text, default="")


class Schedule(OfAny, Base):
    """When sessions are, as a recurrence of RFC 5545, at one of the service's locations or at none."""

    __tablename__ = "schedule"

    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    dtstart: Mapped[date | None]
    freq: Mapped[str] = mapped_column(String(10), default="")  # WEEKLY, MONTHLY, or empty for one session
    interval: Mapped[int] = mapped_column(default=1)
    byday: Mapped[str] = mapped_column(String(60), default="")
    bymonthday: Mapped[str] = mapped_column(String(60), default="")
    byweekno: Mapped[str] = mapped_column(String(60), default="")
    byyearday: Mapped[str] = mapped_column(String(60), default="")
    wkst: Mapped[str] = mapped_column(String(2), default="")
    until: Mapped[date | None]
    count: Mapped[int | None]
    opens_at: Mapped[time | None]
    closes_at: Mapped[time | None]
    timezone: Mapped[str] = mapped_column(String(40), default="Europe/London")
    attending_type: Mapped[str] = mapped_column(String(40), default="")
    schedule_link: Mapped[str] = mapped_column(Text, default="")
    description: Mapped[str] = mapped_column(Text, default="")
    notes: Mapped[str] = mapped_column(Text, default="")
    term: Mapped[str] = mapped_column(String(10), default="")
    bank_holidays: Mapped[bool] = mapped_column(default=False)


class Closure(OfService, Base):
    """Days on which a service does not happen, both ends included."""

    __tablename__ = "closure"

    starts: Mapped[date]
    ends: Mapped[date]
    reason: Mapped[str] = mapped_column(Text, default="")


class ServiceArea(OfService, Base):
    """An area whose people the service is for."""

    __tablename__ = "service_area"

    service_at_location_id: Mapped[UUID | None] = mapped_column(ForeignKey("service_at_location.id"), index=True)
    area_id: Mapped[UUID | None] = mapped_column(ForeignKey("area.id"), index=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    extent: Mapped[str] = mapped_column(Text, default="")
    extent_type: Mapped[str] = mapped_column(String(10), default="")
    uri: Mapped[str] = mapped_column(Text, default="")


class Contact(OfAny, Base):
    """Whom to ask for: a role or a public first name."""

    __tablename__ = "contact"

    name: Mapped[str] = mapped_column(String(120), default="")
    title: Mapped[str] = mapped_column(String(120), default="")
    department: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(254), default="")


class Phone(OfAny, Base):
    """A number to ring, of the service or of one of its contacts."""

    __tablename__ = "phone"

    contact_id: Mapped[UUID | None] = mapped_column(ForeignKey("contact.id"), index=True)
    number: Mapped[str] = mapped_column(String(40))
    description: Mapped[str] = mapped_column(Text, default="")
    extension: Mapped[str] = mapped_column(String(20), default="")
    type: Mapped[str] = mapped_column(String(20), default="voice")


class Language(OfAny, Base):
    """A language spoken at a service, or by who answers one of its phones."""

    __tablename__ = "language"

    phone_id: Mapped[UUID | None] = mapped_column(ForeignKey("phone.id"), index=True)
    code: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(80), default="")
    note: Mapped[str] = mapped_column(Text, default="")


class CostOption(OfService, Base):
    """What a service costs: `amount` 0 is free, no amount is words alone."""

    __tablename__ = "cost_option"

    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    option: Mapped[str] = mapped_column(String(120), default="")
    currency: Mapped[str] = mapped_column(String(3), default="GBP")
    amount: Mapped[float | None]
    amount_description: Mapped[str] = mapped_column(Text, default="")


class Funding(OfAny, Base):
    """Who pays for a service."""

    __tablename__ = "funding"

    source: Mapped[str] = mapped_column(Text)


class Unit(WithId, Base):
    """What capacity is counted in, where it is not plain places: beds, hours, boxes."""

    __tablename__ = "unit"

    name: Mapped[str] = mapped_column(String(80), unique=True)
    scheme: Mapped[str] = mapped_column(String(80), default="")
    identifier: Mapped[str] = mapped_column(String(80), default="")
    uri: Mapped[str] = mapped_column(Text, default="")


class Url(OfAny, Base):
    """Another page of a service or of an organisation on the web."""

    __tablename__ = "url"

    label: Mapped[str] = mapped_column(String(120), default="")
    url: Mapped[str] = mapped_column(Text)


class ServiceCapacity(OfService, Base):
    """Free places: `available` of `maximum`, as said on `updated`."""

    __tablename__ = "service_capacity"
    __table_args__ = (CheckConstraint("available >= 0", name="available_not_negative"),)

    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    unit: Mapped[str] = mapped_column(String(40), default="places")
    available: Mapped[int]
    maximum: Mapped[int | None]
    description: Mapped[str] = mapped_column(Text, default="")
    updated: Mapped[date | None]
