"""Whoever is ill is named as the reason, whatever the window and whenever it is asked."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from allocator.domain import Plan, Scenario
from allocator.planner import SolveOptions, solve
from allocator.replanning.replan import Replanned, replan

OPTIONS = SolveOptions(time_limit=3, workers=1, seed=0)
DATA: dict[str, Any] = {
    "name": "test",
    "calendar": {"start": "2026-12-01"},  # a Tuesday
    "sprints": {"length": "2w", "first": "2026-11-30", "count": 6},
    "people": [{"id": "vi", "skills": ["ops"]}, {"id": "wu", "skills": ["ml"]}],
    "items": [
        {"id": "R", "needs": "ops", "effort": "6d"},
        {"id": "S", "needs": "ml", "effort": "2d", "after": "R"},
    ],
}
ILL = [{"from": "2026-12-08", "to": "2026-12-15"}]
WINDOWS = [None, dt.timedelta(0), dt.timedelta(weeks=2)]


@pytest.fixture(scope="module")
def baseline() -> Plan:
    return solve(Scenario.model_validate(DATA), OPTIONS).plan


def _ill(baseline: Plan, day: int, window: dt.timedelta | None, left: str = "1.5d") -> Replanned:
    said = {"state": "in_progress", "started": "2026-12-01", "remaining": left}
    data = {
        **DATA,
        "now": dt.datetime(2026, 12, day),
        "people": [{**DATA["people"][0], "time_off": ILL}, DATA["people"][1]],
        "items": [{**DATA["items"][0], **said}, DATA["items"][1]],
    }
    today = Scenario.model_validate(data)
    return replan(today, baseline, reported={"R"}, freeze=window, options=OPTIONS)


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("day", [7, 9, 11, 14, 15, 16])
def test_an_absence_is_the_reason(baseline: Plan, day: int, window: dt.timedelta | None) -> None:
    """Told was "it is frozen, and the baseline has it on 16 Dec", or that less of it was left."""
    found = {each.id: each for each in _ill(baseline, day, window).difference.moved}
    for name in ("R", "S"):
        why = found[name].why
        assert why.cause is not None
        assert (why.cause.section, why.cause.id, why.cause.field) == ("people", "vi", "time_off")
        assert "vi is" in why.sentence
        assert "less left" not in why.sentence
        assert "the baseline has it" not in why.sentence


def test_more_work_is_the_reason_where_it_is_most_of_it(baseline: Plan) -> None:
    """Of a delay of four weeks the illness makes up one."""
    found = {each.id: each for each in _ill(baseline, 9, None, left="20d").difference.moved}
    cause = found["S"].why.cause
    assert cause is not None
    assert cause.sentence == "R has more left than planned, 160 h rather than 0 h"
