"""Team time counted backward, where a day closes at the midnight of the next one."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from allocator.calendars import Calendars
from support.plans import scenario

START = dt.date(2026, 11, 2)


@pytest.mark.parametrize(
    "fields",
    [
        {"continuous": True},
        {"day_start": "18:00", "day_hours": 6, "slot": "2h"},
        {"day_start": "09:00", "day_hours": 8},
    ],
)
@pytest.mark.parametrize("hours", [1, 6, 13, 50])
def test_going_back_ends_and_is_undone_by_going_on(fields: dict[str, object], hours: int) -> None:
    """It went on for ever where the working day ends at midnight."""
    team = Calendars(scenario(calendar={"start": START, **fields}, items=[])).team
    end = dt.datetime(2026, 11, 18, 20)
    found = team.latest_before(end, Fraction(hours))
    assert team.hours_between(found, end) == hours
