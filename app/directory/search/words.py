"""From anything a person may type to plain stems: no query syntax, so every input is just words."""

import re
import unicodedata
from functools import lru_cache

from whoosh.lang.porter2 import stem as porter2

LONGEST = 400  # characters of a search that are read
MOST = 48  # words of a search that are read

_APOSTROPHES = re.compile("[’‘ʼ`´′]")
_POSSESSIVE = re.compile(r"(?<=\w)'s\b")
_WORD = re.compile(r"[^\W_]+")
_ISE = re.compile(r"^(\w{3,}[^aeiou])iz(e|es|ed|er|ers|ing|ation|ations|ational)$")

# Words that say how a person asks, not what for. Searching for them finds everything and nothing.
STOP = frozenset(
    """a about actually after again ago all alright also always am an and any anybody anymore anyone anything anyway
    are area around as ask asking at available away back be because been before being believe best better but by
    came can cannot cant chance come comes coming could couldnt couple cos cuz did didnt do does doesnt doing done
    dont each either else ever every find for found from get gets getting give given go goes going gone gonna good
    got gotta had hadnt has hasnt have havent having he hello help helped helping hes hi her here heres hers hey him
    his how hows i id if ill im in info information into is isnt it its ive just keep know like likes little live
    lives local locally look looking lot lots love many may maybe me might mine more most much must my near nearby
    need needed needing needs nice no not now of off ok okay on once one ones only or other others our out over own
    owt part particular please possible possibly provide put quite r really round said same say says see seem she
    shes should show so some somebody someone something sometime somewhere soon sort sorts stuff such suggest sure
    take tell than thank thanks that thats the their them then there theres these they theyre thing things think
    this those though through till to too try trying u uk under until up us use used very via wanna want wanted
    wanting wants was wasnt way we well were weve what whats when where wheres which while who whos whose why will
    with without wondering wont would wouldnt ya year years yet you youve your youre yours""".split()
)

# How words are said or texted here, and the plain word.
SPOKEN = {
    "2nite": "tonight", "2day": "today", "2moro": "tomorrow", "tonite": "tonight", "wiv": "with", "cuz": "because",
    "ppl": "people", "nowt": "nothing", "owt": "anything", "summat": "something", "mi": "my", "mam": "mum",
    "mams": "mum", "mums": "mum", "mom": "mum", "mummy": "mum", "nan": "gran", "nans": "gran", "nana": "gran",
    "nanny": "gran", "grandma": "gran", "granny": "gran", "grandad": "grandfather", "bairn": "child", "bairns": "child",
    "kid": "child", "kids": "child", "kiddies": "child", "children": "child", "childrens": "child", "leccy": "electric",
    "electricity": "electric", "youf": "youth", "yoof": "youth", "reyt": "very", "hubby": "husband", "missus": "wife",
    "men": "man", "mens": "man", "gents": "man", "bloke": "man", "blokes": "man", "gentlemen": "man",
    "gentleman": "man", "women": "woman", "womens": "woman", "ladies": "woman", "lady": "woman", "weds": "wednesday",
    "tues": "tuesday", "thurs": "thursday", "sats": "saturday", "center": "centre", "centers": "centre",
    "counseling": "counselling", "counselor": "counsellor", "color": "colour", "colors": "colour",
    "program": "programme", "programs": "programme", "neighbor": "neighbour", "neighbors": "neighbour",
    "behavior": "behaviour", "pajamas": "pyjamas", "mold": "mould", "diaper": "nappy", "diapers": "nappy",
    "theater": "theatre", "jewelry": "jewellery", "learnt": "learn", "taught": "teach", "fell": "fall",
    "fallen": "fall", "lost": "lose", "losing": "lose", "loss": "lose", "slept": "sleep", "ate": "eat", "eaten": "eat",
    "bought": "buy", "knitted": "knit", "swam": "swim", "felt": "feel",
    "woke": "wake", "woken": "wake", "died": "die", "dying": "die", "dead": "die",
    "death": "die", "deaths": "die", "taken": "take", "ran": "run", "forgot": "forget", "forgotten": "forget",
    "elderly": "older", "elders": "older", "elder": "older", "pensioner": "older", "pensioners": "older",
    "theyve": "they", "tv": "television", "telly": "television", "feet": "foot", "teeth": "tooth",
    "teenage": "teenager", "teenagers": "teenager", "teens": "teenager", "teen": "teenager",
}  # fmt: skip

# Porter's rules leave these apart though they are one word to people.
_TOGETHER = {
    "loneli": "lone", "bereaf": "bereav", "grief": "griev", "depress": "depress", "anxieti": "anxious",
    "advic": "advis", "hungri": "hunger", "poverti": "poor", "carer": "care", "caregiv": "care", "memori": "memori",
    "diabet": "diabet", "dementia": "dementia", "volunt": "volunt", "volunteer": "volunt", "benefit": "benefit",
    "diseas": "diseas", "companion": "compani", "companionship": "compani", "befriend": "befriend",
    "friend": "friend", "wheelchair": "wheelchair", "deaf": "deaf", "disabl": "disabl", "dancer": "danc",
    "gardner": "garden", "swimmer": "swim", "walker": "walk", "walkabl": "walk", "knitter": "knit", "singer": "sing",
    "sung": "sing", "song": "sing", "chat": "chat", "chatti": "chat", "forget": "forget", "forgett": "forget",
}  # fmt: skip


def plain(text: str, longest: int = LONGEST) -> str:
    """Lower-case text without accents, controls or odd apostrophes; `don't` is `dont`, `mum's` is `mum`."""
    folded = unicodedata.normalize("NFKD", text[:longest]).casefold() if not text.isascii() else text[:longest].lower()
    if not folded.isascii():
        folded = "".join(letter for letter in folded if not unicodedata.combining(letter))
        folded = _APOSTROPHES.sub("'", folded)
    if "'" in folded:
        folded = _POSSESSIVE.sub("", folded).replace("'", "")
    return folded


def tokens(text: str, longest: int = LONGEST, most: int = MOST) -> list[str]:
    """The words of a text in order, plain, as many as we read."""
    return _WORD.findall(plain(text, longest))[:most]


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """What a plain word has in common with its other forms and spellings."""
    word = SPOKEN.get(word, word)
    if "iz" in word:
        word = _ISE.sub(r"\1is\2", word)
    if len(word) < 3 or not word.isascii():
        return word
    found = str(porter2(word))
    return _TOGETHER.get(found, found)


def content(words: list[str]) -> list[str]:
    """The words that say what for."""
    return [word for word in words if word not in STOP and (len(word) > 1 or word.isdigit())]


def stems(text: str, longest: int = 20_000) -> list[str]:
    """The stems of what a text is about, in order: what the index holds of it."""
    return [stem(word) for word in _WORD.findall(plain(text, longest)) if word not in STOP and len(word) > 1]
