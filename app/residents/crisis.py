"""Whom somebody in danger can ring now, in the order that suits what they said."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from app.directory import urgent
from app.directory.models.words import UrgentNumber
from app.i18n import _
from app.residents import strip

LISTENING = ("childline", "samaritans", "shout", "nhs-111-mental-health")  # for somebody who wants to die or is hurting
EMERGENCY = ("emergency", "emergency-silent")


TONIGHT, SELF_HARM = "cold-hungry-tonight", "self-harm"
FIRST = {  # signal: the needs whose services come before all else
    TONIGHT: ("food-banks", "community-meals", "community-pantry", "warm-spaces", "homelessness", "housing-advice"),
    SELF_HARM: ("crisis-cafes", "low-mood", "talking-therapy", "peer-support"),
    "abuse": ("domestic-abuse", "sexual-violence"),
    "abuse-older": ("elder-abuse",),
    "child-abuse": ("young-minds", "youth-clubs"),
}
# Looked up as words these bring hospices and graveside groups, which is not what helps.
_DYING = re.compile(
    r"\b(die|dying|died|dead|death|kill\w*|suicid\w*|sucid\w*|end it|end my life|my life|self[- ]?harm\w*|overdose\w*"
    r"|myself)\b",
    re.IGNORECASE,
)


class Help(NamedTuple):
    """A number that helps now."""

    name: str
    words: str
    note: str
    number: str
    href: str
    texting: bool


def first(signals: frozenset[str]) -> tuple[str, ...]:
    """The needs that come before all else for these signals."""
    return tuple(dict.fromkeys(need for signal, needs in FIRST.items() if signal in signals for need in needs))


def without_dying(words: str) -> str:
    """What somebody who wants to die typed, less the words that say so: what is left may be why."""
    return " ".join(_DYING.sub(" ", words).split())


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
