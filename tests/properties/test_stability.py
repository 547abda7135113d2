"""Near a baseline the planner finds what the enumeration finds: upheaval, goals, frozen items."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, note

from allocator.calendars.team import midnight
from allocator.checks.run import check
from allocator.domain.quantities import beginning
from allocator.errors import InfeasibleError
from allocator.planner import SolveOptions, solve
from support.oracle import exhaustive
from support.strategies import as_scenario, based_scenarios, settled

OPTIONS = SolveOptions(time_limit=20, workers=1, seed=0)
DAYS = 4
"""Plans that end so soon are enumerated."""


def check_upheaval(data: dict[str, Any]) -> None:
    """Every tier has the enumerated value, where the plan is among those enumerated."""
    scenario = as_scenario(data)
    try:
        plan = solve(scenario, OPTIONS).plan
    except InfeasibleError:
        assert exhaustive(scenario, DAYS) is None
        return
    assert check(scenario, plan) == []
    end = midnight(beginning(scenario.calendar.start).date()) + dt.timedelta(days=DAYS)
    if any(item.finish and item.finish > end for item in plan.items):
        return
    expected = exhaustive(scenario, DAYS)
    note(f"enumerated: {expected}")
    assert expected is not None
    for tier in plan.solver.tiers:
        counted = max(tier.value, scenario.goals.get(tier.name, 0))
        assert counted == pytest.approx(float(expected[tier.name]), abs=1e-6), tier


@settled(60)
@given(based_scenarios())
def test_planner_finds_the_least_upheaval(data: dict[str, Any]) -> None:
    """Value of every tier, on a few dozen scenarios."""
    check_upheaval(data)


@pytest.mark.slow
@pytest.mark.timeout(1800)
@settled(300)
@given(based_scenarios())
def test_planner_finds_the_least_upheaval_of_hundreds(data: dict[str, Any]) -> None:
    """Value of every tier, on hundreds of scenarios."""
    check_upheaval(data)
