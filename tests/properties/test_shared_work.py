"""Shared and preferred work among all other rules: all ways to find a plan agree on it."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from allocator.heuristics.construct import scored
from allocator.heuristics.kernel.project_orders import ProjectOrders
from allocator.heuristics.kernel.search import Search
from allocator.problem.evaluation import Evaluator
from properties.test_kernel import (
    assert_feasible,
    assert_plan,
    decoded,
    problem_of,
)
from properties.test_optimum import check_optimum
from support.shared_work import held_scenarios, preferring_scenarios, shared_scenarios
from support.strategies import settled

seeds = st.integers(0, 1 << 30)


@settled(40, quick=25)
@given(preferring_scenarios())
def test_planner_finds_the_optimum_with_preferred_people(data: dict[str, Any]) -> None:
    """Value and proof of every tier, preference among them."""
    check_optimum(data)


@settled(15, quick=8)
@given(preferring_scenarios("medium"), seeds, st.booleans())
def test_decoded_plans_of_preferred_people_keep_every_rule(
    data: dict[str, Any], seed: int, parallel: bool
) -> None:
    """Kernel, evaluation, model and checker give preference the same value."""
    check_decoded(data, seed, parallel=parallel)


@settled(60, quick=25)
@given(shared_scenarios())
def test_planner_finds_the_optimum_of_work_that_people_share(data: dict[str, Any]) -> None:
    """Value and proof of every tier where it is open how many people do something."""
    check_optimum(data)


@settled(30, quick=10)
@given(shared_scenarios("medium"), seeds, st.booleans())
def test_decoded_plans_of_shared_work_keep_every_rule(
    data: dict[str, Any], seed: int, parallel: bool
) -> None:
    """Kernel, evaluation, model and checker agree on how many people do something."""
    check_decoded(data, seed, parallel=parallel)


@settled(40)
@given(shared_scenarios(), seeds)
def test_the_search_of_shared_work_keeps_every_rule(data: dict[str, Any], seed: int) -> None:
    """Whatever the moves and the ways of decoding, the best schedule is one, as good as said."""
    problem = problem_of(data)
    if not problem.activities:
        return
    search = Search(problem, seed)
    if not search.begin(np.zeros(len(problem.activities), dtype=np.int64)):
        return
    for focus in range(1 + len(problem.tier_names)):
        search.run(focus, steps=60)
    solution = search.solution()
    assert scored(Evaluator(problem), solution).score == search.score
    assert_feasible(problem, solution, search.score)
    orders = ProjectOrders(problem, seed)
    if orders.start(solution, 1):
        orders.run(1, steps=20)
        assert scored(Evaluator(problem), orders.solution()).score == orders.score


@settled(60, quick=25)
@given(held_scenarios())
def test_planner_finds_the_optimum_of_fixed_and_uninterrupted_work(data: dict[str, Any]) -> None:
    """Value and proof of every tier where starts are given; no plan where there is none."""
    check_optimum(data)


@settled(20)
@given(held_scenarios("medium") | held_scenarios(), seeds, st.booleans())
def test_decoded_plans_of_fixed_and_uninterrupted_work_keep_every_rule(
    data: dict[str, Any], seed: int, parallel: bool
) -> None:
    """Kernel, evaluation, model and checker agree on starts that are given."""
    check_decoded(data, seed, parallel=parallel, always_fits=False)


def check_decoded(
    data: dict[str, Any], seed: int, *, parallel: bool, always_fits: bool = True
) -> None:
    """What random priorities decode to is a plan with the score that is said."""
    problem = problem_of(data)
    solution, score = decoded(problem, seed, parallel=parallel, always_fits=always_fits)
    assert scored(Evaluator(problem), solution).score == score
    assert_feasible(problem, solution, score)
    assert_plan(problem, data, solution)
