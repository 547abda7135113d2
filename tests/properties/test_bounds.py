"""Bounds without search are never above the optimum that the exhaustive enumeration finds.

The axis is also drawn so short that the optimum goes on after it, for bounds must hold then too.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, note
from hypothesis import strategies as st

from allocator.bounds.tier_bounds import tier_bounds
from allocator.problem.compile import compile_problem
from allocator.problem.evaluation import Evaluator
from allocator.problem.time_windows import time_windows
from support.oracle import best
from support.strategies import (
    TIERS,
    as_scenario,
    crews,
    settled,
    tiny_scenarios,
    tracked_scenarios,
)

AXES = (60, 8, 3)
"""Days; the longest holds nearly every tiny optimum, the others do not."""


def check_bounds(data: dict[str, Any], tier: str, days: int) -> None:
    """Every bound that is yielded is above the one before and not above the optimum."""
    scenario = as_scenario({**data, "objectives": [tier]})
    expected = best(scenario)
    if expected is None:
        return
    problem = compile_problem(scenario, axis_days=days)
    windows = time_windows(problem)
    if (windows.earliest >= problem.horizon).any():
        return  # no plan lies on such an axis, and the planner takes a longer one
    unit = problem.tier(tier).unit
    bounds = list(tier_bounds(Evaluator(problem), windows, tier, seconds=10, stop=lambda: False))
    note(f"{tier} on {days} days: optimum {expected.values[tier]}, unit {unit}, bounds {bounds}")
    assert bounds
    values = [bound for bound, _ in bounds]
    assert values == sorted(set(values))
    assert values[-1] * unit <= Fraction(expected.values[tier])


@settled(80, quick=40)
@given(tiny_scenarios() | tracked_scenarios(), st.sampled_from(TIERS), st.sampled_from(AXES))
def test_no_bound_is_above_the_optimum(data: dict[str, Any], tier: str, days: int) -> None:
    check_bounds(data, tier, days)


@settled(60, quick=20)
@given(crews(), st.sampled_from((60, 2)))
def test_no_bound_is_above_the_shortest_plan_of_crews(data: dict[str, Any], days: int) -> None:
    """Items that need several people: sets of them that fit together bound the makespan."""
    check_bounds(data, "makespan", days)


@pytest.mark.slow
@pytest.mark.timeout(1800)
@settled(200, quick=40)
@given(tiny_scenarios() | tracked_scenarios(), st.sampled_from(TIERS[:3]), st.sampled_from(AXES))
def test_no_bound_on_dates_is_above_the_optimum(data: dict[str, Any], tier: str, days: int) -> None:
    """The tiers that relaxations are about, on hundreds of scenarios."""
    check_bounds(data, tier, days)
