"""What the kernel decodes is a plan: checker and CP-SAT model agree with it on every rule."""

from __future__ import annotations

import os
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, note
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from allocator.checks import budget
from allocator.checks.checked_plan import CheckedPlan
from allocator.cpmodel.build import build
from allocator.cpmodel.hints import set_hints
from allocator.heuristics.construct import scored
from allocator.heuristics.kernel import jit
from allocator.heuristics.kernel.decode import BUILT
from allocator.heuristics.kernel.decoder import Decoder
from allocator.heuristics.kernel.in_turn import decode_in_turn
from allocator.heuristics.kernel.no_delay import decode_without_delay
from allocator.heuristics.kernel.project_orders import ProjectOrders
from allocator.heuristics.kernel.sampler import Sampler
from allocator.heuristics.kernel.search import Search
from allocator.planner import SolveOptions
from allocator.planner.clock import Clock
from allocator.planner.incumbent import Incumbent
from allocator.planner.progress import Throttle
from allocator.planner.report import make_plan
from allocator.problem.budgets import PENALTY
from allocator.problem.compile import compile_problem
from allocator.problem.evaluation import Evaluator
from allocator.problem.mandatory import mandatory
from allocator.problem.model import Problem, Solution
from allocator.problem.plan_items import plan_items
from allocator.replanning.freeze import bare_plan
from support.compiled import compile_once
from support.distributed import distributed_scenarios
from support.strategies import (
    as_scenario,
    budgeted_scenarios,
    medium_scenarios,
    settled,
    tiny_scenarios,
    tracked_scenarios,
)

Data = dict[str, Any]
AXIS_DAYS = 400
seeds = st.integers(0, 1 << 30)


def problem_of(data: Data) -> Problem:
    return compile_problem(as_scenario(data), axis_days=AXIS_DAYS)


def decoded(
    problem: Problem, seed: int, *, parallel: bool, always_fits: bool = True
) -> tuple[Solution, tuple[int, ...]]:
    """Return what random priorities decode to, with the kernel's score.

    Skip what has no place on the axis where that may be, as when people leave.
    """
    decoder = Decoder(problem)
    random = np.random.default_rng(seed)
    order = random.integers(0, 1 << 20, len(problem.activities))
    kept = mandatory(problem)
    optional = [a.index for a in problem.activities if a.node not in kept]
    decoder.drop([a for a in optional if random.random() < 0.3])
    fits = decoder.decode(order, parallel=parallel)
    if not fits:
        assert not always_fits
        assume(False)
    return decoder.solution(), decoder.score()


def assert_plan(problem: Problem, data: Data, solution: Solution) -> None:
    """The independent checker finds nothing but deadlines broken."""
    clock = Clock(1.0, None)
    evaluator = Evaluator(problem)
    incumbent = Incumbent(evaluator, scored(evaluator, solution), clock, Throttle(None))
    make_plan(problem, as_scenario(data), incumbent, SolveOptions(), clock, "SGS")


def assert_feasible(problem: Problem, solution: Solution, score: tuple[int, ...]) -> None:
    """With everything fixed to the solution the CP-SAT model has the tier values of the score."""
    model = build(problem, relax=True)
    set_hints(model.variables, solution)
    tiers = [model.tiers[name] for name in ("deadlines", *problem.tier_names)]
    model.variables.model.minimize(sum(tiers))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.fix_variables_to_their_hinted_value = True
    status = solver.solve(model.variables.model)
    assert status == cp_model.OPTIMAL, solver.status_name(status)
    assert tuple(solver.value(tier) for tier in tiers) == score


@settled(30)
@given(medium_scenarios() | tracked_scenarios("medium"), seeds, st.booleans())
def test_decoded_plans_keep_every_rule(data: Data, seed: int, parallel: bool) -> None:
    problem = problem_of(data)
    solution, score = decoded(problem, seed, parallel=parallel)
    assert scored(Evaluator(problem), solution).score == score
    assert_plan(problem, data, solution)


@settled(15)
@given(
    medium_scenarios() | tracked_scenarios("medium") | budgeted_scenarios("medium"),
    seeds,
    st.booleans(),
)
def test_decoded_plans_are_feasible_in_the_model(data: Data, seed: int, parallel: bool) -> None:
    problem = problem_of(data)
    solution, score = decoded(problem, seed, parallel=parallel)
    assert_feasible(problem, solution, score)


def test_work_before_elapsed_time_may_end_after_other_work() -> None:
    """Whoever does A and B may do B first: the project ends with W, which comes after A.

    The model held the end of B, the only other work that can be last, to the work of both.
    """
    data = {
        "name": "test",
        "calendar": {"start": "2026-01-05"},
        "people": [{"id": "ana"}],
        "projects": [{"id": "P"}],
        "items": [
            {"id": "A", "effort": "4d", "project": "P"},
            {"id": "W", "elapsed": "10d", "after": [{"item": "A"}], "project": "P"},
            {"id": "B", "effort": "1d", "project": "P"},
        ],
    }
    problem, firsts = problem_of(data), set()
    for seed in range(6):
        solution, score = decoded(problem, seed, parallel=False)
        assert_feasible(problem, solution, score)
        firsts.add(int(np.argmin(solution.starts)))
    assert len(firsts) == 2


def test_nobody_has_to_begin_what_is_dropped() -> None:
    """Bo may do nothing but B and C, which are optional: all may end before he could begin them.

    The model held the end of the plan to the earliest beginning of his work, dropped or not.
    """
    optional = {"assign": ["bo"], "optional": True, "value": 1}
    data = {
        "name": "test",
        "calendar": {"start": "2026-01-05"},
        "people": [{"id": "ana"}, {"id": "bo", "from": "2026-01-12"}],
        "items": [
            {"id": "A", "effort": "1d", "assign": ["ana"]},
            {"id": "B", "effort": "1d", **optional},
            {"id": "C", "effort": "1d", **optional},
        ],
        "objectives": ["makespan"],
    }
    problem = problem_of(data)
    decoder = Decoder(problem)
    decoder.drop([1, 2])
    assert decoder.decode(np.zeros(3, dtype=np.int64))
    assert_feasible(problem, decoder.solution(), decoder.score())


@settled(30)
@given(budgeted_scenarios(), seeds)
def test_budgets_are_exceeded_by_as_much_as_the_score_says(data: Data, seed: int) -> None:
    """In the kernel, in the evaluation, and for limits by what the checker finds."""
    problem = problem_of(data)
    solution, score = decoded(problem, seed, parallel=False, always_fits=False)
    evaluator = Evaluator(problem)
    assert scored(evaluator, solution).score == score
    scenario = as_scenario(data)
    plan = bare_plan(scenario, plan_items(problem, scenario, solution))
    found = budget.check(CheckedPlan(scenario, plan))
    assert bool(found) == evaluator.evaluate(solution).exceeds_limits == (score[0] >= PENALTY)


@settled(30)
@given(distributed_scenarios(), seeds, st.booleans())
def test_decoded_plans_keep_the_rules_across_zones(data: Data, seed: int, parallel: bool) -> None:
    problem = problem_of(data)
    solution, score = decoded(problem, seed, parallel=parallel, always_fits=False)
    assert_plan(problem, data, solution)
    assert_feasible(problem, solution, score)


@settled(12)
@given(distributed_scenarios(), seeds)
def test_orders_of_projects_keep_the_rules_across_zones(data: Data, seed: int) -> None:
    problem = problem_of(data)
    solution, _ = decoded(problem, seed, parallel=False, always_fits=False)
    orders = ProjectOrders(problem, seed)
    assume(orders.start(solution, 1))
    orders.run(1, steps=8)
    assert_plan(problem, data, orders.solution())


@settled(12)
@given(distributed_scenarios(), seeds)
def test_the_search_keeps_the_rules_across_zones(data: Data, seed: int) -> None:
    problem = problem_of(data)
    search = Search(problem, seed)
    if search.begin(np.zeros(len(problem.activities), dtype=np.int64)):
        search.run(1, steps=60)
        assert_plan(problem, data, search.solution())


@settled(40)
@given(tiny_scenarios() | tracked_scenarios(), seeds)
def test_the_search_keeps_every_rule(data: Data, seed: int) -> None:
    """Whatever the moves and the ways of decoding, the best schedule is one, as good as said."""
    problem = problem_of(data)
    if not problem.activities:
        return
    search = Search(problem, seed)
    if not search.begin(np.zeros(len(problem.activities), dtype=np.int64)):
        return
    before = search.score
    for focus in range(1 + len(problem.tier_names)):
        search.run(focus, steps=60)
    note(f"{before} to {search.score}")
    solution = search.solution()
    assert search.score <= before
    assert scored(Evaluator(problem), solution).score == search.score
    assert_plan(problem, data, solution)


@settled(12)
@given(medium_scenarios(), seeds)
def test_the_search_keeps_every_rule_on_more_items(data: Data, seed: int) -> None:
    problem = problem_of(data)
    search = Search(problem, seed)
    assert search.begin(np.arange(len(problem.activities), dtype=np.int64))
    for focus in range(1, 1 + len(problem.tier_names)):
        search.run(focus, steps=40)
    solution = search.solution()
    assert scored(Evaluator(problem), solution).score == search.score
    assert_plan(problem, data, solution)


@settled(30)
@given(tiny_scenarios() | medium_scenarios() | tracked_scenarios("medium"), seeds, st.booleans())
def test_samples_keep_every_rule(data: Data, seed: int, by_order: bool) -> None:
    """Around a schedule or from an order on: the best one is a plan, as good as said, and not
    worse than what it began at."""
    problem = problem_of(data)
    if not problem.activities:
        return
    solution, _ = decoded(problem, seed, parallel=False, always_fits=False)
    sampler = Sampler(problem, seed)
    order = np.random.default_rng(seed).random(len(problem.activities))
    assert sampler.start(solution, order if by_order else None)
    before = sampler.score
    for focus in range(1 + len(problem.tier_names)):
        sampler.run(focus, steps=10)
    assert sampler.score <= before
    assert scored(Evaluator(problem), sampler.solution()).score == sampler.score
    assert_plan(problem, data, sampler.solution())


def course(data: Data, seed: int) -> tuple[object, ...]:
    """Return all that a search, and samples from there on, come to."""
    problem = problem_of(data)
    search = Search(problem, seed)
    search.begin(np.arange(len(problem.activities), dtype=np.int64))
    found = [search.run(f, steps=30) for f in range(1, 1 + len(problem.tier_names))]
    sampler = Sampler(problem, seed)
    sampler.start(search.solution())
    sampler.run(1, steps=20)
    return (found, search.score, search.solution(), sampler.score, sampler.solution())


@pytest.mark.slow
@pytest.mark.usefixtures("compiled")
def test_compiled_and_plain_search_take_the_same_course() -> None:
    """Numbers, order of moves and plans are the same, so that a run can be repeated anywhere."""

    @settled(12)
    @given(medium_scenarios() | tracked_scenarios("medium"), seeds)
    def same(data: Data, seed: int) -> None:
        jit.enable(compiled=False)
        plain = course(data, seed)
        assert compile_once()
        assert course(data, seed) == plain

    same()


def test_tests_run_plain_unless_they_say_otherwise() -> None:
    assert os.environ.get("ALLOCATOR_NO_NUMBA")


@settled(20)
@given(tiny_scenarios() | medium_scenarios() | tracked_scenarios("medium"), seeds)
def test_orders_of_projects_keep_every_rule(data: Data, seed: int) -> None:
    """Decoded without delay, the best schedule is a plan, as good as said."""
    problem = problem_of(data)
    if not problem.activities:
        return
    solution, _ = decoded(problem, seed, parallel=False, always_fits=False)
    orders = ProjectOrders(problem, seed)
    assume(orders.start(solution, 1))
    before = orders.score
    for focus in range(len(problem.tier_names) + 1):
        orders.run(focus, steps=8)
    assert orders.score <= before
    found = orders.solution()
    assert scored(Evaluator(problem), found).score == orders.score
    assert_plan(problem, data, found)


@settled(25)
@given(tiny_scenarios() | medium_scenarios() | tracked_scenarios("medium"), seeds)
def test_decoding_is_given_up_only_above_the_limit(data: Data, seed: int) -> None:
    """Neither way is given up where the limit is what it comes to, in no tier."""
    problem = problem_of(data)
    decoder = Decoder(problem)
    priority = np.random.default_rng(seed).integers(0, 1 << 20, len(problem.activities)).tolist()
    arrays = decoder.kernel_arrays
    for decode in (decode_without_delay, decode_in_turn):
        assume(decode(*arrays, priority, 0, 1 << 60) == BUILT)
        solution, score = decoder.solution(), decoder.score()
        assert_plan(problem, data, solution)
        for tier, value in enumerate(score):
            assert decode(*arrays, priority, tier, value) == BUILT
            assert decoder.solution() == solution
