"""Where slots are finer than what is planned in them, proofs and bounds are those of all slots."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given, note

from allocator.bounds.tier_bounds import tier_bounds
from allocator.errors import InfeasibleError
from allocator.planner import SolveOptions, solve
from allocator.problem.compile import compile_problem
from allocator.problem.evaluation import Evaluator
from allocator.problem.grain import grain
from allocator.problem.time_windows import time_windows
from support.oracle import best
from support.strategies import as_scenario, mini_scenarios, settled

FINER = {"1d": "4h", "4h": "2h"}


def finer(data: dict[str, Any]) -> dict[str, Any]:
    """Return a scenario with finer slots, of which each work still takes several."""
    calendar = data["calendar"]
    assume(calendar["slot"] in FINER and not calendar.get("continuous"))
    return {**data, "calendar": {**calendar, "slot": FINER[calendar["slot"]]}}


@settled(60)
@given(mini_scenarios())
def test_the_planner_proves_what_enumeration_of_all_slots_finds(data: dict[str, Any]) -> None:
    scenario = as_scenario(finer(data))
    expected = best(scenario)
    note(f"grain {grain(compile_problem(scenario, axis_days=30))}, enumerated {expected}")
    if expected is None:
        with pytest.raises(InfeasibleError):
            solve(scenario, SolveOptions(time_limit=20, workers=1))
        return
    for tier in solve(scenario, SolveOptions(time_limit=20, workers=1)).plan.solver.tiers:
        assert tier.proved, tier.name
        assert tier.value == pytest.approx(float(expected.values[tier.name]), abs=1e-6), tier.name


@settled(60)
@given(mini_scenarios())
def test_bounds_are_not_above_what_enumeration_of_all_slots_finds(data: dict[str, Any]) -> None:
    scenario = as_scenario({**finer(data), "objectives": ["tardiness", "flow"]})
    expected = best(scenario)
    assume(expected is not None)
    assert expected is not None
    problem = compile_problem(scenario, axis_days=30)
    windows = time_windows(problem)
    assume(not (windows.earliest >= problem.horizon).any())
    for tier in problem.tier_names[:1]:
        found = tier_bounds(Evaluator(problem), windows, tier, seconds=10, stop=lambda: False)
        bounds = [bound for bound, _ in found]
        note(f"grain {grain(problem)}, {bounds}, {expected.values}")
        assert bounds[-1] * problem.tier(tier).unit <= expected.values[tier]
