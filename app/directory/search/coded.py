"""Sets of values, each distinct set once: a column of small numbers that can be filtered and counted quickly."""

from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
SMALL = 200_000  # cells of a table that is quicker to multiply than to walk


def encode(sets: list[tuple[str, ...]], rows: Iterable[tuple[str, ...]]) -> Array:
    """The number of each row's set; a set not seen yet is added to `sets`."""
    numbers = {each: number for number, each in enumerate(sets)}
    coded = []
    for row in rows:
        number = numbers.get(row)
        if number is None:
            number = numbers[row] = len(sets)
            sets.append(row)
        coded.append(number)
    return np.array(coded, np.intp)


class Coded:
    """A column of sets: which documents have a value, and how many have each."""

    def __init__(self, rows: Array, sets: Sequence[tuple[str, ...]]) -> None:
        self.rows = rows
        self.values = sorted({value for each in sets for value in each})
        self.number = {value: number for number, value in enumerate(self.values)}
        self.sets = [[self.number[value] for value in each] for each in sets] or [[]]
        nothing = len(self.values)
        longest = max(1, *(len(each) for each in self.sets))
        self.members = np.array([each + [nothing] * (longest - len(each)) for each in self.sets], np.intp)
        self.any_of = lru_cache(maxsize=256)(self._any_of)
        self.all_of = lru_cache(maxsize=256)(self._all_of)

    @cached_property
    def matrix(self) -> Array:
        """For each set and each value, 1 where the set has it."""
        matrix = np.zeros((len(self.sets), len(self.values)), np.float32)
        for row, each in enumerate(self.sets):
            matrix[row, each] = 1
        return matrix

    def _any_of(self, values: tuple[str, ...]) -> Array:
        """For each set, whether it holds any of these."""
        columns = [self.number[value] for value in values if value in self.number]
        return np.asarray(self.matrix[:, columns].any(axis=1))

    def _all_of(self, values: tuple[str, ...]) -> Array:
        """For each set, whether it holds every one of these."""
        if any(value not in self.number for value in values):
            return np.zeros(len(self.sets), bool)
        return np.asarray(self.matrix[:, [self.number[value] for value in values]].all(axis=1))

    def having(self, documents: Array, value: str) -> Array:
        """Which of these documents have a value."""
        return self.any_of((value,))[self.rows[documents]]

    def many(self, documents: Array) -> Array:
        """How many of these documents have each set."""
        return np.bincount(self.rows[documents], minlength=len(self.sets)).astype(np.float32)

    def counts(self, documents: Array) -> list[int]:
        """How many of these documents have each value, in the order of `values`."""
        counted: list[int]
        if len(documents) > len(self.sets) and len(self.sets) * len(self.values) < SMALL:
            counted = (self.many(documents) @ self.matrix).astype(np.int32).tolist()
            return counted
        members = self.members[self.rows[documents]].ravel()
        counted = np.bincount(members, minlength=len(self.values) + 1)[:-1].tolist()
        return counted

    @cached_property
    def prefixes(self) -> dict[str, tuple[list[str], int, int]]:
        """For values written as `join:drop-in`, the values of each name and where they are."""
        found: dict[str, tuple[list[str], int, int]] = {}
        for name in dict.fromkeys(value.partition(":")[0] for value in self.values if ":" in value):
            at = [number for number, value in enumerate(self.values) if value.startswith(f"{name}:")]
            found[name] = [self.values[number].partition(":")[2] for number in at], at[0], at[-1] + 1
        return found
