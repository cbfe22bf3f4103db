"""What templates can call: built files by name, icons, and how things are said."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from flask import Flask
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
from markupsafe import Markup

from app import built, i18n, wording
from app.built import manifest, static_url

TURNS = {"arrow-left", "arrow-right", "chevron-right", "log-in"}  # icons that point along the line of reading
UNKNOWN_ICON = "info"


@lru_cache
def icon(name: str) -> Markup:
    """A small picture that says nothing to a screen reader; words beside it do."""
    name = name if name in manifest().icons else UNKNOWN_ICON
    turns = " icon--turns" if name in TURNS else ""
    return Markup('<svg class="icon%s" aria-hidden="true"><use href="%s#%s"/></svg>') % (
        turns,
        static_url("icons.svg"),
        name,
    )


def say(string: str, **variables: Any) -> Markup:
    """A translated string as markup: the string may hold tags, what is put into it is escaped."""
    said = Markup(i18n.translations().gettext(string))  # noqa: S704  # ours and our translators' words
    return said % variables if variables else said


def say_number(singular: str, plural: str, num: int, **variables: Any) -> Markup:
    """The form of a translated string for this number."""
    said = Markup(i18n.translations().ngettext(singular, plural, num))  # noqa: S704  # as above
    return said % {"num": num, **variables}


FILTERS: Mapping[str, Callable[..., Any]] = {
    "bold_list": wording.bold_list,
    "dial": wording.dial,
    "either": wording.either,
    "email": wording.email,
    "full_date": wording.full_date,
    "icon": icon,
    "isolate": wording.isolate,
    "joined": wording.joined,
    "ltr": wording.ltr,
    "miles": wording.miles,
    "outward": wording.outward,
    "static_url": static_url,
    "tel": wording.tel,
}


def start(app: Flask) -> None:
    """Register filters, globals and the form templates; translate without looking the locale up for each word."""
    built.start(app)
    env = app.jinja_env
    env.trim_blocks = env.lstrip_blocks = True
    env.filters.update(FILTERS)
    env.globals.update(icon=icon, static_url=static_url, _=say, ngettext=say_number)
    forms = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    app.jinja_loader = ChoiceLoader([loader for loader in (app.jinja_loader, forms) if loader])
