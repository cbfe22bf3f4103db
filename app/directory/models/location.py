"""Where services happen. A confidential location keeps its place in an encrypted column and nowhere else."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.areas.models import Area
from app.crypto import Encrypted
from app.extensions import Base, WithId


class Location(WithId, Base):
    """A building or room where services happen (a refuge: `confidential`, and then without any public place)."""

    __tablename__ = "location"
    __table_args__ = (
        CheckConstraint(
            "NOT confidential OR (latitude IS NULL AND longitude IS NULL AND ward_id IS NULL AND name = ''"
            " AND transportation = '')",
            name="confidential_has_no_place",
        ),
    )

    slug: Mapped[str] = mapped_column(String(120), unique=True)
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    location_type: Mapped[str] = mapped_column(String(10), default="physical")  # physical, postal, virtual
    name: Mapped[str] = mapped_column(String(200), default="")
    alternate_name: Mapped[str] = mapped_column(String(200), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    url: Mapped[str] = mapped_column(Text, default="")
    transportation: Mapped[str] = mapped_column(Text, default="")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    ward_id: Mapped[UUID | None] = mapped_column(ForeignKey("area.id"))
    external_identifier: Mapped[str] = mapped_column(String(80), default="")
    external_identifier_type: Mapped[str] = mapped_column(String(40), default="")
    confidential: Mapped[bool] = mapped_column(default=False)
    secret: Mapped[Mapping[str, Any] | None] = mapped_column(Encrypted)  # name, address, point of a confidential one
    demonstration: Mapped[bool] = mapped_column(default=False)

    ward: Mapped[Area | None] = relationship()
    addresses: Mapped[list["Address"]] = relationship(order_by="Address.id", cascade="all, delete-orphan")
    accessibility: Mapped[list["Accessibility"]] = relationship(
        order_by="Accessibility.description", cascade="all, delete-orphan"
    )


class Address(WithId, Base):
    """A postal address of a location that is not confidential."""

    __tablename__ = "address"

    location_id: Mapped[UUID] = mapped_column(ForeignKey("location.id"), index=True)
    attention: Mapped[str] = mapped_column(String(200), default="")
    address_1: Mapped[str] = mapped_column(String(200))
    address_2: Mapped[str] = mapped_column(String(200), default="")
    city: Mapped[str] = mapped_column(String(120))
    region: Mapped[str] = mapped_column(String(120), default="")
    state_province: Mapped[str] = mapped_column(String(120))
    postal_code: Mapped[str] = mapped_column(String(10))
    country: Mapped[str] = mapped_column(String(2), default="GB")
    address_type: Mapped[str] = mapped_column(String(10), default="physical")


class Accessibility(WithId, Base):
    """Something that helps people get in and take part; `accessibility` is its code in our list, when it has one."""

    __tablename__ = "accessibility"

    location_id: Mapped[UUID] = mapped_column(ForeignKey("location.id"), index=True)
    accessibility: Mapped[str] = mapped_column(String(40), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    details: Mapped[str] = mapped_column(Text, default="")
    url: Mapped[str] = mapped_column(Text, default="")
