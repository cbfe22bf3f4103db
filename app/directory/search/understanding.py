"""What somebody's words ask for: needs they speak of, words to look up, and hints such as a day or a price."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypedDict

from app.directory.search.criteria import DAYS, PARTS, Criteria, Understood
from app.directory.search.facts import name_key
from app.directory.search.vocabulary import LONGEST_RUN, SYNONYM, YOUNG, Run, Vocabulary, pairs
from app.directory.search.words import content, stem, tokens

SURE = 0.45  # how strongly a need must be spoken of to count as recognised
BY_BAG = 0.75  # the most that scattered words may say of a need
ENOUGH_OF_BAG = 0.3  # of what the words weigh together, to speak of a need at all
MOST_NEEDS = 6
A_HINT = 0.1  # ... to say which child of a need that is spoken of
AT_A_GUESS = 0.25  # how strongly the best need must be spoken of when none is spoken of surely
NEIGHBOURS = 0.5  # what a pair of neighbours says beside its words
UNHEARD: tuple[float, tuple[tuple[str, float], ...]] = (2.5, ())  # what a word weighs that says nothing of needs
NOTHING: tuple[float, tuple[tuple[str, float], ...]] = (0.0, ())

DAY_WORDS = {
    word: (code,)
    for code, forms in zip(
        DAYS,
        (
            "monday mon mondays", "tuesday tue tues tuesdays", "wednesday weds wednesdays", "thursday thu thur thurs "
            "thursdays", "friday fri fridays", "saturday saturdays", "sunday sundays",
        ),
        strict=True,
    )
    for word in forms.split()
} | {
    "weekend": ("SA", "SU"), "weekends": ("SA", "SU"), "weekday": DAYS[:5], "weekdays": DAYS[:5],
    "midweek": ("TU", "WE", "TH"),
}  # fmt: skip
PART_WORDS = {
    "morning": "morning", "mornings": "morning", "afternoon": "afternoon", "afternoons": "afternoon",
    "evening": "evening", "evenings": "evening", "night": "evening", "nights": "evening", "tonight": "evening",
}  # fmt: skip
FREE_WORDS = frozenset({"free", "cheap"})
TIME_WORDS = frozenset({"today", "tonight", "tomorrow", "week", "weeks", "weekly", "month", "day", "days", "night"})
GENDER = {"man": "men", "woman": "women"}


@dataclass(frozen=True)
class Group:
    """One word to look up, and runs of stems that do as well, each with what it is worth."""

    stem: str
    also: tuple[tuple[Run, float], ...] = ()


@dataclass(frozen=True)
class Question:
    """What to look for."""

    groups: tuple[Group, ...] = ()
    needs: Mapping[str, float] = field(default_factory=dict)  # how strongly the words speak of each
    sure: frozenset[str] = frozenset()  # those they speak of surely enough to bring what helps with them
    names: frozenset[str] = frozenset()  # stems that may be part of a name
    own: tuple[str, ...] = ()  # those of them that only a name would have
    name_key: int = 0  # of a name that is all that was typed
    days: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    free: bool = False
    gender: str = ""
    only_hints: bool = False  # nothing but days, parts of the day and prices was typed
    grown_up: bool = False  # nothing typed is of children or young people
    exact: bool = False
    first: tuple[str, ...] = ()  # needs that come before all else
    loose: bool = False
    understood: Understood = field(default_factory=Understood)

    @property
    def is_empty(self) -> bool:
        """Whether it looks for nothing in particular."""
        return not self.groups and not self.needs


def ask(question: Question, criteria: Criteria) -> Question:
    """The question that these words are for this search: with what comes first, and how loosely."""
    if criteria.first:
        needs = dict(question.needs) | dict.fromkeys(criteria.first, 1.0)
        question = replace(question, needs=needs, sure=question.sure | set(criteria.first), first=criteria.first)
    return replace(question, loose=True) if criteria.loose else question


def narrowed(question: Question, criteria: Criteria) -> Criteria:
    """The search, with the days, parts of the day and price that were all that was typed as its filters."""
    if not question.only_hints:
        return criteria
    return replace(
        criteria,
        days=tuple(dict.fromkeys((*criteria.days, *question.days))),
        parts=tuple(dict.fromkeys((*criteria.parts, *question.parts))),
        free=criteria.free or question.free,
    )


class NameParts(TypedDict):
    """The parts of a question that look for a name."""

    names: frozenset[str]
    own: tuple[str, ...]
    name_key: int


def understand(words: str, vocabulary: Vocabulary, *, exact: bool = False) -> Question:
    """What these words ask for; `exact` takes them as they were typed and nothing else."""
    typed = tokens(words)
    meant = content(typed)
    if exact:
        stems = list(dict.fromkeys(stem(word) for word in meant))
        return Question(tuple(Group(each) for each in stems), exact=True, **_name(stems, vocabulary))
    typed, corrections, unknown = _spelt(typed, vocabulary)
    meant = content(typed)
    stems = [stem(word) for word in meant]
    whole = [stem(word) for word in typed]
    only_hints = bool(meant) and all(map(_is_hint, meant))  # something on a Saturday, whatever it is
    needs, sure = ({}, frozenset[str]()) if only_hints else _needs(stems, whole, vocabulary)
    groups, also = _groups(meant, stems, vocabulary)
    days = tuple(dict.fromkeys(day for word in meant for day in DAY_WORDS.get(word, ())))
    parts = tuple(part for part in PARTS if any(PART_WORDS.get(word) == part for word in meant))
    return Question(
        groups=groups,
        needs=needs,
        sure=sure,
        **_name([] if only_hints else stems, vocabulary),
        only_hints=only_hints,
        grown_up=YOUNG.isdisjoint(stems) and vocabulary.young.isdisjoint(sure),
        days=days,
        parts=parts,
        free=not FREE_WORDS.isdisjoint(meant),
        gender=next((GENDER[each] for each in stems if each in GENDER), ""),
        understood=Understood(
            needs=tuple(slug for slug in needs if slug in sure),
            corrections=tuple(corrections),
            also=also,
            unknown=tuple(dict.fromkeys(unknown)),
        ),
    )


def _spelt(typed: Iterable[str], vocabulary: Vocabulary) -> tuple[list[str], list[tuple[str, str]], list[str]]:
    """The words as they are spelt, what was changed, and what we do not know."""
    spelling = vocabulary.spelling
    spelt: list[str] = []
    changed: list[tuple[str, str]] = []
    unknown: list[str] = []
    for word in typed:
        if spelling.knows(word):
            spelt.append(word)
        elif parts := spelling.split(word):
            spelt += parts
            changed.append((word, " ".join(parts)))
        elif better := spelling.correct(word):
            spelt.append(better)
            changed.append((word, better))
        else:
            spelt.append(word)
            unknown.append(word)
    return spelt, changed, unknown


def _needs(stems: list[str], whole: list[str], vocabulary: Vocabulary) -> tuple[dict[str, float], frozenset[str]]:
    """How strongly the words speak of each need, best first, and the needs they surely speak of."""
    weights = [vocabulary.telling.get(each, UNHEARD)[0] for each in stems]
    found: dict[str, float] = {}
    _runs(stems, weights, vocabulary.runs, found)
    _runs(whole, [1.0] * len(whole), vocabulary.whole_runs, found, loose=True)
    scattered = _bag(stems, sum(weights), whole, vocabulary)
    for slug, much in scattered.items():
        if much >= ENOUGH_OF_BAG:
            found[slug] = max(found.get(slug, 0.0) + 0.25 * much, BY_BAG * much)
    best = sorted(found.items(), key=lambda each: (-each[1], each[0]))[:MOST_NEEDS]
    if not best:
        return {}, frozenset()
    least = max(SURE * min(1.0, best[0][1]), 0.25)
    needs = {slug: min(much, 1.25) for slug, much in best if much >= least}
    sure = frozenset(slug for slug, much in needs.items() if much >= SURE) or frozenset(
        slug for slug, much in best[:1] if much >= AT_A_GUESS
    )
    for parent in [slug for slug in needs if slug in vocabulary.children]:
        for child in vocabulary.children[parent]:
            if child not in needs and scattered.get(child, 0.0) >= A_HINT:
                needs[child] = BY_BAG * scattered[child]
    return needs, sure


def _runs(
    stems: list[str],
    weights: list[float],
    runs: Mapping[Run, Mapping[str, float]],
    found: dict[str, float],
    loose: bool = False,
) -> None:
    """Find the longest known runs, each word in one of them at most; `loose` ones are mostly function words."""
    taken = [False] * len(stems)
    mass = sum(weights) or 1.0
    for length in range(min(LONGEST_RUN, len(stems)), 0, -1):
        for begin in range(len(stems) - length + 1):
            if any(taken[begin : begin + length]):
                continue
            run = tuple(stems[begin : begin + length])
            needs = runs.get(run) or (runs.get(run[::-1]) if length == 2 and not loose else None)
            if needs:
                taken[begin : begin + length] = [True] * length
                told = sum(weights[begin : begin + length]) / mass
                share = (0.62 + 0.14 * min(length, 3)) / (1 + 0.08 * (len(needs) - 1))
                if length == 1 or loose:
                    share *= 0.6 + 0.4 * told
                for slug, much in needs.items():
                    found[slug] = max(found.get(slug, 0.0), much * share)


def _bag(stems: list[str], mass: float, whole: list[str], vocabulary: Vocabulary) -> dict[str, float]:
    """What scattered words and neighbours say of needs, as a share of what the words weigh together."""
    telling, found = vocabulary.telling, dict[str, float]()
    for each in (*dict.fromkeys(stems), *pairs(whole)):
        rarity, needs = telling.get(each, NOTHING)
        if " " in each:
            mass += NEIGHBOURS * rarity
        for slug, much in needs:
            found[slug] = found.get(slug, 0.0) + (much if " " not in each else NEIGHBOURS * much)
    return {slug: much / mass for slug, much in found.items() if much >= A_HINT * mass}


def _groups(meant: list[str], stems: list[str], vocabulary: Vocabulary) -> tuple[tuple[Group, ...], tuple[str, ...]]:
    """The words to look up with what else they mean, and those others as words to show."""
    others: dict[str, list[Run]] = {}
    shown: list[str] = []
    for begin in range(len(stems)):
        for end in range(begin + 1, min(begin + 4, len(stems)) + 1):
            for run in vocabulary.also.get(tuple(stems[begin:end]), ()):
                shown.append(vocabulary.spoken.get(run, " ".join(run)))
                for each in stems[begin:end]:
                    others.setdefault(each, []).append(run)
    groups = tuple(
        Group(each, tuple((run, SYNONYM) for run in dict.fromkeys(others.get(each, ())) if run != (each,)))
        for word, each in dict(zip(meant, stems, strict=True)).items()
        if not _is_hint(word)
    )
    return tuple(dict.fromkeys(groups)), tuple(dict.fromkeys(shown))


def _name(stems: list[str], vocabulary: Vocabulary) -> NameParts:
    """What was typed, taken as a name."""
    names = frozenset(stems)
    return {"names": names, "own": tuple(sorted(names - vocabulary.ordinary)), "name_key": name_key(names)}


def _is_hint(word: str) -> bool:
    return word in DAY_WORDS or word in PART_WORDS or word in FREE_WORDS or word in TIME_WORDS
