"""Sets of values, each distinct set once: a column of small numbers that can be filtered and counted quickly."""

from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


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
    """A column of sets: which documents have a value, and how many have each.

    A value may carry a weight (`befriending=80`), in hundredths, that says how much of it a document has.
    """

    def __init__(self, rows: Array, sets: Sequence[tuple[str, ...]]) -> None:
        self.rows = rows
        weighed = [[each.partition("=") for each in members] for members in sets] or [[]]
        self.values = sorted({value for members in weighed for value, _, _ in members})
        self.number = {value: number for number, value in enumerate(self.values)}
        self.sets = [[self.number[value] for value, _, _ in members] for members in weighed]
        self._weighed = [[int(weight or 100) for _, _, weight in members] for members in weighed]
        nothing = len(self.values)
        longest = max(1, *(len(each) for each in self.sets))
        self.members = np.array([each + [nothing] * (longest - len(each)) for each in self.sets], np.intp)
        self._set_of = np.repeat(np.arange(len(self.sets)), [len(each) for each in self.sets])
        self._value_of = np.array([value for each in self.sets for value in each], np.intp)
        self.any_of = lru_cache(maxsize=256)(self._any_of)
        self.all_of = lru_cache(maxsize=256)(self._all_of)

    @cached_property
    def matrix(self) -> Array:
        """For each set and each value, 1 where the set has it."""
        matrix = np.zeros((len(self.sets), len(self.values)), np.float32)
        matrix[self._set_of, self._value_of] = 1
        return matrix

    @cached_property
    def weights(self) -> Array:
        """For each value and each set, how much of it the set has."""
        matrix = np.zeros((len(self.values), len(self.sets)))
        matrix[self._value_of, self._set_of] = [weight / 100 for each in self._weighed for weight in each]
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
        if len(documents) * self.members.shape[1] > len(self._value_of):
            many = np.bincount(self.rows[documents], minlength=len(self.sets))
            found = np.bincount(self._value_of, weights=many[self._set_of], minlength=len(self.values))
            counted = found.astype(np.intp).tolist()
            return counted
        found = np.bincount(self.members[self.rows[documents]].ravel(), minlength=len(self.values) + 1)
        counted = found[:-1].tolist()
        return counted

    def names(self, row: int, wanted: tuple[str, ...]) -> tuple[str, ...]:
        """Those of the wanted values that a set has."""
        has = self.sets[row]
        return tuple(value for value in dict.fromkeys(wanted) if self.number.get(value) in has)

    @cached_property
    def prefixes(self) -> dict[str, tuple[list[str], int, int]]:
        """For values written as `join:drop-in`, the values of each name and where they are."""
        found: dict[str, tuple[list[str], int, int]] = {}
        for name in dict.fromkeys(value.partition(":")[0] for value in self.values if ":" in value):
            at = [number for number, value in enumerate(self.values) if value.startswith(f"{name}:")]
            found[name] = [self.values[number].partition(":")[2] for number in at], at[0], at[-1] + 1
        return found
