"""On random tiny scenarios the planner finds what the exhaustive enumeration finds.

A failing example prints as a dict that can be written to a scenario file as it is.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, note

from allocator.domain import Scenario
from allocator.errors import InfeasibleError, NoPlanInTimeError
from allocator.planner import SolveOptions, solve
from support.distributed import distributed_scenarios
from support.oracle import best
from support.oracle.clock import Clock
from support.oracle.horizon import horizon
from support.strategies import (
    as_scenario,
    budgeted_scenarios,
    busy_scenarios,
    settled,
    tiny_scenarios,
    tracked_scenarios,
    zoned_scenarios,
)

OPTIONS = SolveOptions(time_limit=20, workers=1, seed=0)


def check_optimum(data: dict[str, Any], *, exact: bool = True) -> None:
    """Every tier is proved and has the enumerated value; no plan where there is none.

    Parameters
    ----------
    exact
        Whether all of it is proved, and no plan needs more weeks than the enumeration looks at.
        Where two people can begin together in a few weeks of the year alone, between changes of
        clocks, neither is so.
    """
    scenario = as_scenario(data)
    expected = best(scenario)
    note(f"enumerated: {expected}")
    if expected is None:
        if not exact:
            assert ends_late(scenario)
            return
        with pytest.raises(InfeasibleError):
            solve(scenario, OPTIONS)
        return
    tiers = solve(scenario, OPTIONS).plan.solver.tiers
    note(f"planned: {tiers}")
    assert [tier.name for tier in tiers] == list(expected.values)
    for tier in tiers:
        assert tier.proved or not exact, tier.name
        assert tier.value == pytest.approx(float(expected.values[tier.name]), abs=1e-6), tier.name
        assert tier.bound == pytest.approx(tier.value, abs=1e-6) or not exact, tier.name
        assert tier.bound <= tier.value + 1e-6, tier.name


def ends_late(scenario: Scenario) -> bool:
    """Return whether no plan is found, or only one that ends after all that is enumerated."""
    try:
        plan = solve(scenario, OPTIONS).plan
    except (InfeasibleError, NoPlanInTimeError):
        return True
    clock = Clock(scenario)
    last = clock.instant(horizon(scenario, clock))
    return any(item.finish is not None and item.finish > last for item in plan.items)


@settled(60, quick=40)
@given(tiny_scenarios())
def test_planner_finds_the_optimum(data: dict[str, Any]) -> None:
    """Value and proof of every tier, on a few dozen scenarios."""
    check_optimum(data)


@settled(60, quick=40)
@given(tracked_scenarios())
def test_planner_finds_the_optimum_with_sprints_and_progress(data: dict[str, Any]) -> None:
    """The same where there are sprints, and items that are done or in progress."""
    check_optimum(data)


@settled(30)
@given(zoned_scenarios())
def test_planner_finds_the_optimum_of_people_in_several_zones(data: dict[str, Any]) -> None:
    """The same where people work in different local times, and clocks are put forward or back."""
    check_optimum(data)


@settled(30)
@given(busy_scenarios())
def test_planner_finds_the_optimum_of_people_in_meetings(data: dict[str, Any]) -> None:
    """The same where meetings and rotas take of people's time."""
    check_optimum(data)


@settled(20)
@given(budgeted_scenarios())
def test_planner_finds_the_optimum_within_budgets(data: dict[str, Any]) -> None:
    """The same where projects have budgets, as goals and as limits that no plan exceeds."""
    check_optimum(data)


@settled(8)
@given(distributed_scenarios(items=2))
def test_planner_finds_the_optimum_of_people_who_work_together_and_hand_over(
    data: dict[str, Any],
) -> None:
    """The same where two people need time in common, and work is handed over across zones."""
    check_optimum(data, exact=False)


@pytest.mark.slow
@pytest.mark.timeout(1800)
@settled(200, quick=20)
@given(busy_scenarios())
def test_planner_finds_the_optimum_of_hundreds_in_meetings(data: dict[str, Any]) -> None:
    """Value and proof of every tier, on hundreds of scenarios with meetings and rotas."""
    check_optimum(data)


@pytest.mark.slow
@pytest.mark.timeout(1800)
@settled(200, quick=20)
@given(budgeted_scenarios())
def test_planner_finds_the_optimum_within_hundreds_of_budgets(data: dict[str, Any]) -> None:
    """Value and proof of every tier, on hundreds of scenarios with budgets."""
    check_optimum(data)


@pytest.mark.slow
@pytest.mark.timeout(1800)
@settled(200, quick=20)
@given(tracked_scenarios())
def test_planner_finds_the_optimum_of_hundreds_in_progress(data: dict[str, Any]) -> None:
    """Value and proof of every tier, on hundreds of scenarios with sprints and progress."""
    check_optimum(data)


@pytest.mark.slow
@pytest.mark.timeout(1800)
@settled(200, quick=20)
@given(tiny_scenarios())
def test_planner_finds_the_optimum_of_hundreds(data: dict[str, Any]) -> None:
    """Value and proof of every tier, on hundreds of scenarios."""
    check_optimum(data)


@pytest.mark.slow
@pytest.mark.timeout(1800)
@settled(100, quick=8)
@given(distributed_scenarios())
def test_planner_finds_the_optimum_of_many_who_hand_over(data: dict[str, Any]) -> None:
    """Value and proof of every tier, on many scenarios with overlap and handovers."""
    check_optimum(data, exact=False)
