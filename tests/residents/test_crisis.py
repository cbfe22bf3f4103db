"""For somebody in danger: the right number first, calm words, and nothing that sounds like a refusal."""

import pytest

from app.directory.models.words import UrgentNumber
from app.residents import crisis
from tests.page import Client

CODES = ("emergency", "emergency-silent", "nhs-111-mental-health", "samaritans", "shout", "childline", "helpline")


@pytest.mark.parametrize(
    ("signals", "first", "last"),
    [
        ({"self-harm"}, ["childline", "samaritans", "shout", "nhs-111-mental-health"], "emergency-silent"),
        ({"self-harm", "danger-now"}, ["emergency", "emergency-silent"], "helpline"),
        ({"danger-now"}, ["emergency", "emergency-silent"], "helpline"),
        ({"abuse"}, ["emergency", "emergency-silent", "nhs-111-mental-health"], "helpline"),
    ],
)
def test_the_order_suits_what_was_said(signals: set[str], first: list[str], last: str) -> None:
    numbers = [UrgentNumber(code=code) for code in CODES]
    codes = [number.code for number in crisis.in_order(numbers, frozenset(signals))]
    assert codes[: len(first)] == first
    assert codes[-1] == last
    assert sorted(codes) == sorted(CODES)


def test_whoever_wants_to_die_finds_those_who_listen_first(seeded_client: Client) -> None:
    box = seeded_client.page("/search?q=i+want+to+die").root.with_class("urgent")[0]
    assert [link.attrs["href"] for link in box.all("a")] == ["tel:116123", "sms:85258", "tel:111", "tel:999"]


def test_nothing_found_is_said_calmly(seeded_client: Client) -> None:
    for near in ("", "SE6"):
        page = seeded_client.page(f"/search?q=i+want+to+kill+myself+qqzzx&exact=1&near={near}")
        assert page.h1.endswith("may help near SE6" if near else "may help")
        words = " ".join(page.headings)
        assert "othing" not in words
        assert "don’t know" not in words
