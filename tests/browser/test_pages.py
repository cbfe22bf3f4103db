"""Every kind of page in a real browser, wide, on a phone and narrower still: axe finds nothing, nothing overflows."""

from collections.abc import Callable

import pytest
from flask import Flask

from app.directory import queries
from app.directory.listing import Listing
from tests.browser.conftest import Opens, violations

pytestmark = pytest.mark.browser

PAGES = {
    "home": "/",
    "results": "/search?q=lonely&near=RM3+8FE",
    "results with filters": "/search?q=tea&near=SE6&within=10&cost=free&day=TU&how=in-person",
    "results without a place": "/search?q=walking",
    "everything": "/search?page=2",
    "nothing": "/search?q=zzzqqqxxy&near=RM3+8FE&cost=free&exact=1",
    "a place elsewhere": "/search?q=tea&near=EH1+1YZ",
    "a place mistyped": "/search?q=tea&near=RM3+8ZZZ",
    "urgent": "/search?q=i+want+to+kill+myself",
    "tonight": "/search?q=nothing+to+eat+tonight&near=SE6",
    "about": "/about",
    "sources": "/data",
    "not found": "/nothing-here",
}
KINDS = ("ordinary", "unchecked", "confidential", "closed", "by phone")


@pytest.fixture(scope="module")
def services(seeded: Flask) -> dict[str, str]:
    """One address for each kind of service page."""
    with seeded.app_context():
        every = list(queries.all_listings())
    chosen: dict[str, Callable[[Listing], object]] = {
        "ordinary": lambda each: each.demonstration and each.places and each.capacity,
        "unchecked": lambda each: each.source,
        "confidential": lambda each: any(place.confidential for place in each.places),
        "closed": lambda each: each.status == "temporarily closed",
        "by phone": lambda each: each.delivery == ("phone",),
    }
    return {kind: "/services/" + next(each.slug for each in every if fits(each)) for kind, fits in chosen.items()}


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_wrong(opens: Opens, name: str, width: int) -> None:
    page = opens(PAGES[name], width)
    if page.locator("[data-module=map]").count() and width == 1280:
        page.wait_for_selector(".moving .pin, .mapside button[hidden]", state="attached")
    assert violations(page) == []


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_wrong_with_a_service(opens: Opens, services: dict[str, str], kind: str, width: int) -> None:
    assert violations(opens(services[kind], width)) == []


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_cut_off_at_320_px(opens: Opens, name: str) -> None:
    page = opens(PAGES[name], 320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_axe_finds_nothing_wrong_with_open_filters_at_320_px(opens: Opens) -> None:
    page = opens(PAGES["results with filters"], 320)
    page.locator("#filters > summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.locator(".columns .list").scroll_into_view_if_needed()  # where the button that sticks lies over nothing
    page.locator(".filters__do").evaluate("e => e.scrollIntoView({ block: 'center' })")
    assert violations(page) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_service_is_not_cut_off_at_320_px(opens: Opens, services: dict[str, str], kind: str) -> None:
    page = opens(services[kind], 320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_axe_does_fail_a_bad_page(opens: Opens) -> None:
    page = opens("/")
    page.evaluate(
        """() => {
          const main = document.querySelector("main");
          const bad = "<p class=probe>This whole sentence is far too pale to read.</p><input>";
          main.insertAdjacentHTML("beforeend", bad);
          const style = new CSSStyleSheet();
          style.replaceSync(".probe { color: #ddd }");
          document.adoptedStyleSheets = [style];
        }"""
    )
    found = " ".join(violations(page))
    assert "color-contrast" in found
    assert "label" in found


def test_what_is_typed_small_is_still_16_px(opens: Opens) -> None:
    for name in ("home", "results", "sources"):
        small = opens(PAGES[name], 390).evaluate(
            """() => [...document.querySelectorAll("body *")]
              .filter(e => !e.closest("svg, .leaflet-container, [aria-hidden=true]") && e.checkVisibility()
                && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
              .filter(e => parseFloat(getComputedStyle(e).fontSize) < 16).map(e => e.outerHTML.slice(0, 80))"""
        )
        assert small == [], name


def test_what_is_pressed_on_a_phone_is_big_enough(opens: Opens) -> None:
    """Buttons, boxes and links that stand alone are at least 44 px high, or lie in a line of text."""
    page = opens(PAGES["results with filters"], 390)
    page.locator("#filters > summary").click()
    small = page.evaluate(
        """() => [...document.querySelectorAll("a, button, summary, .pick label, input:not([type=hidden])")]
          .filter(e => e.checkVisibility() && !e.closest("p, h3, .pick > input, .govuk-skip-link, svg")
            && !e.matches(".govuk-skip-link, .pick input"))
          .filter(e => e.getBoundingClientRect().height < 44).map(e => e.outerHTML.slice(0, 90))"""
    )
    assert small == []
