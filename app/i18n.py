"""Words for people: translation, the locale of a request, and the direction of its script."""

from babel import Locale
from flask import Flask
from flask_babel import get_locale, gettext, lazy_gettext, ngettext

from app.extensions import babel

_ = gettext
lazy = lazy_gettext
__all__ = ["_", "direction", "gettext", "lazy", "locale", "ngettext", "start"]

LOCALES = ("en_GB",)


def locale() -> Locale:
    """The locale of this request, or of the place outside one."""
    return get_locale() or Locale.parse(LOCALES[0])


def direction() -> str:
    """`ltr` or `rtl`, for the `dir` of the page."""
    return str(locale().text_direction)


def start(app: Flask) -> None:
    """Attach Babel; templates get `locale()` and `direction()`."""
    babel.init_app(app, default_locale=LOCALES[0], default_timezone="Europe/London")
    app.jinja_env.globals.update(locale=locale, direction=direction)
