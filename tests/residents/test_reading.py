"""Home, about, sources, and what robots may read."""

from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from app import errors, site
from app.areas.tree import tree
from app.extensions import db, writing
from tests.make import Make
from tests.page import Client, Page


def test_home_asks_one_question_with_two_fields(client: Client, filled: Flask) -> None:
    page = client.page("/")
    assert page.h1 == "What would help you right now?"
    finder = page.root.with_class("finder")[0]
    assert [field.attrs["name"] for field in finder.all("input")] == ["q", "near"]
    assert "/search?need=company" in page.links.values()
    assert "01632 960100" in page.main.text


def test_where_a_setting_is_empty_the_line_is_left_out(client: Client, make: Make) -> None:
    page = client.page("/")
    assert "Would you rather talk" not in page.text
    assert "tel:0" not in page.html
    assert "Ring us" not in client.page("/search?q=tea").text


def test_the_numbers_that_always_help_are_on_every_page(seeded_client: Client) -> None:
    for url, status in (("/", 200), ("/search?q=tea", 200), ("/about", 200), ("/data", 200), ("/nothing", 404)):
        strip = seeded_client.page(url, status=status).root.with_class("strip")[0]
        numbers = [link.attrs["href"] for link in strip.all("a")]
        assert numbers == ["tel:999", "tel:111", "tel:116123"]
        assert "England" in strip.text


@pytest.mark.parametrize("code", errors.MESSAGES)
def test_the_numbers_that_always_help_are_on_every_page_of_an_error(seeded: Flask, code: int) -> None:
    with seeded.test_request_context("/search"):
        page = Page(errors.page(code).get_data(as_text=True))
    links = [link.attrs["href"] for link in page.root.with_class("strip")[0].all("a")]
    assert links == ["tel:999", "tel:111", "tel:116123"]


def test_open_right_now_leads_to_what_anybody_can_go_to_or_ring(client: Client, filled: Flask) -> None:
    href = next(href for words, href in client.page("/").links.items() if words.startswith("Open right now"))
    assert parse_qs(urlsplit(href).query) == {"open": ["now"], "join": ["drop-in", "phone-first", "self-referral"]}


def test_sources_are_all_attributed(seeded_client: Client) -> None:
    page = seeded_client.page("/data")
    for words in (
        "Contains OS data",
        "Contains Royal Mail data",
        "National Statistics data",
        "Open Government Licence",
    ):
        assert words in page.text
    assert "Official" in page.text
    assert "Ours, approximate" in page.text
    assert "leaflet 1.9.4" in page.text


def test_sources_list_the_wards_of_each_neighbourhood_and_say_once_how_sure_that_is(seeded_client: Client) -> None:
    page = seeded_client.page("/data")
    rows = {row.all("th")[0].text: row.all("td") for row in page.main.all("tr") if row.all("td")}
    assert "Gooshays" in rows["Havering North"][0].text
    assert len([row for row in rows if row.startswith("Neighbourhood ")]) == 4
    for borough in tree().boroughs():
        for note in {node.note for node in tree().localities(borough.code)}:
            assert page.main.text.count(note) == 1


def test_sources_name_who_runs_each_urgent_number_and_when_it_was_checked(seeded_client: Client) -> None:
    page = seeded_client.page("/data")
    rows = {row.all("th")[0].text: [cell.text for cell in row.all("td")] for row in page.main.all("tr")}
    assert rows["National Domestic Abuse Helpline"][:2] == ["0808 2000 247", "Refuge"]
    assert rows["Samaritans"][2:] == ["UK", "22 November 2026"]
    assert "Havering Council" not in rows


def test_about_says_what_is_counted_and_what_is_not_kept(client: Client, filled: Flask) -> None:
    page = client.page("/about")
    assert {"How it finds things", "Privacy", "Accessibility"} <= set(page.headings)


def test_robots_may_read_that_results_are_not_to_be_indexed(client: Client) -> None:
    answer = client.get("/robots.txt")
    assert answer.mimetype == "text/plain"
    assert "/search" not in answer.get_data(as_text=True)


def test_the_lines_of_the_map_are_ours_and_kept_for_a_day(seeded_client: Client) -> None:
    answer = seeded_client.get("/areas.geojson")
    assert answer.mimetype == "application/geo+json"
    assert len(answer.get_json()["features"]) == 17
    assert "max-age=86400" in answer.headers["Cache-Control"]


def test_the_place_is_named_beside_ours(client: Client, filled: Flask) -> None:
    writing()
    site.put("name", "Eastmere")
    db.session.commit()
    assert client.page("/").root.with_class("brand__place")[0].text == "Eastmere"
