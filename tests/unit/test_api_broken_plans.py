"""A plan that breaks rules is not explained as if it were one; beside others it is marked."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from allocator import compare_plans, levers, roadblocks, scope, why, why_not
from allocator.domain import Plan
from allocator.errors import InputError
from support import plans

SCENARIO = plans.scenario(
    people=[{"id": "ana", "skills": ["x"]}],
    items=[
        {"id": "A", "needs": "x", "effort": "1d", "optional": True, "value": 1},
        {"id": "B", "needs": "x", "effort": "1d"},
    ],
)


def _plan(day: str) -> Plan:
    """Ana does A on the 1st, and B on that day or on another one."""
    return plans.plan_of(
        SCENARIO,
        [
            plans.solo("A", "ana", "12-01 09:00", "12-01 17:00", hours=8),
            plans.solo("B", "ana", f"12-{day} 09:00", f"12-{day} 17:00", hours=8),
        ],
    )


@pytest.mark.parametrize(
    "ask",
    [
        lambda plan: why(plan, "B"),
        lambda plan: levers(plan, "B"),
        lambda plan: why_not(plan, "B by ana"),
        lambda plan: scope(plan, by={"B": "2026-12-01"}),
        roadblocks,
    ],
)
def test_nothing_is_explained_of_a_plan_with_two_things_at_once(
    ask: Callable[[Plan], object],
) -> None:
    with pytest.raises(InputError, match=r"breaks rules.*ana.*allocator verify PLAN"):
        ask(_plan("01"))


def test_a_comparison_says_which_plan_breaks_rules() -> None:
    found = compare_plans(_plan("01"), _plan("02"), labels=["bad", "good"])
    (note,) = [each for each in found.notes if "breaks rules" in each]
    assert note.startswith("bad breaks rules") and note.endswith("lists every breach.")
