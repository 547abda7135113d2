"""What holds of the planner's plans whatever the scenario."""

from __future__ import annotations

from typing import Any

import yaml
from hypothesis import given, note
from hypothesis import strategies as st

from allocator.checks.run import check
from allocator.errors import InfeasibleError, ScenarioError
from allocator.planner import SolveOptions, solve
from allocator.scenario import loads
from support.oracle import best
from support.strategies import (
    as_scenario,
    medium_scenarios,
    settled,
    tightened,
    tiny_scenarios,
    tracked_scenarios,
    widened,
)

Data = dict[str, Any]
TOLERANCE = 1e-6


def proved(data: Data) -> list[float] | None:
    """Return the proved value of every tier, None if there is no plan."""
    try:
        result = solve(as_scenario(data), SolveOptions(time_limit=20, workers=1, seed=0))
    except InfeasibleError:
        return None
    assert all(tier.proved for tier in result.plan.solver.tiers)
    return [tier.value for tier in result.plan.solver.tiers]


def no_worse(one: list[float] | None, two: list[float] | None) -> bool:
    """Return whether the first is lexicographically at most the second; no plan is worst."""
    if one is None or two is None:
        return two is None
    for mine, other in zip(one, two, strict=True):
        if abs(mine - other) > TOLERANCE:
            return mine < other
    return True


@settled(40, quick=10)
@given(medium_scenarios() | tracked_scenarios("medium"))
def test_plans_keep_every_rule(data: Data) -> None:
    """The independent checker finds nothing in plans of 20 to 60 items."""
    scenario = as_scenario(data)
    result = solve(scenario, SolveOptions(time_limit=1, workers=1, seed=0))
    assert check(scenario, result.plan) == []


@settled(25)
@given(st.data(), tiny_scenarios())
def test_one_more_person_is_never_worse(more: st.DataObject, data: Data) -> None:
    """The plan without them is still there to be chosen."""
    wider = more.draw(widened(data))
    before, now = proved(data), proved(wider)
    note(f"without {before}, with {now}")
    assert no_worse(now, before)


@settled(25)
@given(st.data(), tiny_scenarios())
def test_one_more_constraint_is_never_better(more: st.DataObject, data: Data) -> None:
    """Links, releases, deadlines, absences and people to avoid only take plans away."""
    tighter = more.draw(tightened(data))
    before, now = proved(data), proved(tighter)
    note(f"without {before}, with {now}")
    assert no_worse(before, now)


@settled(25)
@given(tiny_scenarios() | tracked_scenarios())
def test_only_what_has_no_plan_is_refused(data: Data) -> None:
    """A file is refused as impossible only where the enumeration finds no plan either."""
    scenario = as_scenario(data)
    try:
        assert loads(yaml.safe_dump(data)).scenario == scenario
    except ScenarioError as error:
        note(str(error))
        if any("too long for every sprint" in finding.message for finding in error.findings):
            return  # it could be done after the last sprint, which nobody means
        assert best(scenario) is None
