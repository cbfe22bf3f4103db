"""What we say about the words in the box for a place: one true sentence for each case, and the next step."""

from babel.lists import format_list
from flask_babel import LazyString

from app.areas.models import AreaKind
from app.areas.names import NATIONS, Elsewhere, Named
from app.areas.tree import tree
from app.areas.where import Kind, Where
from app.i18n import lazy, locale

LINKS = {  # where a person elsewhere finds what is near them
    "England": "https://www.gov.uk/find-local-council",
    "Scotland": "https://www.aliss.org",
    "Wales": "https://www.gov.wales/find-your-local-authority",
    "Northern Ireland": "https://www.nidirect.gov.uk",
    "Jersey": "https://www.gov.je",
    "Guernsey": "https://www.gov.gg",
    "Isle of Man": "https://www.gov.im",
}
SHOWN = 40  # characters of what was typed that a sentence repeats


def covered() -> str:
    """The boroughs we cover, as one phrase."""
    return str(format_list([node.name for node in tree().boroughs()], locale=locale()))


def quoted(text: str) -> str:
    """What was typed, short enough to repeat."""
    return text if len(text) <= SHOWN else text[: SHOWN - 1].rstrip() + "…"


def postcode_elsewhere(letters: str, code: str, area: Elsewhere) -> LazyString:
    """A postcode that is not in our districts: where it is, and what is shown."""
    said = {"letters": letters, "town": area.name, "code": code, "covered": covered()}
    if len(area.nations) > 1:
        return lazy(
            "%(letters)s postcodes are around %(town)s, on both sides of the border between %(one)s and %(other)s. "
            "%(code)s is outside the areas Hereabouts covers here: %(covered)s. "
            "Below are services that help anywhere; your own council knows what is near you.",
            one=area.nations[0],
            other=area.nations[1],
            **said,
        )
    return {
        Kind.ELSEWHERE_ENGLAND: lazy(
            "%(letters)s postcodes are around %(town)s. "
            "%(code)s is outside the areas Hereabouts covers here: %(covered)s. "
            "Below are services that help anywhere; your own council knows what is near you.",
            **said,
        ),
        Kind.CROWN: lazy(
            "%(letters)s is %(town)s, which has its own government and services and is outside the areas "
            "Hereabouts covers here: %(covered)s. Below are services that may help by phone or online; "
            "ask whether they reach the islands.",
            **said,
        ),
    }.get(area.kind) or lazy(
        "%(letters)s is around %(town)s in %(nation)s, which has its own health service and directory of help. "
        "Hereabouts covers %(covered)s here. Below are services that help anywhere in the UK.",
        nation=area.nations[0],
        **said,
    )


def name_elsewhere(area: Elsewhere) -> LazyString:
    """The name of a town or a nation that is not ours."""
    if area.name in LINKS:
        return lazy(
            "%(name)s is outside the areas Hereabouts covers here: %(covered)s. "
            "It has directories of its own. Below are services that help anywhere in the UK.",
            name=area.name,
            covered=covered(),
        )
    if area.kind is not Kind.ELSEWHERE_ENGLAND:
        return lazy(
            "%(name)s is in %(nation)s, which has its own health service and directory of help. "
            "Hereabouts covers %(covered)s here. Below are services that help anywhere in the UK.",
            name=area.name[:1].upper() + area.name[1:],
            nation=area.nations[0],
            covered=covered(),
        )
    return lazy(
        "%(name)s is outside the areas Hereabouts covers here: %(covered)s. "
        "Below are services that help anywhere; your own council knows what is near you.",
        name=area.name[:1].upper() + area.name[1:],
        covered=covered(),
    )


def link(area: Elsewhere) -> str:
    """Where a person there finds help near them."""
    return LINKS.get(area.nations[0], "") if area.nations else ""


def outside(area: Elsewhere) -> Where:
    """A place elsewhere as somewhere to search from: no point, and of our areas at most the country."""
    england = Kind.ELSEWHERE_ENGLAND
    inside = all(NATIONS[nation] is england for nation in area.nations)
    country = frozenset(node.code for node in tree().of_kind(AreaKind.COUNTRY)) if inside else frozenset[str]()
    return Where(None, country, area.name)


def terminated(code: str) -> LazyString:
    """A postcode that was in use once."""
    return lazy("%(code)s is no longer in use. We have searched from where it was.", code=code)


def unknown_postcode(code: str, outward: str) -> LazyString:
    """A postcode that may well exist, in a district of ours."""
    return lazy(
        "We do not have %(code)s in our list: it may be new, or a letter may be wrong. "
        "We have searched from the middle of %(outward)s instead.",
        code=code,
        outward=outward,
    )


def across_the_edge(code: str, outward: str) -> LazyString:
    """A postcode in a part of a district where we hold none: most likely beyond the edge of our areas."""
    return lazy(
        "We do not have %(code)s in our list. We hold only a part of %(outward)s, and this postcode is probably in "
        "the part outside the areas we cover: %(covered)s. We have searched from the middle of our part.",
        code=code,
        outward=outward,
        covered=covered(),
    )


def mistyped(typed: str) -> LazyString:
    """Something like a postcode that is none."""
    return lazy(
        "“%(typed)s” looks like a postcode with a mistake in it. Check it, or type only its first half or the name "
        "of the place.",
        typed=quoted(typed),
    )


def unfinished(typed: str) -> LazyString:
    """A postcode without its end."""
    return lazy(
        "The end of the postcode “%(typed)s” seems to be missing. Add it, or type only the first half.",
        typed=quoted(typed),
    )


def no_such_letters(typed: str, letters: str) -> LazyString:
    """A postcode that begins with letters that no postcode begins with."""
    return lazy(
        "No British postcode begins with %(letters)s, so “%(typed)s” has a mistake in it. Check it, or type the "
        "name of the place.",
        letters=letters,
        typed=quoted(typed),
    )


def no_place(letters: str) -> LazyString:
    """A postcode that belongs to an organisation and stands nowhere on the map."""
    return lazy(
        "%(letters)s postcodes are for the forces or for large organisations, and say nothing about where a person "
        "is. Type the postcode of a home, or the name of the place.",
        letters=letters,
    )


def street() -> LazyString:
    """A street, without anything that says where it is."""
    return lazy(
        "We do not know the names of streets. Type the postcode, its first half, or the name of the neighbourhood."
    )


def street_in(label: str) -> LazyString:
    """A street in a place that we know."""
    return lazy(
        "We do not know the names of streets, so we have searched from the middle of %(place)s. "
        "A postcode would be more exact.",
        place=label,
    )


def near_me() -> LazyString:
    """Where somebody is: we do not know unless they say."""
    return lazy("We cannot tell where you are until you say. Type a postcode, or press “Use my location”.")


def wide(typed: str) -> LazyString:
    """A name for far too much ground."""
    return lazy(
        "“%(typed)s” is a large area. Type a postcode, or the name of a town or neighbourhood in it.",
        typed=quoted(typed),
    )


def taken_for(typed: str, name: str) -> LazyString:
    """A misspelt name that can only be one place."""
    return lazy("We do not know “%(typed)s”, so we have searched near %(name)s.", typed=quoted(typed), name=name)


def also_elsewhere(named: Named, elsewhere: str) -> LazyString:
    """A name of ours that is better known for somewhere else."""
    borough = tree().by_code[named.borough].name if named.borough else covered()
    return lazy(
        "We have searched near %(name)s in %(borough)s. If you meant %(other)s, that is outside the areas "
        "Hereabouts covers here.",
        name=named.name,
        borough=borough,
        other=elsewhere,
    )


def also_ours(named: Named, others: tuple[Named, ...]) -> LazyString:
    """A name that two of our boroughs share."""
    here = tree().by_code
    return lazy(
        "We have searched near %(name)s in %(borough)s. There is a place of that name in %(other)s too: add the "
        "borough to choose it.",
        name=named.name,
        borough=here[named.borough].name if named.borough else covered(),
        other=format_list([here[other.borough].name for other in others if other.borough], locale=locale()),
    )


def unsure(typed: str) -> LazyString:
    """A name that may be one of several."""
    return lazy("We do not know a place called “%(typed)s”. Did you mean one of these?", typed=quoted(typed))


def unknown_name(typed: str) -> LazyString:
    """Something that may well be the name of a place, but of none that we know."""
    return lazy(
        "We do not know a place called “%(typed)s”. Hereabouts covers %(covered)s here. Type a postcode, or the name "
        "of a town or neighbourhood.",
        typed=quoted(typed),
        covered=covered(),
    )


def nonsense(example: str) -> LazyString:
    """Anything else."""
    return lazy(
        "We could not find that place. Type a postcode, the first half of one such as %(example)s, or the name of a "
        "town or neighbourhood.",
        example=example,
    )
