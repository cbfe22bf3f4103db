"""Questions asked of the directory. Nothing here changes anything."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, bindparam, exists, func, select

from app.directory.listing import Listing, from_json
from app.directory.models import OldSlug, Organisation, Service, ServiceStatus
from app.extensions import db

BATCH = 500


class Gone(Exception):
    """The listing was withdrawn; its page answers 410 and shows what else there is."""

    def __init__(self, listing: Listing) -> None:
        super().__init__(listing.slug)
        self.listing = listing


@dataclass(frozen=True)
class Moved(Exception):
    """The listing has another slug now."""

    slug: str


def published() -> Select[Service]:
    """Services the public may see. Every public read starts here."""
    return select(Service).where(Service.is_published, Service.status.in_(_SHOWN))


_SHOWN = (ServiceStatus.ACTIVE, ServiceStatus.TEMPORARILY_CLOSED)
# Built once: putting a statement together costs more than running it.
CARDS = (
    published().with_only_columns(Service.id, Service.listing).where(Service.id.in_(bindparam("ids", expanding=True)))
)
DEMONSTRATION = select(exists(published().with_only_columns(Service.id).where(Service.demonstration)))


def page(slug: str) -> Listing:
    """The listing of this slug, for its page.

    Raises `Moved` for a slug it once had, `Gone` for one that was public and was withdrawn, `NoResultFound` for any
    other: of what was never published not even the name is told.
    """
    text = db.session.scalar(published().with_only_columns(Service.listing).where(Service.slug == slug))
    if text is not None:
        return from_json(text)
    ended = select(Service.listing).where(Service.is_published, Service.status.not_in(_SHOWN), Service.slug == slug)
    withdrawn = db.session.scalar(ended)
    if withdrawn is not None:
        raise Gone(from_json(withdrawn))
    moved_to = select(Service.slug).join(OldSlug, OldSlug.service_id == Service.id).where(OldSlug.slug == slug)
    raise Moved(db.session.scalars(moved_to).one())


def cards(ids: Sequence[UUID]) -> list[Listing]:
    """The listings a results page shows, in the order search ranked them; one statement."""
    found = dict(db.session.execute(CARDS, {"ids": ids}).all())
    return [from_json(found[service_id]) for service_id in ids if service_id in found]


def some_listings(ids: Sequence[UUID]) -> dict[UUID, Listing]:
    """The published ones among these services, for the index to catch up with."""
    return {listing.id: listing for listing in cards(ids)}


def all_listings() -> Iterator[Listing]:
    """Every published listing, in an order that does not change between two readings of the same data."""
    last: UUID | None = None
    while True:
        batch = published().with_only_columns(Service.id, Service.listing).order_by(Service.id).limit(BATCH)
        rows = db.session.execute(batch.where(Service.id > last) if last else batch).all()
        yield from (from_json(text) for _, text in rows)
        if len(rows) < BATCH:
            return
        last = rows[-1][0]


def how_many() -> int:
    """How many listings the public may see."""
    return db.session.scalar(published().with_only_columns(func.count(Service.id))) or 0


def organisation(slug: str) -> Organisation:
    """The organisation of this slug; raises `NoResultFound`."""
    return db.session.scalars(select(Organisation).where(Organisation.slug == slug)).one()


def has_demonstration() -> bool:
    """Whether any invented listing can be seen."""
    return bool(db.session.scalar(DEMONSTRATION))
