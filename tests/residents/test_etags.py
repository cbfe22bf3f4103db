"""A repeat is answered without making the page, and is counted all the same."""

from pathlib import Path

import pytest
from flask import Flask

from tests.page import Client

URL = "/search?q=tea&near=RM3+8EE"


def lines(app: Flask) -> int:
    spool = Path(app.config["INSTANCE_DIR"]) / "spool" / "events"
    return len(spool.read_text(encoding="utf-8").splitlines()) if spool.exists() else 0


@pytest.mark.parametrize("url", [URL, "/services/tea-and-talk"])
def test_a_repeat_is_304_and_counted(client: Client, filled: Flask, url: str) -> None:
    client.get(url)
    first = client.get(url)
    assert first.headers["ETag"].startswith('W/"')
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert "Cookie" in first.headers["Vary"]
    before = lines(filled)
    again = client.get(url, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert not again.data
    assert lines(filled) == before + 1


def test_a_search_and_a_view_are_counted_once(client: Client, filled: Flask) -> None:
    before = lines(filled)
    client.get(URL)
    assert lines(filled) == before + 1
    client.get("/services/tea-and-talk")
    assert lines(filled) == before + 2
    client.get("/search.geojson?q=tea&near=RM3+8EE")
    assert lines(filled) == before + 2


def test_another_visitor_another_question_another_mark(client: Client, filled: Flask) -> None:
    client.get(URL)
    mark = client.get(URL).headers["ETag"]
    assert client.get(URL + "&cost=free").headers["ETag"] != mark
    other = filled.test_client()
    other.get(URL)
    assert other.get(URL).headers["ETag"] != mark


def test_an_error_carries_no_mark(client: Client, filled: Flask) -> None:
    assert "ETag" not in client.get("/services/nothing").headers
