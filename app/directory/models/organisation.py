"""Who runs services."""

from uuid import UUID

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base, WithId


class Organisation(WithId, Base):
    """A body that runs services (Open Referral: organization)."""

    __tablename__ = "organisation"

    slug: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    alternate_name: Mapped[str] = mapped_column(String(200), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    website: Mapped[str] = mapped_column(Text, default="")
    logo: Mapped[str] = mapped_column(Text, default="")
    uri: Mapped[str] = mapped_column(Text, default="")
    tax_status: Mapped[str] = mapped_column(String(80), default="")
    tax_id: Mapped[str] = mapped_column(String(80), default="")
    legal_status: Mapped[str] = mapped_column(String(80), default="")
    year_incorporated: Mapped[int | None]
    parent_organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    demonstration: Mapped[bool] = mapped_column(default=False)

    organisation_identifiers: Mapped[list["OrganisationIdentifier"]] = relationship(
        order_by="OrganisationIdentifier.identifier", cascade="all, delete-orphan"
    )


class OrganisationIdentifier(WithId, Base):
    """A number an organisation is known by elsewhere: a charity, a company, an NHS body."""

    __tablename__ = "organisation_identifier"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    identifier_scheme: Mapped[str] = mapped_column(String(40), default="")  # org-id.guide: GB-CHC, GB-COH
    identifier_type: Mapped[str] = mapped_column(String(80))
    identifier: Mapped[str] = mapped_column(String(80))
