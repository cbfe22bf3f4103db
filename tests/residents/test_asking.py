"""What a title may show of what was typed, and what somebody in danger finds below the numbers."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.residents import crisis
from app.residents.asking import for_a_title, without_postcodes
from tests.page import Client

PHRASES = csv.DictReader(
    (Path(__file__).parents[1] / "directory" / "danger_phrases.csv").read_text(encoding="utf-8").splitlines()
)
DANGER = [line["phrase"] for line in PHRASES if line["signal"]]
TYPED = (
    "se6 4ru food", "SE64RU food", "se 6 4 ru food", "SE6-4RU food", "food near SE6,4RU", "se6.4ru", "SE6_4RU",
    "SE6/4RU", "SE6+4RU", "S E 6 4 R U", "ＳＥ６ 4RU", "SE64RUfood", "(se6 4ru)", "food se6 4ru please",
)  # fmt: skip


@pytest.mark.parametrize("typed", TYPED)
def test_a_title_holds_the_first_half_of_a_postcode_and_no_more(typed: str) -> None:
    shown = without_postcodes(typed).upper()
    assert "SE6" in shown
    letters = "".join(each for each in shown if each.isalnum())
    assert "4RU" not in letters


@given(st.from_regex(r"[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}", fullmatch=True), st.sampled_from(" -._/,+  "))
def test_no_postcode_survives_whatever_stands_between_its_halves(postcode: str, between: str) -> None:
    whole = postcode.replace(" ", "")
    typed = f"food {whole[:-3]}{between}{whole[-3:]} please"
    assert whole[-3:] not in "".join(each for each in without_postcodes(typed) if each.isalnum())


@pytest.mark.parametrize("typed", ["for my mum jean.smith@example.org", "ring me 07700 900123", "nhs 943 476 5919"])
def test_words_that_say_who_somebody_is_stay_out_of_the_title(typed: str) -> None:
    assert for_a_title(typed) == ""


@pytest.mark.parametrize("typed", ["dementia café for 80 year olds", "over 60s lunch club", "step 12 group at 7pm"])
def test_ordinary_words_stay_as_they_are(typed: str) -> None:
    assert for_a_title(typed) == typed


@pytest.mark.parametrize("phrase", DANGER)
def test_results_follow_the_numbers(seeded_client: Client, phrase: str) -> None:
    page = seeded_client.page("/search", query_string={"q": phrase, "near": "SE6"})
    assert page.root.with_class("urgent")
    assert page.root.with_class("card")


def test_what_helps_tonight_comes_first_once_and_is_counted(seeded_client: Client) -> None:
    asked = {"q": "no food tonight and nowhere to sleep", "within": "25", "near": "S60"}
    found: list[dict[str, Any]] = []
    total = 1
    while len(found) < total:
        number = str(len(found) // 20 + 1)
        page = json.loads(seeded_client.get("/search.geojson", query_string=asked | {"page": number}).data)
        total = page["numberMatched"]
        assert page["features"], f"page {number} of {total}"
        found += page["features"]
    ids = [each["id"] for each in found]
    assert len(ids) == len(set(ids)) == total
    assert not set(crisis.FIRST[crisis.TONIGHT]).isdisjoint(found[0]["properties"]["needs"])
