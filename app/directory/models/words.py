"""Words beside those of the needs: what else to search for, what signals danger, and whom to ring then."""

from datetime import date

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base, WithId


class Synonym(WithId, Base):
    """A word or phrase people type and what else it means here; `both` says that it works the other way too."""

    __tablename__ = "synonym"

    word: Mapped[str] = mapped_column(String(80), unique=True)
    also: Mapped[str] = mapped_column(Text)  # separated by "; "
    both: Mapped[bool] = mapped_column(default=False)


class DangerPhrase(WithId, Base):
    """A run of words that signals danger; `*` stands for up to three words, `unless` for what makes it harmless."""

    __tablename__ = "danger_phrase"

    signal: Mapped[str] = mapped_column(String(40), index=True)
    phrase: Mapped[str] = mapped_column(Text)
    unless: Mapped[str] = mapped_column(Text, default="")  # separated by "; "


class UrgentNumber(WithId, Base):
    """A number for somebody in danger, and how to use it."""

    __tablename__ = "urgent_number"

    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    number: Mapped[str] = mapped_column(String(40))  # as it is printed
    dial: Mapped[str] = mapped_column(String(40))  # what a phone dials, with its scheme where that is not tel
    how: Mapped[str] = mapped_column(String(20))  # call, text
    words: Mapped[str] = mapped_column(Text)
    hours: Mapped[str] = mapped_column(Text, default="")
    region: Mapped[str] = mapped_column(String(40), default="")  # where it works, empty for the whole country
    source: Mapped[str] = mapped_column(Text, default="")
    checked: Mapped[date | None]
    signals: Mapped[str] = mapped_column(Text, default="")  # separated by "; ", most wanted first
    position: Mapped[int] = mapped_column(default=0)
