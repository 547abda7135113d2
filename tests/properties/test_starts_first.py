"""A model of starts alone, with all that it learns of people, is never above the optimum."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import given, note
from hypothesis import strategies as st

from allocator.planner.clock import Clock
from allocator.planner.cpsat import Run
from allocator.planner.params import DEFAULT_PARAMS
from allocator.planner.solver_time import SolverTime
from allocator.planner.starts_first.master import Master
from allocator.planner.starts_first.people_for_starts import PeopleForStarts
from allocator.problem.compile import compile_problem
from allocator.problem.evaluation import Evaluator
from allocator.problem.horizon import beyond_bound
from allocator.problem.time_windows import time_windows
from support.oracle import best
from support.strategies import as_scenario, crews, settled, tiny_scenarios, tracked_scenarios

NONE = 1 << 40
"""More than any plan comes to: what is reached where no starts are left."""
TIERS = ("makespan", "flow", "tardiness", "value")


def learnt_bound(data: dict[str, Any], tier: str, days: int) -> tuple[int, Fraction] | None:
    """Return the lowest value of starts after some rounds of learning, and the tier's unit."""
    problem = compile_problem(as_scenario({**data, "objectives": [tier]}), axis_days=days)
    windows = time_windows(problem)
    if (windows.earliest >= problem.horizon).any():
        return None
    master = Master(problem, windows, tier, (), most_crowds=20, relax=True)
    clock = Clock(30.0, None)
    people = PeopleForStarts(problem, 5.0, SolverTime(clock, DEFAULT_PARAMS.cpsat))
    run = Run(
        clock=clock,
        cores=1,
        seed=0,
        params=DEFAULT_PARAMS.cpsat,
        on_solution=lambda _found: None,
        on_bound=lambda _bound: None,
    )
    reached = 0
    for _ in range(8):
        outcome = master.lowest(run, 10.0, most=NONE, least=0)
        if outcome.status == "infeasible":
            reached = NONE
            break
        if outcome.status != "optimal" or outcome.bound is None:
            return None
        assert outcome.bound >= reached
        reached = outcome.bound
        assert outcome.solution is not None
        learnt = list(people.conflicts(outcome.solution.starts))
        note(f"{tier} {reached}: {outcome.solution.starts} {learnt}")
        if not learnt:
            break
        for overlaps in learnt:
            master.forbid(overlaps)
    if not problem.exact_horizon:
        reached = min(reached, beyond_bound(Evaluator(problem), windows, tier))
    return reached, problem.tier(tier).unit


def check(data: dict[str, Any], tier: str, days: int) -> None:
    """What is learnt is no higher than the optimum of the enumeration."""
    expected = best(as_scenario({**data, "objectives": [tier]}))
    if expected is None:
        return
    found = learnt_bound(data, tier, days)
    if found is not None:
        note(f"optimum {expected.values[tier]}, unit {found[1]}, learnt {found[0]}")
        assert found[0] * found[1] <= Fraction(expected.values[tier])


@settled(60)
@given(tiny_scenarios() | tracked_scenarios(), st.sampled_from(TIERS), st.sampled_from((60, 8)))
def test_starts_alone_are_no_worse_than_the_best_plan(
    data: dict[str, Any], tier: str, days: int
) -> None:
    check(data, tier, days)


@settled(60)
@given(crews())
def test_what_crews_teach_never_excludes_the_best_plan(data: dict[str, Any]) -> None:
    check(data, "makespan", 10)
