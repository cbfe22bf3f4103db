"""The index of one instance folder: which generation answers, how it catches up, and how the next one is made.

One folder per generation, `INSTANCE_DIR/search/<n>/`, renamed into place when it is whole. Workers map the
newest one they know; who finds it behind the database and gets the lock makes the next, the others answer from
what they have.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from app import clock
from app.directory import queries
from app.directory.search import EVERYTHING, building, source
from app.directory.search.building import Meta
from app.directory.search.engine import ColumnIndex

AT_ONCE = 200  # changes that a search may wait for; more are the worker's
MOST_SEGMENTS = 24  # small ones added since the last rebuild
KEPT = 3  # generations on disk: somebody may just be opening the last but one


class Generations:
    """The generations below one folder, and the one that this process has open."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.number = 0
        self.meta: Meta | None = None
        self.index: ColumnIndex | None = None

    def current(self) -> ColumnIndex:
        """The index to answer from: as new as the database when that can be had without waiting."""
        now = source.clock()
        if self.index and self.meta and self._is_at(now) and self.meta.covers(clock.today()):
            return self.index
        self._open_newest()
        if not self._is_usable(now):
            self._make(now, wait=True)
        elif not self._is_at(now) and source.may_catch_up():
            with self._lock(wait=False) as mine:
                if mine:
                    self._apply(now)
        if self.index is None:
            raise RuntimeError("the index could not be made")
        return self.index

    def catch_up(self) -> None:
        """Bring the index level with the database and the day, however much that takes. For the worker."""
        now = source.clock()
        self._open_newest()
        if self._is_usable(now) and self._is_at(now) and self._is_tidy():
            return
        with self._lock(wait=True):
            self._open_newest()
            if not (self._is_usable(now) and self._is_tidy() and self._apply(now)):
                self.rebuild(locked=True)

    def rebuild(self, progress: building.Progress | None = None, *, locked: bool = False) -> None:
        """Make a whole new generation beside the old one, which answers until it is done."""
        if not locked:
            with self._lock(wait=True):
                self.rebuild(progress, locked=True)
            return
        now = source.clock()
        self._open_newest()
        meta = Meta(now.revision, now.database, (clock.today() - timedelta(days=1)).isoformat())
        with self._beside() as folder:
            listings, total = queries.all_listings(), queries.how_many()
            building.build(folder, listings, source.vocabulary(), source.sittings, meta, progress, total)
        self._open_newest()

    def _is_at(self, now: source.Clock) -> bool:
        return self.meta is not None and (self.meta.database, self.meta.revision) == (now.database, now.revision)

    def _is_usable(self, now: source.Clock) -> bool:
        """Whether what is open is of this database, not from its future, and knows the sessions of today."""
        meta = self.meta
        return (
            meta is not None
            and meta.database == now.database
            and meta.revision <= now.revision
            and meta.covers(clock.today())
            and (self.root / str(self.number)).exists()
        )

    def _is_tidy(self) -> bool:
        """Whether it needs no rebuild: the day is one whose sessions it knows, and it is not in too many pieces."""
        return (
            self.meta is not None and self.meta.day == clock.today() - timedelta(days=1)
        ) and self.meta.segments <= MOST_SEGMENTS

    def _make(self, now: source.Clock, *, wait: bool) -> None:
        with self._lock(wait=wait):
            self._open_newest()
            if not self._is_usable(now):
                self.rebuild(locked=True)

    def _apply(self, now: source.Clock) -> bool:
        """Make the next generation from this one and the changes since, when they are few; whether that was done."""
        self._open_newest()
        if self._is_at(now):
            return True
        if self.meta is None or self.meta.revision > now.revision or not self.meta.covers(clock.today()):
            return False
        rows = source.changes(self.meta.revision, AT_ONCE + 1)
        ids = list(dict.fromkeys(service_id for _, service_id in rows))
        if not rows or len(rows) > AT_ONCE or EVERYTHING in ids:
            return False
        listings = queries.some_listings(ids)
        gone = [service_id for service_id in ids if service_id not in listings]
        meta = Meta(rows[-1][0], now.database, self.meta.midnight, self.meta.segments + 1)
        with self._beside() as folder:
            building.extend(self.root / str(self.number), folder, list(listings.values()), gone, source.sittings, meta)
        self._open_newest()
        return True

    def _open_newest(self) -> None:
        """Open the newest whole generation of our format, unless it is open already."""
        for number in sorted(_numbers(self.root), reverse=True):
            folder = self.root / str(number)
            try:
                meta = Meta.open(folder)
                if meta.format != building.FORMAT:
                    continue
                if meta != self.meta:
                    snapshot = building.open_snapshot(folder)
                    if self.index:
                        self.index.snapshot.close()
                    self.number, self.meta, self.index = number, meta, ColumnIndex(snapshot)
                return
            except (OSError, TypeError, ValueError):
                continue  # not whole, of another kind, or removed while we opened it

    @contextmanager
    def _beside(self) -> Iterator[Path]:
        """A folder to make a generation in; it takes its place when that went well."""
        self.root.mkdir(parents=True, exist_ok=True)
        number = max(_numbers(self.root), default=0) + 1
        folder = self.root / f"making-{number}-{os.getpid()}"
        shutil.rmtree(folder, ignore_errors=True)
        try:
            yield folder
            folder.rename(self.root / str(number))
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        for old in sorted(_numbers(self.root))[:-KEPT]:
            shutil.rmtree(self.root / str(old), ignore_errors=True)

    @contextmanager
    def _lock(self, *, wait: bool) -> Iterator[bool]:
        """The one lock of the folder; without waiting, whether we got it."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / "lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            except BlockingIOError:
                yield False
                return
            yield True


def _numbers(root: Path) -> list[int]:
    return [int(path.name) for path in root.iterdir() if path.name.isdigit()] if root.exists() else []
