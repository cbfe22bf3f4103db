"""Words spelt wrong, and what was meant: the nearest word people here use, and only when it is near."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from math import log2

from rapidfuzz import process
from rapidfuzz.distance import OSA

from app.directory.search.common_words import COMMON
from app.directory.search.words import SPOKEN, STOP, stem

SHORTEST = 5  # letters of a word that may be wrong
HABIT = 0.09  # what a word gains each time it is twice as common
LAST_LETTER = 0.1  # what a different last letter costs


class Spelling:
    """The words that are spelt right."""

    def __init__(self, counts: Mapping[str, int], places: Iterable[str] = ()) -> None:
        self._counts = {word: count for word, count in counts.items() if word.isalpha() and len(word) >= SHORTEST}
        self._known = frozenset(counts) | frozenset(places) | COMMON | STOP | frozenset(SPOKEN)
        self._stems = frozenset(stem(word) for word in self._known)
        self._by_size: dict[int, list[str]] = defaultdict(list)
        self._by_start: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in sorted(self._counts):
            self._by_size[len(word)].append(word)
            self._by_start[word[0], len(word)].append(word)
        self.correct = lru_cache(maxsize=8192)(self._correct)

    def knows(self, word: str) -> bool:
        """Whether the word, or another form of it, is spelt right."""
        return word in self._known or not word.isalpha() or stem(word) in self._stems

    def split(self, word: str) -> tuple[str, str] | None:
        """Two words that were run together: foodbank."""
        found = None
        for at in range(3, len(word) - 2):
            first, second = word[:at], word[at:]
            if first in self._counts and second in self._counts:
                often = min(self._counts[first], self._counts[second])
                if found is None or often > found[0]:
                    found = (often, first, second)
        return found and found[1:]

    def _correct(self, word: str) -> str | None:
        """What was meant by a word we do not know, if anything is near enough."""
        if len(word) < SHORTEST or not word.isalpha():
            return None
        most = 1 if len(word) < 7 else 2 if len(word) < 10 else 3
        sizes = range(len(word) - most, len(word) + most + 1)
        near = [each for size in sizes for each in self._by_start.get((word[0], size), ())]
        found = self._nearest(word, near, most)
        if found is None:  # people seldom miss the first letter
            every = [each for size in sizes for each in self._by_size.get(size, ()) if each[0] != word[0]]
            found = self._nearest(word, every, max(1, most - 1))
        return found

    def _nearest(self, word: str, near: list[str], most: int) -> str | None:
        """The likeliest of the words that are near enough."""
        found = process.extract(word, near, scorer=OSA.distance, score_cutoff=most, limit=8, processor=None)
        costs = [
            (distance + LAST_LETTER * (each[-1] != word[-1]) - HABIT * log2(1 + self._counts[each]), each)
            for each, distance, _ in found
        ]
        return min(costs)[1] if costs else None
