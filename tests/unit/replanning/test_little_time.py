"""A search that has no time for a plan says so; it was not interrupted."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Any

import pytest

from allocator.domain import Plan, Scenario
from allocator.errors import InterruptedBeforePlanError, NoPlanInTimeError
from allocator.planner import SolveOptions, solve
from allocator.replanning.options import options
from allocator.replanning.replan import replan
from allocator.replanning.stability_tier import Keep

NO_TIME = SolveOptions(time_limit=1e-6, workers=1, seed=0)
NOW = dt.datetime(2026, 12, 1)


def _scenario(**last: Any) -> Scenario:
    """Return twelve items of one person, who cannot do the last one first by any simple rule."""
    items: list[dict[str, Any]] = [
        {"id": f"I{k}", "effort": "1d", "priority": 12 - k, "due": "2026-12-02"} for k in range(12)
    ]
    items[-1] |= last
    return Scenario.model_validate(
        {
            "name": "test",
            "calendar": {"start": "2026-12-01"},
            "people": [{"id": "ana"}],
            "items": items,
        }
    )


@pytest.fixture(scope="module")
def baseline() -> Plan:
    return solve(_scenario(), SolveOptions(time_limit=3, workers=1, seed=0)).plan


@pytest.mark.parametrize("keep", ["low", "medium", "high"])
def test_time_that_is_short_is_no_interrupt(baseline: Plan, keep: Keep) -> None:
    """With keep medium it ended as if Ctrl-C had been pressed, with exit code 130."""
    hurried = _scenario(deadline="2026-12-01").model_copy(update={"now": NOW})
    try:
        found = replan(hurried, baseline, keep=keep, options=NO_TIME)
    except NoPlanInTimeError as error:
        assert "allow more time" in str(error)
        assert " s," not in str(error)  # no limit that nobody gave
    else:
        assert not found.interrupted


def test_time_that_is_short_is_no_interrupt_of_several_plans(baseline: Plan) -> None:
    hurried = _scenario(deadline="2026-12-01").model_copy(update={"now": NOW})
    try:
        found = options(hurried, baseline, limits=NO_TIME)
    except NoPlanInTimeError as error:
        assert "allow more time" in str(error)
    else:
        assert not any(each.replanned.interrupted for each in found)


def test_the_repaired_baseline_is_there_in_no_time(baseline: Plan) -> None:
    later = _scenario(not_before="2026-12-30").model_copy(update={"now": NOW})
    found = replan(later, baseline, options=NO_TIME)
    assert not found.interrupted
    moved = {each.id for each in found.difference.moved}
    assert moved == {"I11"}


def test_an_interrupt_is_one(baseline: Plan) -> None:
    stop = threading.Event()
    stop.set()
    hurried = _scenario(deadline="2026-12-01").model_copy(update={"now": NOW})
    with pytest.raises(InterruptedBeforePlanError):
        replan(hurried, baseline, options=NO_TIME, stop=stop)


def test_another_start_of_the_calendar_is_told(baseline: Plan) -> None:
    """Objectives that count from there cannot be compared with those of the baseline."""
    later = _scenario()
    calendar = later.calendar.model_copy(update={"start": dt.date(2026, 12, 2)})
    today = later.model_copy(update={"calendar": calendar, "now": dt.datetime(2026, 12, 2)})
    (note,) = replan(today, baseline, options=NO_TIME).notes
    assert "set calendar.start: 2026-12-01" in note
