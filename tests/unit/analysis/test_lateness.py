"""What is late is told in words that are true for nights, weekends and holidays."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from allocator.analysis.lateness import late_text, moved_text
from allocator.calendars import Calendars
from support.plans import scenario

FRIDAY = dt.date(2026, 12, 4)
SHUTDOWN = ["2026-12-24", "2026-12-25", "2026-12-28", "2026-12-29", "2026-12-30", "2026-12-31"]


def _at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("due", "finish", "told"),
    [
        ("2026-12-04", "2026-12-04T23:00", ""),
        ("2026-12-04", "2026-12-05T00:00", ""),
        ("2026-12-04", "2026-12-06T18:00", "2 days (a weekend)"),
        ("2026-12-04", "2026-12-07T00:00", "2 days (a weekend)"),
        ("2026-12-04", "2026-12-05T00:01", "1 day (a weekend)"),
        ("2026-12-04", "2026-12-07T09:00", "3 days (a weekend)"),
        ("2026-12-04", "2026-12-07T10:00", "3 days (0.12 d of working time)"),
        ("2026-12-04", "2026-12-08T11:00", "1.2 d"),
        ("2026-12-02", "2026-12-03T08:00", "1 day (outside working hours)"),
        ("2026-12-23", "2027-01-02T09:00", "10 days (holidays and 2 weekends)"),
        ("2026-12-03T17:00", "2026-12-03T17:10", "10 min (outside working hours)"),
        ("2026-12-03T17:00", "2026-12-03T21:30", "4.5 h (outside working hours)"),
        ("2026-12-03T16:00", "2026-12-03T16:30", "0.06 d"),
    ],
)
def test_late_by(due: str, finish: str, told: str) -> None:
    of = scenario(calendar={"holidays": {"dates": [*SHUTDOWN, "2027-01-01"]}}, items=[])
    team = Calendars(of).team
    limit = _at(due) if "T" in due else dt.date.fromisoformat(due)
    assert late_text(team, limit, _at(finish)) == told
    assert late_text(team, limit, _at(finish), brief=True) == told.split(" (")[0]


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("2026-12-04T17:00", "2026-12-04T17:00", "0 d"),
        ("2026-12-04T17:00", "2026-12-06T17:00", "+2 days (a weekend)"),
        ("2026-12-06T17:00", "2026-12-05T17:00", "-1 day (a weekend)"),
        ("2026-12-04T17:00", "2026-12-07T17:00", "+1 d"),
        ("2026-12-08T17:00", "2026-12-07T13:00", "-1.5 d"),
    ],
)
def test_moved_by(was: str, now: str, told: str) -> None:
    calendar: dict[str, Any] = {"start": "2026-12-01"}
    team = Calendars(scenario(calendar=calendar, items=[])).team
    assert moved_text(team, _at(was), _at(now)) == told


def test_no_date_is_not_late() -> None:
    team = Calendars(scenario(items=[])).team
    assert late_text(team, None, _at("2026-12-06T18:00")) == ""
    assert late_text(team, FRIDAY, None) == ""
