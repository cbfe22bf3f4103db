"""Every word a person sees can be translated: pages in a made language show none that was not marked."""

import ast
import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, abort
from sqlalchemy import select

from app import clock
from app.accounts.access import public
from app.config import ROOT
from app.directory import search
from app.directory.listing import Assurance, CostOption, Phone, Place, Schedule, Source
from app.directory.models import Service
from app.directory.models.location import Address
from app.directory.models.service import ServiceStatus
from app.directory.models.words import DangerPhrase, UrgentNumber
from app.extensions import db, writing
from app.i18n import LOCALES
from app.templating import manifest
from tests.conftest import forget, new_app
from tests.make import Make
from tests.page import Client, Element, Page

OPEN, CLOSE = "⟦", "⟧"
SPOKEN = ("title", "alt", "placeholder", "aria-label", "aria-description")
ENGLISH = Locale.parse("en_GB")
NAMES = {"Hereabouts", "England", "RM", "EE", "am", "pm", "noon", "midnight", "OS", "ONS"}
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


@public
def _fails(code: int) -> str:
    abort(code)


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
    app.add_url_rule("/broken/<int:code>", "broken", _fails)
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
    _fill_states(make)


def _fill_states(make: Make) -> None:
    """A listing in each state that a page has words for, and words that signal danger."""
    make.location("tayna", confidential=True)
    said: dict[str, dict[str, Any]] = {
        "zakryt": {"status": "temporarily closed", "returns_on": clock.today() + timedelta(days=9)},
        "ushol": {"places": (Place(slug="dom-1"),)},
        "tayna": {"places": (Place(slug="tayna", confidential=True),)},
        "star": {"source": Source(title="Отчёт", url="https://example.org/1", year=clock.today().year - 2)},
        "davno": {"assurance": Assurance(assured_date=clock.today() - timedelta(days=900), assured_by="Мы")},
        "primer": {"demonstration": True},
    }
    for slug, says in said.items():
        make.listing(slug, name="Дело", organisation="Группа", summary="Дело", needs=("dva",), **says)
    writing()
    gone = db.session.scalars(select(Service).where(Service.slug == "ushol")).one()
    gone.status = ServiceStatus.DEFUNCT
    search.changed(gone.id)
    for signal, phrase in (("self-harm", "беда"), ("cold-hungry-tonight", "мороз")):
        db.session.add(DangerPhrase(signal=signal, phrase=phrase))
    number = {"number": "999", "dial": "999", "how": "call", "words": "Звоните", "hours": "Всегда", "region": ""}
    db.session.add(UrgentNumber(code="emergency", name="Помощь", signals="self-harm", **number))
    db.session.add(UrgentNumber(code="england", name="Помощь", signals="self-harm", **number | {"region": "England"}))
    db.session.commit()


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
        ("/services/zakryt", 200),
        ("/services/ushol", 410),
        ("/services/tayna", 200),
        ("/services/star", 200),
        ("/services/davno", 200),
        ("/services/primer", 200),
        ("/search?q=беда", 200),
        ("/search?q=беда&near=RM3+8EE", 200),
        ("/search?q=мороз", 200),
        ("/search?q=мороз&near=RM3+8EE", 200),
        ("/broken/400", 400),
        ("/broken/403", 403),
        ("/broken/405", 405),
        ("/broken/413", 413),
        ("/broken/415", 415),
        ("/broken/429", 429),
        ("/broken/500", 500),
        ("/broken/503", 503),
    ],
)
def test_every_word_of_a_page_is_marked(pseudo: Flask, url: str, status: int) -> None:
    with pseudo.app_context():
        client = pseudo.test_client()
        assert isinstance(client, Client)
        page = client.page(url, status=status)
    assert OPEN in page.text
    assert unmarked(page) == []
    if "q=беда" in url or "q=мороз" in url:
        assert page.root.with_class("urgent")


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


def faults(path: Path, wanted: Catalog) -> list[str]:
    """What a translation lacks or loses: a word of ours, one of its forms, or a placeholder in it."""
    with path.open("rb") as file:
        held = read_po(file)
    found = [
        f"lacks {message.id}" for message in wanted if message.id and held.get(message.id, message.context) is None
    ]
    for message in held:
        forms = [message.string or ""] if isinstance(message.string, str | None) else list(message.string)
        if message.id and (message.fuzzy or not all(forms)):
            found.append(f"says nothing for {message.id}")
        elif message.id and (message.check(held) or _lost(message, forms)):
            found.append(f"loses something of {message.id}")
    return found


def _lost(message: Message, forms: Iterable[str]) -> list[str]:
    """The placeholders that no form of a translation has."""
    ours = message.id if isinstance(message.id, tuple | list) else (message.id,)
    return [name for name in re.findall(r"%\(\w+\)s", ours[-1]) if not any(name in form for form in forms)]


def test_the_words_of_every_locale_are_whole() -> None:
    """Every language that is offered beside English has all the words of today."""
    offered = {path.parts[-3] for path in (ROOT / "app" / "translations").rglob("*.po")}
    assert set(LOCALES) == offered | {"en_GB"}
    for path in (ROOT / "app" / "translations").rglob("*.po"):
        assert not (wrong := faults(path, marked())), f"{path}: {wrong}"


@pytest.mark.parametrize(
    ("file", "wrong"),
    [
        ('msgid "Tea"\nmsgstr "Herbata"\n\nmsgid "Ring %(name)s"\nmsgstr "%(name)s"\n', []),
        ('msgid "Tea"\nmsgstr "Herbata"\n', ["lacks Ring %(name)s"]),
        ('msgid "Tea"\nmsgstr ""\n\nmsgid "Ring %(name)s"\nmsgstr "%(name)s"\n', ["says nothing for Tea"]),
        (
            '#, fuzzy\nmsgid "Tea"\nmsgstr "Kawa"\n\nmsgid "Ring %(name)s"\nmsgstr "%(name)s"\n',
            ["says nothing for Tea"],
        ),
        (
            'msgid "Tea"\nmsgstr "Herbata"\n\nmsgid "Ring %(name)s"\nmsgstr "Dzwoń"\n',
            ["loses something of Ring %(name)s"],
        ),
        (
            'msgid "Tea"\nmsgstr "Herbata"\n\n#, python-format\nmsgid "Ring %(name)s"\nmsgstr "%(nazwa)s"\n',
            ["loses something of Ring %(name)s"],
        ),
    ],
)
def test_a_fault_of_a_translation_is_found(file: str, wrong: list[str], tmp_path: Path) -> None:
    path = tmp_path / "messages.po"
    path.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n' + file, encoding="utf-8")
    wanted = Catalog()
    for words in ("Tea", "Ring %(name)s"):
        wanted.add(words)
    assert faults(path, wanted) == wrong
