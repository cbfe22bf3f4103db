"""Which documents pass which filters, each group on its own, so that any of them can be taken away again."""

import numpy as np

from app.directory.search.coded import Array
from app.directory.search.criteria import Criteria
from app.directory.search.days import Records, Today, day_parts
from app.directory.search.snapshot import Snapshot


class Filters:
    """The filters of one search over the records of its documents."""

    def __init__(self, snapshot: Snapshot, criteria: Criteria, records: Records, today: Today, minute: int) -> None:
        self.snapshot = snapshot
        self.criteria = criteria
        self.records = records
        self.today = today
        self.minute = minute
        self.kept = self._kept()
        failed = np.zeros(len(records), np.uint8)
        for kept in self.kept.values():
            failed += ~kept
        self._failed = failed
        self.passed: Array = failed == 0  # documents that pass them all

    def without(self, name: str) -> Array:
        """Documents that only this group keeps away."""
        return np.asarray((self._failed == 1) & ~self.kept[name])

    def session_aside(self) -> Array:
        """Documents that pass all but perhaps the day and the part of the day."""
        return self.passed | self.without("session")

    def _kept(self) -> dict[str, Array]:
        """For each group in use, the documents it keeps."""
        criteria, snapshot = self.criteria, self.snapshot
        kept: dict[str, Array] = {}
        if criteria.needs:
            kept["need"] = snapshot.need.any_of(criteria.needs)[self.records["need"]]
        if criteria.days or criteria.parts:
            sets = self.today.masks.any_of(day_parts(criteria.days, criteria.parts))
            kept["session"] = sets[self.records["mask"]]
        if criteria.open_now:
            kept["open"] = self.open_now(self.records)
        for name, values in (
            ("cost", ("free",) if criteria.free else ()),
            ("join", criteria.join),
            ("how", criteria.delivery),
            ("age", criteria.ages),
        ):
            if values:
                sets = snapshot.practical.any_of(tuple(f"{name}:{value}" for value in values))
                kept[name] = sets[self.records["practical"]]
        if criteria.languages:
            kept["language"] = snapshot.language.any_of(criteria.languages)[self.records["language"]]
        if criteria.access:
            kept["access"] = snapshot.access.all_of(criteria.access)[self.records["access"]]
        return kept

    def open_now(self, records: Records) -> Array:
        """Which of these are open at the minute of the search."""
        return np.asarray(self.snapshot.is_open(self.minute)[records["document"]])
