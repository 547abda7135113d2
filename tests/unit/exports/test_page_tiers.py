"""Every objective has its words on the page, and a goal that is met is told as such."""

from __future__ import annotations

from typing import get_args

import pytest

from allocator.domain import TierName, TierReport
from allocator.exports.page.headline import headline
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
    plan = plan_of(OF, [solo("A", "ana", "12-01 09:00", "12-01 17:00", hours=8)])
    tier = TierReport(name=name, value=1, unit="h", bound=1, gap=0, proved=True)
    report = plan.solver.model_copy(update={"tiers": (tier,)})
    rows = headline(plan.model_copy(update={"solver": report})).tiers
    assert rows[0].name.startswith(f"{name}: ")


def test_a_goal_that_is_met_is_good_enough_and_not_proved() -> None:
    plan = plan_of(OF, [solo("A", "ana", "12-02 09:00", "12-02 17:00", hours=8)])
    tier = TierReport(name="tardiness", value=8, unit="h", bound=0, gap=1, proved=False, goal=12)
    assert tier.settled
    report = plan.solver.model_copy(update={"tiers": (tier,)})
    (row,) = headline(plan.model_copy(update={"solver": report})).tiers
    assert row.gap == "good enough: 12 h"
    assert not tier.model_copy(update={"value": 13.0}).settled
