"""Five hundred different searches of each kind, made from the vocabulary and the listings, the same every time."""

import random
import string
from collections.abc import Callable, Sequence
from datetime import datetime

from app.clock import LONDON
from app.directory.search.criteria import AGE_BANDS, DAYS, PARTS, Criteria
from benchmarks.listings import ACCESS, LANGUAGES, postcodes, vocabulary

MOMENT = datetime(2026, 11, 24, 10, 40, tzinfo=LONDON)
PADDING = ("", "", "", "i need ", "looking for ", "is there any ", "help with ")
JOIN = ("drop-in", "phone-first", "self-referral")
HOW = ("in-person", "at-home", "phone", "online")


def questions(kind: str, count: int = 500, seed: int = 7) -> list[Criteria]:
    """Different searches of one kind."""
    chance = random.Random(f"{kind}{seed}")
    found: dict[tuple[object, ...], Criteria] = {}
    while len(found) < count:
        criteria = MAKERS[kind](chance)
        found[criteria.words, criteria.where, criteria.needs, criteria.days, criteria.join] = criteria
    return list(found.values())


def _words(chance: random.Random) -> str:
    need = chance.choice(vocabulary().needs)
    said = chance.choice((*need.words, *need.phrases, need.title))
    if chance.random() < 0.3:
        said = f"{said} {chance.choice(_every_word())}"
    return chance.choice(PADDING) + said


def _every_word() -> Sequence[str]:
    return [word for need in vocabulary().needs for word in need.words]


def _near(chance: random.Random, **says: object) -> Criteria:
    return Criteria(where=chance.choice(postcodes()).where, moment=MOMENT, **says)  # type: ignore[arg-type]


def words_and_postcode(chance: random.Random) -> Criteria:
    """As most people ask."""
    return _near(chance, words=_words(chance))


def need_and_postcode(chance: random.Random) -> Criteria:
    """A need chosen from the tiles."""
    return _near(chance, needs=(chance.choice(vocabulary().needs).slug,))


def typo(chance: random.Random) -> Criteria:
    """A word with a slip of the hand."""
    word = chance.choice([each for each in _every_word() if len(each) > 6 and each.isalpha()])
    at = chance.randrange(1, len(word) - 1)
    slips: tuple[Callable[[], str], ...] = (
        lambda: word[:at] + word[at + 1 :],
        lambda: word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        lambda: word[:at] + chance.choice(string.ascii_lowercase) + word[at + 1 :],
        lambda: word[:at] + chance.choice(string.ascii_lowercase) + word[at:],
    )
    return _near(chance, words=chance.choice(slips)() + chance.choice(("", "", " support", " group")))


def filters(chance: random.Random) -> Criteria:
    """Words and one to three filters."""
    chosen: dict[str, object] = {}
    for name in chance.sample(("days", "parts", "free", "join", "delivery", "ages", "languages", "access"), k=3):
        if chance.random() < 0.6:
            values: dict[str, object] = {
                "days": (chance.choice(DAYS),), "parts": (chance.choice(PARTS),), "free": True,
                "join": (chance.choice(JOIN),), "delivery": (chance.choice(HOW),),
                "ages": (chance.choice(list(AGE_BANDS)),), "languages": (chance.choice(LANGUAGES),),
                "access": (chance.choice(ACCESS),),
            }  # fmt: skip
            chosen[name] = values[name]
    return _near(chance, words=_words(chance), **chosen)


def browse(chance: random.Random) -> Criteria:
    """Everything near somewhere."""
    return _near(chance)


MAKERS: dict[str, Callable[[random.Random], Criteria]] = {
    "words + postcode": words_and_postcode,
    "need + postcode": need_and_postcode,
    "typo + postcode": typo,
    "words + filters": filters,
    "browse": browse,
}
