"""The results page: a count in a sentence, reasons on each card, filters that can be undone, the same as data."""

from datetime import time
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from app.areas.models import Area, PostcodeArea
from app.directory import search
from app.directory.listing import Capacity, Place, Schedule, ServiceArea
from app.extensions import db, writing
from app.residents import asking, widening
from app.residents.forms import search_form
from tests.make import Make
from tests.page import Client
from tests.residents.conftest import NEAR
from tests.statements import statements


def test_the_title_counts_and_names_the_place_but_never_the_postcode(client: Client, filled: Flask) -> None:
    page = client.page(f"/search?q=tea&near={NEAR}")
    assert "“tea” near RM3" in page.h1
    assert NEAR not in page.title
    assert "RM3 8EF" not in client.page("/search?q=tea+rm3+8ef").title


def test_a_card_says_how_far_when_what_it_costs_and_how_to_join(client: Client, filled: Flask) -> None:
    page = client.page(f"/search?q=tea&near={NEAR}")
    card = next(card for card in page.root.with_class("card") if card.attrs["id"] == "s-tea-and-talk")
    facts = [fact.text for fact in card.with_class("facts")[0].all("li")]
    assert facts[0] == "Where: 0.4 miles away, Old Library"
    assert facts[1].endswith("10.30am") or "Open until" in facts[1]
    assert facts[2:] == ["Cost: Free", "How to join: Just turn up"]
    assert "Helps with: coffee and chat" in card.text
    assert "From age 60" in card.text
    assert "Checked 3 weeks ago" in card.text
    assert [link.attrs["href"] for link in card.all("a")] == ["/services/tea-and-talk", "tel:02079460301"]


def test_what_may_rule_a_service_out_is_said(client: Client, filled: Flask) -> None:
    text = client.page("/search?q=talk").text
    assert "Temporarily closed until" in text
    assert "For men only" in text
    assert "May be out of date: checked 8 months ago" in text
    referral = client.page("/search?q=phone+friends").text
    assert "Needs a professional's referral" in referral
    assert "Full at the moment" in referral


def test_what_keeps_people_out_comes_before_the_next_session(client: Client, filled: Flask, make: Make) -> None:
    every_day = (Schedule(freq="DAILY", opens_at=time(0, 0), closes_at=time(23, 59), bank_holidays=True),)
    make.listing(
        "class", name="Tea class", schedules=every_day, join=("self-referral",), capacity=Capacity(available=0)
    )
    make.listing("clinic", name="Tea clinic", schedules=every_day, join=("professional-referral",))
    make.listing("club", name="Tea club", schedules=every_day, join=("self-referral",))
    search.catch_up()
    cards = {card.attrs["id"]: card for card in client.page("/search?q=tea").root.with_class("card")}
    for slug, said in (("s-class", "Full at the moment"), ("s-clinic", "Needs a professional's referral")):
        text = cards[slug].text
        assert text.count(said) == 1
        assert text.index(said) < text.index("Next: On now until 11.59pm")
        assert "On now" not in " ".join(bold.text for bold in cards[slug].all("b"))
    assert "On now until 11.59pm" in [bold.text for bold in cards["s-club"].all("b")]


def test_a_card_says_where_its_people_must_live(client: Client, filled: Flask, make: Make) -> None:
    south = make.area("HAV-S", kind="locality", name="Havering South", slug="havering-south", parent="HAV")
    make.area("W2", kind="ward", name="Elm Park", slug="elm-park", parent="HAV-S")
    for area in ("HAV-N", "HAV-S"):
        row = db.session.scalars(select(Area).where(Area.code == area)).one()
        make.place_name("Gallows", 51.6, 0.22, area_id=row.id, share=0.5)
    make.listing("north", name="North tea", service_areas=(ServiceArea(code="HAV-N", name=""),))
    make.listing("south", name="South tea", service_areas=(ServiceArea(code=south.code, name="Havering South"),))
    search.catch_up()

    def said(near: str, slug: str) -> str:
        page = client.page(f"/search?q=tea&near={near}")
        return next(card.text for card in page.root.with_class("card") if card.attrs["id"] == f"s-{slug}")

    assert "For people who live in Havering North" in said(NEAR, "north")
    assert "For people who live in Havering" not in said(NEAR, "tea-and-talk")
    assert "For people who live in Havering" in said("", "tea-and-talk")
    assert "Only for parts of Gallows: type a full postcode to be sure" in said("Gallows", "north")
    assert "For people who live in Havering" not in said("Gallows", "tea-and-talk")


def test_cost_that_is_not_known_is_never_free(client: Client, filled: Flask) -> None:
    page = client.page(f"/search?q=found+club&near={NEAR}")
    card = next(card for card in page.root.with_class("card") if card.attrs["id"] == "s-found-club")
    assert "Cost not known" in card.text
    assert "have not checked it" in card.text
    assert "s-found-club" not in client.page(f"/search?q=found+club&near={NEAR}&cost=free").html


def test_each_filter_in_use_is_a_link_that_takes_it_away(client: Client, filled: Flask) -> None:
    page = client.page(f"/search?q=tea&near={NEAR}&cost=free&day=TU&within=10")
    chips = {chip.text: chip.attrs["href"] for chip in page.root.with_class("chip")}
    assert list(chips) == [
        "Remove filter: Within 10 miles",
        "Remove filter: Tuesday",
        "Remove filter: Free",
    ]
    left = parse_qs(urlsplit(chips["Remove filter: Tuesday"]).query)
    assert left == {"q": ["tea"], "near": [NEAR], "within": ["10"], "cost": ["free"]}
    assert parse_qs(urlsplit(page.links["Clear all"]).query) == {"q": ["tea"], "near": [NEAR]}


def test_every_filter_has_a_box_and_its_count(client: Client, filled: Flask) -> None:
    page = client.page(f"/search?q=tea&near={NEAR}&cost=free")
    boxes = {(box.attrs["name"], box.attrs["value"]): box for box in page.main.all("input") if "id" in box.attrs}
    for name, value in (("within", "5"), ("open", "now"), ("day", "TU"), ("part", "morning"), ("how", "phone")):
        assert (name, value) in boxes
    assert ("access", "step-free") in boxes
    assert ("language", "pl") in boxes
    assert ("age", "65-79") in boxes
    assert "checked" in boxes[("cost", "free")].attrs
    tuesday = next(label for label in page.root.all("label") if label.attrs.get("for") == "day-TU")
    assert tuesday.text == "Tuesday 1"


def test_both_forms_keep_the_rest_of_the_search(client: Client, filled: Flask) -> None:
    page = client.page(f"/search?q=tea&near={NEAR}&cost=free")
    kept = [
        {field.attrs["name"]: field.attrs.get("value", "") for field in form.all("input")}
        for form in page.root.all("form")
        if form.attrs.get("action") == "/search"
    ]
    assert kept[0]["cost"] == "free"
    assert (kept[1]["q"], kept[1]["near"]) == ("tea", NEAR)


def test_filters_come_before_the_list_and_the_list_before_the_map(client: Client, filled: Flask) -> None:
    html = client.page(f"/search?q=tea&near={NEAR}").html
    assert html.index('id="filters"') < html.index('id="list"') < html.index('id="map"')


def test_what_else_was_searched_is_said_and_can_be_undone(client: Client, filled: Flask) -> None:
    page = client.page("/search?q=lonely")
    assert "We also looked for company and someone to talk to" in page.text
    alone = client.page(page.links["Search only for “lonely”"])
    assert "Only the words as you typed them" in alone.text


def test_nothing_found_says_which_filter_is_in_the_way_and_what_it_would_give(client: Client, filled: Flask) -> None:
    page = client.page(f"/search?q=tea&near={NEAR}&language=pl&day=SU&cost=free")
    assert page.h1 == "Nothing for “tea” near RM3"
    assert "One of your filters is in the way" in page.headings
    offer = next(words for words in page.links if words.startswith("Without “Sunday”"))
    assert offer.endswith("1 service")
    assert client.page(page.links[offer]).root.with_class("card")
    assert "01632 960100" in page.main.text


def test_nothing_at_all_still_says_what_to_do(client: Client, filled: Flask) -> None:
    page = client.page("/search?q=zzzqqq&exact=1")
    assert page.h1.startswith("Nothing for")
    assert page.main.with_class("nothing")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("within=NaN", "could not use that distance"),
        ("within=-3", "could not use that distance"),
        ("within=1e9", "could not use that distance"),
        ("page=0", "could not find that page"),
        ("page=2.5", "could not find that page"),
        ("page=1000000000", "not that many pages"),
        ("day=XX", "left out a filter"),
        ("need=no-such-need", "left out a filter"),
        ("language=<b>", "left out a filter"),
        ("q=" + "a" * 10_000, "very long"),
        ("near=" + "b" * 10_000, "very long"),
    ],
)
def test_what_makes_no_sense_is_answered_with_a_sentence(client: Client, filled: Flask, query: str, said: str) -> None:
    page = client.page(f"/search?{query}")
    assert any(said in note.text for note in page.root.with_class("note"))


def test_unknown_and_repeated_parameters_do_no_harm(client: Client, filled: Flask) -> None:
    page = client.page("/search?q=&q=tea&q=other&cost=free&cost=free&utm_source=x&page=1&page=7")
    assert "“tea”" in page.h1
    assert len(page.root.with_class("chip")) == 1


def test_words_of_danger_stay_out_of_the_title(seeded_client: Client) -> None:
    page = seeded_client.page("/search?q=my+husband+hits+me&near=SE6")
    assert "husband" not in page.title
    urgent = page.root.with_class("urgent")[0]
    assert "tel:08082000247" in [link.attrs["href"] for link in urgent.all("a")]
    assert page.html.index('class="urgent"') < page.html.index('id="list"')
    assert page.root.with_class("card")


def test_for_somebody_hungry_tonight_food_warmth_and_housing_come_first(seeded_client: Client) -> None:
    url = "q=nothing+to+eat+tonight&near=SE6"
    page = seeded_client.page(f"/search?{url}")
    assert "If you need help tonight" in page.headings
    features = seeded_client.get(f"/search.geojson?{url}").get_json()["features"]
    wanted = {"food-banks", "community-meals", "community-pantry", "warm-spaces", "homelessness", "housing-advice"}
    assert all(wanted & set(feature["properties"]["needs"]) for feature in features[:3])
    assert [card.attrs["id"] for card in page.root.with_class("card")] == [
        f"s-{feature['properties']['slug']}" for feature in features
    ]


def test_from_a_place_that_is_not_ours_there_is_no_distance_and_no_map(seeded_client: Client) -> None:
    page = seeded_client.page("/search?q=tea&near=EH1+1YZ")
    assert "Scotland" in page.text
    assert not page.root.with_class("map")
    assert not [field for field in page.root.all("input") if field.attrs.get("name") == "within"]


def test_from_elsewhere_it_says_what_is_shown_and_whose_postcode_would_help(client: Client, filled: Flask) -> None:
    writing()
    db.session.add(PostcodeArea(letters="EH", town="Edinburgh", nations="Scotland"))
    db.session.commit()
    page = client.page("/search?q=phone+friends&near=EH1+1YZ")
    assert "Looking for somebody who lives here? Type their postcode instead." in page.text
    assert page.h1 == "1 service for “phone friends” for people anywhere"
    assert "nearest" not in page.main.text


def test_without_a_place_to_measure_from_nothing_is_nearest(client: Client, filled: Flask) -> None:
    page = client.page("/search?q=tea&near=ZZ99")
    assert "nearest" not in page.main.text
    assert "How far" not in page.main.text
    assert "Best match and nearest first." in client.page(f"/search?q=tea&near={NEAR}").text


def test_a_place_among_the_words_is_offered_as_one_tap(client: Client, filled: Flask) -> None:
    offer = "Did you mean near RM3 8EE?"
    page = client.page("/search?q=tea+near+rm3+8ee&cost=free")
    assert parse_qs(urlsplit(page.links[offer]).query) == {"q": ["tea"], "near": ["RM3 8EE"], "cost": ["free"]}
    assert offer not in client.page("/search?q=tea+near+rm3+8ee&near=RM3+8EF").links
    assert "Did you mean" not in client.page("/search?q=tea").text


def test_few_nearby_offers_more_beyond_with_its_count(client: Client, filled: Flask, make: Make) -> None:
    make.location("far", latitude=51.72, longitude=0.225)
    make.listing("far", name="Far tea", places=(Place(slug="far"),), delivery=("in-person",))
    search.catch_up()
    page = client.page(f"/search?q=tea&near={NEAR}")
    offer = page.root.with_class("help")[0].text
    assert "Look up to 10 miles away: " in offer


def test_only_the_words_typed_come_first_where_nothing_else_is_found(client: Client, filled: Flask, make: Make) -> None:
    page = client.page(f"/search?q=tea&near={NEAR}&day=SU&cost=free")
    offers = [link.text for link in page.root.with_class("widen")[0].all("a")]
    assert not offers[0].startswith("Search only for")  # that would find nothing either
    asked = asking.read(search_form({"q": "tea", "near": NEAR}))
    first = widening.nothing(asked).offers[0]
    assert first.words == "Search only for “tea”"
    assert client.page(first.href).root.with_class("card")


def test_where_nothing_is_found_only_filters_that_would_help_are_shown(client: Client, filled: Flask) -> None:
    page = client.page(f"/search?q=tea&near={NEAR}&day=SU")
    assert not page.root.with_class("card")
    shown = {group.all("summary")[0].text for group in page.root.with_class("group")}
    assert "Day" in shown
    assert "Language spoken" not in shown
    bare = client.page("/search?q=zzzqqq&exact=1")
    assert not bare.root.with_class("filters")


def test_days_are_open_to_choose_before_ways_to_join(client: Client, filled: Flask) -> None:
    groups = client.page("/search?q=tea").root.with_class("group")
    opened = {group.all("summary")[0].text: "open" in group.attrs for group in groups}
    assert opened["Day"]
    assert not opened["How you join"]


def test_nothing_asked_shows_everything_and_asks(client: Client, filled: Flask) -> None:
    page = client.page("/search")
    assert page.h1.startswith("Everything we know")
    assert "Type what you need" in page.text


def test_a_page_of_results_takes_few_statements(client: Client, filled: Flask) -> None:
    client.get("/search?q=talk")
    with statements() as few:
        client.get(f"/search?q=tea&near={NEAR}")
    with statements() as many:
        client.get("/search?q=talk")
    assert len(few) <= 8
    assert len(many) <= 8


def test_the_map_and_the_list_number_the_same_places(client: Client, filled: Flask) -> None:
    page = client.page(f"/search?q=talk&near={NEAR}")
    on_cards = [each.text for each in page.root.with_class("card__number") if each.text]
    on_map = [text.text for pin in page.root.with_class("map__pin") for text in pin.all("text")]
    assert on_cards == on_map != []


def test_the_map_names_where_it_was_searched_from_and_points_to_what_lies_beyond(
    client: Client, filled: Flask, make: Make
) -> None:
    page = client.page(f"/search?q=talk&near={NEAR}")
    assert [name.text for name in page.root.with_class("map__name--you")] == [NEAR]
    assert not page.root.with_class("map__arrow")
    make.location("far", latitude=51.9, longitude=0.225)
    make.listing("far", name="Far talk", places=(Place(slug="far"),), delivery=("in-person",), needs=("company",))
    search.catch_up()
    page = client.page(f"/search?q=talk&near={NEAR}&within=100")
    assert page.root.with_class("map__pin--beyond")
    assert len(page.root.with_class("map")[0].with_class("map__arrow")) == 1
    assert "Further away, that way" in page.text


def test_as_data_it_is_the_same_hits_in_the_same_order(client: Client, filled: Flask) -> None:
    query = f"q=talk&near={NEAR}"
    cards = [card.attrs["id"].removeprefix("s-") for card in client.page(f"/search?{query}").root.with_class("card")]
    answer = client.get(f"/search.geojson?{query}")
    assert answer.mimetype == "application/geo+json"
    features = answer.get_json()["features"]
    assert [feature["properties"]["slug"] for feature in features] == cards
    wanted = {"id", "slug", "name", "organisation", "distance_miles", "coverage", "needs", "reasons", "caveats"}
    for feature in features:
        assert set(feature["properties"]) == wanted
    tea = next(feature for feature in features if feature["properties"]["slug"] == "tea-and-talk")
    assert tea["geometry"] == {"type": "Point", "coordinates": [0.225, 51.605]}
    assert "helps with company and someone to talk to" in tea["properties"]["reasons"]
    assert "0.4 miles" in tea["properties"]["reasons"]
    assert "free" in tea["properties"]["reasons"]
    assert "from age 60" in tea["properties"]["caveats"]


def test_a_hit_without_a_pin_has_no_geometry(client: Client, filled: Flask) -> None:
    features = client.get("/search.geojson?q=phone+friends").get_json()["features"]
    phone = next(feature for feature in features if feature["properties"]["slug"] == "phone-friends")
    assert phone["geometry"] is None
    assert phone["properties"]["distance_miles"] is None


def test_a_location_is_rounded_to_a_postcode_and_forgotten(client: Client, filled: Flask) -> None:
    answer = client.submit("/search/here", lat="51.6051", lon="0.2251", q="tea")
    assert answer.status_code == 303
    assert parse_qs(urlsplit(answer.headers["Location"]).query) == {"q": ["tea"], "near": ["RM3 8EF"]}


def test_a_location_keeps_what_was_chosen(client: Client, filled: Flask) -> None:
    pressed_on = "?q=old+words&near=SE6&day=SA&cost=free&unknown=1"
    answer = client.submit("/search/here", lat="51.6051", lon="0.2251", q="tea", search=pressed_on)
    kept = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert kept == {"q": ["tea"], "day": ["SA"], "cost": ["free"], "near": ["RM3 8EF"]}


@pytest.mark.parametrize(
    ("lat", "lon", "why"),
    [
        ("55.9", "-3.2", "outside the places we cover"),
        ("nan", "nan", "did not say where you are"),
        ("", "", "did not say where you are"),
        ("x", "1", "did not say where you are"),
        ("999", "0", "did not say where you are"),
    ],
)
def test_a_location_we_cannot_use_is_said(client: Client, filled: Flask, lat: str, lon: str, why: str) -> None:
    answer = client.submit("/search/here", lat=lat, lon=lon, q="tea")
    assert answer.status_code == 200
    assert why in answer.get_data(as_text=True)


def test_later_pages_have_titles_of_their_own_and_the_map_has_the_same_last_page(seeded_client: Client) -> None:
    first = seeded_client.page("/search?near=SE6&within=25")
    second = seeded_client.page("/search?near=SE6&within=25&page=2")
    assert second.h1.startswith(f"{first.h1}, page 2 of ")
    beyond = seeded_client.get("/search.geojson?near=SE6&within=25&page=1000000000").get_json()
    assert beyond["features"]


def test_the_words_as_typed_are_a_chip_that_can_be_taken_away(client: Client, filled: Flask) -> None:
    page = client.page("/search?q=tea&exact=1")
    chip = next(link for link in page.root.with_class("chip") if "Only the words as typed" in link.text)
    assert "exact" not in chip.attrs["href"]


def test_a_place_we_do_not_know_has_its_sentence_beside_the_field(client: Client, filled: Flask) -> None:
    page = client.page("/search?q=tea&near=RM3+8EZ")
    field = next(field for field in page.root.all("input") if field.attrs.get("id") == "near")
    assert field.attrs["aria-describedby"] == "near-said"
    assert "near-said" in page.html
