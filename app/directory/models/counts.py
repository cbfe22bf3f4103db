"""Searches and page views as daily counts; nothing here can be traced to a visit."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base

UNORDERED = {"sqlite_with_rowid": False}  # no number of a row tells what was written beside it


class SearchCount(Base):
    """How often on a day people in a locality searched for a need with these filters, and found this many."""

    __tablename__ = "search_count"
    __table_args__ = UNORDERED

    day: Mapped[date] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(20), primary_key=True)  # code of the locality, or empty
    need: Mapped[str] = mapped_column(String(60), primary_key=True)  # slug, or empty when none was recognised
    filters: Mapped[str] = mapped_column(String(200), primary_key=True)  # parameter names and values, sorted
    hits: Mapped[str] = mapped_column(String(5), primary_key=True)  # 0, 1-2, 3+
    searches: Mapped[int]


class UnknownWord(Base):
    """A word searched for on a day that our vocabulary does not know; never shown, and dropped after 30 days
    unless searches on five different days used it."""

    __tablename__ = "unknown_word"
    __table_args__ = UNORDERED

    word: Mapped[str] = mapped_column(String(40), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    searches: Mapped[int]


class ViewCount(Base):
    """How often a listing's page was opened on a day."""

    __tablename__ = "view_count"
    __table_args__ = UNORDERED

    day: Mapped[date] = mapped_column(primary_key=True)
    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id"), primary_key=True)
    views: Mapped[int]


class FoldedFile(Base):
    """A spool file whose lines are already counted, so that none is counted twice."""

    __tablename__ = "folded_file"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    folded_on: Mapped[date]
