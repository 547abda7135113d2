"""What is blocked in a re-plan: what is assumed of it, and what stays."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from allocator.domain import Plan, Scenario
from allocator.planner import SolveOptions, solve
from allocator.replanning.assumed_progress import assume_progress
from allocator.replanning.replan import replan

OPTIONS = SolveOptions(time_limit=3, workers=1, seed=0)
NOW = dt.datetime(2026, 11, 12)


def _scenario(**a: Any) -> Scenario:
    """Return A, which Ana does in five days from Monday 2 November on."""
    return Scenario.model_validate(
        {
            "name": "test",
            "calendar": {"start": "2026-11-02"},
            "people": [{"id": "ana"}],
            "items": [{"id": "A", "assign": ["ana"], "effort": "5d", **a}],
        }
    )


def _assumed(**a: Any) -> tuple[Any, str]:
    """Return A as it is assumed to be on Thursday 12 November, and why."""
    baseline = solve(_scenario(), OPTIONS).plan
    today = _scenario(**a).model_copy(update={"now": NOW})
    scenario, assumed = assume_progress(today, baseline, set(), "on-plan")
    return scenario.items[0], assumed[0].reason


def test_what_is_not_blocked_is_done_as_planned() -> None:
    assert _assumed()[0].state == "done"


@pytest.mark.parametrize("since", [None, "2026-11-02", "2026-10-20"])
def test_what_was_blocked_before_it_began_has_not_begun(since: str | None) -> None:
    item, reason = _assumed(blocked={"by": "legal", "since": since})
    assert item.state == "todo"
    assert reason.startswith("it is blocked by legal")


def test_what_is_blocked_since_a_day_has_been_worked_on_up_to_it() -> None:
    """Of Monday to Friday two days are done by Wednesday, whatever the time since."""
    item, reason = _assumed(blocked={"by": "legal", "since": "2026-11-04"})
    assert (item.state, item.remaining) == ("in_progress", {"ana": "24h"})
    assert reason == "it is blocked by legal since Wed 4 Nov 2026"


def test_what_is_blocked_after_its_end_is_done() -> None:
    item, reason = _assumed(blocked={"by": "legal", "since": "2026-11-09"})
    assert (item.state, reason) == ("done", "")


def test_a_block_that_is_to_be_over_by_now_is() -> None:
    item, reason = _assumed(blocked={"by": "legal", "until": "2026-11-02"})
    assert (item.state, reason) == ("done", "")
    item, reason = _assumed(blocked={"by": "legal", "until": "2026-11-09"})
    assert (item.state, reason) == ("todo", "it was blocked by legal until 2026-11-09")
    item, _ = _assumed(blocked={"by": "legal", "since": "2026-11-05", "until": "2026-11-09"})
    assert item.state == "done"


def test_what_is_in_progress_and_blocked_goes_on_when_it_is_over() -> None:
    baseline: Plan = solve(_scenario(), OPTIONS).plan
    today = _scenario(blocked={"by": "legal", "since": "2026-11-04", "until": "2026-11-16"})
    plan = replan(today.model_copy(update={"now": NOW}), baseline, options=OPTIONS).plan
    (entry,) = plan.items
    assert (entry.state, str(entry.start)) == ("in_progress", "2026-11-02 09:00:00")
    assert [str(work.start) for work in entry.assignments] == ["2026-11-16 09:00:00"]
    assert str(entry.finish) == "2026-11-18 17:00:00"


def test_a_block_without_an_end_is_news_once_the_work_should_have_begun() -> None:
    """The baseline plans A at once, as if it were over; what is not yet due stays."""
    today = _scenario(blocked={"by": "legal"})
    baseline = solve(today, OPTIONS).plan
    assert str(baseline.items[0].start) == "2026-11-02 09:00:00"
    for now, start in ((dt.datetime(2026, 11, 2), None), (NOW, "2026-11-12 09:00:00")):
        found = replan(today.model_copy(update={"now": now}), baseline, options=OPTIONS)
        assert found.unchanged == (start is None)
        assert str(found.plan.items[0].start) == (start or "2026-11-02 09:00:00")
