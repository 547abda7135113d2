"""The tiers by arrays are the sums over the terms, one by one."""

from __future__ import annotations

from hypothesis import given

from allocator.planner.clock import Clock
from allocator.planner.first_plan import first_plan
from allocator.problem.evaluation import Evaluator
from support.plans import scenario
from support.strategies import Data, as_scenario, medium_scenarios, settled

TIERS = ["tardiness", "flow", "makespan"]


@settled(60, quick=20)
@given(data=medium_scenarios())
def test_tiers_are_sums_over_the_terms(data: Data) -> None:
    start = first_plan(as_scenario({**data, "objectives": TIERS}), Clock(60, None), 0, quick=True)
    if start.candidate is None:
        return
    evaluation = Evaluator(start.problem).evaluate(start.candidate.solution)
    for tier in TIERS:
        terms = start.problem.tier(tier).terms
        total = sum(term.weight * evaluation.late_ticks(term) for term in terms)
        assert evaluation.tier(tier) == total


def test_what_is_in_time_counts_nothing() -> None:
    """B, two days after A's one and due on the first, is late by 16 hours; C is in time."""
    of = scenario(
        objectives=TIERS,
        calendar={"start": "2026-11-30"},
        people=[{"id": "ana"}],
        items=[
            {"id": "A", "effort": "1d"},
            {"id": "B", "effort": "2d", "after": "A", "due": "2026-11-30"},
            {"id": "C", "kind": "milestone", "after": "A", "due": "2026-12-04"},
        ],
    )
    start = first_plan(of, Clock(60, None), 0, quick=True)
    assert start.candidate is not None
    evaluation = Evaluator(start.problem).evaluate(start.candidate.solution)
    hours = start.problem.tick / 60
    assert [evaluation.tier(tier) * hours for tier in TIERS] == [16, 8 + 24 + 8, 24]
