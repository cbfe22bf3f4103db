"""What every answer carries, and what our log does not."""

import logging
import sys
import urllib.request
from pathlib import Path
from threading import Thread

import pytest
from flask import request
from werkzeug.serving import make_server

from app.accounts.access import public
from app.config import Mode
from app.extensions import db
from app.headers import policy
from tests.conftest import new_app
from tests.make import Make
from tests.page import Client, Page


@pytest.mark.parametrize("url", ["/ready", "/nothing-here"])
def test_every_answer_carries_the_policy(client: Client, url: str) -> None:
    headers = client.get(url).headers
    rules = dict(rule.split(" ", 1) for rule in headers["Content-Security-Policy"].split("; "))
    assert rules["default-src"] == rules["frame-ancestors"] == rules["base-uri"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["img-src"] == rules["form-action"] == "'self'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Permissions-Policy"].startswith("geolocation=(self)")
    assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Strict-Transport-Security" not in headers


def robots(page: Page) -> list[str]:
    return [meta.attrs["content"] for meta in page.root.all("meta") if meta.attrs.get("name") == "robots"]


@pytest.mark.parametrize("url", ["/search", "/search?q=tea", "/search?q=nothing+at+all&near=OX1+1AA"])
def test_results_are_not_to_be_indexed_and_robots_may_read_that(client: Client, make: Make, url: str) -> None:
    make.listing("tea", name="Tea")
    assert robots(client.page(url)) == ["noindex"]
    assert robots(client.page("/")) == []  # nothing here is made up
    answer = client.get(url.replace("/search", "/search.geojson"))
    assert answer.headers["X-Robots-Tag"] == "noindex"
    said = client.get("/robots.txt").text.splitlines()
    assert "User-agent: *" in said
    assert [line for line in said if line.startswith("Disallow:")] == ["Disallow:"]


def test_map_tiles_may_come_from_where_they_are_and_nothing_else_may() -> None:
    allowed = policy("https://{s}.tiles.example/{z}/{x}/{y}.png")
    assert "img-src 'self' https://*.tiles.example;" in allowed
    assert allowed.count("tiles.example") == 1


def test_production_insists_on_https(tmp_path: Path) -> None:
    made = new_app(tmp_path, MODE=Mode.PRODUCTION)
    with made.app_context():
        db.create_all()
        assert "max-age=31536000" in made.test_client().get("/ready").headers["Strict-Transport-Security"]
        db.engine.dispose()


def test_the_log_names_the_route_and_never_the_address(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="hereabouts"):
        client.get("/ready?near=RM3+8EE", headers={"User-Agent": "Telltale"}, environ_base={"REMOTE_ADDR": "192.0.2.7"})
    (line,) = [record.getMessage() for record in caplog.records if record.name == "hereabouts.access"]
    assert line.startswith("ready 200 ")
    assert line.endswith(" ms")
    for private in ("RM3", "near", "/", "Telltale", "192.0.2.7"):
        assert private not in line


def test_the_server_of_flask_run_prints_where_it_is_and_no_request(
    client: Client, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    log = logging.getLogger("werkzeug")
    handler = logging.StreamHandler(sys.stderr)
    monkeypatch.setattr(log, "handlers", [handler])
    server = make_server("127.0.0.1", 0, client.application)
    try:
        server.log_startup()
        thread = Thread(target=server.handle_request)
        thread.start()
        address = f"http://127.0.0.1:{server.server_port}"
        with urllib.request.urlopen(f"{address}/ready?near=RM3+8EE", timeout=10) as answer:  # noqa: S310  # ourselves
            assert answer.status == 200
        thread.join()
    finally:
        server.server_close()
    said = capsys.readouterr().err
    assert f"Running on {address}" in said
    assert "RM3" not in said
    assert "GET" not in said


@pytest.mark.parametrize(("proxies", "seen"), [(0, "192.0.2.1"), (1, "192.0.2.9"), (2, "192.0.2.8")])
def test_as_many_proxies_are_believed_as_are_trusted(proxies: int, seen: str, tmp_path: Path) -> None:
    made = new_app(tmp_path, TRUSTED_PROXIES=proxies)

    @public
    def who() -> str:
        return str(request.remote_addr)

    made.add_url_rule("/who", view_func=who)
    with made.app_context():
        answer = made.test_client().get(
            "/who",
            headers={"X-Forwarded-For": "192.0.2.7, 192.0.2.8, 192.0.2.9"},
            environ_base={"REMOTE_ADDR": "192.0.2.1"},
        )
        assert answer.text == seen
        db.engine.dispose()
