"""The names of our codes in the language of a request, looked up once for each language."""

from collections.abc import Mapping
from dataclasses import dataclass
from gettext import NullTranslations

from flask_babel import LazyString

from app.i18n import _, translations
from app.residents import choices


@dataclass(frozen=True)
class Labels:
    """Plain strings by code."""

    join: Mapping[str, str]
    how: Mapping[str, str]
    access: Mapping[str, str]
    days: Mapping[str, str]
    parts: Mapping[str, str]
    ages: Mapping[str, str]
    open: Mapping[str, str]
    cost: Mapping[str, str]
    facts: tuple[str, str, str, str]  # what a screen reader hears before each fact of a card

    def of(self, parameter: str) -> Mapping[str, str]:
        """The names of the values of one parameter of a search."""
        plural = {"day": "days", "part": "parts", "age": "ages"}
        found: Mapping[str, str] = getattr(self, plural.get(parameter, parameter))
        return found


_known: dict[int, tuple[NullTranslations, Labels]] = {}


def labels() -> Labels:
    """The names in the language of this request."""
    spoken = translations()
    known = _known.get(id(spoken))
    if known is None or known[0] is not spoken:
        if len(_known) > 50:
            _known.clear()
        known = _known[id(spoken)] = (spoken, _labels())
    return known[1]


def _labels() -> Labels:
    return Labels(
        join=_plain(choices.JOIN),
        how=_plain(choices.HOW),
        access=_plain(choices.ACCESS),
        days=_plain(choices.DAY_NAMES),
        parts=_plain(choices.PART_NAMES),
        ages=_plain(choices.AGES),
        open=_plain(choices.OPEN),
        cost=_plain(choices.COST),
        facts=(_("Where:"), _("Next:"), _("Cost:"), _("How to join:")),
    )


def _plain(group: Mapping[str, LazyString]) -> dict[str, str]:
    return {code: str(name) for code, name in group.items()}
