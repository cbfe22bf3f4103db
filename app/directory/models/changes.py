"""What the search index catches up from."""

from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base


class SearchClock(Base):
    """One row: the number of the newest change of any listing, and the id of this database."""

    __tablename__ = "search_clock"

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    revision: Mapped[int] = mapped_column(default=0)
    database_id: Mapped[UUID]


class Change(Base):
    """A listing's page may differ since this revision."""

    __tablename__ = "search_change"

    revision: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    service_id: Mapped[UUID]
