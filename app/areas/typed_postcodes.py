"""What was typed in the box for a place, read as a postcode: whole, begun, mistyped, ours or somebody else's."""

import re
from collections.abc import Iterable

from app.areas import postcodes, sentences
from app.areas.models import AreaKind
from app.areas.names import Names
from app.areas.tree import tree
from app.areas.where import Kind, Located, Where

PLAIN = re.compile(r"[A-Za-z0-9 .,'’_/-]+")
ODD = re.compile(r"(BFPO(?=[0-9]{0,4}$)|GIR(?=0AA$)).*")  # a forces' post office; a bank that is no more
OFFERED = 3
NO_PLACE = frozenset(["BF", "BX", "XX"])  # the forces' post, banks, parcels sent back


def held(found: postcodes.Found) -> Located:
    """A postcode that we hold."""
    if found.live:
        return Located(Kind.INSIDE, found.where)
    return Located(Kind.TERMINATED, found.where, sentences.terminated(found.where.label))


def read(known: Names, typed: str) -> Located | None:
    """The text as a postcode, a part of one or a mistyped one; none when it does not look like any of these."""
    code = postcodes.compact(typed)
    if len(code) > postcodes.LONGEST or not PLAIN.fullmatch(typed):
        return None
    if nobodys := ODD.fullmatch(code):
        return Located(Kind.MISTYPED, None, sentences.no_place(nobodys[1]))
    if postcodes.WHOLE.fullmatch(code):
        return whole(known, typed, code)
    if postcodes.OUTWARD_ONLY.fullmatch(code) and (code in known.outwards or not _begun(known, typed, code)):
        return _outward(known, typed, code)
    if _begun(known, typed, code):
        return _unfinished(known, typed, code)
    if len(code) == 2 and code in known.postcode_areas:
        return _letters(known, typed, code)
    return _mended(known, typed, code)


def whole(known: Names, typed: str, code: str) -> Located:
    """A well-formed postcode, in our list or not."""
    found = postcodes.look_up(code)
    if found is not None:
        return held(found)
    outward, letters = code[:-3], postcodes.letters(code)
    perhaps = _live(known, code)
    if outward in known.outwards:
        return _unknown(known, code, perhaps)
    perhaps = perhaps or _live(known, code, _longer(known, outward, code))
    if letters in known.postcode_areas:
        return _elsewhere(known, letters, postcodes.spaced(code), perhaps)
    no_place = letters in NO_PLACE and not perhaps
    message = sentences.no_place(letters) if no_place else sentences.no_such_letters(typed, letters)
    return Located(Kind.MISTYPED, None, message, perhaps)


def _unknown(known: Names, code: str, perhaps: tuple[str, ...]) -> Located:
    """A postcode in a district of ours that is not in our list; where we hold none like it, we claim less."""
    outward = code[:-3]
    where, written = known.ours[outward.lower()].where, postcodes.spaced(code)
    if postcodes.has_sector(code):
        return Located(Kind.UNKNOWN_POSTCODE, where, sentences.unknown_postcode(written, outward), perhaps)
    country = frozenset(node.code for node in tree().of_kind(AreaKind.COUNTRY))
    where = Where(where.point, where.areas & country, outward)
    return Located(Kind.UNKNOWN_POSTCODE, where, sentences.across_the_edge(written, outward), perhaps)


def _elsewhere(known: Names, letters: str, code: str, perhaps: tuple[str, ...] = ()) -> Located:
    """A postcode, or the beginning of one, that is not in our districts."""
    area = known.postcode_areas[letters]
    message = sentences.postcode_elsewhere(letters, code, area)
    return Located(area.kind, sentences.outside(area), message, perhaps, sentences.link(area))


def _outward(known: Names, typed: str, code: str) -> Located:
    letters = postcodes.letters(code)
    if code in known.outwards:
        return Located(Kind.OUTWARD, known.ours[code.lower()].where)
    if letters in known.postcode_areas:
        shorter = (code[:-1],) if code[:-1] in known.outwards else ()
        return _elsewhere(known, letters, code, shorter or tuple(_longer(known, code, code)))
    mended = postcodes.repaired_outward(code)
    return Located(
        Kind.MISTYPED,
        None,
        sentences.no_such_letters(typed, letters),
        tuple(c for c in mended if c in known.outwards),
    )


def _begun(known: Names, typed: str, code: str) -> re.Match[str] | None:
    """A postcode without its end; where it could be a district too, the space that was typed decides."""
    match = postcodes.BEGUN.fullmatch(code)
    if match is None or postcodes.letters(code) not in known.postcode_areas:
        return None
    if postcodes.OUTWARD_ONLY.fullmatch(code):
        parts = typed.upper().split()
        return match if parts[0] in known.outwards and len(parts) == 2 else None
    return match


def _unfinished(known: Names, typed: str, code: str) -> Located:
    match = postcodes.BEGUN.fullmatch(code)
    outward = match[1] if match else code
    if outward in known.outwards:
        return Located(Kind.MISTYPED, None, sentences.unfinished(typed), (outward,))
    return _elsewhere(known, postcodes.letters(code), outward)


def _letters(known: Names, typed: str, code: str) -> Located:
    """The letters of a postcode alone."""
    if any(postcodes.letters(outward) == code for outward in known.outwards):
        return Located(Kind.MISTYPED, None, sentences.unfinished(typed))
    return _elsewhere(known, code, code)


def _mended(known: Names, typed: str, code: str) -> Located | None:
    """A postcode with a slip in it, with those that may have been meant and do exist."""
    outwards = [c for c in postcodes.repaired_outward(code) if c in known.outwards]
    if outwards:
        return Located(Kind.MISTYPED, None, sentences.mistyped(typed), tuple(outwards))
    if not postcodes.meant(code, known.postcode_areas):
        return None
    begins = next((code[:n] for n in (4, 3, 2) if code[:n] in known.outwards), "")
    perhaps = _live(known, code) or ((begins,) if begins else ())
    return Located(Kind.MISTYPED, None, sentences.mistyped(typed), perhaps)


def _live(known: Names, code: str, tries: Iterable[str] | None = None) -> tuple[str, ...]:
    """Postcodes that exist and may have been meant, as they are written."""
    tries = postcodes.meant(code, known.postcode_areas) if tries is None else tries
    ours = [c for c in tries if c[:-3] in known.outwards]
    return tuple(postcodes.spaced(c) for c in postcodes.live(ours)[:OFFERED])


def _longer(known: Names, outward: str, code: str) -> list[str]:
    """The same with its first letter put back, where that makes it ours: SE6 for E6."""
    return [ours[0] + code for ours in sorted(known.outwards) if ours[1:] == outward]
