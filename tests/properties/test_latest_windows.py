"""No plan starts or ends after the windows of plans that are no worse than it."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from allocator.errors import InfeasibleError
from allocator.heuristics.kernel.decoder import Decoder
from allocator.problem.activity import Endpoint
from allocator.problem.compile import compile_problem
from allocator.problem.evaluation import Evaluator
from allocator.problem.latest_windows import latest_windows
from allocator.problem.mandatory import mandatory
from allocator.problem.model import Problem, Solution
from allocator.problem.precedence import Arrow, Source
from allocator.problem.time_windows import TimeWindows, time_windows
from allocator.problem.timeline import NEVER, Table
from support.plans import scenario
from support.strategies import (
    as_scenario,
    based_scenarios,
    medium_scenarios,
    settled,
    tracked_scenarios,
)

AXIS_DAYS = 400


def random_plan(problem: Problem, seed: int) -> Solution:
    """Return what random priorities decode to, with some optional items dropped."""
    decoder = Decoder(problem)
    random = np.random.default_rng(seed)
    kept = mandatory(problem)
    optional = [a.index for a in problem.activities if a.node not in kept]
    decoder.drop([a for a in optional if random.random() < 0.3])
    assume(decoder.decode(random.integers(0, 1 << 20, len(problem.activities)), parallel=False))
    return decoder.solution()


def keeps_what_is_frozen(problem: Problem, solution: Solution) -> bool:
    frozen = tuple(limit for limit in problem.limits if limit.kind == "freeze")
    own = dataclasses.replace(problem, limits=frozen)
    return not Evaluator(own).evaluate(solution).tier("deadlines")


@settled(60)
@given(
    medium_scenarios() | tracked_scenarios() | based_scenarios(),
    st.integers(0, 1 << 30),
)
def test_every_plan_is_within_the_windows_of_its_own_values(
    data: dict[str, Any], seed: int
) -> None:
    try:
        problem = compile_problem(as_scenario(data), axis_days=AXIS_DAYS)
    except InfeasibleError:  # what is frozen cannot be done so
        assume(False)
    solution, evaluator = random_plan(problem, seed), Evaluator(problem)
    assume(keeps_what_is_frozen(problem, solution))
    reached = evaluator.evaluate(solution)
    meets_all = not reached.tier("deadlines")
    values = {name: reached.tier(name) for name in problem.tier_names}
    windows = latest_windows(evaluator, time_windows(problem), values, deadlines=meets_all)
    assert windows is not None
    for a, start in enumerate(solution.starts):
        end = reached.ends[a]
        if start is not None and end is not None:
            assert windows.earliest[a] <= start <= windows.latest[a], a
            assert windows.earliest_end[a] <= end <= windows.latest_end[a], a


def narrowed(most: dict[str, int]) -> tuple[Problem, TimeWindows | None]:
    """Return windows of a chain of two days each for two, and one day for another project."""
    of = scenario(
        objectives=["tardiness", "flow"],
        people=[{"id": "ana"}, {"id": "bob"}],
        projects=[{"id": "P", "priority": 2}, {"id": "Q"}],
        items=[
            {"id": "A", "project": "P", "effort": "2d"},
            {"id": "B", "project": "P", "effort": "2d", "after": ["A"]},
            {"id": "C", "project": "Q", "effort": "1d"},
        ],
    )
    problem = compile_problem(of, axis_days=60)
    evaluator = Evaluator(problem)
    return problem, latest_windows(evaluator, time_windows(problem), most)


def test_a_term_gets_what_the_others_leave_of_the_limit() -> None:
    """P ends after 32 h at best and Q after 8: of 90 h at priorities 2 and 1, 18 h can be lost.

    That lets P, of priority 2, end 9 h later, and Q 18 h.
    """
    problem, _ = narrowed({})
    hour = 60 // problem.tick
    problem, windows = narrowed({"flow": 90 * hour})
    assert windows is not None
    assert problem.timeline.slot_minutes == 60
    assert windows.latest.tolist() == [9, 25, 18]
    assert windows.latest_end.tolist() == [25, 41, 26]


def test_there_are_no_windows_for_what_cannot_be_reached() -> None:
    problem, _ = narrowed({})
    assert narrowed({"flow": 71 * 60 // problem.tick})[1] is None
    assert narrowed({"flow": 72 * 60 // problem.tick})[1] is not None


def test_a_link_that_leads_back_in_the_order_counts_from_a_start_that_is_possible() -> None:
    """As links of subproblems do that only keep an order."""
    items = [{"id": "A", "effort": "1d"}, {"id": "B", "effort": "1d", "not_before": "2026-12-03"}]
    people = [{"id": "ana"}, {"id": "bob"}]
    problem = compile_problem(scenario(people=people, items=items), axis_days=AXIS_DAYS)
    first, second = problem.order
    assert first < second
    release = problem.activities[second].release
    slots = np.arange(problem.horizon)
    later = Table(np.where(slots < release, NEVER, slots + 1))
    start = Source(second, Endpoint.START, problem.timeline.slot_instants)
    arrow = Arrow(start, first, ((Endpoint.START, later),), (second, first))
    windows = time_windows(dataclasses.replace(problem, arrows=(arrow,)))
    assert 0 < windows.earliest[first] <= release + 1
