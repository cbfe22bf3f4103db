"""A service: what a listing's page is about."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Enum, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.areas.models import Area
from app.directory.models.organisation import Organisation
from app.extensions import Base, WithId


class ServiceStatus(StrEnum):
    """The four states of Open Referral."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    DEFUNCT = "defunct"
    TEMPORARILY_CLOSED = "temporarily closed"


class Service(WithId, Base):
    """One service of an organisation, with everything that belongs to it alone.

    `listing` is the whole of it once more as text (see `directory.listing`), written with every change by
    `services.show`, so that a page of results is one statement.
    """

    __tablename__ = "service"
    __table_args__ = (Index("ix_service_shown", "demonstration", "is_published", "status"),)

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    alternate_name: Mapped[str] = mapped_column(String(200), default="")
    summary: Mapped[str] = mapped_column(Text, default="")
    description: Mapped[str] = mapped_column(Text, default="")
    url: Mapped[str] = mapped_column(Text, default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    status: Mapped[ServiceStatus] = mapped_column(
        Enum(ServiceStatus, native_enum=False, length=20, values_callable=lambda states: [s.value for s in states])
    )
    returns_on: Mapped[date | None]
    alert: Mapped[str] = mapped_column(Text, default="")
    fees: Mapped[str] = mapped_column(Text, default="")
    fees_description: Mapped[str] = mapped_column(Text, default="")
    accreditations: Mapped[str] = mapped_column(Text, default="")
    licenses: Mapped[str] = mapped_column(Text, default="")
    minimum_age: Mapped[int | None]
    maximum_age: Mapped[int | None]
    gender: Mapped[str] = mapped_column(String(10), default="")
    conditions: Mapped[str] = mapped_column(Text, default="")  # separated by "; "
    eligibility_description: Mapped[str] = mapped_column(Text, default="")
    application_process: Mapped[str] = mapped_column(Text, default="")
    wait_time: Mapped[str] = mapped_column(String(200), default="")
    interpretation_services: Mapped[str] = mapped_column(Text, default="")
    national: Mapped[bool] = mapped_column(default=False)
    home_area_id: Mapped[UUID | None] = mapped_column(ForeignKey("area.id"), index=True)

    assured_date: Mapped[date | None]
    assured_by: Mapped[str] = mapped_column(String(120), default="")
    assurer_email: Mapped[str] = mapped_column(String(254), default="")
    phone_assured: Mapped[date | None]
    times_assured: Mapped[date | None]
    address_assured: Mapped[date | None]
    last_modified: Mapped[datetime]

    source_title: Mapped[str] = mapped_column(Text, default="")
    source_url: Mapped[str] = mapped_column(Text, default="")
    source_year: Mapped[int | None]

    demonstration: Mapped[bool] = mapped_column(default=False)
    is_published: Mapped[bool] = mapped_column(default=True)  # an index of this alone would be chosen over the key
    listing: Mapped[str] = mapped_column(Text, deferred=True)

    organisation: Mapped[Organisation] = relationship()
    home_area: Mapped[Area | None] = relationship()


class OldSlug(Base):
    """A slug a service once had, so that an old link still leads to it."""

    __tablename__ = "old_slug"

    slug: Mapped[str] = mapped_column(String(120), primary_key=True)
    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id"), index=True)
