"""A cell reads as people write it, and writes as it reads."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.directory import csv_cells as cells

TODAY = date(2026, 11, 22)
WRITTEN = (
    "Tue 10:30-12:00",
    "Mon-Fri 09:00-17:00",
    "Mon & Wed 09:00-10:00 term time from 2026-12-01 until 2027-03-01 @ old-library",
    "1st Mon & 3rd Mon 10:00-11:00 open bank holidays",
    "last Fri 12:30-14:00 school holidays",
    "fortnightly Wed 14:00-15:30 from 2026-11-25",
    "every 3 weeks Sat 14:00-15:30 from 2026-11-28",
    "once 2026-12-04 10:00-13:00 @ hall",
)


@pytest.mark.parametrize("words", WRITTEN)
def test_times_come_back_as_they_were_written(words: str) -> None:
    assert cells.schedule_cell(cells.schedule(words, TODAY)) == words


@pytest.mark.parametrize(
    "words", ["", "Tuesdays", "Tue 10-12", "Tue 25:00-26:00", "5th Tue 10:00-11:00", "Tue 10:00-11:00 @"]
)
def test_times_we_cannot_read_are_refused_with_an_example(words: str) -> None:
    with pytest.raises(ValueError, match=r"Tue|hour"):
        cells.schedule(words, TODAY)


@pytest.mark.parametrize(
    ("cell", "amount", "words"),
    [("free", 0.0, ""), ("£3 a session", 3.0, "a session"), ("£2.50 suggested donation", 2.5, "suggested donation")],
)
def test_a_cost_has_its_amount(cell: str, amount: float, words: str) -> None:
    option = cells.cost(cell)
    assert (option.amount, option.amount_description) == (amount, words)
    assert cells.cost_cell(option) == cell


def test_a_cost_in_words_is_not_free() -> None:
    assert cells.cost("ask when you ring").amount is None


@given(st.integers(-4000, 4000))
def test_a_date_may_be_said_from_the_day_of_reading(days: int) -> None:
    found = cells.day(f"{{{days:+d}}}", TODAY)
    assert found is not None
    assert (found - TODAY).days == days


def test_a_closure_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="ends before it starts"):
        cells.closure("{+20} to {+10} Christmas", TODAY)
