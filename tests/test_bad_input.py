"""Whatever is typed into an address, every page answers with a sentence, and none breaks."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.routing import Rule

from tests.page import Client

NASTY = {
    "empty": "",
    "spaces": "   \t ",
    "very long": "a" * 10_000,
    "very many words": "help " * 2_000,
    "control characters": "tea\x01\x07\x1b[31m\x7f\u0085\u2028\u202e",
    "NUL": "tea\x00and talk",
    "emoji": "☕👵🏽🏳️‍🌈",
    "combining": "e" + "\u0301" * 500,
    "half a surrogate": "%ED%A0%80",
    "HTML": "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>",
    "SQL": "'; DROP TABLE service; -- \" OR 1=1",
    "wildcards": "%_\\%*?[a-z]",
    "query language": 'name:tea AND (NOT *) OR "x y"~3 [a TO z] {!x} ^2 +a -b \\',
    "template": "{{ 7*7 }} {% raw %} ${7*7} %(name)s %s %n {0}",
    "path": "../../etc/passwd",
    "negative": "-1",
    "nought": "0",
    "huge": "1000000000",
    "beyond 64 bits": "9" * 40,
    "not a number": "NaN",
    "infinity": "-Infinity",
    "exponent": "1e999",
    "odd digits": "٣٤²",
    "a wrong day": "XX",
    "right to left": "مساعدة",
    "null": "null",
    "brackets": "[]{}()",
    "postcode": "RM3 8EE",
    "half a postcode": "RM3 8",
}
PARAMETERS = (
    "q", "near", "within", "need", "day", "part", "open", "cost", "join", "how", "age", "language", "access", "exact",
    "page", "unknown",
)  # fmt: skip
FINE = {200, 301, 302, 303, 304, 308, 400, 404, 405, 410}


@pytest.fixture
def routes(app: Flask) -> list[Rule]:
    """Every address that can be asked for."""
    return [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or set()) and rule.endpoint != "static"]


def addresses(rule: Rule, value: str) -> Iterator[str]:
    """This address with a value wherever it takes one, whether or not it is of the right kind."""
    path = "/".join(
        quote(value, safe="") if part.startswith("<") else part for part in rule.rule.replace(">.", ">/.").split("/")
    ).replace("/.", ".")
    query = "&".join(f"{name}={quote(value)}" for name in PARAMETERS)
    yield path
    yield f"{path}?{query}"
    yield f"{path}?{query}&{query}"


def answers(client: Client, url: str) -> None:
    response = client.get(url)
    assert response.status_code in FINE, f"{url[:200]} answered {response.status_code}"
    if response.status_code == 400 and response.mimetype == "text/html":
        assert len(response.get_data()) > 100, f"{url[:200]} says nothing"


@pytest.mark.database
@pytest.mark.parametrize("kind", NASTY)
def test_no_address_breaks_a_page(client: Client, routes: list[Rule], kind: str) -> None:
    for rule in routes:
        for url in addresses(rule, NASTY[kind]):
            answers(client, url)


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_no_parameter_breaks_the_search(seeded_client: Client, parameter: str) -> None:
    for value in NASTY.values():
        url = f"/search?q=tea&near=RM3+8EE&{parameter}={quote(value)}"
        response = seeded_client.get(url)
        assert response.status_code in {200, 400}, f"{url[:200]} answered {response.status_code}"
        answers(seeded_client, f"/search.geojson?{parameter}={quote(value)}&{parameter}={quote(value)}")


def test_raw_bytes_that_are_no_text_break_nothing(client: Client, routes: list[Rule]) -> None:
    for rule in routes:
        path = "/".join("%ff%fe" if part.startswith("<") else part for part in rule.rule.split("/"))
        answers(client, f"{path}?q=%ff%fe%00&near=%c3%28&page=%00&=&&&%")


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=60), near=st.text(max_size=20), page=st.text(max_size=6))
def test_no_words_break_the_search(seeded_client: Client, words: str, near: str, page: str) -> None:
    query = "&".join(
        f"{name}={quote(value.encode('utf-8', 'surrogatepass'))}"
        for name, value in (("q", words), ("near", near), ("page", page))
    )
    assert seeded_client.get(f"/search?{query}").status_code in {200, 400}
