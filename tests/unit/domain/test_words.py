"""Dates and amounts are written for people."""

from __future__ import annotations

import datetime as dt

import pytest

from allocator.cli.output import count
from allocator.domain import words
from allocator.domain.quantities import last_day


def test_a_day_has_weekday_and_year_and_no_leading_zero() -> None:
    assert words.day(dt.date(2027, 1, 29)) == "Fri 29 Jan 2027"
    assert words.day(dt.date(2026, 12, 1)) == "Tue 1 Dec 2026"


@pytest.mark.parametrize(
    ("finish", "last"),
    [
        (dt.datetime(2027, 1, 29, 17), dt.date(2027, 1, 29)),
        (dt.datetime(2027, 1, 30, 0), dt.date(2027, 1, 29)),
        (dt.datetime(2027, 1, 30, 0, 30), dt.date(2027, 1, 30)),
    ],
)
def test_work_that_ends_at_midnight_ends_on_the_day_before(
    finish: dt.datetime, last: dt.date
) -> None:
    assert last_day(finish) == last_day(finish, finish - dt.timedelta(hours=1)) == last


def test_what_has_no_length_ends_on_the_day_on_which_it_starts() -> None:
    midnight = dt.datetime(2027, 1, 30)
    assert last_day(midnight, midnight) == dt.date(2027, 1, 30)


def test_a_finish_beside_a_due_time_shows_its_time() -> None:
    due = dt.datetime(2027, 1, 29, 12)
    assert words.when(due) == "Fri 29 Jan 2027 12:00"
    day, finish = dt.date(2027, 1, 29), dt.datetime(2027, 1, 29, 15)
    assert words.finish_day(day, at=finish, like=due) == "Fri 29 Jan 2027 15:00"
    assert words.finish_day(day, at=finish, like=due.date()) == "Fri 29 Jan 2027"


def test_midnight_at_the_end_of_a_day_is_its_24th_hour() -> None:
    day, midnight = dt.date(2027, 1, 29), dt.datetime(2027, 1, 30)
    assert words.ending(day, midnight) == "Fri 29 Jan 2027 24:00"
    assert words.ending(midnight.date(), midnight) == "Sat 30 Jan 2027 00:00"


def test_what_is_absent_is_empty() -> None:
    assert words.when(None) == words.finish_day(None) == ""


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0, "0"), (12.5, "12.5"), (1234.567, "1,234.57"), (100, "100"), (0.004, "0")],
)
def test_numbers_have_two_decimals_at_most(value: float, shown: str) -> None:
    assert words.number(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [(0.125, "0.12 d"), (1, "1 d"), (2.46, "2.5 d"), (12.04, "12 d")]
)
def test_days(value: float, shown: str) -> None:
    assert words.days(value) == shown


@pytest.mark.parametrize(("value", "shown"), [(0, "0 d"), (1.5, "+1.5 d"), (-2, "-2 d")])
def test_days_with_a_sign(value: float, shown: str) -> None:
    assert words.signed_days(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0, "0 %"), (0.0000001, "under 0.1 %"), (0.032, "3.2 %"), (1, "100 %"), (12, "1,200 %")],
)
def test_a_gap_is_never_shown_as_none_where_there_is_one(value: float, shown: str) -> None:
    assert words.percent(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [(0.4, "0 s"), (59.9, "59 s"), (60, "1 min"), (125, "2 min 5 s")]
)
def test_clock(value: float, shown: str) -> None:
    assert words.clock(value) == shown


def test_a_cost_has_no_unit_as_the_user_counts_in_any_currency() -> None:
    assert words.measured(12.5, "h") == "12.5 h"
    assert words.measured(1200, "cost") == "1,200"


def test_a_title_cannot_steer_the_terminal() -> None:
    assert words.plain("a\x1b[31mb\nc\u202ed") == "a [31mb c d"


def test_count() -> None:
    assert [count(n, "person", "people") for n in (0, 1, 2)] == [
        "no people",
        "1 person",
        "2 people",
    ]
