"""A test that opens a page also inspects it."""

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from typing import Any

from flask import has_app_context
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.extensions import db

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
UNSEEN = frozenset({"script", "style", "template", "head"})
FIELDS = frozenset({"input", "select", "textarea"})
NO_LABEL = frozenset({"hidden", "submit", "button", "image", "reset"})


@dataclass
class Element:
    """One element of a page."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    children: list["Element | str"] = field(default_factory=list)
    parent: "Element | None" = None

    def all(self, *tags: str) -> list["Element"]:
        """Every element inside with one of these tags, in order; with no tag, every one."""
        found = []
        for child in self.children:
            if isinstance(child, Element):
                if not tags or child.tag in tags:
                    found.append(child)
                found.extend(child.all(*tags))
        return found

    def with_class(self, name: str) -> list["Element"]:
        """Every element inside that has this class."""
        return [element for element in self.all() if name in element.attrs.get("class", "").split()]

    @property
    def raw_text(self) -> str:
        """All the words inside, spaced as they are in the source."""
        return "".join(child if isinstance(child, str) else child.raw_text for child in self.children)

    @property
    def text(self) -> str:
        """The words a person reads inside, with single spaces."""
        return " ".join(self._seen().split())

    def _seen(self) -> str:
        if self.tag in UNSEEN:
            return " "
        inside = "".join(child if isinstance(child, str) else child._seen() for child in self.children)
        return inside if self.tag in INLINE else f" {inside} "

    def inside(self, tag: str) -> "Element | None":
        """The nearest element of this tag round it."""
        above = self.parent
        while above is not None and above.tag != tag:
            above = above.parent
        return above


INLINE = frozenset("a abbr b bdi bdo cite code em i mark small span strong sub sup time u".split())


class _Builder(HTMLParser):
    """Builds the tree, and refuses an end tag that closes nothing."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("document")
        self.at = self.root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, parent=self.at)
        self.at.children.append(element)
        if tag not in VOID:
            self.at = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self.at.tag == tag, f"</{tag}> closes <{self.at.tag}>: {self.at.attrs}"
        assert self.at.parent is not None
        self.at = self.at.parent

    def handle_data(self, data: str) -> None:
        self.at.children.append(data)


class Page:
    """A page as a person finds it; one that is not well made cannot be had."""

    def __init__(self, html: str, response: TestResponse | None = None) -> None:
        builder = _Builder()
        builder.feed(html)
        builder.close()
        assert builder.at is builder.root, f"<{builder.at.tag}> is never closed"
        self.root = builder.root
        self.html = html
        self.response = response
        self._inspect()

    def _inspect(self) -> None:
        headings = self.root.all("h1")
        assert len(headings) == 1, f"{len(headings)} h1: {[h.text for h in headings]}"
        assert headings[0].text, "the h1 is empty"
        assert self.title.startswith(headings[0].text), f"the title {self.title!r} begins otherwise than the h1"
        ids = Counter(e.attrs["id"] for e in self.root.all() if "id" in e.attrs)
        assert not (twice := [name for name, times in ids.items() if times > 1]), f"ids used twice: {twice}"
        self._labels(set(ids))
        self._leads_out()

    def _labels(self, ids: set[str]) -> None:
        labelled = {label.attrs.get("for", "") for label in self.root.all("label") if label.text}
        for element in self.root.all(*FIELDS):
            if element.attrs.get("type", "") in NO_LABEL:
                continue
            named = (
                element.attrs.get("id") in labelled
                or element.attrs.get("aria-label", "").strip()
                or set(element.attrs.get("aria-labelledby", "").split()) & ids
                or element.inside("label")
            )
            assert named, f"a field without a label: {element.tag} {element.attrs}"

    def _leads_out(self) -> None:
        for link in self.root.all("a"):
            if link.attrs.get("href", "").startswith(("http:", "https:", "//")):
                telling = {"noopener", "noreferrer"} - set(link.attrs.get("rel", "").split())
                assert not telling, f"a link leads out and says from where: {link.attrs}"

    @cached_property
    def title(self) -> str:
        """The words in the browser's tab."""
        titles = [title for title in self.root.all("title") if title.inside("svg") is None]
        assert len(titles) == 1, f"{len(titles)} titles"
        return " ".join(titles[0].raw_text.split())

    @cached_property
    def h1(self) -> str:
        """What the page is about."""
        return self.root.all("h1")[0].text

    @cached_property
    def headings(self) -> list[str]:
        """The words of every heading of the main part, in order."""
        return [heading.text for heading in self.main.all("h1", "h2", "h3", "h4")]

    @cached_property
    def main(self) -> Element:
        """The part of the page that is not on every page."""
        return next(iter(self.root.all("main")), self.root)

    @cached_property
    def text(self) -> str:
        """Every word a person reads on the page."""
        return self.root.text

    @cached_property
    def links(self) -> dict[str, str]:
        """Words of each link and where it leads; of several with the same words, the first."""
        found: dict[str, str] = {}
        for link in self.root.all("a"):
            if "href" in link.attrs:
                found.setdefault(link.text or link.attrs.get("aria-label", ""), link.attrs["href"])
        return found


class Client(FlaskClient):
    """A visitor, whose every request is on its own, as on a server: a forgotten commit is lost, and fails its test."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Make a request in a context of its own; the test then reads afresh what was committed."""
        if has_app_context():
            db.session.rollback()
        with self.application.app_context():
            response = super().open(*args, **kwargs)
        if has_app_context():
            db.session.rollback()
        return response

    def page(self, url: str, *, status: int = 200, **kwargs: Any) -> Page:
        """Open a page (following where it leads) and inspect it."""
        response = self.get(url, follow_redirects=True, **kwargs)
        assert response.status_code == status, f"{url} answered {response.status_code}"
        return Page(response.get_data(as_text=True), response)

    def submit(self, url: str, **fields: Any) -> TestResponse:
        """Post a form."""
        return self.post(url, data=fields)
