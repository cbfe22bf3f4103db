"""Words for people: translation, the locale of a request, and the direction of its script.

A page of results asks for some hundreds of words, so the translations of a request are bound once, before its view.
"""

from contextvars import ContextVar
from gettext import NullTranslations
from typing import Any

from babel import Locale
from flask import Flask
from flask_babel import get_locale, get_translations, lazy_gettext

from app.extensions import babel

lazy = lazy_gettext
__all__ = ["_", "bind", "direction", "gettext", "lazy", "locale", "ngettext", "start", "translations"]

LOCALES = ("en_GB",)
_bound: ContextVar[tuple[NullTranslations, Locale] | None] = ContextVar("translations", default=None)


def translations() -> NullTranslations:
    """The translations of this request."""
    bound = _bound.get()
    return get_translations() if bound is None else bound[0]


def gettext(string: str, **variables: Any) -> str:
    """The string in the locale of this request, with its variables put in."""
    said = translations().gettext(string)
    return said % variables if variables else said


def ngettext(singular: str, plural: str, num: int, **variables: Any) -> str:
    """The form of the string for this number, in the locale of this request; `%(num)s` is the number."""
    said = translations().ngettext(singular, plural, num)
    return said % {"num": num, **variables}


_ = gettext


def locale() -> Locale:
    """The locale of this request, or of the place outside one."""
    bound = _bound.get()
    return _locale() if bound is None else bound[1]


def direction() -> str:
    """`ltr` or `rtl`, for the `dir` of the page."""
    return str(locale().text_direction)


def bind() -> None:
    """Look up the translations and the locale of this request once."""
    _bound.set((get_translations(), _locale()))


def _locale() -> Locale:
    return get_locale() or Locale.parse(LOCALES[0])


def _release(_error: BaseException | None) -> None:
    _bound.set(None)


def start(app: Flask) -> None:
    """Attach Babel; templates get `locale()` and `direction()`."""
    babel.init_app(app, default_locale=LOCALES[0], default_timezone="Europe/London")
    app.jinja_env.globals.update(locale=locale, direction=direction)
    app.before_request(bind)
    app.teardown_request(_release)
