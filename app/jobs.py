"""What happens outside a request: jobs that one worker runs when they are due, each leased by a row."""

import logging
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import String, or_, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from app import clock
from app.extensions import Base, db, writing

log = logging.getLogger("hereabouts.jobs")

LEASE = timedelta(minutes=15)
LATE = timedelta(minutes=5)  # how far behind its time a job may be before /health turns amber
NEVER = datetime(2000, 1, 1, tzinfo=UTC)


class Job(Base):
    """When a job last ran and how it went, and until when a worker holds it."""

    __tablename__ = "job"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    lease_until: Mapped[datetime | None]
    last_run: Mapped[datetime | None]
    last_result: Mapped[str] = mapped_column(String(120), default="", server_default="")


@dataclass(frozen=True)
class Kind:
    """A job of the product: idempotent, so that a second run after a crash does no harm."""

    name: str
    every: timedelta
    run: Callable[[], None]


_kinds: dict[str, Kind] = {}


def register(name: str, every: timedelta, run: Callable[[], None]) -> None:
    """Have the worker run this every so often; it begins and commits its own transactions."""
    _kinds[name] = Kind(name, every, run)


def run_due() -> list[str]:
    """Run each job that is due and that no other worker holds; the names of those that ran."""
    return [kind.name for kind in list(_kinds.values()) if _claim(kind) and _run(kind)]


def overdue(moment: datetime) -> list[str]:
    """The jobs that have not run when they should have, or failed when they did."""
    rows = {job.name: job for job in db.session.scalars(select(Job))}
    return sorted(name for name, kind in _kinds.items() if not _well(rows.get(name), kind, moment))


def work(stopping: Callable[[], bool]) -> None:
    """Run jobs as they fall due until told to stop; a job that has begun is finished first."""
    while not stopping():
        run_due()
        for _ in range(8):
            if stopping():
                return
            time.sleep(0.25)


def work_until_signalled() -> None:
    """Run jobs until this process is told to end."""
    told: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda received, _frame: told.append(received))
    work(lambda: bool(told))


def _well(job: Job | None, kind: Kind, moment: datetime) -> bool:
    if job is None or job.last_run is None:
        return False
    return job.last_result == "ok" and moment - job.last_run <= kind.every + LATE


def _claim(kind: Kind) -> bool:
    """Take the lease of a job that is due: one statement, so that of two workers one gets it."""
    now = clock.now()
    row = db.session.get(Job, kind.name)
    if row is not None and not _due(row, kind, now):
        db.session.rollback()
        return False
    writing()
    db.session.execute(text("INSERT INTO job (name) VALUES (:name) ON CONFLICT DO NOTHING"), {"name": kind.name})
    claimed = db.session.execute(
        update(Job)
        .where(Job.name == kind.name, or_(Job.lease_until.is_(None), Job.lease_until < now))
        .where(or_(Job.last_run.is_(None), Job.last_run <= now - kind.every))
        .values(lease_until=now + LEASE)
        .returning(Job.name)
    ).first()
    db.session.commit()
    return claimed is not None


def _due(row: Job, kind: Kind, now: datetime) -> bool:
    free = row.lease_until is None or row.lease_until < now
    return free and (row.last_run or NEVER) <= now - kind.every


def _run(kind: Kind) -> bool:
    began = clock.now()
    try:
        kind.run()
        result = "ok"
    except Exception as error:  # one job's fault is not the others'; what it said may hold personal details
        db.session.rollback()
        log.exception("the job %s failed", kind.name)
        result = type(error).__name__
    writing()
    db.session.execute(
        update(Job).where(Job.name == kind.name).values(last_run=began, last_result=result, lease_until=None)
    )
    db.session.commit()
    return True
