"""Finding services: by people's own words, near them or serving them. Nothing outside imports what is below here."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, cast
from uuid import UUID

from flask import current_app

from app.directory.search.criteria import Criteria, Hits

if TYPE_CHECKING:
    from app.directory.search.generations import Generations

FEW = 3  # hits of the words alone; with fewer, what only mentions them will do
EVERYTHING = UUID(int=0)  # stands for a change of the vocabulary: every listing may be found by other words

__all__ = [
    "EVERYTHING",
    "Criteria",
    "Hits",
    "Index",
    "catch_up",
    "changed",
    "find",
    "rebuild",
    "revision",
    "vocabulary_changed",
]


class Index(Protocol):
    """What any search engine must do for us."""

    def find(self, criteria: Criteria) -> Hits:
        """The hits of a search, best first."""
        ...


def find(criteria: Criteria) -> Hits:
    """Services that match, best first, with what each filter would leave.

    Where the words bring hardly anything, what only mentions them will do as well. That is decided without the
    filters, so that a filter never brings what was not there before.
    """
    index = _generations().current()
    if not criteria.words or criteria.exact:
        return index.find(criteria)
    unfiltered = Criteria(
        words=criteria.words, where=criteria.where, first=criteria.first, moment=criteria.moment,
        page_size=criteria.page_size,
    )  # fmt: skip
    hits = index.find(unfiltered, counting_too=criteria == unfiltered)
    if hits.total < FEW:
        return index.find(replace(criteria, loose=True))
    return hits if criteria == unfiltered else index.find(criteria)


def revision() -> int:
    """The newest change that a search made now would know of."""
    return _generations().current().snapshot.revision


def changed(service_id: UUID) -> None:
    """Note, in the same transaction, that a listing's page may differ; every index catches up from here."""
    from app.directory.search import source

    source.note(service_id)


def vocabulary_changed() -> None:
    """Note, in the same transaction, that words may mean something else; the index is made anew."""
    from app.directory.search import source

    source.note(EVERYTHING)


def rebuild(progress: Callable[[int, int], None] | None = None) -> None:
    """Make the index anew; searches go on with the old one until it is done."""
    _generations().rebuild(progress)


def catch_up() -> None:
    """Bring the index level with the database, by a rebuild where that is needed."""
    _generations().catch_up()


def _generations() -> "Generations":
    """The generations of this app's instance folder."""
    from app.directory.search.generations import Generations

    found = current_app.extensions.get("hereabouts.search")
    if found is None:
        found = current_app.extensions["hereabouts.search"] = Generations(current_app.config["INSTANCE_DIR"] / "search")
    return cast("Generations", found)
