"""What a search can be narrowed by: each parameter, its values in order, and how pages name them."""

from collections.abc import Mapping
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from flask_babel import LazyString

from app.directory.search.criteria import AGE_BANDS, DAYS, PARTS
from app.i18n import lazy, locale

WITHIN = ("1", "2", "5", "10", "25")
DEFAULT_WITHIN = "5"
FARTHEST = 100.0

JOIN: Mapping[str, LazyString] = {
    "drop-in": lazy("Just turn up"),
    "phone-first": lazy("Phone first"),
    "self-referral": lazy("Ask to join yourself"),
    "professional-referral": lazy("A professional refers you"),
}
HOW: Mapping[str, LazyString] = {
    "in-person": lazy("In person"),
    "at-home": lazy("They come to you"),
    "phone": lazy("By phone"),
    "online": lazy("Online"),
}
ACCESS: Mapping[str, LazyString] = {
    "step-free": lazy("Step-free way in"),
    "accessible-toilet": lazy("Accessible toilet"),
    "changing-places": lazy("Changing Places toilet"),
    "hearing-loop": lazy("Hearing loop"),
    "bsl": lazy("British Sign Language"),
    "quiet-space": lazy("Quiet space"),
    "blue-badge": lazy("Blue badge parking"),
    "easy-read": lazy("Easy Read leaflets"),
    "dementia-friendly": lazy("Dementia friendly"),
    "autism-friendly": lazy("Autism friendly"),
    "assistance-dogs": lazy("Assistance dogs welcome"),
}
DAY_NAMES: Mapping[str, LazyString] = dict(
    zip(
        DAYS,
        (
            lazy("Monday"),
            lazy("Tuesday"),
            lazy("Wednesday"),
            lazy("Thursday"),
            lazy("Friday"),
            lazy("Saturday"),
            lazy("Sunday"),
        ),
        strict=True,
    )
)
PART_NAMES: Mapping[str, LazyString] = dict(
    zip(PARTS, (lazy("Morning"), lazy("Afternoon"), lazy("Evening")), strict=True)
)
AGES: Mapping[str, LazyString] = dict(
    zip(
        AGE_BANDS,
        (
            lazy("Under 5"),
            lazy("5 to 10"),
            lazy("11 to 17"),
            lazy("18 to 24"),
            lazy("25 to 49"),
            lazy("50 to 64"),
            lazy("65 to 79"),
            lazy("80 or over"),
        ),
        strict=True,
    )
)
OPEN: Mapping[str, LazyString] = {"now": lazy("Open right now")}
COST: Mapping[str, LazyString] = {"free": lazy("Free")}


@lru_cache(maxsize=512)
def _language(code: str, spoken: Locale) -> str:
    try:
        return Locale.parse(code, sep="-").get_display_name(spoken) or ""
    except (UnknownLocaleError, ValueError, TypeError):
        return ""


def language(code: str) -> str:
    """The name of a language by its BCP 47 code, in the language of the page; empty for a code nobody knows."""
    return _language(code, locale()) or {"bfi": str(ACCESS["bsl"])}.get(code, "")
