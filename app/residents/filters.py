"""The filters beside a list, with the number of services each would leave, and the chips of those in use."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from app import wording
from app.directory import needs
from app.i18n import _
from app.residents import address, choices
from app.residents.forms import FILTERS, SearchForm
from app.residents.labels import labels

MOST = 8  # values shown of a filter that has many
Counts = Mapping[str, Mapping[str, int]]


class Option(NamedTuple):
    """One box to tick, and how many it would leave; a tuple, because a page has fifty and unpacks them."""

    id: str
    value: str
    words: str
    left: int | None
    chosen: bool


class Group(NamedTuple):
    """One question of the filters."""

    name: str
    title: str
    kind: str  # checkbox or radio
    options: tuple[Option, ...]
    open: bool


class Chip(NamedTuple):
    """One filter in use, and the address of the search without it."""

    words: str
    href: str


def groups(form: SearchForm, counts: Counts, *, placed: bool, empty: bool = False) -> list[Group]:
    """Every question, in order; one that could not narrow anything is left out, distance without a place to begin.

    Where nothing was found (`empty`), only what was chosen and what would find something is asked.
    """
    names = labels()
    made = [
        _group(form, counts, "open", _("When"), {**names.open}, begins_open=True),
        _group(form, counts, "day", _("Day"), names.days, begins_open=True),
        _group(form, counts, "part", _("Time of day"), names.parts),
        _group(form, counts, "cost", _("Cost"), names.cost, begins_open=True),
        _group(form, counts, "how", _("How it happens"), names.how, begins_open=True),
        _group(form, counts, "join", _("How you join"), names.join),
        _needs(form, counts),
        _group(form, counts, "access", _("What would help you take part"), names.access, spare=False),
        _group(form, counts, "age", _("Age"), names.ages, spare=False),
        _languages(form, counts),
    ]
    if placed:
        made.insert(0, _distance(form, counts))
    return [group for group in made if group.options and not (empty and _idle(group))]


def _idle(group: Group) -> bool:
    """Whether nothing of a question was chosen and no answer to it would find anything."""
    usual = {choices.DEFAULT_WITHIN} if group.name == "within" else set()
    return not any(option.left or (option.chosen and option.value not in usual) for option in group.options)


def chips(form: SearchForm) -> list[Chip]:
    """What is narrowing the search, each of which can be taken away."""
    pairs = form.pairs
    found = []
    if form.near.data and form.within.data != float(choices.DEFAULT_WITHIN):
        said = _("Within %(distance)s", distance=wording.miles(form.within.data))
        found.append(Chip(said, address.search(address.without(pairs, "within"))))
    for name in FILTERS:
        chosen = form[name].data
        found += [Chip(named(name, value), address.search(address.less(pairs, name, value))) for value in chosen]
    if form.exact.data and form.q.data:
        found.append(Chip(_("Only the words as typed"), address.search(address.without(pairs, "exact"))))
    return found


def named(name: str, value: str) -> str:
    """How a filter in use is called."""
    if name == "need":
        info = needs.by_slug(value)
        return info.title if info else value
    if name == "language":
        return _("Speaks %(language)s", language=choices.language(value))
    if name == "age":
        return _("Age: %(age)s", age=labels().ages[value])
    return labels().of(name)[value]


def _group(
    form: SearchForm,
    counts: Counts,
    name: str,
    title: str,
    values: Mapping[str, str],
    *,
    begins_open: bool = False,
    spare: bool = True,
) -> Group:
    """A question with these answers; without `spare`, those that nothing has are left out."""
    chosen = form[name].data
    held = counts.get(name, {})
    options = tuple(
        Option(_id(name, value), value, words, held.get(value, 0), value in chosen)
        for value, words in values.items()
        if spare or held.get(value) or value in chosen
    )
    return Group(name, title, "checkbox", options, begins_open or bool(chosen))


def _distance(form: SearchForm, counts: Counts) -> Group:
    held = counts.get("within", {})
    chosen = f"{form.within.data:g}"
    values = choices.WITHIN if chosen in choices.WITHIN else (*choices.WITHIN, chosen)
    options = tuple(
        Option(_id("within", value), value, wording.miles(float(value)), held.get(value), value == chosen)
        for value in sorted(values, key=float)
    )
    return Group("within", _("How far"), "radio", options, open=True)


def _needs(form: SearchForm, counts: Counts) -> Group:
    """The kinds of help that most of what was found gives, and those that were chosen."""
    chosen = form.need.data
    held = counts.get("need", {})
    often = sorted((slug for slug in held if held[slug] and slug not in chosen), key=lambda slug: (-held[slug], slug))
    infos = [info for slug in (*chosen, *often[: max(MOST - len(chosen), 0)]) if (info := needs.by_slug(slug))]
    options = tuple(
        Option(_id("need", info.slug), info.slug, info.title, held.get(info.slug, 0), info.slug in chosen)
        for info in infos
    )
    return Group("need", _("Kind of help"), "checkbox", options, bool(chosen))


def _languages(form: SearchForm, counts: Counts) -> Group:
    """The languages spoken, English aside, which nearly every service has."""
    chosen = form.language.data
    held = counts.get("language", {})
    codes = [code for code in held if held[code] and code not in chosen and code.split("-")[0] != "en"]
    often = sorted(codes, key=lambda code: (-held[code], code))
    options = tuple(
        Option(_id("language", code), code, choices.language(code) or code, held.get(code, 0), code in chosen)
        for code in (*chosen, *often[: max(MOST - len(chosen), 0)])
    )
    return Group("language", _("Language spoken"), "checkbox", options, bool(chosen))


def _id(name: str, value: str) -> str:
    return f"{name}-{value.replace('.', '-')}"


def blocking(form: SearchForm) -> Iterable[str]:
    """The parameters that narrow this search."""
    return [name for name in FILTERS if form[name].data]
