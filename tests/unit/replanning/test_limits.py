"""Time limits hold of several searches and tests together, whatever each of them takes."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any

import pytest

from allocator.domain import Plan, Result, RuleId, Scenario
from allocator.planner import SolveOptions, solve
from allocator.planner.clock import Clock
from allocator.replanning import search
from allocator.replanning.options import options
from allocator.replanning.prepare import prepare
from allocator.replanning.replan import replan
from allocator.replanning.unfreezing import unfreeze_what_fails

OPTIONS = SolveOptions(time_limit=1, workers=1, seed=0)
DATA: dict[str, Any] = {
    "name": "test",
    "calendar": {"start": "2026-12-01"},
    "people": [{"id": "ana"}, {"id": "bob"}],
    "items": [
        {"id": f"I{k}", "effort": f"{1 + k % 3}d", "priority": 1 + k, "due": "2026-12-02"}
        for k in range(9)
    ],
}


@pytest.fixture(scope="module")
def baseline() -> Plan:
    return solve(Scenario.model_validate(DATA), OPTIONS).plan


def _changed() -> Scenario:
    items = [*DATA["items"], {"id": "NEW", "effort": "3d", "priority": 20, "due": "2026-12-02"}]
    return Scenario.model_validate({**DATA, "items": items, "now": dt.datetime(2026, 12, 1)})


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Searches that take a second beside their time; their limits."""
    asked: list[float] = []

    def slowly(scenario: Scenario, limits: SolveOptions, **given: Any) -> Result:
        asked.append(limits.time_limit)
        time.sleep(0.4)
        return solve(scenario, limits, **given)

    monkeypatch.setattr(search, "solve", slowly)
    return asked


def test_without_time_there_is_one_plan_to_choose_and_it_is_told(
    baseline: Plan, slow: list[float]
) -> None:
    found = options(_changed(), baseline, limits=SolveOptions(time_limit=0.1, workers=1, seed=0))
    assert len(slow) == len(found) == 1
    assert "there was no time for more plans to choose from" in found[0].replanned.notes[-1]


def test_with_time_there_are_more(baseline: Plan) -> None:
    found = options(_changed(), baseline, limits=SolveOptions(time_limit=4, workers=1, seed=0))
    assert len(found) > 1
    assert not any("no time" in note for note in found[0].replanned.notes)


def test_a_short_time_is_not_cut_in_two(baseline: Plan, slow: list[float]) -> None:
    replan(_changed(), baseline, options=SolveOptions(time_limit=0.1, workers=1, seed=0))
    assert slow == [0.1]


def test_what_can_stay_frozen_is_not_looked_for_without_end(baseline: Plan) -> None:
    asked = prepare(_changed(), baseline, window=dt.timedelta(days=30))
    calls = 0

    def slowly(_scenario: Scenario) -> bool:
        nonlocal calls
        calls += 1
        time.sleep(0.2)
        return calls == 1  # nothing can stay

    found = unfreeze_what_fails(asked.scenario, Clock(0.5, None), slowly)
    assert found is not None
    assert calls <= 6
    scenario, forced = found
    stay = {each.item for each in scenario.baseline if each.frozen}
    assert stay | {each.item for each in forced} == {f"I{k}" for k in range(9)}
    assert {each.rule for each in forced} == {RuleId.FREEZE}
    assert "there was no time to find out what can" in forced[-1].message
