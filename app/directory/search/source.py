"""What the index is made from: the published listings, the vocabulary and the clock of the changes."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import select, update

from app.areas import tree
from app.areas.calendar import calendar
from app.areas.models import AreaKind, PlaceName
from app.directory import schedules
from app.directory.listing import Listing
from app.directory.models import Change, Need, SearchClock, TaxonomyTerm
from app.directory.models.words import Synonym
from app.directory.search.columns import Sitting
from app.directory.search.vocabulary import NeedText, SynonymText, Vocabulary
from app.extensions import db


class Clock(NamedTuple):
    """Which database this is, and its newest change."""

    database: str
    revision: int


def clock() -> Clock:
    """Where the changes stand, as this transaction sees it."""
    row = db.session.execute(_CLOCK).first()
    return Clock(str(row[1]), row[0]) if row else Clock("", 0)


_CLOCK = select(SearchClock.revision, SearchClock.database_id).where(SearchClock.id == 1)


def note(service_id: UUID) -> None:
    """Write down, in the caller's transaction, that a listing may differ from what the index holds."""
    step = (
        update(SearchClock)
        .where(SearchClock.id == 1)
        .values(revision=SearchClock.revision + 1)
        .returning(SearchClock.revision)
        .execution_options(synchronize_session=False)
    )
    revision = db.session.scalar(step)
    if revision is None:
        revision = 1
        db.session.add(SearchClock(id=1, revision=revision, database_id=uuid4()))
        db.session.flush()
    db.session.add(Change(revision=revision, service_id=service_id))


def changes(after: int, most: int) -> Sequence[tuple[int, UUID]]:
    """The next changes after a revision, oldest first."""
    rows = select(Change.revision, Change.service_id).where(Change.revision > after).order_by(Change.revision)
    return db.session.execute(rows.limit(most)).all()


def may_catch_up() -> bool:
    """Whether what this transaction reads is committed: one that writes must not put its own into the index."""
    return not db.session.connection().get_execution_options().get("writes")


def vocabulary() -> Vocabulary:
    """Needs, synonyms and place names as they stand in the database."""
    rows = (
        select(Need, TaxonomyTerm).join(TaxonomyTerm, Need.term_id == TaxonomyTerm.id).order_by(TaxonomyTerm.position)
    )
    needs = tuple(
        NeedText(
            need.slug, need.parent_slug, term.name, parts(need.words), parts(need.phrases), term.description,
            need.usual_help,
        )
        for need, term in db.session.execute(rows)
    )  # fmt: skip
    synonyms = tuple(
        SynonymText(row.word, parts(row.also), row.both)
        for row in db.session.scalars(select(Synonym).order_by(Synonym.word))
    )
    places = tuple(db.session.scalars(select(PlaceName.name).distinct().order_by(PlaceName.name)))
    return Vocabulary(needs, synonyms, places)


def parts(cell: str) -> tuple[str, ...]:
    """The values of a cell that holds several."""
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def sittings(listing: Listing, first: date, days: int) -> Sequence[Sitting]:
    """The real sessions of a listing, by the year of the borough that answers for it."""
    if not listing.schedules:
        return ()
    known = tree.tree()
    codes = (listing.home_area, *(area.code for area in listing.service_areas))
    boroughs = (known.above(code, AreaKind.BOROUGH) for code in codes if code in known.by_code)
    borough = next((node.code for node in boroughs if node), "")
    return schedules.sessions(listing, first=first, days=days, calendar=calendar(borough))
