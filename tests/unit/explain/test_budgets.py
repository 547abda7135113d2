"""Budgets that are limits as causes and as levers: what is said of them holds when it is tried."""

from __future__ import annotations

import pytest

from allocator.calendars import Calendars
from allocator.domain import Plan, Scenario
from allocator.explain.levers.ground import Ground
from allocator.explain.levers.kinds import budget
from allocator.explain.replay.atoms import entry_atoms
from allocator.explain.subjects import subject_of
from allocator.explain.why.graph import BindingGraph
from allocator.explain.why.kinds.budget import BudgetLimitReached
from allocator.planner import SolveOptions, solve
from allocator.scenario.changes.changed import changed

OPTIONS = SolveOptions(time_limit=10, workers=1, seed=0)


@pytest.fixture(scope="module")
def plan() -> Plan:
    """Bo, at half speed, does both items: with Ana on one of them they cost 10,240."""
    scenario = Scenario.model_validate(
        {
            "name": "Churn",
            "currency": "EUR",
            "calendar": {"start": "2026-11-30"},
            "people": [
                {"id": "ana", "name": "Ana", "skills": {"ml": 3}, "rate": 100},
                {"id": "bo", "name": "Bo", "skills": {"ml": 2}, "rate": 60},
            ],
            "proficiency": {2: 0.5, 3: 1},
            "projects": [{"id": "CH", "due": "2026-12-20", "budget": {"limit": 9000}}],
            "items": [
                {"id": "A", "project": "CH", "needs": {"ml": 2}, "effort": "8d"},
                {"id": "B", "project": "CH", "needs": {"ml": 2}, "effort": "8d", "after": "A"},
            ],
        }
    )
    return solve(scenario, OPTIONS).plan


def late_days(plan: Plan) -> float:
    """Return by how much the project is late."""
    (project,) = plan.metrics.projects
    return project.late_days or 0.0


def test_who_is_quicker_and_costs_too_much_is_a_cause(plan: Plan) -> None:
    subject = subject_of(plan, "CH")
    graph = BindingGraph(plan, Calendars(plan.scenario), subject)
    causes = list(BudgetLimitReached().candidates(graph))
    assert {cause.item for cause in causes} == {"A", "B"}
    assert causes[0].text == (
        f"with Ana, who is quicker, on {causes[0].item} project CH would cost 10,240 EUR, more "
        "than its limit of 9,000 EUR"
    )
    better = solve(changed(plan.scenario, causes[0].change), OPTIONS).plan
    assert late_days(better) < late_days(plan)


@pytest.mark.parametrize(
    ("cheap", "who"),
    [({"capacity": 0.5}, "who is quicker"), ({"from": "2026-12-14"}, "who could do it too")],
)
def test_the_limit_is_a_cause_where_who_is_cheap_is_part_time_or_not_there(
    cheap: dict[str, object], who: str
) -> None:
    """Met before: only levels counted, and the limit was not told."""
    bo = {"id": "bo", "skills": ["ml"], "rate": 50, **cheap}
    scenario = Scenario.model_validate(
        {
            "name": "Churn",
            "calendar": {"start": "2026-11-30"},
            "people": [{"id": "ana", "skills": ["ml"], "rate": 100}, bo],
            "projects": [{"id": "CH", "due": "2026-12-04", "budget": {"limit": 3000}}],
            "items": [{"id": "A", "project": "CH", "needs": "ml", "effort": "5d"}],
        }
    )
    plan = solve(scenario, OPTIONS).plan
    graph = BindingGraph(plan, Calendars(scenario), subject_of(plan, "CH"))
    (cause,) = BudgetLimitReached().candidates(graph)
    assert cause.text == (
        f"with ana, {who}, on A project CH would cost 4,000, more than its limit of 3,000"
    )
    assert late_days(plan) > 0
    assert late_days(solve(changed(scenario, cause.change), OPTIONS).plan) == 0


def test_a_higher_limit_is_a_lever(plan: Plan) -> None:
    ground = Ground(plan, subject_of(plan, "CH"), Calendars(plan.scenario))
    more, lifted = budget.candidates(ground)
    assert more.text == "Project CH may cost 9,900 EUR, not only 9,000"
    assert lifted.text == "The limit of 9,000 EUR for project CH is lifted"
    assert late_days(solve(changed(plan.scenario, more.change), OPTIONS).plan) == late_days(plan)
    freed = solve(changed(plan.scenario, lifted.change), OPTIONS).plan
    assert late_days(freed) < late_days(plan)


def test_another_budget_is_a_change_that_may_be_behind_moves(plan: Plan) -> None:
    for budget_now, told in ((5000, "5,000"), ({"limit": 9500}, "at most 9,500"), (None, "none")):
        change = {"update": {"projects": {"CH": {"budget": budget_now}}}}
        new = changed(plan.scenario, change)
        (atom,) = entry_atoms(plan.scenario, new, ())
        assert atom.sentence == f"the budget of project CH is {told}, was at most 9,000"
        assert atom.undo(new) == plan.scenario
        assert atom.change is not None
        assert changed(new, atom.change) == plan.scenario
