"""What goes wrong, said in plain words."""

from flask import Flask, abort, make_response, render_template, request
from flask_babel import LazyString
from flask_limiter import RateLimitExceeded
from jinja2 import TemplateNotFound
from sqlalchemy.exc import NoResultFound, SQLAlchemyError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from app import site
from app.extensions import db
from app.i18n import lazy

MESSAGES = {
    400: lazy("We could not understand that request."),
    403: lazy("You are not allowed to open this page."),
    404: lazy("There is no page at this address."),
    405: lazy("This page cannot be used in that way."),
    410: lazy("This page has been taken down."),
    413: lazy("That is more than we can take at once."),
    429: lazy("There have been a great many searches from your connection. Wait a minute, then try again."),
    500: lazy("Something broke on our side. It is not your fault."),
}


class Refused(Exception):
    """A rule of the product says no; the message is for the person who asked."""

    def __init__(self, message: LazyString | str) -> None:
        super().__init__(message)
        self.message = message


def page(code: int, message: LazyString | str | None = None) -> Response:
    """The page of an error, with its status; one that has no words of its own says whose mistake it was."""
    like = code if code in MESSAGES else 500 if code >= 500 else 400
    try:
        text = render_template(f"errors/{like}.html", message=message or MESSAGES[like])
    except TemplateNotFound:
        text = _bare(message or MESSAGES[like])
    return make_response(text, code)


def _bare(message: LazyString | str) -> str:
    return f'<!doctype html><html lang="en"><title>{message}</title><h1>{message}</h1></html>'


def _http(error: HTTPException) -> Response:
    code = error.code or 500
    if code < 400:
        return error.get_response()  # a redirect the router asked for
    answer = page(code)
    for name, value in error.get_headers():
        if name not in {"Content-Type", "Content-Length"}:
            answer.headers[name] = value  # Allow, Retry-After
    return answer


def _refused(error: Refused) -> Response:
    return page(403, error.message)


def _missing(_error: NoResultFound) -> Response:
    return page(404)


def _too_many(_error: RateLimitExceeded) -> Response:
    answer = page(429)
    answer.headers["Retry-After"] = "60"
    return answer


def _broken(_error: Exception) -> Response:
    """The last resort: it asks nothing of the database, and nothing of the templates if they are what broke."""
    try:
        db.session.rollback()
    except SQLAlchemyError:
        db.session.remove()
    site.without_database()
    try:
        return page(500)
    except Exception:  # whatever broke the page may break this one too
        return make_response(_bare(MESSAGES[500]), 500)


def _no_such_address() -> None:
    """No address of ours holds a NUL, and PostgreSQL will not be asked for one."""
    if "\0" in request.path:
        abort(404)


def start(app: Flask) -> None:
    """Answer every error with a page."""
    app.before_request(_no_such_address)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(NoResultFound, _missing)
    app.register_error_handler(RateLimitExceeded, _too_many)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(500, _broken)
