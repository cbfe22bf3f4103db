"""Addresses of searches: with one thing more, one thing less, or another page."""

from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

SEARCH = "/search"
SERVICES = "/services/"
Pairs = Sequence[tuple[str, str]]


def search(pairs: Iterable[tuple[str, str]], path: str = SEARCH) -> str:
    """The address of a search."""
    said = urlencode([pair for pair in pairs if pair[1]])
    return f"{path}?{said}" if said else path


def without(pairs: Pairs, *names: str) -> list[tuple[str, str]]:
    """The search without these parameters."""
    return [pair for pair in pairs if pair[0] not in names]


def less(pairs: Pairs, name: str, value: str) -> list[tuple[str, str]]:
    """The search without one value of a parameter."""
    return [pair for pair in pairs if pair != (name, value)]


def changed(pairs: Pairs, name: str, value: str) -> list[tuple[str, str]]:
    """The search with this one value of a parameter."""
    return [*without(pairs, name), (name, value)]


def page(pairs: Pairs, number: int, path: str = SEARCH) -> str:
    """The address of a page of the results."""
    return search(changed(pairs, "page", str(number)) if number > 1 else pairs, path)
