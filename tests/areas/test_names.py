"""Names are the same however they are written, and a misspelling is taken only when it can mean one place."""

import pytest
from flask import Flask

from app.areas.names import key, names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hither Green", "hithergreen"),
        ("Wath upon Dearne", "WATH-ON-DEARNE"),
        ("Figge's Marsh", "figges marsh"),
        ("Rush Green & Crowlands", "rush green and crowlands"),
        ("St Helier", "Saint Hélier"),
        ("The Brecks", "brecks"),
        ("Havering-atte-Bower", "havering atte bower"),
    ],
)
def test_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize("text", ["", "   ", "???", "🏠❤️", "the"])
def test_what_has_no_letters_has_no_key(text: str) -> None:
    assert key(text) == ""


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("upminister", "upminster"), ("wimbeldon", "wimbledon"), ("rawmash", "rawmarsh"), ("swollownest", "swallownest")],
)
def test_a_slip_is_seen_through(here: Flask, typed: str, meant: str) -> None:
    assert names().guess(typed).sure == meant


def test_two_places_as_near_are_offered_and_not_chosen(here: Flask) -> None:
    guess = names().guess("northanson")  # one letter from North Anston and not far from South Anston
    assert guess.sure == "northanston"
    unclear = names().guess("xorthxnston")
    assert unclear.sure == ""


def test_short_words_are_never_corrected_in_silence(here: Flask) -> None:
    for typed in ("leee", "wth", "asto", "stog"):
        assert names().guess(typed).sure == ""
