"""What words mean here: needs and what people call them, synonyms, and every word that is spelt right."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from itertools import pairwise
from math import log
from pathlib import Path

from app.directory.search.facts import NeedWords
from app.directory.search.spelling import Spelling
from app.directory.search.words import STOP, content, stem, tokens

Run = tuple[str, ...]
LONGEST_RUN = 7
SYNONYM = 0.6  # what a synonym is worth beside the word itself
WHERE_SAID = (("words", 1.0), ("phrases", 0.6), ("summary", 0.3), ("usual_help", 0.3))
# Words of children and young people, and of those who bring them up.
YOUNG = frozenset(
    stem(word)
    for word in "young child teenager youth son daughter baby toddler infant boy girl grandson granddaughter "
    "grandchild school schoolchild pupil student nursery preschool tot junior family families parent parenting".split()
)
IN_VOCABULARY = 20  # as often as a word of our own vocabulary counts when spelling is guessed


@dataclass(frozen=True)
class NeedText:
    """A need as the vocabulary holds it."""

    slug: str
    parent: str
    title: str
    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    summary: str = ""
    usual_help: str = ""


@dataclass(frozen=True)
class SynonymText:
    """A word or phrase and what else it means."""

    word: str
    also: tuple[str, ...]
    both: bool = False


@dataclass(frozen=True)
class Vocabulary:
    """The words of one generation of the index."""

    needs: tuple[NeedText, ...] = ()
    synonyms: tuple[SynonymText, ...] = ()
    places: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)  # of words in listings

    def save(self, folder: Path) -> None:
        """Write it beside the index."""
        text = json.dumps(asdict(self), ensure_ascii=False)
        (folder / "vocabulary.json").write_text(text, encoding="utf-8")

    @classmethod
    def open(cls, folder: Path) -> "Vocabulary":
        """The vocabulary of a folder."""
        kept = json.loads((folder / "vocabulary.json").read_text(encoding="utf-8"))
        return cls(
            tuple(
                NeedText(**each | {"words": tuple(each["words"]), "phrases": tuple(each["phrases"])})
                for each in kept["needs"]
            ),
            tuple(SynonymText(each["word"], tuple(each["also"]), each["both"]) for each in kept["synonyms"]),
            tuple(kept["places"]),
            kept["counts"],
        )

    @cached_property
    def need_words(self) -> dict[str, NeedWords]:
        """What the index holds of each need: its title and words, not its phrases, which are whole sentences."""
        places = {slug: place for slugs in self.children.values() for place, slug in enumerate(slugs)}
        return {
            need.slug: NeedWords(need.parent, f"{need.title} {' '.join(need.words)}", places.get(need.slug, 0))
            for need in self.needs
        }

    @cached_property
    def children(self) -> dict[str, tuple[str, ...]]:
        """The needs under each top need."""
        found: dict[str, list[str]] = defaultdict(list)
        for need in self.needs:
            if need.parent:
                found[need.parent].append(need.slug)
        return {parent: tuple(slugs) for parent, slugs in found.items()}

    @cached_property
    def young(self) -> frozenset[str]:
        """The needs that are of children and young people, and of those who bring them up."""
        return frozenset(
            need.slug
            for need in self.needs
            if "family" in (need.slug, need.parent) or not YOUNG.isdisjoint(map(stem, tokens(need.title)))
        )

    @cached_property
    def ordinary(self) -> frozenset[str]:
        """Stems that say what kind of help it is: they make a name no name of its own."""
        said = (text for need in self.needs for text in (need.title, *need.words, need.slug.replace("-", " ")))
        places = (name for name in self.places)
        return frozenset(stem(word) for text in (*said, *places) for word in tokens(text)) | GENERIC

    @cached_property
    def runs(self) -> dict[Run, dict[str, float]]:
        """Runs of stems without function words, and the needs they mean."""
        found: dict[Run, dict[str, float]] = {}
        for need in self.needs:
            for text in (need.title, *need.words):
                _add(found, run(text), need.slug, 1.0)
            for phrase in need.phrases:
                short = run(phrase)
                _add(found, short if len(short) > 1 else (), need.slug, 1.0)
        return found

    @cached_property
    def whole_runs(self) -> dict[Run, dict[str, float]]:
        """Phrases with their function words, for those that are made of little else."""
        found: dict[Run, dict[str, float]] = {}
        for need in self.needs:
            for phrase in (*need.words, *need.phrases):
                if len(run(phrase)) < 2:
                    _add(found, tuple(stem(word) for word in tokens(phrase)), need.slug, 1.0)
        return {key: needs for key, needs in found.items() if len(key) > 1}

    @cached_property
    def bag(self) -> dict[str, dict[str, float]]:
        """Each stem, and how much it speaks of each need when it stands alone."""
        found: dict[str, dict[str, float]] = defaultdict(dict)
        for need in self.needs:
            for part, much in (("title", 1.0), *WHERE_SAID):
                said = getattr(need, part)
                for text in [said] if isinstance(said, str) else said:
                    stems = run(text)
                    worth = much if part != "words" or len(stems) == 1 else 0.7
                    for each in (*stems, *pairs(stem(word) for word in tokens(text))):
                        found[each][need.slug] = max(found[each].get(need.slug, 0.0), worth)
        return dict(found)

    @cached_property
    def rarity(self) -> dict[str, float]:
        """How much a stem tells needs apart."""
        every = len(self.needs) or 1
        return {each: log(1 + every / len(slugs)) for each, slugs in self.bag.items()}

    @cached_property
    def telling(self) -> dict[str, tuple[float, tuple[tuple[str, float], ...]]]:
        """How much each stem weighs, and what it says of each need by that weight."""
        return {
            each: (self.rarity[each], tuple((slug, much * self.rarity[each]) for slug, much in slugs.items()))
            for each, slugs in self.bag.items()
        }

    @cached_property
    def also(self) -> dict[Run, tuple[Run, ...]]:
        """Runs of stems and what else they mean."""
        found: dict[Run, list[Run]] = defaultdict(list)
        for synonym in self.synonyms:
            others = {text: run(text) for text in synonym.also}
            found[run(synonym.word)] += others.values()
            for text, other in others.items() if synonym.both else ():
                # "turn up" is the stem of turn alone once its function word is gone: that means too many things
                if len(other) == len(tokens(text)):
                    found[other].append(run(synonym.word))
        return {key: tuple(dict.fromkeys(o for o in others if o and o != key)) for key, others in found.items() if key}

    @cached_property
    def spoken(self) -> dict[Run, str]:
        """How runs of stems are written, for pages to show."""
        return {run(text): text for synonym in self.synonyms for text in (synonym.word, *synonym.also)}

    @cached_property
    def spelling(self) -> Spelling:
        """Every word that is spelt right, with how often it is used."""
        counted = dict(self.counts)
        for need in self.needs:
            for text in (need.title, *need.words, *need.phrases, need.summary, need.usual_help):
                _count(counted, text)
        for synonym in self.synonyms:
            for text in (synonym.word, *synonym.also):
                _count(counted, text)
        return Spelling(counted, (word for name in self.places for word in tokens(name)))


GENERIC = frozenset(
    stem(word)
    for word in (
        "group groups club centre community service services support team project hub trust society association "
        "charity network charitable foundation cic ltd friends old new north south east west central day time"
    ).split()
)


def run(text: str) -> Run:
    """The stems of a phrase without its function words."""
    return tuple(stem(word) for word in content(tokens(text)))[:LONGEST_RUN]


def pairs(stems: Iterable[str]) -> Iterator[str]:
    """Neighbours, function words too: what "my nerves" and "look after" say that their words alone do not."""
    return (f"{first} {second}" for first, second in pairwise(stems))


def _add(found: dict[Run, dict[str, float]], key: Run, slug: str, much: float) -> None:
    if key:
        found.setdefault(key, {})[slug] = much


def _count(counted: dict[str, int], text: str) -> None:
    for word in tokens(text):
        counted[word] = counted.get(word, 0) + IN_VOCABULARY


def count_words(texts: Iterable[Sequence[str]], before: Mapping[str, int] | None = None) -> dict[str, int]:
    """How many listings use each word, those of `before` included."""
    counted: dict[str, int] = dict(before or {})
    for words in texts:
        for word in set(words):
            if word not in STOP and len(word) > 2 and word.isalpha():
                counted[word] = counted.get(word, 0) + 1
    return counted
