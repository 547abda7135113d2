"""How good a plan is, in words: every objective has its own, and hours are days."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from allocator.analysis.quality import tier_qualities, verdict
from allocator.domain import Plan, TierName, TierReport
from support.plans import plan_of, scenario, solo

OF = scenario(
    people=[{"id": "ana"}],
    items=[{"id": "A", "effort": "1d", "due": "2026-12-01"}],
    objectives=["tardiness", "stability"],
    goals={"tardiness": 12},
    baseline=[{"item": "A", "start": "2026-12-02T09:00", "people": ["ana"]}],
)


@pytest.mark.parametrize("name", get_args(TierName))
def test_every_objective_has_its_words(name: TierName) -> None:
    rows = tier_qualities(with_tier(name=name, value=1, bound=1, gap=0, proved=True))
    assert (rows[0].name, rows[0].to_gain) == (name, "nothing, proved")
    assert rows[0].meaning


def test_a_goal_that_is_met_is_good_enough_and_not_proved() -> None:
    plan = with_tier(name="tardiness", value=8, bound=0, gap=1, proved=False, goal=12)
    (row,) = tier_qualities(plan)
    assert (row.reached, row.to_gain) == ("1 d", "good enough: the goal is 1.5 d")
    assert verdict(plan) == ("good enough", "it reaches the goals that were set")
    assert not plan.solver.tiers[0].model_copy(update={"value": 13.0}).settled


def test_what_could_still_be_gained_is_told_in_days() -> None:
    """40 hours are reached, no plan has less than 16: three days of eight hours are open."""
    plan = with_tier(name="tardiness", value=40, bound=16, gap=0.6, proved=False)
    assert tier_qualities(plan)[0].to_gain == "at most 3 d could still be gained"
    assert verdict(plan) == (
        "may not be the best",
        "lateness, weighted by priority: at most 3 d could still be gained",
    )


def test_the_best_that_keeps_what_is_frozen_is_told_as_such() -> None:
    frozen = OF.baseline[0].model_copy(update={"frozen": True})
    of = OF.model_copy(update={"baseline": (frozen,)})
    plan = plan_of(of, [solo("A", "ana", "12-02 09:00", "12-02 17:00", hours=8)])
    assert verdict(plan) == ("the best", "proved: no plan is better that keeps what is frozen")


def with_tier(**fields: Any) -> Plan:
    plan = plan_of(OF, [solo("A", "ana", "12-02 09:00", "12-02 17:00", hours=8)])
    report = plan.solver.model_copy(update={"tiers": (TierReport(unit="h", **fields),)})
    return plan.model_copy(update={"solver": report})
