"""The tree of areas, and the postcodes and names that lead into it."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Enum, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base, WithId


class AreaKind(StrEnum):
    """What an area is; a place may name kinds of its own as `OTHER`."""

    COUNTRY = "country"
    BOROUGH = "borough"
    LOCALITY = "locality"
    WARD = "ward"
    LSOA = "lsoa"
    OTHER = "other"


class Standing(StrEnum):
    """How far the membership of an area (which smaller areas it is made of) can be trusted."""

    OFFICIAL = "official"
    APPROXIMATE = "approximate"


class Area(WithId, Base):
    """One node of the tree: England, a borough, a locality, a ward, an LSOA."""

    __tablename__ = "area"

    number: Mapped[int] = mapped_column(unique=True)  # what bulk facts point at; never leaves the database
    kind: Mapped[AreaKind] = mapped_column(
        Enum(AreaKind, native_enum=False, length=20, values_callable=lambda kinds: [kind.value for kind in kinds])
    )
    code: Mapped[str] = mapped_column(String(20), unique=True)  # a GSS code, or ours for a locality (HAV-N)
    name: Mapped[str] = mapped_column(String(120))
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("area.id"), index=True)
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    membership: Mapped[Standing] = mapped_column(
        Enum(Standing, native_enum=False, length=20, values_callable=lambda kinds: [kind.value for kind in kinds])
    )
    membership_note: Mapped[str] = mapped_column(Text, default="")

    parent: Mapped["Area | None"] = relationship(remote_side="Area.id")


class AreaBoundary(Base):
    """The line round an area, as GeoJSON geometry in WGS84; every line we ship is approximate."""

    __tablename__ = "area_boundary"

    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), primary_key=True)
    geometry: Mapped[str] = mapped_column(Text)
    approximate: Mapped[bool]
    source: Mapped[str] = mapped_column(Text)


class Surroundings(WithId, Base):
    """A district that is not ours beside a borough that is, cut off round it: drawn grey, never searched."""

    __tablename__ = "surroundings"

    borough_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    geometry: Mapped[str] = mapped_column(Text)


class Postcode(Base):
    """Where a postcode is: its mean point, and by `Area.number` its ward and LSOA. Locality and borough follow."""

    __tablename__ = "postcode"
    __table_args__ = (Index("ix_postcode_lat", "lat"), {"sqlite_with_rowid": False})

    code: Mapped[str] = mapped_column(String(7), primary_key=True)  # no space: RM38EE
    lat: Mapped[float]
    lon: Mapped[float]
    ward: Mapped[int | None]
    lsoa: Mapped[int | None]
    terminated: Mapped[date | None]


class PlaceName(WithId, Base):
    """A name people use for somewhere: a neighbourhood, an outward code, a ward or a locality.

    A name of somewhere else, so that it is not taken for a misspelling of ours, has no point and no area.
    """

    __tablename__ = "place_name"
    __table_args__ = (Index("ix_place_name_key", "key"),)

    name: Mapped[str] = mapped_column(String(120))
    key: Mapped[str] = mapped_column(String(120))  # folded for matching; see names.key()
    kind: Mapped[str] = mapped_column(String(20))  # place, outward, ward, locality, borough, elsewhere
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    area_id: Mapped[UUID | None] = mapped_column(ForeignKey("area.id"))
    share: Mapped[float] = mapped_column(default=1.0)  # of the place that lies in the area; one row for each area

    area: Mapped[Area | None] = relationship()


class PostcodeArea(Base):
    """The letters a British postcode begins with, and where they are: OX is around Oxford, England."""

    __tablename__ = "postcode_area"

    letters: Mapped[str] = mapped_column(String(2), primary_key=True)
    town: Mapped[str] = mapped_column(String(80))
    nations: Mapped[str] = mapped_column(String(80))  # separated by "; "


class TermDates(WithId, Base):
    """One school term of a borough, with its half-term holiday."""

    __tablename__ = "term_dates"

    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    starts: Mapped[date]
    ends: Mapped[date]
    half_term_starts: Mapped[date | None]
    half_term_ends: Mapped[date | None]
    assumed: Mapped[bool]
    source: Mapped[str] = mapped_column(Text)


class DataFile(WithId, Base):
    """A file of open data that was loaded: what it was, when, and the words its licence asks us to show."""

    __tablename__ = "data_file"

    name: Mapped[str] = mapped_column(String(200), unique=True)
    sha256: Mapped[str] = mapped_column(String(64))
    rows: Mapped[int]
    loaded_at: Mapped[datetime]
    licence: Mapped[str] = mapped_column(String(200))
    attribution: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text, default="")
