"""What was typed in the box for a place, read as names: a place, a place and a postcode, a street, or nothing."""

import re
from typing import NamedTuple

from app.areas import postcodes, sentences, typed_postcodes
from app.areas.names import NATIONS, Named, Names, key, words
from app.areas.tree import tree
from app.areas.where import Kind, Located
from app.geo import miles

MARKUP = re.compile(r"[<>{}\[\]\\|;=*%$^~#]")
STREETS = frozenset(
    "road rd street st lane ln avenue ave av close crescent cres drive terrace court ct gardens gdns grove way walk "
    "row mews parade rise place square sq broadway highway arcade mansions villas cottages".split()
)
IN_BUILDINGS = frozenset("flat apartment apt unit room house block floor".split())
BEFORE = frozenset("near in at around round by from to the of close".split())
BESIDE = frozenset(
    "london uk england britain yorkshire south essex surrey kent greater area district town city centre borough "
    "metropolitan royal council mbc lb ward locality".split()
)
# Names of places that are words, or names of people, too: among other words they need not mean a place.
ORDINARY = frozenset(
    "abbey aston bath battle beer bow bramley brecks broom bury clifton dalton deal downs eastwood evelyn eye field "
    "fields green harley heath hill hillside hilltop hook hope keppel kent lee lonesome march meadow meadows mold "
    "moorgate nelson oldchurch park parkside poole reading rise rugby rye sale sandwich settle stag standrews "
    "stalbans stedwards stjohns stjohn sunnyside town townend vale village wales ware wash waverley wells wentworth "
    "westend woodside healthvillage highpath".split()
)
AMONG = re.compile(r"[\w'’`´&]+")
POSTCODE_AMONG = re.compile(postcodes.IN_WORDS.pattern.replace("A-Z", "A-Za-z"), re.IGNORECASE)
LONGEST_NAME = 6  # words
LEADS = frozenset("in near at around round by from".split())
FAR = 6.0  # miles: a name and a postcode further apart than this do not mean one place
SHORTEST = 4  # letters of a name that we try to read through its mistakes


class Mention(NamedTuple):
    """A place of ours that stands among other words."""

    name: str  # as it can be put in the box for a place
    rest: str  # the other words


def mentioned(known: Names, text: str) -> Mention | None:
    """A postcode, or the longest of our names, in words that were typed to say what is needed; never a guess."""
    whole = POSTCODE_AMONG.search(text)
    code = (whole[1] + whole[2]).upper() if whole else ""
    if whole and (postcodes.letters(code) in known.postcode_areas or postcodes.look_up(code)):
        return _mention(text, whole.start(), whole.end(), postcodes.spaced(code))
    parts = [(match.start(), match.end(), key(match[0])) for match in AMONG.finditer(text)]
    for long in range(min(len(parts), LONGEST_NAME), 0, -1):
        for i in range(len(parts) - long + 1):
            run = "".join(part for _, _, part in parts[i : i + long])
            if run in known.ours and run not in ORDINARY:
                return _mention(text, parts[i][0], parts[i + long - 1][1], known.ours[run].name)
    return None


def _mention(text: str, start: int, end: int, name: str) -> Mention:
    before = text[:start].rstrip(" ,")
    if before.lower().split()[-1:] and before.lower().split()[-1] in LEADS:
        before = before.rsplit(None, 1)[0] if " " in before else ""
    return Mention(name, " ".join(f"{before} {text[end:].lstrip(' ,')}".split()))


def exactly(known: Names, whole: str) -> Located | None:
    """One of our names, as it is written."""
    named = known.ours.get(whole)
    if named is None or named.kind == "outward":
        return None
    others = known.also[whole]
    if others:
        message = sentences.also_ours(named, others)
        boroughs = tree().by_code
        perhaps = tuple(f"{other.name}, {boroughs[other.borough].name}" for other in others if other.borough)
        return Located(Kind.PLACE, named.where, message, perhaps)
    if whole in known.elsewhere and known.elsewhere[whole].name in NATIONS:
        return Located(Kind.PLACE, named.where, sentences.also_elsewhere(named, known.elsewhere[whole].name))
    return Located(Kind.PLACE, named.where)


def nonsense(known: Names, typed: str) -> Located:
    """Nothing that we can read; a half of a postcode that stands in it is offered."""
    inside = re.findall(rf"(?<![A-Z0-9]){postcodes.OUTWARD}(?![A-Z0-9])", typed.upper())
    perhaps = tuple(dict.fromkeys(code for code in inside if code in known.outwards))
    example = min(known.outwards, default="SW1A")
    return Located(Kind.NONSENSE, None, sentences.nonsense(example), perhaps[: typed_postcodes.OFFERED])


def with_postcode(known: Names, typed: str) -> Located | None:
    """A postcode, or the first half of one of ours, among other words."""
    inside = postcodes.IN_WORDS.findall(typed.upper())
    if inside:
        return typed_postcodes.whole(known, typed, "".join(inside[-1]))
    parts = words(typed)
    halves = [part for part in parts if part.upper() in known.outwards]
    if not halves:
        return None
    outward = known.ours[halves[-1]]
    rest = [part for part in parts if part != halves[-1]]
    named = _find(known, rest)
    if named is not None and _together(named, outward):
        return Located(Kind.PLACE, named.where)
    if not _without_fillers(rest) or named is not None:
        return Located(Kind.OUTWARD, outward.where)
    if _is_street(rest):
        return Located(Kind.STREET, outward.where, sentences.street_in(outward.where.label))
    return Located(Kind.OUTWARD, outward.where, sentences.taken_for(" ".join(rest), outward.where.label))


def read(known: Names, typed: str, whole: str) -> Located:
    """The text as the name of a place, however it is spelt, or as a street, or as nothing."""
    parts = words(typed)
    named = _find(known, parts) or _listed(known, typed)
    if named is not None:
        return Located(Kind.PLACE, named.where)
    if whole in known.elsewhere:
        return _elsewhere(known, whole)
    if _is_street(parts):
        return _street(known, typed)
    plain = "".join(_without_fillers(parts))
    if plain in known.elsewhere:
        return _elsewhere(known, plain)
    return _guessed(known, typed, plain or whole)


def _elsewhere(known: Names, whole: str) -> Located:
    area = known.elsewhere[whole]
    return Located(
        area.kind, sentences.outside(area), sentences.name_elsewhere(area), (), sentences.link(area)
    )  # fmt: skip


def _guessed(known: Names, typed: str, plain: str) -> Located:
    """The name that a misspelt one must mean, or those that it may."""
    guess = known.guess(plain) if len(plain) >= SHORTEST and plain.isalpha() else None
    if guess is None:
        return nonsense(known, typed)
    inside = _inside(known, typed)
    if inside and not guess.sure:
        return Located(Kind.NONSENSE, None, sentences.unsure(typed), (inside,))
    if guess.sure in known.ours:
        named = known.ours[guess.sure]
        return Located(Kind.PLACE, named.where, sentences.taken_for(typed, named.where.label))
    if guess.sure:
        return _elsewhere(known, guess.sure)
    ours = tuple(dict.fromkeys(known.title(k) for k in guess.perhaps if k in known.ours))
    message = sentences.unsure(typed) if ours else sentences.unknown_name(typed)
    return Located(Kind.NONSENSE, None, message, ours)


def _inside(known: Names, typed: str) -> str:
    """The longest of our names that stands among other words: Lewisham in "lewisham hospital"."""
    parts = words(typed)
    for long in range(len(parts) - 1, 0, -1):
        for i in range(len(parts) - long + 1):
            named = known.ours.get("".join(parts[i : i + long]))
            if named is not None and len(named.name) >= SHORTEST:
                return named.name
    return ""


def _without_fillers(parts: list[str]) -> list[str]:
    """The words that say which place: without "near", "London", "the borough of"."""
    while parts and parts[0] in BEFORE:
        parts = parts[1:]
    return [part for part in parts if part not in BESIDE and part != "of"]


def _find(known: Names, parts: list[str]) -> Named | None:
    """The place of ours that some words name, with or without the words round it, or with its borough after it."""
    for tried in (parts, _until_fillers(parts), _without_fillers(parts)):
        named = known.ours.get("".join(tried))
        if named is not None and named.kind != "outward":
            return named
    plain = _without_fillers(parts)
    for n in (1, 2):
        name, last = "".join(plain[:-n]), known.ours.get("".join(plain[-n:]))
        if name in known.ours and last is not None and last.kind in ("borough", "place"):
            same = (known.ours[name], *known.also[name])
            return next((named for named in same if named.borough == last.borough), None)
    return None


def _until_fillers(parts: list[str]) -> list[str]:
    """The words without those before and after the name: "in Catford South, London" is Catford South."""
    while parts and (parts[0] in BEFORE):
        parts = parts[1:]
    while parts and parts[-1] in BESIDE - {"south", "centre", "town"}:
        parts = parts[:-1]
    return parts


def _listed(known: Names, typed: str) -> Named | None:
    """The first of several names with commas between them, where every one is ours: Harold Hill, Romford."""
    parts = [words(part) for part in typed.split(",")]
    found = [_find(known, part) for part in parts if _without_fillers(part)]
    return found[0] if found and None not in found and len(parts) > 1 else None


def _is_street(parts: list[str]) -> bool:
    """Whether some words look like an address: a number before words, a flat, or a word for a street at the end."""
    if len(parts) < 2 or not any(part.isalpha() and len(part) > 2 for part in parts):
        return False
    numbered = re.fullmatch(r"\d{1,4}[a-z]?", parts[0]) is not None
    return numbered or parts[0] in IN_BUILDINGS or any(part in STREETS for part in parts[1:])


def _street(known: Names, typed: str) -> Located:
    """An address without a postcode: the place named after a comma or after the street, if we know it."""
    parts = words(typed)
    last = max((i for i, part in enumerate(parts) if i and part in STREETS), default=0)
    after = [words(part) for part in typed.split(",")[1:]][::-1] + ([parts[last + 1 :]] if last else [])
    for tried in after:
        named = _find(known, tried)
        if named is not None:
            return Located(Kind.STREET, named.where, sentences.street_in(named.where.label))
    return Located(Kind.STREET, message=sentences.street())


def _together(named: Named, outward: Named) -> bool:
    """Whether a name and a postcode can mean one place."""
    a, b = named.where.point, outward.where.point
    return a is not None and b is not None and miles(a, b) <= FAR
