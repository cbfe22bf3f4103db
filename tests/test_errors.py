"""What goes wrong is said in plain words, on a page that needs nothing to be well."""

import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, abort
from sqlalchemy import text
from sqlalchemy.exc import NoResultFound

from app.accounts.access import public
from app.config import settings
from app.errors import Refused
from app.extensions import db
from tests.conftest import new_app
from tests.page import Client, Page


def fails(with_: Exception | int) -> Callable[[], str]:
    """A view that ends in this error."""

    @public
    def view() -> str:
        if isinstance(with_, int):
            abort(with_)
        raise with_

    return view


def broken_app(folder: Path, view: Callable[[], str], **config: Any) -> Flask:
    made = new_app(folder, PROPAGATE_EXCEPTIONS=False, **config)
    made.add_url_rule("/broken/RM38EE", "broken", view)
    return made


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Refused("Someone other than the author must approve this."), 403),
        (NoResultFound(), 404),
        (400, 400),
        (403, 403),
        (404, 404),
        (405, 405),
        (410, 410),
        (413, 413),
        (429, 429),
        (500, 500),
        (RuntimeError("secret"), 500),
    ],
)
def test_an_error_is_a_page(error: Exception | int, status: int, tmp_path: Path) -> None:
    made = broken_app(tmp_path, fails(error))
    with made.app_context():
        db.create_all()
        client = made.test_client()
        assert isinstance(client, Client)
        page = client.page("/broken/RM38EE", status=status)
        assert "secret" not in page.html
        if isinstance(error, Refused):
            assert str(error.message) in page.text
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "We could not understand that request."),
        (415, "We could not understand that request."),
        (418, "We could not understand that request."),
        (501, "Something broke on our side."),
        (503, "Something broke on our side."),
    ],
)
def test_an_error_without_words_of_its_own_is_a_page_of_ours_too(status: int, words: str, tmp_path: Path) -> None:
    made = broken_app(tmp_path, fails(status))
    with made.app_context():
        db.create_all()
        client = made.test_client()
        assert isinstance(client, Client)
        page = client.page("/broken/RM38EE", status=status)
        assert page.h1.startswith(words)
        assert page.links["Start again" if status < 500 else "Try again"] == "/"
        assert page.root.all("footer")
        db.session.remove()
        db.engine.dispose()


def test_the_last_page_needs_no_database(tmp_path: Path) -> None:
    @public
    def asks() -> str:
        return str(db.session.scalar(text("SELECT value FROM setting")))

    made = broken_app(tmp_path, asks)  # no table was made
    with made.app_context():
        response = made.test_client().get("/broken/RM38EE")
        assert response.status_code == 500
        Page(response.text)
        db.session.remove()
        db.engine.dispose()


def test_an_error_is_logged_without_the_address(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    made = broken_app(tmp_path, fails(RuntimeError("it broke")))
    with made.app_context(), caplog.at_level(logging.ERROR):
        made.test_client().get("/broken/RM38EE?q=private")
        db.engine.dispose()
    assert "Something broke in broken" in caplog.text
    assert "RM38EE" not in caplog.text
    assert "private" not in caplog.text


def test_what_was_typed_is_not_logged_with_an_error_of_the_database(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    @public
    def asks() -> str:
        return str(
            db.session.scalar(text("SELECT value FROM nowhere WHERE key = :typed"), {"typed": "-".join("secret")})
        )

    hidden = settings(os.environ | {"HEREABOUTS_MODE": "demo", "INSTANCE_DIR": str(tmp_path)})
    made = broken_app(tmp_path, asks, SQLALCHEMY_ENGINE_OPTIONS=hidden["SQLALCHEMY_ENGINE_OPTIONS"])
    with made.app_context(), caplog.at_level(logging.ERROR):
        assert made.test_client().get("/broken/RM38EE").status_code == 500
        db.session.remove()
        db.engine.dispose()
    assert "nowhere" in caplog.text
    assert "s-e-c-r-e-t" not in caplog.text


def test_a_method_that_is_not_allowed_says_which_are(client: Client) -> None:
    response = client.post("/ready")
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]


def test_too_many_searches_from_one_address_are_asked_to_wait(tmp_path: Path) -> None:
    @public
    def view() -> str:
        return "found"

    made = broken_app(tmp_path, view, RATELIMIT_ENABLED=True, RATELIMIT_DEFAULT="3 per minute")
    with made.app_context():
        db.create_all()
        client = made.test_client()
        assert [client.get("/broken/RM38EE").status_code for _ in range(4)] == [200, 200, 200, 429]
        assert client.get("/broken/RM38EE").headers["Retry-After"] == "60"
        for free in ("/ready", "/static/dist/manifest.json"):
            for _ in range(5):
                with client.get(free) as answer:
                    assert answer.status_code == 200
        db.session.remove()
        db.engine.dispose()
