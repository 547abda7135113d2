"""The left shift moves items to where they fit, and makes nothing worse."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings

from allocator.heuristics.construct import scored
from allocator.heuristics.shift import left_shift
from allocator.planner.clock import Clock
from allocator.planner.first_plan import first_plan
from allocator.problem.compile import compile_problem
from allocator.problem.evaluation import Evaluator
from allocator.problem.model import Solution
from support.plans import scenario
from support.strategies import as_scenario, medium_scenarios


def test_a_late_item_moves_to_where_it_fits() -> None:
    of = scenario(people=[{"id": "ana"}], items=[{"id": "A", "effort": "1d"}])
    problem = compile_problem(of, axis_days=30)
    shifted = left_shift(problem, Solution((40,), (((0,),),), (True,)))
    assert shifted.starts == (0,)


@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(medium_scenarios())
def test_a_second_shift_moves_nothing_and_no_tier_gets_worse(data: dict[str, Any]) -> None:
    start = first_plan(as_scenario(data), Clock(0.2, None), 0)
    if start.candidate is None:
        return
    shifted = left_shift(start.problem, start.candidate.solution)
    assert left_shift(start.problem, shifted) == shifted
    assert scored(Evaluator(start.problem), shifted).score <= start.candidate.score
