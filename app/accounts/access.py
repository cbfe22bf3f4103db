"""Each view says who may open it, and whether opening it writes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, overload

from flask import Flask, current_app, request

from app.extensions import writing

View = TypeVar("View", bound=Callable[..., Any])
SAFE = {"GET", "HEAD", "OPTIONS"}


@dataclass(frozen=True)
class Access:
    """The rule of one view: for whom it is, and whether an unsafe request begins a writing transaction."""

    who: str
    writes: bool = True


@overload
def public(view: View) -> View: ...
@overload
def public(*, writes: bool) -> Callable[[View], View]: ...
def public(view: View | None = None, *, writes: bool = True) -> View | Callable[[View], View]:
    """Anyone may open this page."""

    def mark(marked: View) -> View:
        marked.access = Access("anyone", writes)  # type: ignore[attr-defined]  # functions take attributes
        return marked

    return mark if view is None else mark(view)


def rule(endpoint: str | None) -> Access | None:
    """The access rule of an endpoint; none where nothing answers."""
    return getattr(current_app.view_functions.get(endpoint or ""), "access", None)


def begin_writing() -> None:
    """An unsafe request begins a transaction that writes, before anything is read."""
    access = rule(request.endpoint)
    if request.method not in SAFE and access is not None and access.writes:
        writing()


def start(app: Flask) -> None:
    """Declare the transaction of every unsafe request, and give Flask's own static view its rule."""
    app.before_request(begin_writing)
    public(app.view_functions["static"])
