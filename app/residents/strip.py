"""The numbers at the foot of every page, each with a few plain words."""

from contextlib import suppress
from typing import NamedTuple

from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from app.directory import urgent
from app.i18n import _
from app.wording import dial


class Line(NamedTuple):
    """A number and when to use it."""

    words: str
    number: str
    href: str


def numbers() -> list[Line]:
    """The numbers that always help. When the database does not answer, those it last gave."""
    known = current_app.extensions.setdefault("urgent_strip", [])
    with suppress(SQLAlchemyError):
        known[:] = urgent.always()
    words = {
        "emergency": _("In danger: call"),
        "nhs-111-mental-health": _("Mental health crisis, in England: call"),
        "samaritans": _("Someone to talk to, day or night: Samaritans on"),
    }
    return [Line(words.get(each.code, f"{each.name}:"), each.number, href(each.dial)) for each in known]


def href(number: str) -> str:
    """The link that rings or texts a number."""
    return number if number.startswith("sms:") else f"tel:{dial(number)}"
