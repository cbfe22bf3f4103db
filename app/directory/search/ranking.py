"""The order of hits, as one formula. Every engine computes it from here, for one listing or for many at once.

A hit's score is a sum, so that each part can be weighed against the others:

    name        2.0   x how much of the listing's or organisation's name was typed, when that is half of it or more
    needs       1.0   x how much it is about the need the words speak of most (1 its first need, 0.8 another, less for
                      a weak sign), and half as much again for what else they speak of
    words       0.5   x bm25 / (bm25 + what one good match of these words is worth)
    distance    0.4   x 1 / (1 + miles / 2); without distance as if 3 miles away
    asked for   0.15  for cost and for whom it is, when the words named them and it fits; four times that for day and
                      part; three times that against what is for the young alone, when the words are not of them
    standing         what it is today: checked lately +0.08, within a year +0.04, never or long ago -0.06,
                      full -0.15, closed for now -0.4

Then whole groups come after each other whatever the score: those we hold and vouch for, organisations we
found and nobody checked, those found by name but not in reach, those that are not for people there.
Equal scores are ordered by the listing's id, so that two engines and two days agree.
"""

from datetime import date
from typing import Any

import numpy as np

NAME, NEED, WORDS, DISTANCE, ASKED = 2.0, 1.0, 0.5, 0.4, 0.15
HALF_WAY = 2.0  # miles at which the distance is worth half
AS_IF = 3.0  # miles a hit without distance ranks as
OTHER_NEEDS = 0.5
FRESH, RECENT, STALE = 0.08, 0.04, -0.06
FULL, CLOSED = -0.15, -0.4
FRESH_DAYS, RECENT_DAYS = 183, 365

K1, B = 1.2, 0.75  # of BM25
FIELD_WEIGHTS = {"name": 3.0, "organisation": 1.2, "needs": 1.6, "summary": 1.8, "description": 1.0, "places": 0.6}
ENOUGH = 0.6  # of what the words weigh together, for a hit by words alone
ENOUGH_BESIDE_NEEDS = 0.85  # ... when they speak of a need as well
PARTLY = 0.5  # of what a name weighs, to be known by it
NAMED = 0.7  # ... to be asked for by it, wherever that is
TYPED = 0.5  # of what was typed, that must be the name
OF_ORGANISATION = 0.9  # what the name of an organisation is worth beside that of the service

DAY = 4  # how much more a day that was named counts than what else was
TOO_YOUNG = 3  # how much what is for the young alone counts against it, where nothing typed is of them
ABOVE_ALL = 1000.0
FIRST, UNCHECKED, OUT_OF_REACH, NOT_FOR_AREA = range(4)  # the groups, in order
APART = 10**12  # steps between groups


def score(name: Any, need: Any, bm25: Any, worth: float, miles: Any, asked: Any, standing: Any) -> Any:
    """How well a listing answers, of numbers or arrays; `worth` is what one good match of the words scores."""
    words = bm25 / (bm25 + worth) if worth else 0.0
    return (
        NAME * name
        + NEED * need
        + WORDS * words
        + (DISTANCE * HALF_WAY) / (miles + HALF_WAY)
        + ASKED * asked
        + standing
    )


def urgent(score: Any, comes_first: Any, miles: Any) -> Any:
    """The score again, but what comes first is above all others and the nearest above the rest of it."""
    return np.where(comes_first, ABOVE_ALL - miles, score)


def enough(mass: float, beside_needs: bool) -> float:
    """How much of what the words tell a listing must have to be a hit by words alone."""
    return mass * (ENOUGH_BESIDE_NEEDS if beside_needs else ENOUGH) - 1e-9 if mass else float("inf")


def by_name(of_name: float, typed: float, own: bool, speaks_of_needs: bool) -> tuple[float, int]:
    """How much a name counts, and whether it was known by its name (1) or asked for by it (2).

    `of_name` is how much of the name was typed, `typed` how much of what was typed is the name. Asked for by
    name is what has a word of its own in it, or is the name and nothing else and means no need: "lunch club" is
    a need even where a service is called so.
    """
    whole = of_name == 1 and typed == 1
    if of_name < PARTLY or typed < TYPED or not (own or whole):
        return 0.0, 0
    asked = (own and of_name >= NAMED) or (whole and not speaks_of_needs)
    return of_name * typed, 2 if asked else 1


def group(unverified: Any, out_of_reach: Any, not_for_area: Any, asked_by_name: Any) -> Any:
    """Which group comes when, of truth values or arrays of them."""
    unchecked = UNCHECKED * (unverified & np.logical_not(asked_by_name))
    return np.maximum(np.maximum(unchecked, OUT_OF_REACH * out_of_reach), NOT_FOR_AREA * not_for_area)


def standing(assured: int, full: bool, closed: bool, today: date) -> float:
    """What a listing's state is worth today; `assured` is the ordinal of the day it was checked, 0 for never."""
    age = today.toordinal() - assured
    worth = FRESH if age <= FRESH_DAYS else RECENT if age <= RECENT_DAYS else STALE
    return worth + (FULL if full else 0.0) + (CLOSED if closed else 0.0)


def standings(assured: Any, full: Any, closed: Any, today: date) -> np.ndarray[Any, Any]:
    """`standing` of many."""
    age = today.toordinal() - assured
    worth = np.where(age <= FRESH_DAYS, FRESH, np.where(age <= RECENT_DAYS, RECENT, STALE))
    return worth + np.where(full, FULL, 0.0) + np.where(closed, CLOSED, 0.0)


def idf(frequency: int, documents: int) -> float:
    """How much a term tells that this many documents hold (Whoosh counts it so too)."""
    return float(np.log(documents / (frequency + 1)) + 1)


def bm25(weight: Any, length: Any, average: float, rarity: float) -> Any:
    """The score of a term in a field, of numbers or arrays."""
    return rarity * ((weight * (K1 + 1)) / (weight + K1 * ((1 - B) + B * length / average)))


def need(helps: Any) -> Any:
    """What the needs of a listing count, of numbers or rows of them: the one that counts most, and half the others."""
    amounts = np.asarray(helps)
    return OTHER_NEEDS * amounts.sum(axis=-1) + (1 - OTHER_NEEDS) * amounts.max(axis=-1, initial=0.0)


def step(scores: Any) -> Any:
    """Scores as whole steps, larger first, so that rounding of sums never decides an order."""
    return -np.rint(np.asarray(scores) * 1e8).astype(np.int64)
