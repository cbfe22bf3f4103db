"""Words that signal danger bring the right numbers, and words that only sound like it do not."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.directory import urgent
from app.directory.urgent import Patterns
from app.extensions import db, writing

SEED = Path(__file__).resolve().parents[2] / "seed_data"
PHRASES = list(csv.DictReader(Path(__file__).with_name("danger_phrases.csv").read_text(encoding="utf-8").splitlines()))


@pytest.fixture(scope="module")
def patterns() -> Patterns:
    with (SEED / "danger.csv").open(encoding="utf-8", newline="") as file:
        return Patterns((line["signal"], line["phrase"], line["unless"]) for line in csv.DictReader(file))


@pytest.fixture
def numbers(app: Flask) -> Iterator[None]:
    with app.app_context():
        writing()
        urgent.load(SEED)
        db.session.commit()
        yield


@pytest.mark.parametrize("line", PHRASES, ids=lambda line: line["phrase"])
def test_each_phrase_brings_its_signal_or_none(patterns: Patterns, line: dict[str, str]) -> None:
    found = patterns.signals(line["phrase"])

    assert line["signal"] in found if line["signal"] else not found


def test_there_are_forty_of_each() -> None:
    assert sum(bool(line["signal"]) for line in PHRASES) >= 40
    assert sum(not line["signal"] for line in PHRASES) >= 40


def test_no_pattern_is_a_long_phrase_of_the_test() -> None:
    tested = {line["phrase"] for line in PHRASES if len(line["phrase"].split()) > 5}
    with (SEED / "danger.csv").open(encoding="utf-8", newline="") as file:
        assert tested.isdisjoint(line["phrase"] for line in csv.DictReader(file))


def test_a_gap_stands_for_a_few_words_and_unless_takes_back() -> None:
    patterns = Patterns([("abuse", "hits * me", "keep fit; hits the spot"), ("self-harm", "end it all", "")])

    assert patterns.signals("he hits me") == {"abuse"}
    assert patterns.signals("he hits mum and me") == {"abuse"}
    assert patterns.signals("hits one two three four me") == frozenset()
    assert patterns.signals("keep fit class that hits me hard") == frozenset()
    assert patterns.signals("I could END IT ALL") == {"self-harm"}


def test_a_pattern_may_name_alternatives() -> None:
    patterns = Patterns([("self-harm; danger-now", "end (my|her) life (now|tonight)", "(care|hospice) plan")])

    assert patterns.signals("I will end her life tonight") == {"self-harm", "danger-now"}
    assert patterns.signals("end his life tonight") == frozenset()
    assert patterns.signals("hospice plan for the end: end my life now") == frozenset()


@pytest.mark.parametrize(
    "said", ["I can't go on", "i cant go on", "I cannot go on", "i can not go on", "I CAN’T GO ON"]
)
def test_what_is_said_short_is_what_is_said_in_full(said: str) -> None:
    assert Patterns([("self-harm", "can not go on", "")]).signals(said) == {"self-harm"}


@pytest.mark.parametrize(
    ("said", "signal"),
    [
        ("chest pain", "danger-now"),
        ("ive fallen over and cant get up", "danger-now"),
        ("i smell gas", "danger-now"),
        ("there is a burglar", "danger-now"),
        ("chest pain clinic", ""),
        ("burglar alarm", ""),
        ("gas bill", ""),
    ],
)
def test_a_body_or_a_house_in_danger_brings_999(patterns: Patterns, said: str, signal: str) -> None:
    assert patterns.signals(said) == ({signal} if signal else frozenset())


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("samaritans", "samaritans"),
        ("116 123", "samaritans"),
        ("text shout", "shout"),
        ("childline", "childline"),
        ("domestic abuse helpline", "domestic-abuse-helpline"),
        ("mens advice line", "mens-advice-line"),
        ("galop", "galop"),
        ("hourglass", "hourglass"),
        ("nhs 111", "nhs-111-mental-health"),
        ("999", "emergency"),
    ],
)
def test_who_asks_for_a_line_by_its_name_is_given_it(numbers: None, asked: str, code: str) -> None:
    assert code in [number.code for number in urgent.numbers(urgent.signals(asked))]


def test_who_is_in_danger_implies_what_the_danger_is() -> None:
    assert Patterns([("abuse-man", "she hits me", "")]).signals("she hits me") == {"abuse-man", "abuse"}


@given(st.text(max_size=400))
def test_any_words_can_be_looked_at(patterns: Patterns, words: str) -> None:
    assert isinstance(patterns.signals(words), frozenset)


def test_numbers_come_best_first(numbers: None) -> None:
    self_harm = [number.code for number in urgent.numbers({"self-harm"})]
    assert self_harm[0] == "emergency"
    assert self_harm[1:4] == ["nhs-111-mental-health", "samaritans", "shout"]

    man = [number.code for number in urgent.numbers({"abuse", "abuse-man"})]
    assert man.index("mens-advice-line") < man.index("domestic-abuse-helpline")
    assert "galop" not in man
    assert urgent.numbers(set()) == ()


def test_only_the_numbers_we_were_given(numbers: None) -> None:
    every = {
        "danger-now",
        "self-harm",
        "self-harm-young",
        "abuse",
        "child-abuse",
        "abuse-man",
        "abuse-lgbt",
        "abuse-older",
    }

    assert {number.number for number in urgent.numbers(every)} == {
        "999", "999, then 55", "111, option 2", "116 123", "85258", "0800 1111", "0808 2000 247", "0808 801 0327",
        "0800 999 5428", "0808 808 8141",
    }  # fmt: skip


def test_a_council_is_rung_only_where_its_number_is_filled_in(numbers: None) -> None:
    from app import site

    assert urgent.numbers({"cold-hungry-tonight"}, borough="lewisham") == ()
    writing()
    site.put("council_phone_lewisham", "020 7946 0011")
    db.session.commit()

    found = urgent.numbers({"cold-hungry-tonight"}, borough="lewisham")
    assert [(number.code, number.number) for number in found] == [("council-lewisham", "020 7946 0011")]
    assert urgent.numbers({"cold-hungry-tonight"}, borough="merton") == ()


def test_the_quiet_numbers_at_the_foot_of_every_page(numbers: None) -> None:
    assert [number.code for number in urgent.always()] == ["emergency", "nhs-111-mental-health", "samaritans"]
    assert "England" in urgent.always()[1].region


def test_loading_twice_changes_nothing(numbers: None) -> None:
    first = urgent.signals("I want to kill myself"), urgent.always()
    writing()
    urgent.load(SEED)
    db.session.commit()

    assert urgent.signals("I want to kill myself") == first[0] == {"self-harm"}
    assert [number.code for number in urgent.always()] == [number.code for number in first[1]]
