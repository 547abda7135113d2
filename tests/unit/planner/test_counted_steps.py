"""Searches of counted steps: the same plan each time, on any time limit, and never a worse one."""

from __future__ import annotations

import pytest

from allocator import planner
from allocator.errors import NoPlanInTimeError
from allocator.planner import SolveOptions
from support.plans import scenario

ITEMS = [
    {"id": "A", "needs": "ml", "effort": "3d", "due": "2026-12-04"},
    {"id": "B", "needs": "ml", "effort": "1d", "due": "2026-12-01", "priority": 5},
    {"id": "C", "needs": "sql", "effort": "2d", "after": "B"},
]
PEOPLE = [{"id": "ana", "skills": ["ml"]}, {"id": "bo", "skills": ["sql"]}]


def test_the_same_steps_lead_to_the_same_plan_whatever_the_time_limit() -> None:
    made = scenario(people=PEOPLE, items=ITEMS)
    plans = [
        planner.solve(made, SolveOptions(steps=200, seed=3, time_limit=limit)).plan
        for limit in (0.1, 50.0)
    ]
    assert plans[0] == plans[1]
    assert plans[0].solver.tiers[0].value == 0.0


def test_no_steps_keep_the_plan_that_is_there() -> None:
    made = scenario(people=PEOPLE, items=ITEMS)
    known = planner.solve(made, SolveOptions(time_limit=2, workers=1)).plan
    again = planner.solve(made, SolveOptions(steps=0, start=known.items)).plan
    assert again.items == known.items


def test_missed_deadlines_are_told_and_broken_where_that_is_asked_for() -> None:
    late = {"id": "D", "needs": "ml", "effort": "9d", "deadline": "2026-12-04"}
    made = scenario(people=PEOPLE, items=[*ITEMS, late])
    with pytest.raises(NoPlanInTimeError, match="in 50 steps"):
        planner.solve(made, SolveOptions(steps=50))
    assert planner.solve(made, SolveOptions(steps=50, relax=True)).plan.solver.relaxed


def test_a_plan_without_work_needs_no_steps() -> None:
    made = scenario(items=[{"id": "M", "kind": "milestone"}])
    assert planner.solve(made, SolveOptions(steps=50)).plan.metrics.planned_items == 1
