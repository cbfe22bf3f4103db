"""Whom somebody in danger can ring now, in the order that suits what they said."""

from collections.abc import Sequence
from typing import NamedTuple

from app.directory import urgent
from app.directory.models.words import UrgentNumber
from app.i18n import _
from app.residents import strip

LISTENING = ("childline", "samaritans", "shout", "nhs-111-mental-health")  # for somebody who wants to die or is hurting
EMERGENCY = ("emergency", "emergency-silent")


class Help(NamedTuple):
    """A number that helps now."""

    name: str
    words: str
    note: str
    number: str
    href: str
    texting: bool


def helps(signals: frozenset[str], borough: str) -> list[Help]:
    """The numbers that these signals call for."""
    found = urgent.numbers(signals, borough=borough) if signals else ()
    return [
        Help(
            each.name,
            each.words,
            _("In England.") if each.region == "England" else "",
            each.number,
            strip.href(each.dial),
            each.dial.startswith("sms:"),
        )
        for each in in_order(found, signals)
    ]


def in_order(numbers: Sequence[UrgentNumber], signals: frozenset[str]) -> list[UrgentNumber]:
    """Danger this minute: 999 first. Else, for self-harm, those who listen first and 999 last. Else as they come."""
    if "danger-now" in signals:
        return sorted(numbers, key=lambda each: _rank(each.code, EMERGENCY))
    if "self-harm" in signals:
        return sorted(numbers, key=lambda each: (each.code in EMERGENCY, _rank(each.code, LISTENING)))
    return list(numbers)


def _rank(code: str, first: Sequence[str]) -> int:
    return first.index(code) if code in first else len(first)
