"""What people do: look for help, narrow it down, open a service, come back. By keyboard alone, and without script."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opens

pytestmark = pytest.mark.browser

RESULTS = "/search?q=lonely&near=RM3+8FE&within=10"


def pins(page: Page) -> list[str]:
    return page.locator(".moving .pin").all_inner_texts()


@pytest.mark.parametrize("width", [1280, 390])
def test_from_home_to_a_service_and_back_to_its_card(opens: Opens, width: int) -> None:
    page = opens("/", width)
    page.get_by_label("What do you need help with?").fill("lonely")
    page.get_by_label("Your postcode or area").fill("rm38fe")
    page.get_by_role("button", name="Search").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("for “lonely” near RM3")
    everything = int(re.match(r"\d+", heading.inner_text()).group())  # type: ignore[union-attr]
    if width < 1024:
        page.locator("#filters > summary").click()
    page.locator("#cost-free").check()
    page.get_by_role("button", name="Show results").click()
    expect(page.get_by_role("link", name="Remove filter: Free")).to_be_visible()
    free = int(re.match(r"\d+", heading.inner_text()).group())  # type: ignore[union-attr]
    assert 0 < free <= everything
    name = page.locator(".card h3 a").last.inner_text()
    page.locator(".card h3 a").last.click()
    expect(heading).to_have_text(name)
    page.get_by_role("link", name="Back to what you found").click()
    card = page.locator(".card:target")
    expect(card.locator("h3")).to_have_text(name)
    expect(card).to_be_in_viewport()


def test_with_a_keyboard_alone(opens: Opens) -> None:
    page = opens("/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to main content")
    page.keyboard.press("Enter")
    for _ in range(3):
        page.keyboard.press("Tab")
        if page.locator(":focus").get_attribute("name") == "q":
            break
    page.keyboard.type("someone to talk to")
    page.keyboard.press("Tab")
    page.keyboard.type("SE6")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("near SE6")
    page.locator("#within-5").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#within-10")).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Remove filter: Within 10 miles")).to_be_visible()
    page.locator(".card h3 a").first.focus()
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    expect(page.locator(".panel")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_without_script_everything_is_there(opens: Opens, width: int) -> None:
    page = opens("/", width, java_script_enabled=False)
    expect(page.get_by_role("button", name="Use my location")).to_have_count(0)
    page.get_by_label("What do you need help with?").fill("lonely")
    page.get_by_label("Your postcode or area").fill("RM3 8FE")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".card").first).to_be_visible()
    expect(page.locator("svg.map")).to_be_visible()
    expect(page.get_by_role("button", name="Move around the map")).to_have_count(0)
    if width < 1024:
        page.locator("#filters > summary").click()
    page.locator("#day-TU").check()
    page.get_by_role("button", name="Show results").click()
    expect(page.get_by_role("link", name="Remove filter: Tuesday")).to_be_visible()
    page.locator(".card h3 a").first.click()
    expect(page.get_by_role("button", name="Print this page")).to_have_count(0)
    expect(page.locator(".panel")).to_be_visible()


def test_on_a_phone_the_filters_come_into_view_with_their_button(opens: Opens) -> None:
    page = opens(RESULTS, 390)
    page.locator("#filters > summary").click()
    expect(page.locator("#filters h2")).to_be_in_viewport()
    expect(page.get_by_role("button", name="Show results")).to_be_in_viewport(ratio=1)
    page.locator("summary", has_text=re.compile("^Age")).scroll_into_view_if_needed()
    expect(page.get_by_role("button", name="Show results")).to_be_in_viewport(ratio=1)


def test_on_a_phone_somebody_to_talk_to_is_in_the_first_screen(opens: Opens) -> None:
    page = opens("/search?q=i+want+to+die", 390)
    expect(page.get_by_role("link", name="Samaritans: 116 123")).to_be_in_viewport(ratio=1)


def test_a_number_to_ring_does_not_break_on_a_narrow_phone(opens: Opens) -> None:
    page = opens(RESULTS, 320)
    for name in page.locator(".card__do .button, .nav__phone").all():
        assert name.evaluate("e => e.getClientRects().length") == 1
    page.locator(".card h3 a").first.click()
    number = page.locator(".panel .button bdi")
    assert number.evaluate("e => e.getClientRects().length") == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_map_moves_at_once_where_there_is_room(opens: Opens) -> None:
    page = opens(RESULTS)
    page.wait_for_selector(".moving .pin")
    on_cards = page.locator(".card__number:not(.card__number--none)").all_inner_texts()
    assert sorted(pins(page)) == sorted(on_cards)
    page.locator(".moving .pin").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".card:target h3 a")).to_be_focused()


def test_on_a_phone_the_map_moves_when_asked(opens: Opens) -> None:
    page = opens(RESULTS, 390)
    assert not pins(page)
    page.get_by_role("link", name="See the map").click()
    page.get_by_role("button", name="Move around the map").click()
    page.wait_for_selector(".moving .pin")
    expect(page.locator("svg.map")).to_be_hidden()


def test_my_location_finds_my_postcode(opens: Opens) -> None:
    there = {"latitude": 51.6073, "longitude": 0.2286}
    page = opens("/", 390, geolocation=there, permissions=["geolocation"])
    page.get_by_label("What do you need help with?").fill("tea")
    page.get_by_role("button", name="Use my location").click()
    page.wait_for_url("**/search?**")
    expect(page.get_by_role("heading", level=1)).to_contain_text("near RM3")
    assert "lat" not in page.url


def test_a_location_that_is_refused_is_said(opens: Opens) -> None:
    page = opens("/", 390)
    page.get_by_role("button", name="Use my location").click()
    expect(page.locator(".here [role=status]")).to_contain_text("Type your postcode instead")


def test_right_to_left_keeps_numbers_left_to_right(opens: Opens) -> None:
    page = opens(RESULTS, 390)
    page.evaluate("document.documentElement.dir = 'rtl'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for name in ("a[href='tel:116123']", ".nav__phone", ".card bdi[dir=ltr]"):
        assert page.locator(name).first.evaluate("e => getComputedStyle(e).direction") == "ltr"
    sign = page.locator(".brand svg").bounding_box()
    assert sign is not None
    assert sign["x"] > 195


def test_a_page_prints_what_matters(opens: Opens) -> None:
    page = opens(RESULTS)
    page.emulate_media(media="print")
    expect(page.locator(".filters")).to_be_hidden()
    expect(page.locator(".card").first).to_be_visible()
