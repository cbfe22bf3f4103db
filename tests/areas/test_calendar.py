"""Bank holidays and school terms of a borough."""

from datetime import date

from flask import Flask

from app.areas.calendar import calendar

HAVERING = "E09000016"


def test_bank_holidays_are_englands(here: Flask) -> None:
    year = calendar(HAVERING)
    assert year.bank_holiday(date(2026, 12, 25))
    assert year.bank_holiday(date(2026, 12, 28))  # Boxing Day is a Saturday
    assert not year.bank_holiday(date(2026, 11, 30))  # St Andrew's Day is Scotland's


def test_terms_half_terms_and_the_time_between(here: Flask) -> None:
    year = calendar(HAVERING)
    assert year.term(date(2026, 11, 24)) == "term"
    assert year.term(date(2026, 10, 27)) == "holidays"
    assert year.term(date(2026, 12, 27)) == "holidays"
    assert year.term(date(2027, 8, 10)) == "holidays"
    assert year.assumed(date(2026, 11, 24))


def test_years_that_we_do_not_hold_follow_what_is_usual(here: Flask) -> None:
    year = calendar(HAVERING)
    assert year.term(date(2035, 8, 10)) == "holidays"
    assert year.term(date(2035, 11, 10)) == "term"
    assert year.assumed(date(2035, 11, 10))


def test_a_borough_without_terms_has_a_calendar_too(here: Flask, empty: Flask) -> None:
    assert calendar("nowhere").term(date(2026, 11, 24)) == "term"
    assert calendar("").bank_holiday(date(2026, 12, 25))


def test_the_calendar_is_read_once(here: Flask) -> None:
    assert calendar(HAVERING) is calendar(HAVERING)
