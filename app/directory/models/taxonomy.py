"""Lists of terms, needs among them, and what is marked with them."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base, WithId


class Taxonomy(WithId, Base):
    """One list of terms: needs, audience, delivery, join, access."""

    __tablename__ = "taxonomy"

    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    description: Mapped[str] = mapped_column(Text)
    uri: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[str] = mapped_column(String(40), default="")


class TaxonomyTerm(WithId, Base):
    """One term of a list."""

    __tablename__ = "taxonomy_term"
    __table_args__ = (UniqueConstraint("taxonomy_id", "code"),)

    taxonomy_id: Mapped[UUID] = mapped_column(ForeignKey("taxonomy.id"), index=True)
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("taxonomy_term.id"))
    code: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(120))
    description: Mapped[str] = mapped_column(Text)
    term_uri: Mapped[str] = mapped_column(Text, default="")
    position: Mapped[int] = mapped_column(default=0)

    taxonomy: Mapped[Taxonomy] = relationship()


class Need(Base):
    """A need in residents' words: the term of that code, with the words people use and its codes elsewhere."""

    __tablename__ = "need"

    term_id: Mapped[UUID] = mapped_column(ForeignKey("taxonomy_term.id"), primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    parent_slug: Mapped[str] = mapped_column(String(60), default="")
    icon: Mapped[str] = mapped_column(String(40), default="")
    words: Mapped[str] = mapped_column(Text, default="")  # separated by "; "
    phrases: Mapped[str] = mapped_column(Text, default="")
    usual_help: Mapped[str] = mapped_column(Text, default="")
    snomed: Mapped[str] = mapped_column(String(40), default="")
    lga: Mapped[str] = mapped_column(String(120), default="")
    gravity: Mapped[str] = mapped_column(String(60), default="")

    term: Mapped[TaxonomyTerm] = relationship()


class Attribute(WithId, Base):
    """That a service, an organisation or a location is marked with a term; `link_type` says what the term tells."""

    __tablename__ = "attribute"
    __table_args__ = (
        CheckConstraint(
            "CASE WHEN service_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN organisation_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN location_id IS NULL THEN 0 ELSE 1 END = 1",
            name="of_one_thing",
        ),
    )

    service_id: Mapped[UUID | None] = mapped_column(ForeignKey("service.id"), index=True)
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    location_id: Mapped[UUID | None] = mapped_column(ForeignKey("location.id"), index=True)
    taxonomy_term_id: Mapped[UUID] = mapped_column(ForeignKey("taxonomy_term.id"), index=True)
    link_type: Mapped[str] = mapped_column(String(40))  # need, audience, delivery, join, access
    value: Mapped[str] = mapped_column(Text, default="")
    label: Mapped[str] = mapped_column(String(120), default="")
    position: Mapped[int] = mapped_column(default=0)

    taxonomy_term: Mapped[TaxonomyTerm] = relationship()

    @property
    def link_id(self) -> UUID | None:
        """The id of whatever is marked (Open Referral: link_id)."""
        return self.service_id or self.organisation_id or self.location_id

    @property
    def link_entity(self) -> str:
        """What kind of thing is marked, in Open Referral's words."""
        return "service" if self.service_id else "organization" if self.organisation_id else "location"
