"""Rules of recurrence are read as iCalendar has them, and nothing else is taken for one."""

from __future__ import annotations

import datetime as dt
from itertools import islice
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from allocator.domain import Meeting
from allocator.domain.recurrence import check_rule, recurring_days, rule_of

FIRST = dt.date(2026, 12, 1)


def days(rule: str, count: int = 3, first: dt.date = FIRST) -> list[str]:
    return [day.strftime("%a %d %b") for day in islice(recurring_days(rule, first), count)]


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ("FREQ=WEEKLY;BYDAY=MO,TH", ["Thu 03 Dec", "Mon 07 Dec", "Thu 10 Dec"]),
        ("rrule:freq=weekly;byday=fr;interval=2", ["Fri 04 Dec", "Fri 18 Dec", "Fri 01 Jan"]),
        ("FREQ=MONTHLY;BYDAY=-1FR", ["Fri 25 Dec", "Fri 29 Jan", "Fri 26 Feb"]),
        ("FREQ=DAILY;COUNT=2", ["Tue 01 Dec", "Wed 02 Dec"]),
        ("FREQ=DAILY;UNTIL=20261202", ["Tue 01 Dec", "Wed 02 Dec"]),
        ("FREQ=DAILY;UNTIL=20261202T090000", ["Tue 01 Dec", "Wed 02 Dec"]),
        ("FREQ=MONTHLY;BYMONTHDAY=30;BYMONTH=2", []),
    ],
)
def test_days_of_a_rule(rule: str, found: list[str]) -> None:
    assert days(check_rule(rule)) == found


@pytest.mark.parametrize(
    ("every", "rule"),
    [
        ("mon", "FREQ=WEEKLY;BYDAY=MO"),
        (["Thursday", "mon"], "FREQ=WEEKLY;BYDAY=MO,TH"),
        ("day", "FREQ=DAILY"),
        ("week", "FREQ=WEEKLY"),
        ("month", "FREQ=MONTHLY"),
        ("2w", "FREQ=WEEKLY;INTERVAL=2"),
        ("1d", "FREQ=DAILY"),
        ("3 d", "FREQ=DAILY;INTERVAL=3"),
    ],
)
def test_short_forms(every: Any, rule: str) -> None:
    assert rule_of(every) == rule


@pytest.mark.parametrize("every", ["", "mo", "0w", "2y", 7, None, [], ["mon", "x"], {}])
def test_what_is_no_short_form(every: Any) -> None:
    with pytest.raises(PydanticCustomError, match="write a weekday"):
        rule_of(every)


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("FREQ=HOURLY", "DAILY, WEEKLY"),
        ("BYDAY=MO", "FREQ is none"),
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL is no number"),
        ("FREQ=DAILY;COUNT=-1", "COUNT is no number"),
        ("FREQ=DAILY;BYHOUR=9", 'write at: "10:00"'),
        ("FREQ=DAILY;UNTIL=20270331T080000Z", "write until: 2027-03-31"),
        ("FREQ=DAILY;FREQ=DAILY", "no part of it"),
        ("FREQ=WEEKLY;BYDAY=XX", "cannot be read"),
        ("FREQ=YEARLY;BYSETPOS=0;BYDAY=MO", "cannot be read"),
        ("FREQ=DAILY;BYEASTER=1", "no part of it"),
        ("", "no part of it"),
    ],
)
def test_what_is_no_rule(rule: str, told: str) -> None:
    with pytest.raises(PydanticCustomError) as error:
        check_rule(rule)
    assert told in str(error.value)


part = st.sampled_from(
    ["FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"]
)
value = st.one_of(
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY", "MO", "-1SU", "5MO", "20271231"]),
    st.integers(-40, 400).map(str),
    st.text(max_size=4),
)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(st.tuples(part, value), max_size=4), st.sampled_from(["DAILY", "YEARLY"]))
def test_a_rule_gives_days_or_is_refused(parts: list[tuple[str, str]], often: str) -> None:
    """Whatever stands there: no other error, and days in order from the first one on."""
    rule = ";".join([f"FREQ={often}", *(f"{name}={one}" for name, one in parts)])
    try:
        read = check_rule(rule)
    except PydanticCustomError:
        return
    found = list(islice(recurring_days(read, FIRST), 5))
    assert found == sorted(set(found))
    assert all(day >= FIRST for day in found)


def meeting(**fields: Any) -> Meeting:
    base = {"id": "m", "at": "9:00", "length": "1h", "attendees": "ana"}
    return Meeting.model_validate({**base, **fields})


def test_days_of_a_meeting_keep_to_its_bounds() -> None:
    found = meeting(every="day", until="2026-12-05", **{"from": "2026-12-02"})
    assert [day.day for day in found.days(FIRST)] == [2, 3, 4, 5]
    left = meeting(every="day", until="2026-12-03", **{"except": ["2026-12-02"]})
    assert [day.day for day in left.days(FIRST)] == [1, 3]


def test_a_rule_that_depends_on_its_first_day_asks_for_it() -> None:
    for fields in ({"every": "2w"}, {"every": "week"}, {"every": "month"}):
        with pytest.raises(ValueError, match="from when on"):
            meeting(**fields)
    for rule in ("FREQ=DAILY;COUNT=3", "FREQ=YEARLY;BYMONTH=3"):
        with pytest.raises(ValueError, match="from when on"):
            meeting(rule=rule)
