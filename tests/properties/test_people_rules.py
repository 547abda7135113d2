"""Items that ask who is on others, and limits on items at a time: all parts agree on them."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import assume, given, note
from hypothesis import strategies as st

from allocator.heuristics.construct import scored
from allocator.heuristics.kernel.search import Search
from allocator.problem.evaluation import Evaluator
from properties.test_kernel import assert_feasible, assert_plan, decoded, problem_of
from properties.test_optimum import check_optimum
from properties.test_stability import check_upheaval
from support.people_rules import (
    paired_and_shared,
    paired_experiments,
    paired_scenarios,
    paired_with_baseline,
)
from support.strategies import settled

Data = dict[str, Any]
seeds = st.integers(0, 1 << 30)


@settled(40)
@given(paired_scenarios())
def test_planner_finds_the_optimum(data: Data) -> None:
    """Value and proof of every tier are those of the enumeration; no plan where there is none."""
    check_optimum(data)


@settled(20)
@given(paired_with_baseline())
def test_planner_finds_the_least_upheaval(data: Data) -> None:
    """Near a baseline, some of it frozen, every tier has the enumerated value."""
    check_upheaval(data)


@settled(20)
@given(paired_experiments() | paired_and_shared())
def test_planner_finds_the_optimum_with_tries_and_shared_work(data: Data) -> None:
    """The same where items may fail, and where several people may share a need."""
    check_optimum(data)


@settled(20)
@given(paired_scenarios("medium") | paired_scenarios(), seeds, st.booleans())
def test_decoded_plans_keep_the_rules(data: Data, seed: int, parallel: bool) -> None:
    """Checker and model agree with what the kernel decodes."""
    problem = problem_of(data)
    solution, score = decoded(problem, seed, parallel=parallel, always_fits=False)
    assert scored(Evaluator(problem), solution).score == score
    assert_plan(problem, data, solution)
    assert_feasible(problem, solution, score)


@settled(20)
@given(paired_scenarios("medium") | paired_scenarios(), seeds)
def test_moves_keep_the_rules(data: Data, seed: int) -> None:
    problem = problem_of(data)
    assume(problem.activities)
    search = Search(problem, seed)
    assume(search.begin(np.zeros(len(problem.activities), dtype=np.int64)))
    before = search.score
    for focus in range(1 + len(problem.tier_names)):
        search.run(focus, steps=40)
    note(f"{before} to {search.score}")
    solution = search.solution()
    assert scored(Evaluator(problem), solution).score == search.score
    assert_plan(problem, data, solution)
