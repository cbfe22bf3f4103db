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
FIRST_LETTER = 0.6  # what a different first letter costs
LAST_LETTER = 0.1  # what a different last letter costs


class Spelling:
    """The words that are spelt right."""

    def __init__(self, counts: Mapping[str, int], places: Iterable[str] = ()) -> None:
        self._counts = {word: count for word, count in counts.items() if word.isalpha() and len(word) >= SHORTEST}
        self._known = frozenset(counts) | frozenset(places) | COMMON | STOP | frozenset(SPOKEN)
        self._stems = frozenset(stem(word) for word in self._known)
        by_letter: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
        for word in self._counts:
            by_letter[word[0]][len(word)].append(word)
        self._by_letter = by_letter
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
        best, least = None, float("inf")
        letters = {word[0], word[1]} if len(word) < 6 else set(self._by_letter)
        for letter in letters:
            same = letter == word[0]
            lengths = self._by_letter.get(letter, {})
            near = [each for size in range(len(word) - most, len(word) + most + 1) for each in lengths.get(size, ())]
            allowed = most if same else most - (len(word) < 10)
            for found, distance, _ in process.extract(
                word, near, scorer=OSA.distance, score_cutoff=max(allowed, 1), limit=8, processor=None
            ):
                cost = distance + FIRST_LETTER * (not same) - HABIT * log2(1 + self._counts[found])
                cost += LAST_LETTER * (found[-1] != word[-1])
                if cost < least:
                    best, least = found, cost
        return best
