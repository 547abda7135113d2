"""Budget: no project costs more than a limit, what is spent included."""

from __future__ import annotations

from typing import Any

import pytest

from allocator.checks import budget
from allocator.checks.checked_plan import CheckedPlan
from allocator.domain import Scenario
from allocator.errors import InfeasibleError
from allocator.planner import SolveOptions, solve
from support.plans import plan_of, scenario, solo

OPTIONS = SolveOptions(time_limit=10, workers=1, seed=0)
DONE: dict[str, Any] = {
    "id": "D",
    "project": "P",
    "effort": "1d",
    "state": "done",
    "started": "2026-11-26",
    "finished": "2026-11-27",
    "people": ["ana", "bob"],
    "spent": "10h",
}


def _of(limit: Any, *items: dict[str, Any]) -> Scenario:
    return scenario(
        now="2026-11-30",
        people=[{"id": "ana", "rate": 100}, {"id": "bob", "rate": 40}],
        projects=[{"id": "P", "budget": limit}],
        items=[{"id": "T", "project": "P", "effort": "1d"}, *items],
    )


def _messages(of: Scenario, person: str) -> list[str]:
    plan = plan_of(of, [solo("T", person, "12-01 09:00", "12-01 17:00", hours=8)])
    return [found.message for found in budget.check(CheckedPlan(of, plan))]


# The checker catches a breach made by hand.


def test_a_limit_that_is_exceeded_is_named() -> None:
    (message,) = _messages(_of({"limit": 799}), "ana")
    assert message == "project P costs 800, more than its limit of 799"


@pytest.mark.parametrize(("limit", "person"), [({"limit": 800}, "ana"), ({"limit": 320}, "bob")])
def test_a_limit_that_is_reached_is_kept(limit: Any, person: str) -> None:
    assert _messages(_of(limit), person) == []


def test_a_goal_is_no_limit() -> None:
    assert _messages(_of(100), "ana") == []


def test_what_is_spent_counts_at_the_mean_of_the_rates() -> None:
    assert _messages(_of({"limit": 1020}, DONE), "bob") == []
    (message,) = _messages(_of({"limit": 1019}, DONE), "bob")
    assert message.startswith("project P costs 1,020")


# The planner keeps the rule, and says where that is impossible.


def test_the_cheaper_person_does_it_where_the_dearer_one_exceeds_the_limit() -> None:
    plan = solve(_of({"limit": 500}), OPTIONS).plan
    assert [work.person for work in plan.items[0].assignments] == ["bob"]


def test_without_anybody_who_is_cheap_enough_there_is_no_plan() -> None:
    with pytest.raises(InfeasibleError):
        solve(_of({"limit": 319}), OPTIONS)


def test_breaking_deadlines_does_not_break_a_limit() -> None:
    tight = scenario(
        people=[{"id": "ana", "rate": 100}, {"id": "bob", "rate": 40, "capacity": 0.5}],
        projects=[{"id": "P", "budget": {"limit": 500}}],
        items=[{"id": "T", "project": "P", "effort": "1d", "deadline": "2026-12-01"}],
        calendar={"start": "2026-12-01"},
    )
    with pytest.raises(InfeasibleError):
        solve(tight, OPTIONS)
    plan = solve(tight, SolveOptions(time_limit=10, workers=1, seed=0, relax=True)).plan
    assert [work.person for work in plan.items[0].assignments] == ["bob"]
    assert [broken.id for broken in plan.solver.relaxed] == ["T"]
