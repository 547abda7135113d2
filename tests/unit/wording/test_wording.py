"""Dates, amounts, lists and plurals are written for people."""

from __future__ import annotations

import datetime as dt
import sys
from fractions import Fraction

import pytest

from allocator import wording
from allocator.domain import Calendar, Need, Person, Scenario

FRIDAY = dt.date(2027, 1, 29)


def test_a_day_has_weekday_and_year_and_no_leading_zero() -> None:
    assert wording.day(FRIDAY) == "Fri 29 Jan 2027"
    assert wording.day(dt.date(2026, 12, 1)) == "Tue 1 Dec 2026"


def test_a_day_is_shorter_where_year_or_weekday_are_plain() -> None:
    assert wording.day_without_year(FRIDAY) == "Fri 29 Jan"
    assert wording.day_and_month(FRIDAY) == "29 Jan"
    assert wording.without_weekday(wording.day(FRIDAY)) == "29 Jan 2027"
    assert wording.without_weekday("-") == "-"


def test_a_due_date_has_its_time_where_it_is_given() -> None:
    due = dt.datetime(2027, 1, 29, 12)
    assert (wording.when(FRIDAY), wording.when(due)) == (
        "Fri 29 Jan 2027",
        "Fri 29 Jan 2027 12:00",
    )
    assert wording.when_without_year(FRIDAY) == "Fri 29 Jan"
    assert wording.when_without_year(due) == "Fri 29 Jan 12:00"


def test_a_finish_beside_a_due_time_shows_its_time() -> None:
    due, finish = dt.datetime(2027, 1, 29, 12), dt.datetime(2027, 1, 29, 15)
    assert wording.finish_day(FRIDAY, at=finish, like=due) == "Fri 29 Jan 2027 15:00"
    assert wording.finish_day(FRIDAY, at=finish, like=due.date()) == "Fri 29 Jan 2027"


def test_midnight_at_the_end_of_a_day_is_its_24th_hour() -> None:
    midnight = dt.datetime(2027, 1, 30)
    assert wording.day_and_time(FRIDAY, midnight) == "Fri 29 Jan 2027 24:00"
    assert wording.day_and_time(midnight.date(), midnight) == "Sat 30 Jan 2027 00:00"
    assert wording.time_of_day(midnight, on=FRIDAY) == "24:00"


def test_what_is_absent_is_empty() -> None:
    assert wording.when(None) == wording.finish_day(None) == ""


@pytest.mark.parametrize(
    ("time", "start", "end"),
    [
        ("09:00", "Fri 29 Jan 2027", "Fri 29 Jan 2027 09:00"),
        ("17:00", "Fri 29 Jan 2027 17:00", "Fri 29 Jan 2027"),
        ("00:00", "Fri 29 Jan 2027", "Thu 28 Jan 2027"),
        ("11:30", "Fri 29 Jan 2027 11:30", "Fri 29 Jan 2027 11:30"),
    ],
)
def test_work_has_a_time_where_it_is_not_the_edge_of_a_day(time: str, start: str, end: str) -> None:
    calendar = Calendar(start=FRIDAY)
    at = dt.datetime.combine(FRIDAY, dt.time.fromisoformat(time))
    assert wording.work_start(at, calendar) == start
    assert wording.work_end(at, calendar) == end


def test_work_at_midnight_is_on_the_day_that_is_known() -> None:
    calendar, midnight = Calendar(start=FRIDAY), dt.datetime(2027, 1, 30)
    assert wording.work_start(midnight, calendar, on=FRIDAY) == "Fri 29 Jan 2027"
    assert wording.work_end(midnight, calendar, on=midnight.date()) == "Sat 30 Jan 2027"


def test_a_period_of_one_day_is_that_day() -> None:
    assert wording.period(FRIDAY, FRIDAY) == "Fri 29 Jan 2027"
    assert wording.period(FRIDAY, dt.date(2027, 2, 1)) == "Fri 29 Jan 2027 to Mon 1 Feb 2027"


@pytest.mark.parametrize(
    ("days", "text"),
    [
        ([], ""),
        ([7], "Mon 7 Dec"),
        ([7, 10, 11], "Mon 7 Dec, Thu 10 Dec to Fri 11 Dec"),
        ([10, 11, 14, 15, 17], "Thu 10 Dec to Tue 15 Dec, Thu 17 Dec"),
        ([11, 15], "Fri 11 Dec, Tue 15 Dec"),
    ],
)
def test_days_with_only_a_weekend_between_them_are_one_range(days: list[int], text: str) -> None:
    assert wording.day_ranges(dt.date(2026, 12, day) for day in days) == text


def test_an_instant_is_written_as_in_a_plan_file() -> None:
    assert wording.instant(dt.datetime(2026, 12, 1, 17)) == "Tue 2026-12-01 17:00"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        *((0, "0"), (12.5, "12.5"), (1234.567, "1,234.57"), (100, "100"), (0.004, "0")),
        *((-0.004, "0"), (-1.5, "-1.5")),
    ],
)
def test_numbers_have_two_decimals_at_most(value: float, shown: str) -> None:
    assert wording.number(value) == shown


def test_numbers_have_as_many_decimals_as_are_asked_for() -> None:
    assert [wording.number(2.46, places=places) for places in (0, 1, 2)] == ["2", "2.5", "2.46"]
    assert wording.decimal(1234.56789) == "1234.5679"
    assert wording.decimal(0.1234567, places=6) == "0.123457"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Fraction(1, 3), "0.3333"),
        (8.0, "8"),
        (Fraction(10) ** 15, "1e+15"),
        (-(Fraction(10) ** 400), f"-{sys.float_info.max:.3g}"),
    ],
)
def test_amounts_of_any_size_can_be_written(value: Fraction | float, shown: str) -> None:
    assert wording.amount(value) == shown


def test_hours_have_one_decimal_and_stand_beside_days_of_the_calendar() -> None:
    assert (wording.hours(6.54), wording.hours(1200)) == ("6.5 h", "1,200 h")
    assert wording.hours_and_days(Fraction(12), Fraction(8)) == "12h (1.5d)"


@pytest.mark.parametrize(
    ("value", "shown"), [(0.125, "0.12 d"), (1, "1 d"), (2.46, "2.5 d"), (12.04, "12 d")]
)
def test_days(value: float, shown: str) -> None:
    assert wording.days(value) == shown


@pytest.mark.parametrize(("value", "shown"), [(0, "0 d"), (1.5, "+1.5 d"), (-2, "-2 d")])
def test_days_with_a_sign(value: float, shown: str) -> None:
    assert wording.signed_days(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [(1, "1 person-day"), (0.5, "0.5 person-days"), (1234, "1,234 person-days")],
)
def test_person_days(value: float, shown: str) -> None:
    assert wording.person_days(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0, "0 %"), (0.0000001, "under 0.1 %"), (0.032, "3.2 %"), (1, "100 %"), (12, "1,200 %")],
)
def test_a_gap_is_never_shown_as_none_where_there_is_one(value: float, shown: str) -> None:
    assert wording.percent(value) == shown


@pytest.mark.parametrize(("value", "shown"), [(None, "-"), (0.846, "85 %"), (0, "0 %")])
def test_loads_are_whole_percent(value: float | None, shown: str) -> None:
    assert wording.whole_percent(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [(0.4, "0 s"), (59.9, "59 s"), (60, "1 min"), (125, "2 min 5 s")]
)
def test_durations(value: float, shown: str) -> None:
    assert wording.duration(value) == shown


def test_a_cost_has_no_unit_as_the_user_counts_in_any_currency() -> None:
    assert wording.tier_value(12.5, "h") == "12.5 h"
    assert wording.tier_value(1200, "cost") == "1,200"


@pytest.mark.parametrize(
    ("names", "sentence", "row"),
    [
        ("", "", ""),
        ("A", "A", "A"),
        ("AB", "A and B", "A, B"),
        ("ABC", "A, B and C", "A, B, C"),
        ("ABCD", "A, B and 2 more", "A, B and 2 more"),
    ],
)
def test_lists_are_shortened_and_never_by_one_name_alone(
    names: str, sentence: str, row: str
) -> None:
    assert wording.joined(names, most=3) == sentence
    assert wording.enumerated(names, most=3) == row


def test_a_sentence_may_offer_a_choice_and_needs_no_limit() -> None:
    assert wording.joined(["A", "B", "C"], "or") == "A, B or C"
    assert wording.joined("ABCDEFGHIJKL").endswith("K and L")


def test_count() -> None:
    assert [wording.count(n, "person", "people") for n in (0, 1, 2)] == [
        "no people",
        "1 person",
        "2 people",
    ]
    assert wording.count(2, "item") == "2 items"


def test_a_title_cannot_steer_the_terminal() -> None:
    assert wording.printable("a\x1b[31mb\nc\u202ed") == "a [31mb c d"


def test_a_label_is_cut_where_there_is_no_room() -> None:
    assert wording.label("A-1", "", "Pay by invoice") == "A-1 Pay by invoice"
    assert wording.label("A-1", "Pay by invoice", most=9) == "A-1 Pay…"


def test_a_quoted_text_is_one_line_and_cut_in_its_middle() -> None:
    assert wording.shorten("a\n  b") == "a b"
    assert wording.shorten("x" * 61) == "x" * 28 + "..." + "x" * 28


def test_a_person_without_a_name_is_called_by_the_id() -> None:
    people = (Person(id="ana", name="Ana Souza"), Person(id="bo"))
    scenario = Scenario(
        version=1, name="S", calendar=Calendar(start=FRIDAY), people=people, items=()
    )
    names = [wording.person_name(scenario, one) for one in ("ana", "bo", "nobody")]
    assert names == ["Ana Souza", "bo", "nobody"]


def test_skills_of_a_need() -> None:
    assert wording.skills(Need()) == "no particular skill"
    assert wording.skills(Need(skills={"python": 3, "sql": 0})) == "python at level 3 and sql"
