"""Sets of values, each distinct set once: a column of small numbers that can be filtered and counted quickly."""

from collections.abc import Iterable, Mapping, Sequence
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
        nothing = len(self.values)
        longest = max(1, *(len(each) for each in self.sets))
        self.members = np.array([each + [nothing] * (longest - len(each)) for each in self.sets], np.intp)
        self._amounts = np.zeros(self.members.shape)
        for row, each in enumerate(weighed):
            self._amounts[row, : len(each)] = [int(weight or 100) / 100 for _, _, weight in each]
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

    def _any_of(self, values: tuple[str, ...]) -> Array:
        """For each set, whether it holds any of these."""
        columns = [self.number[value] for value in values if value in self.number]
        return np.asarray(self.matrix[:, columns].any(axis=1))

    def _all_of(self, values: tuple[str, ...]) -> Array:
        """For each set, whether it holds every one of these."""
        if any(value not in self.number for value in values):
            return np.zeros(len(self.sets), bool)
        return np.asarray(self.matrix[:, [self.number[value] for value in values]].all(axis=1))

    def having(self, rows: Array, value: str) -> Array:
        """Which documents of these sets have a value."""
        return self.any_of((value,))[rows]

    def many(self, rows: Array) -> Array:
        """How many documents have each set, of those with these."""
        return np.bincount(rows, minlength=len(self.sets)).astype(np.float32)

    def counts(self, rows: Array) -> list[int]:
        """How many documents have each value, of those with these sets, in the order of `values`."""
        counted: list[int]
        if len(rows) * self.members.shape[1] > len(self._value_of):
            many = np.bincount(rows, minlength=len(self.sets))
            found = np.bincount(self._value_of, weights=many[self._set_of], minlength=len(self.values))
            counted = found.astype(np.intp).tolist()
            return counted
        found = np.bincount(self.members.take(rows, axis=0).ravel(), minlength=len(self.values) + 1)
        counted = found[:-1].tolist()
        return counted

    def amounts(self, rows: Array, wanted: Mapping[str, float]) -> Array | float:
        """For documents of these sets, how much they have of each wanted value, times what it is wanted."""
        known = [(self.number[value], much) for value, much in wanted.items() if value in self.number]
        if not known:
            return 0.0
        worth = np.zeros(len(self.values) + 1)
        for number, much in known:
            worth[number] = much
        return worth.take(self.members.take(rows, axis=0)) * self._amounts.take(rows, axis=0)

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
