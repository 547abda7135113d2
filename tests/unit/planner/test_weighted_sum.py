"""A tier and the changes as one objective: a problem that the rest cannot tell from another."""

from __future__ import annotations

import pytest

from allocator.cpmodel.build import build
from allocator.cpmodel.hints import set_hints
from allocator.heuristics.candidate import scored
from allocator.heuristics.construct import Constructor
from allocator.planner.weighted_sum import WEIGHT_UNITS, can_weigh, weighted_sum
from allocator.problem.compile import compile_problem
from allocator.problem.evaluation import Evaluator
from allocator.problem.model import Problem
from allocator.problem.objective import TierKind
from support.plans import scenario

CHANGE_WEIGHT = 0.25


def replanned() -> Problem:
    """Two items of one person, in the order in which the due dates are missed most."""
    of = scenario(
        calendar={"start": "2026-11-30"},
        now="2026-12-01",
        objectives=["cost", "tardiness", "stability"],
        goals={"cost": 5},
        people=[{"id": "ana", "rate": 1}, {"id": "bob", "rate": 1}],
        items=[
            {"id": "A", "effort": "2d", "due": "2026-12-04"},
            {"id": "B", "effort": "2d", "due": "2026-12-02"},
        ],
        baseline=[
            {"item": "A", "start": "2026-12-01T09:00", "people": ["ana"]},
            {"item": "B", "start": "2026-12-03T09:00", "people": ["ana"]},
        ],
    )
    return compile_problem(of, axis_days=30)


def test_only_a_tier_about_finishes_before_stability_can_be_weighed() -> None:
    problem = replanned()
    found = {name: can_weigh(problem, name) for name in problem.tier_names}
    assert found == {"cost": False, "tardiness": True, "stability": False}


def test_its_value_is_that_of_the_tier_plus_the_weighted_changes() -> None:
    problem = replanned()
    weighed = weighted_sum(problem, "tardiness", CHANGE_WEIGHT)
    assert weighed.tier_names == ("cost", "stability")
    assert weighed.tiers[0] is problem.tiers[0]
    both = weighed.tiers[1]
    assert (both.kind, both.goal) == (TierKind.STABILITY, None)
    candidates = Constructor(weighed, 0).candidates()
    for candidate in (next(candidates) for _ in range(12)):
        assert candidate is not None
        parts = Evaluator(problem).evaluate(candidate.solution)
        hours = {n: float(parts.tier(n) * problem.tier(n).unit) for n in problem.tier_names}
        expected = hours["tardiness"] + CHANGE_WEIGHT * hours["stability"]
        value = Evaluator(weighed).evaluate(candidate.solution).tier("stability")
        assert float(value * both.unit) == pytest.approx(expected, rel=1 / WEIGHT_UNITS)


def test_kernel_evaluation_and_model_agree_about_it() -> None:
    from ortools.sat.python import cp_model

    weighed = weighted_sum(replanned(), "tardiness", CHANGE_WEIGHT)
    constructor = Constructor(weighed, 0)
    candidate = next(constructor.candidates())
    assert candidate is not None
    assert scored(constructor.decoder.evaluator, candidate.solution).score == candidate.score
    model = build(weighed)
    set_hints(model.variables, candidate.solution)
    model.variables.model.minimize(sum(model.tiers.values()))
    solver = cp_model.CpSolver()
    solver.parameters.fix_variables_to_their_hinted_value = True
    assert solver.solve(model.variables.model) == cp_model.OPTIMAL
    values = tuple(solver.value(model.tiers[name]) for name in weighed.tier_names)
    goals = tuple(tier.goal or 0 for tier in weighed.tiers)
    assert tuple(map(max, values, goals)) == candidate.score[1:]
