"""Words that signal danger, and the numbers that help then. Patterns and numbers are data; here is how they match."""

import csv
import re
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import product
from pathlib import Path

from flask import current_app
from rapidfuzz import process
from rapidfuzz.distance import OSA
from sqlalchemy import delete, event, select

from app import site
from app.directory.models.words import DangerPhrase, UrgentNumber
from app.directory.search.common_words import COMMON
from app.directory.search.words import SPOKEN, STOP, stem, tokens
from app.extensions import db

GAP = "*"
WIDEST_GAP = 3  # words that a `*` may stand for
LOOK_EVERY = 60.0  # seconds after which we look whether another process has changed the patterns
ALWAYS = ("emergency", "nhs-111-mental-health", "samaritans")
IMPLIED = {
    "self-harm-young": "self-harm", "child-abuse": "abuse", "abuse-man": "abuse", "abuse-lgbt": "abuse",
    "abuse-older": "abuse",
}  # fmt: skip
GUESSED_FROM = 5  # letters of a word that may be spelt wrong
# Said short, with or without the apostrophe, and in full: patterns are written in full.
IN_FULL = {
    "cant": "can not", "cannot": "can not", "wont": "will not", "im": "i am", "ive": "i have", "hes": "he is",
    "shes": "she is", "theyre": "they are", "theyve": "they have", "youre": "you are", "weve": "we have",
    "whats": "what is", "theres": "there is", "gonna": "going to", "wanna": "want to", "gotta": "got to",
    "noone": "no one", "nobodys": "nobody is", "aint": "is not", "dunno": "do not know", "kms": "kill myself",
} | {
    f"{verb}nt": f"{verb} not"
    for verb in "do does did is are was were would could should has have had must need dare".split()
}  # fmt: skip
APART = {("my", "self"): "myself", ("him", "self"): "himself", ("her", "self"): "herself"}
_EITHER = re.compile(r"\(([^()]*)\)")


@dataclass
class Step:
    """Where a run of stems has got to: what may follow, and what it signals if it ends here."""

    next: dict[str, "Step"] = field(default_factory=dict)
    ends: list[tuple[str, tuple[tuple[str, ...], ...]]] = field(default_factory=list)  # signal, what makes it harmless

    def add(self, run: Sequence[str]) -> "Step":
        """The step at the end of a run, made unless it is there."""
        step = self
        for each in run:
            step = step.next.setdefault(each, Step())
        return step

    def reached(self, said: Sequence[str], at: int) -> Iterator["Step"]:
        """Every end that the stems from `at` on come to."""
        if self.ends:
            yield self
        if GAP in self.next:
            for skipped in range(WIDEST_GAP + 1):
                yield from self.next[GAP].reached(said, at + skipped)
        if at < len(said) and (step := self.next.get(said[at])):
            yield from step.reached(said, at + 1)


def holds(said: Sequence[str], run: Sequence[str]) -> bool:
    """Whether the run occurs in these stems, with up to a few words for each gap."""
    first = Step()
    first.add(run).ends.append(("", ()))
    return any(True for begin in range(len(said)) for _ in first.reached(said, begin))


class Patterns:
    """Every pattern of one database, with the words they are made of."""

    def __init__(self, rows: Iterable[tuple[str, str, str]]) -> None:
        self._first = Step()
        self._right = {stem(word) for word in COMMON | STOP | frozenset(SPOKEN)}
        words: set[str] = set()
        for listed, pattern, unless in rows:
            harmless = tuple(run for part in unless.split(";") for phrase in either(part) if (run := _run(phrase)))
            for phrase in either(pattern):
                run = _run(phrase)
                for signal in listed.split(";") if run else ():
                    self._first.add(run).ends.append((signal.strip(), harmless))
                self._right.update(run, *harmless)
                words |= {word for word in tokens(phrase) if len(word) >= GUESSED_FROM}
        self._words = sorted(words)

    def signals(self, words: str) -> frozenset[str]:
        """What these words signal."""
        said = [self._spelt(word) for word in in_full(tokens(words))]
        ends = [end for at in range(len(said)) for step in self._first.reached(said, at) for end in step.ends]
        found = {signal for signal, unless in ends if not any(holds(said, run) for run in unless)}
        return frozenset(found | {IMPLIED[signal] for signal in found if signal in IMPLIED})

    def _spelt(self, word: str) -> str:
        """The stem of a word, or of the one of ours that it is a slip of the hand from."""
        root = stem(word)
        if root in self._right or len(word) < GUESSED_FROM or not word.isalpha():
            return root
        most = 1 if len(word) < 8 else 2
        found = process.extractOne(word, self._words, scorer=OSA.distance, score_cutoff=most)
        return stem(found[0]) if found and found[0][0] == word[0] else root


def either(pattern: str) -> Iterator[str]:
    """Every phrase of a pattern that names alternatives: `end (my|her) life` is two."""
    parts = [part.split("|") if odd % 2 else [part] for odd, part in enumerate(_EITHER.split(pattern))]
    for chosen in product(*parts):
        yield "".join(chosen)


def in_full(words: Sequence[str]) -> list[str]:
    """Plain words with what is said short said in full, and `my self` as one word."""
    said: list[str] = []
    for word in (each for short in words for each in IN_FULL.get(short, short).split()):
        joined = APART.get((said[-1], word)) if said else None
        if joined:
            said[-1] = joined
        else:
            said.append(word)
    return said


def _run(phrase: str) -> tuple[str, ...]:
    """A pattern's stems, its gaps kept."""
    parts = re.split(r"\s*\*\s*", phrase)
    runs = [[stem(word) for word in in_full(tokens(part))] for part in parts]
    return tuple(each for number, run in enumerate(runs) for each in ([GAP] if number else []) + run)


def signals(words: str) -> frozenset[str]:
    """What danger somebody's words signal: `self-harm`, `abuse`, `cold-hungry-tonight`, and who is in it."""
    return _known().patterns.signals(words) if words else frozenset()


def numbers(found: Collection[str], *, borough: str = "") -> tuple[UrgentNumber, ...]:
    """The numbers that help with these signals, best first; a council's only where it is filled in."""
    known = [
        (number, part)
        for number in _known().numbers
        if (part := _signals(number) & set(found)) and number.number and _works_in(number, borough)
    ]
    known.sort(key=lambda each: (each[0].code != "emergency", not each[1] & IMPLIED.keys(), each[0].position))
    council = _council(borough) if "cold-hungry-tonight" in found else ()
    return (*council, *(number for number, _ in known))


def always() -> tuple[UrgentNumber, ...]:
    """The numbers at the foot of every page."""
    by_code = {number.code: number for number in _known().numbers}
    return tuple(by_code[code] for code in ALWAYS if code in by_code)


def load(seed: Path) -> None:
    """Load the patterns and the numbers of a seed folder, instead of those that are there."""
    db.session.execute(delete(DangerPhrase))
    db.session.add_all(
        DangerPhrase(signal=line["signal"], phrase=line["phrase"], unless=line["unless"])
        for line in _lines(seed / "danger.csv")
    )
    known = {row.code: row for row in db.session.scalars(select(UrgentNumber))}
    for position, line in enumerate(_lines(seed / "urgent.csv")):
        row = known.setdefault(line["code"], UrgentNumber(code=line["code"]))
        for column in ("name", "number", "dial", "how", "words", "hours", "region", "source", "signals"):
            setattr(row, column, line[column])
        row.checked = date.fromisoformat(line["checked"]) if line["checked"] else None
        row.position = position
        db.session.add(row)
    db.session.flush()
    _forget()


def _signals(number: UrgentNumber) -> set[str]:
    return {part.strip() for part in number.signals.split(";") if part.strip()}


def _works_in(number: UrgentNumber, borough: str) -> bool:
    return not number.code.startswith("council-") or number.region.casefold() == borough.casefold()


def _council(borough: str) -> tuple[UrgentNumber, ...]:
    """The council's number from the settings, in the words of our list."""
    phone = site.place().council_phones.get(borough.casefold(), "") if borough else ""
    for number in _known().numbers if phone else ():
        if number.code == f"council-{borough.casefold()}":
            columns = {name: getattr(number, name) for name in ("code", "name", "how", "words", "hours", "region")}
            return (UrgentNumber(**columns, number=phone, dial=phone, signals=number.signals, position=0),)
    return ()


@dataclass
class _Known:
    """What this process holds of one database."""

    patterns: Patterns = field(default_factory=lambda: Patterns(()))
    numbers: tuple[UrgentNumber, ...] = ()
    looked: float = float("-inf")


def _known() -> _Known:
    known = _memory(current_app.config["SQLALCHEMY_DATABASE_URI"])
    if time.monotonic() - known.looked > LOOK_EVERY:
        _read(known)
    return known


def _read(known: _Known) -> None:
    phrases = select(DangerPhrase.signal, DangerPhrase.phrase, DangerPhrase.unless).order_by(DangerPhrase.phrase)
    rows = tuple(db.session.execute(phrases))
    found = tuple(db.session.scalars(select(UrgentNumber).order_by(UrgentNumber.position, UrgentNumber.code)))
    for number in found:
        db.session.expunge(number)
    known.patterns, known.numbers, known.looked = _patterns(rows), found, time.monotonic()


@lru_cache(maxsize=4)
def _memory(_database: str) -> _Known:
    return _Known()


@lru_cache(maxsize=4)
def _patterns(rows: tuple[tuple[str, str, str], ...]) -> Patterns:
    return Patterns(rows)


def _forget(*_: object) -> None:
    _memory.cache_clear()


def _lines(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


for _table in (DangerPhrase, UrgentNumber):
    for _moment in ("after_insert", "after_update", "after_delete"):
        event.listen(_table, _moment, _forget)
