"""Whatever is typed in the box for a place gets one true sentence, and a place where there is one."""

import csv
from datetime import date

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, update

from app.areas import loaders
from app.areas.models import Postcode
from app.areas.places import at, locate, mentioned, nearest_postcode
from app.areas.postcodes import spaced
from app.areas.tree import tree
from app.areas.where import Kind, Located
from app.config import ROOT
from app.extensions import db, writing
from app.geo import Point, miles

INPUTS = list(csv.DictReader((ROOT / "tests/directory/place_inputs.csv").read_text(encoding="utf-8").splitlines()))
ROUNDS = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def said(found: Located) -> str:
    return str(found.message or "")


@pytest.mark.parametrize("row", INPUTS, ids=lambda row: repr(row["typed"]))
def test_each_kind_of_input_is_told_apart(here: Flask, row: dict[str, str]) -> None:
    found = locate(row["typed"])
    assert found.kind.value == row["kind"], row["note"]
    if found.kind not in (Kind.INSIDE, Kind.OUTWARD, Kind.PLACE, Kind.EMPTY):
        assert said(found)
    if found.kind in (Kind.INSIDE, Kind.OUTWARD, Kind.PLACE, Kind.UNKNOWN_POSTCODE):
        assert found.where is not None
        assert not found.where.outside
        assert "E92000001" in found.where.areas


@pytest.mark.parametrize("name", ["Lewisham", "Havering", "Merton", "Rotherham"])
def test_the_note_of_each_input_names_the_borough_it_lies_in(here: Flask, name: str) -> None:
    borough = tree().by_slug[name.lower()].code
    inside = [row for row in INPUTS if row["kind"] in ("inside", "outward") and row["note"].startswith(name)]
    assert inside
    for row in inside:
        where = locate(row["typed"]).where
        assert where is not None
        assert borough in where.areas, row["typed"]


def test_a_postcode_knows_every_area_that_holds_it(here: Flask) -> None:
    where = locate("rm3 8rs").where
    assert where is not None
    assert where.label == "RM3 8RS"
    assert where.locality == "HAV-N"
    assert {"HAV-N", "E09000016", "E92000001"} < where.areas
    assert len(where.areas) == 5


@given(st.data())
@ROUNDS
def test_a_postcode_is_found_with_any_spacing_and_case(loaded: Flask, data: st.DataObject) -> None:
    with loaded.app_context():
        code = data.draw(st.sampled_from(["RM38RS", "SE63ET", "BR15EB", "CR43EB", "SW192EX", "S602DZ", "S637AG"]))
        gaps = data.draw(st.lists(st.sampled_from(["", " ", "  ", "\u00a0"]), min_size=8, max_size=8))
        cases = data.draw(st.lists(st.booleans(), min_size=8, max_size=8))
        typed = "".join(gap + (c if upper else c.lower()) for c, gap, upper in zip(code, gaps, cases, strict=False))
        found = locate(typed)
        assert found.kind is Kind.INSIDE
        assert found.where is not None
        assert found.where.label == spaced(code)


@given(st.text(max_size=60))
@ROUNDS
def test_any_text_gets_an_answer(loaded: Flask, text: str) -> None:
    with loaded.app_context():
        found = locate(text)
        assert found.message is not None or found.where is not None or found.kind is Kind.EMPTY
        assert "%(" not in said(found)


@given(st.lists(st.sampled_from("SE6 3ET RM CR 4 catford road , near 12 <b> ' \0 £ ½ ² Ⅷ ４".split(" ")), max_size=12))
@ROUNDS
def test_any_mixture_of_what_people_type_gets_an_answer(loaded: Flask, parts: list[str]) -> None:
    with loaded.app_context():
        said(locate(" ".join(parts)))
        said(locate("".join(parts)))


@pytest.mark.parametrize("text", ["x" * 10_000, "SE6 " * 3_000, "\0\x01\x1b", "\u202e\u200f", "1" * 500, "%s%(a)s"])
def test_long_and_unprintable_text_is_nonsense_and_no_error(here: Flask, text: str) -> None:
    assert locate(text).kind is Kind.NONSENSE
    assert said(locate(text))


@pytest.mark.parametrize(
    ("typed", "kind", "label", "words"),
    [
        ("Catford SE6", "place", "Catford", ""),
        ("se6, catford", "place", "Catford", ""),
        ("Romford SE6", "outward", "SE6", ""),
        ("12 Acacia Avenue, SE6 3ET", "inside", "SE6 3ET", ""),
        ("Bromley Road SE6", "street", "SE6", "names of streets"),
        ("Church Lane, Mitcham", "street", "Mitcham", "middle of Mitcham"),
        ("near Catford", "place", "Catford", ""),
        ("Catford, London", "place", "Catford", ""),
        ("Harold Hill, Romford", "place", "Harold Hill", ""),
        ("Romford town centre", "place", "Romford", ""),
        ("in the borough of merton", "place", "Merton", ""),
        ("merton east", "place", "East Merton", ""),
        ("Wales", "place", "Wales", "If you meant Wales"),
        ("Mitchum", "place", "Mitcham", "We do not know “Mitchum”"),
        ("BR1 1AA", "unknown-postcode", "BR1", "only a part of BR1"),
        ("RM3 9ZZ", "unknown-postcode", "RM3", "middle of RM3"),
    ],
)
def test_mixtures_and_near_misses_lead_somewhere(here: Flask, typed: str, kind: str, label: str, words: str) -> None:
    found = locate(typed)
    assert (found.kind.value, found.where and found.where.label) == (kind, label)
    assert words in said(found)
    assert bool(words) == bool(said(found))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("GIR 0AA", "GIR postcodes are for"),
        ("gir0aa", "GIR postcodes are for"),
        ("BFPO 1", "BFPO postcodes are for"),
        ("bfpo1234", "BFPO postcodes are for"),
        ("BF1 2AA", "BF postcodes are for"),
    ],
)
def test_a_postcode_of_nowhere_is_said_to_be_one(here: Flask, typed: str, words: str) -> None:
    found = locate(typed)
    assert (found.kind, found.where) == (Kind.MISTYPED, None)
    assert words in said(found)
    assert "Type the postcode of a home" in said(found)


@pytest.mark.parametrize(
    ("typed", "kind", "words", "link"),
    [
        ("OX1 1AA", "elsewhere-england", "OX postcodes are around Oxford", "gov.uk"),
        ("SE1 9AA", "elsewhere-england", "SE1 9AA is outside", "gov.uk"),
        ("Brixton", "elsewhere-england", "Brixton is outside", "gov.uk"),
        ("EH1 1YZ", "scotland", "Edinburgh in Scotland", "aliss.org"),
        ("Scotland", "scotland", "Scotland is outside", "aliss.org"),
        ("Edinburgh", "scotland", "Edinburgh is in Scotland", "aliss.org"),
        ("CF10 1EP", "wales", "Cardiff in Wales", "gov.wales"),
        ("BT1 5GS", "northern-ireland", "Belfast in Northern Ireland", "nidirect.gov.uk"),
        ("JE2 3AB", "crown", "its own government", "gov.je"),
        ("SY4 5AA", "elsewhere-england", "both sides of the border between England and Wales", "gov.uk"),
        ("CH5 3AA", "elsewhere-england", "both sides of the border between England and Wales", "gov.uk"),
        ("TD15 1AA", "scotland", "both sides of the border between Scotland and England", "aliss.org"),
    ],
)
def test_elsewhere_is_named_and_has_a_next_step(here: Flask, typed: str, kind: str, words: str, link: str) -> None:
    found = locate(typed)
    assert found.kind.value == kind
    assert words in said(found)
    assert link in found.link
    assert found.where is not None
    assert found.where.outside
    assert ("E92000001" in found.where.areas) == (found.kind is Kind.ELSEWHERE_ENGLAND and "border" not in said(found))


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("RM3 OPB", "RM3 0PB"),
        ("5E6 3ET", "SE6 3ET"),
        ("SE13 77DA", "SE13 7DA"),
        ("CR4 3BE3", "CR4 3BE"),
        ("ES6 3ET", "SE6 3ET"),
        ("E6 3ET", "SE6 3ET"),
        ("S66 7F", "S66"),
        ("SE6 3", "SE6"),
        ("5E6", "SE6"),
        ("lewisham hospital", "Lewisham"),
        ("<b>SE6</b>'; --", "SE6"),
    ],
)
def test_what_may_have_been_meant_is_offered(here: Flask, typed: str, offered: str) -> None:
    assert offered in locate(typed).did_you_mean


def test_whatever_is_offered_leads_somewhere(here: Flask) -> None:
    typed = [row["typed"] for row in INPUTS] + [
        "E6 3ET",
        "5E6",
        "London",
        "Stratfurd",
        "lewisham hospital",
        "Kimberwirth",
    ]
    for offer in {offer for text in typed for offer in locate(text).did_you_mean}:
        where = locate(offer).where
        assert where is not None, offer
        assert not where.outside, offer


@pytest.mark.parametrize("typed", ["Dalston", "Brixton", "Hackney", "Stratford", "Bermuda", "asdfgh", "Bromley"])
def test_a_name_of_somewhere_else_is_never_taken_for_one_of_ours(here: Flask, typed: str) -> None:
    found = locate(typed)
    assert found.where is None or found.where.outside


def test_a_street_name_is_not_taken_for_the_place_in_it(here: Flask) -> None:
    for typed in ("London Road", "Romford Road", "Sheffield Road", "45 Lewisham Way"):
        assert locate(typed).kind is Kind.STREET
        assert locate(typed).where is None


def test_a_borough_reaches_all_it_holds_and_a_place_its_own_wards_only(here: Flask) -> None:
    borough, place = locate("Havering").where, locate("Harold Hill").where
    assert borough is not None
    assert place is not None
    assert {"HAV-N", "HAV-S", "E05013975"} < borough.areas
    assert borough.locality == ""
    assert {"E05013971", "E05013975", "HAV-N"} < place.areas
    assert "HAV-S" not in place.areas
    assert place.locality == "HAV-N"


def test_a_postcode_across_our_edge_is_not_said_to_be_inside(here: Flask) -> None:
    where = locate("BR1 1AA").where
    assert where is not None
    assert where.areas == {"E92000001"}


def test_a_terminated_postcode_says_so_and_still_leads_there(empty: Flask) -> None:
    writing()
    loaders.load(empty.config["SEED_DATA"])
    db.session.execute(update(Postcode).where(Postcode.code == "SE63ET").values(terminated=date(2026, 3, 1)))
    db.session.commit()
    found = locate("SE6 3ET")
    assert found.kind is Kind.TERMINATED
    assert "no longer in use" in said(found)
    assert found.where is not None
    assert not found.where.outside


def test_without_any_area_loaded_every_text_still_gets_an_answer(empty: Flask) -> None:
    for row in INPUTS:
        said(locate(row["typed"]))


def test_a_point_is_at_the_nearest_postcode_within_a_mile(here: Flask) -> None:
    where = locate("SE6 3ET").where
    assert where is not None
    assert where.point is not None
    beside = Point(where.point.lat + 0.0001, where.point.lon)
    found = at(beside)
    assert found is not None
    assert found.point is not None
    assert miles(found.point, beside) < 0.1
    assert nearest_postcode(where.point) is not None
    assert "E09000023" in found.areas


@pytest.mark.parametrize(
    "point", [Point(51.75, -1.25), Point(float("nan"), 0.0), Point(float("inf"), 0.0), Point(900.0, 900.0), Point(0, 0)]
)
def test_a_point_outside_is_nowhere(here: Flask, point: Point) -> None:
    assert at(point) is None
    assert nearest_postcode(point) is None


def test_a_postcode_takes_one_statement_and_a_name_none(here: Flask) -> None:
    locate("SE6 3ET"), locate("Catford")
    statements: list[str] = []

    def note(*call: object) -> None:
        statements.append(str(call[2]))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        locate("se6 3et")
        assert len(statements) == 1
        locate("Catford"), locate("Upminister"), locate("SE6"), locate("church lane")
        assert len(statements) == 1
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


@pytest.mark.parametrize(
    ("typed", "name", "rest"),
    [
        ("dementia cafe catford", "Catford", "dementia cafe"),
        ("lonely in Harold Hill", "Harold Hill", "lonely"),
        ("Harold Hill, lonely", "Harold Hill", "lonely"),
        ("walks around forest hill for beginners", "Forest Hill", "walks for beginners"),
        ("in Catford", "Catford", ""),
        ("tea near se6 please", "SE6", "tea please"),
        ("food bank rm38ee", "RM3 8EE", "food bank"),
        ("food bank EH1 1YZ", "EH1 1YZ", "food bank"),
    ],
)
def test_a_place_among_other_words_is_told(here: Flask, typed: str, name: str, rest: str) -> None:
    assert mentioned(typed) == (name, rest)


@pytest.mark.parametrize(
    "typed", ["", "hope", "a village hall", "my husband lee", "wales", "st john's ambulance", "catfrod cafe", "tea"]
)
def test_a_word_that_need_not_be_a_place_is_not_taken_for_one(here: Flask, typed: str) -> None:
    assert mentioned(typed) is None


@ROUNDS
@given(st.text(max_size=60))
def test_any_words_at_all_may_hold_a_place(here: Flask, typed: str) -> None:
    found = mentioned(typed)
    assert found is None or found.name
