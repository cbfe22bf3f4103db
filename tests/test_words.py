"""Every word a person sees can be translated: pages in a made language show none that was not marked."""

import ast
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from flask import Flask

from app.config import ROOT
from app.directory.listing import CostOption, Phone, Place, Schedule
from app.directory.models.location import Address
from app.extensions import db
from app.templating import manifest
from tests.conftest import forget, new_app
from tests.make import Make
from tests.page import Client, Element, Page

OPEN, CLOSE = "⟦", "⟧"
SPOKEN = ("title", "alt", "placeholder", "aria-label", "aria-description")
ENGLISH = Locale.parse("en_GB")
NAMES = {"Hereabouts", "RM", "EE", "am", "pm", "noon", "midnight", "OS", "ONS"}
DATES = {
    str(word)
    for names in (ENGLISH.days, ENGLISH.months)
    for widths in names["format"].values()
    for word in widths.values()
}
PACKAGES = {
    word for package in manifest().packages for word in re.findall(r"[A-Za-z]+", f"{package.name} {package.licence}")
}
NOT_OURS = NAMES | DATES | PACKAGES


def marked() -> Catalog:
    """Every marked word, put between brackets."""
    catalog = Catalog(locale="en_GB")
    found = extract_from_dir(
        str(ROOT),
        [("app/**.py", "python"), ("app/templates/**.html", "jinja2")],
        {"app/templates/**.html": {"trimmed": "true"}},
        keywords=DEFAULT_KEYWORDS | {"lazy": None, "lazy_gettext": None},
    )
    for _name, _line, message, _comments, context in found:
        forms = message if isinstance(message, tuple) else (message,)
        said = tuple(f"{OPEN}{form}{CLOSE}" for form in forms)
        catalog.add(message, said if len(said) > 1 else said[0], context=context)
    return catalog


@pytest.fixture(scope="module")
def pseudo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The app in the made language."""
    folder = tmp_path_factory.mktemp("words")
    compiled = BytesIO()
    write_mo(compiled, marked())
    place = folder / "translations" / "en_GB" / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "messages.mo").write_bytes(compiled.getvalue())
    app = new_app(folder / "instance", BABEL_TRANSLATION_DIRECTORIES=str(folder / "translations"))
    forget()
    with app.app_context():
        db.create_all()
        _fill(Make())
    yield app
    forget()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def _fill(make: Make) -> None:
    """Data in another script, so that what is left in ours is a word of the pages."""
    make.setting("name", "Место")
    make.setting("short_name", "место")
    make.setting("phone", "01632 960100")
    make.setting("phone_hours", "Дни")
    borough = make.area("Т1", kind="borough", name="Город", slug="gorod")
    locality = make.area("Т2", kind="locality", name="Район", slug="rayon", parent=borough.code)
    ward = make.area("Т3", kind="ward", name="Улица", slug="ulitsa", parent=locality.code, lat=51.6, lon=0.2)
    make.postcode("RM38EE", 51.6, 0.2, ward=ward)
    make.need("odin", name="Один", description="Один")
    make.need("dva", parent="odin", name="Два", description="Два")
    for number in range(1, 4):
        address = Address(address_1="Дом", city="Город", state_province="", postal_code="RM3 8EE")
        east = 0.2 + number / 100
        make.location(f"dom-{number}", name="Дом", addresses=[address], latitude=51.6, longitude=east)
        make.listing(
            f"chay-{number}",
            name=f"Чай {number}",
            organisation="Группа",
            summary="Чай и разговор",
            description="Чай и разговор.",
            needs=("dva",),
            delivery=("in-person",),
            join=("drop-in",),
            places=(Place(slug=f"dom-{number}"),),
            schedules=(Schedule(freq="WEEKLY", byday="TU", location=f"dom-{number}"),),
            cost_options=(CostOption(amount=0.0),) if number > 1 else (),
            phones=(Phone(number="01632 960101"),),
        )


def seen(element: Element) -> Iterator[str]:
    """Everything a person reads or hears of an element, in order."""
    for name in SPOKEN:
        if name in element.attrs:
            yield element.attrs[name] + " "
    if element.tag == "meta" and element.attrs.get("name") == "description":
        yield element.attrs["content"] + " "
    if element.attrs.get("type") in {"submit", "button"} and element.tag == "input":
        yield element.attrs.get("value", "") + " "
    for child in element.children:
        if isinstance(child, str):
            yield child
        elif child.tag not in {"script", "style"}:
            yield from seen(child)


def unmarked(page: Page) -> list[str]:
    """The words of a page that stand outside all brackets."""
    depth, outside = 0, []
    for char in "".join(seen(page.root)):
        depth += (char == OPEN) - (char == CLOSE)
        outside.append(char if depth == 0 else " ")
    words = re.findall(r"[A-Za-z]{2,}", re.sub(r"\S+@\S+|https?://\S+", " ", "".join(outside)))
    return [word for word in words if word not in NOT_OURS]


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/", 200),
        ("/search", 200),
        ("/search?q=Чай", 200),
        ("/search?q=Чай&near=RM3+8EE", 200),
        ("/search?near=RM3+8EE&day=TU&cost=free&part=morning&within=1", 200),
        ("/search?q=нет&near=RM3+8EE&cost=free", 200),
        ("/search?near=OX1+1AA", 200),
        ("/search?near=нигде", 200),
        ("/services/chay-1", 200),
        ("/about", 200),
        ("/data", 200),
        ("/nothing-here", 404),
        ("/services/nothing", 404),
    ],
)
def test_every_word_of_a_page_is_marked(pseudo: Flask, url: str, status: int) -> None:
    with pseudo.app_context():
        client = pseudo.test_client()
        assert isinstance(client, Client)
        page = client.page(url, status=status)
    assert OPEN in page.text
    assert unmarked(page) == []


def test_no_word_is_marked_inside_another_string() -> None:
    """In an f-string the mark is not found by what gathers the words."""
    for path in (ROOT / "app").rglob("*.py"):
        for outer in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(outer, ast.JoinedStr):
                called = {ast.unparse(node.func) for node in ast.walk(outer) if isinstance(node, ast.Call)}
                assert not called & {"_", "ngettext", "lazy"}, f"{path.name}:{outer.lineno}"


def test_an_unmarked_word_is_found() -> None:
    page = Page(f"<title>{OPEN}Tea{CLOSE}</title><h1>{OPEN}Tea{CLOSE}</h1><p>{OPEN}For <b>all</b>{CLOSE} welcome</p>")
    assert unmarked(page) == ["welcome"]


def test_the_words_of_every_locale_are_whole(tmp_path: Path) -> None:
    """A translation that lacks a word, or loses a placeholder, is no translation."""
    from babel.messages.pofile import read_po

    for path in (ROOT / "app" / "translations").rglob("*.po"):
        with path.open("rb") as file:
            for message in read_po(file):
                assert message.string, f"{path}: {message.id}"
                assert not list(message.check()), f"{path}: {message.id}"
