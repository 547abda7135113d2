"""A better subproblem, merged, is a better plan of the whole that keeps every rule."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given, note
from hypothesis import strategies as st

from allocator.heuristics.construct import scored
from allocator.heuristics.kernel.decoder import Decoder
from allocator.planner import SolveOptions
from allocator.planner.clock import Clock
from allocator.planner.incumbent import Incumbent
from allocator.planner.lns.builder import build_subproblem
from allocator.planner.lns.neighbourhoods import Neighbourhoods
from allocator.planner.lns.params import LnsParams
from allocator.planner.lns.schedule import Schedule
from allocator.planner.lns.subproblem import Subproblem
from allocator.planner.lns.subsolve import SubproblemTask, solve_subproblem
from allocator.planner.progress import Throttle
from allocator.planner.report import make_plan
from allocator.problem.compile import compile_problem
from allocator.problem.evaluation import Evaluator
from allocator.problem.model import Problem, Solution
from allocator.problem.partial_order import order_pairs
from support.strategies import (
    as_scenario,
    budgeted_scenarios,
    medium_scenarios,
    settled,
    tracked_scenarios,
)

Data = dict[str, Any]
AXIS_DAYS = 300
seeds = st.integers(0, 1 << 30)


def planned(data: Data, seed: int) -> tuple[Problem, Solution]:
    """Return a problem and a plan by random priorities, so that there is something to improve."""
    problem = compile_problem(as_scenario(data), axis_days=AXIS_DAYS)
    decoder = Decoder(problem)
    order = np.random.default_rng(seed).integers(0, 1 << 20, len(problem.activities))
    assert decoder.decode(order)
    return problem, decoder.solution()


def drawn(problem: Problem, solution: Solution, seed: int) -> tuple[Subproblem | None, str]:
    schedule = Schedule(Evaluator(problem), solution)
    tier = problem.tier_names[seed % len(problem.tier_names)]
    kind, free, after = Neighbourhoods(problem, seed, LnsParams()).draw(schedule, tier)
    note(f"{kind}: {free}, then {after}")
    return build_subproblem(schedule, free, margin=12, shiftable=after), tier


@settled(15, quick=8)
@given(medium_scenarios() | tracked_scenarios("medium"), seeds)
def test_a_subproblem_merged_unchanged_is_the_whole(data: Data, seed: int) -> None:
    problem, solution = planned(data, seed)
    subproblem, _ = drawn(problem, solution, seed)
    if subproblem is not None:
        assert subproblem.merge(solution, subproblem.solution, problem) == solution


def assert_plan(evaluator: Evaluator, data: Data, solution: Solution) -> None:
    """The independent checker finds nothing but deadlines broken."""
    clock = Clock(1.0, None)
    incumbent = Incumbent(evaluator, scored(evaluator, solution), clock, Throttle(None))
    make_plan(evaluator.problem, as_scenario(data), incumbent, SolveOptions(), clock, "LNS")


@settled(15, quick=8)
@given(medium_scenarios() | tracked_scenarios("medium") | budgeted_scenarios("medium"), seeds)
def test_a_better_subproblem_is_a_better_plan(data: Data, seed: int) -> None:
    """By as much in the tier that was asked for, no worse in those before, and without a breach."""
    problem, solution = planned(data, seed)
    subproblem, tier = drawn(problem, solution, seed)
    if subproblem is None:
        return
    before = problem.tier_names[: problem.tier_names.index(tier)]
    found = solve_subproblem(
        SubproblemTask(
            subproblem.problem, subproblem.solution, tier, before, seconds=0.5, seed=seed
        )
    )
    if found.solution is None:
        return
    merged = subproblem.merge(solution, found.solution, problem)
    evaluator = Evaluator(problem)
    old, new = evaluator.evaluate(solution), evaluator.evaluate(merged)
    assert new.tier(tier) < old.tier(tier)
    assert all(new.tier(name) <= old.tier(name) for name in before)
    assert_plan(evaluator, data, merged)


@settled(15, quick=8)
@given(medium_scenarios() | tracked_scenarios("medium"), seeds)
def test_a_subproblem_decodes_as_any_problem_does(data: Data, seed: int) -> None:
    """Its own solution, moved left, is no worse there and a plan of the whole when merged."""
    problem, solution = planned(data, seed)
    subproblem, _ = drawn(problem, solution, seed)
    if subproblem is None:
        return
    inner = subproblem.problem
    decoder = Decoder(inner)
    if not decoder.decode(decoder.lock_to(subproblem.solution)):
        return
    own, shifted = (scored(decoder.evaluator, s) for s in (subproblem.solution, decoder.solution()))
    assert shifted.score == decoder.score()
    if shifted.score[0] > own.score[0]:  # past what the fixed activities allow
        return
    merged = subproblem.merge(solution, shifted.solution, problem)
    assert_plan(Evaluator(problem), data, merged)


@settled(15, quick=8)
@given(medium_scenarios() | tracked_scenarios("medium"), seeds)
def test_those_in_order_follow_one_another_in_the_plan(data: Data, seed: int) -> None:
    """Each pair shares a person or a resource, and the second begins when the first has ended."""
    problem, solution = planned(data, seed)
    schedule = Schedule(Evaluator(problem), solution)
    activities = [a for a, start in enumerate(schedule.starts) if start >= 0]
    for one, other in order_pairs(problem, solution, schedule.ends, activities):
        assert schedule.ends[one] <= schedule.starts[other]
        assert _used(problem, solution, one) & _used(problem, solution, other)


def _used(problem: Problem, solution: Solution, a: int) -> set[tuple[str, int]]:
    people = {("person", p) for need in solution.people[a] for p in need}
    return people | {("resource", r) for r, _ in problem.activities[a].demands}
