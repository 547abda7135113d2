"""What projects cost by the plan, against their budgets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from allocator.domain import Plan, PlanItem, Scenario, WorkItem
from allocator.domain.quantities import exact
from allocator.domain.spending import spent_on_all


@dataclass(frozen=True, kw_only=True)
class ProjectCost:
    """The cost of a project, of work without a project, or of everything.

    Attributes
    ----------
    project
        Id of the project; None for work without one, and for everything.
    planned
        Cost of the work that is still to do and of the time that is recorded as spent, in the
        currency of the rates.
    budget
        What it may cost; None where nobody has said so.
    unrecorded
        Items that are over without recorded time, or without people; their cost is not known and
        left out.
    """

    project: str | None
    planned: float
    budget: float | None
    unrecorded: int

    @property
    def excess(self) -> float:
        """By how much the planned cost is above the budget; 0 where it is not."""
        return 0.0 if self.budget is None else max(0.0, self.planned - self.budget)


def project_costs(plan: Plan) -> tuple[ProjectCost, ...]:
    """Return the cost of each project in the scenario's order; nothing without rates."""
    scenario = plan.scenario
    if not any(person.rate for person in scenario.people):
        return ()
    return tuple(
        ProjectCost(
            project=project.id,
            planned=cost_to_do(plan, project.id) + cost_spent(scenario, project.id),
            budget=project.budget_amount,
            unrecorded=_unrecorded(plan, project.id),
        )
        for project in scenario.projects
    )


def total_cost(plan: Plan) -> ProjectCost | None:
    """Return the cost of everything, against the sum of the budgets where all of it has one.

    None without rates. Work without a project has no budget.
    """
    found = project_costs(plan)
    if not found and not any(person.rate for person in plan.scenario.people):
        return None
    loose = cost_to_do(plan, None) + cost_spent(plan.scenario, None)
    budgets = [one.budget for one in found if one.budget is not None]
    return ProjectCost(
        project=None,
        planned=loose + sum(one.planned for one in found),
        budget=sum(budgets) if budgets and len(budgets) == len(found) and not loose else None,
        unrecorded=_unrecorded(plan, None) + sum(one.unrecorded for one in found),
    )


def cost_to_do(plan: Plan, project: str | None) -> float:
    """Return the cost of a project's work that is still to do, at the rates of who does it."""
    return float(_to_do(plan.scenario, plan.items, project))


def cost_spent(scenario: Scenario, project: str | None) -> float:
    """Return the cost of the time that is recorded on a project's items."""
    return float(spent_on_all(scenario, _items_of(scenario, project)))


def cost_of(scenario: Scenario, entries: Iterable[PlanItem], project: str | None) -> Fraction:
    """Return what a project costs by a plan: what is still to do, and what is known as spent."""
    to_do = _to_do(scenario, entries, project)
    return to_do + spent_on_all(scenario, _items_of(scenario, project))


def _to_do(scenario: Scenario, entries: Iterable[PlanItem], project: str | None) -> Fraction:
    rates = {person.id: exact(person.rate) for person in scenario.people if person.rate}
    return sum(
        (
            rates.get(work.person, Fraction(0)) * exact(work.effort_hours)
            for entry in entries
            if entry.project == project and entry.state in ("planned", "in_progress")
            for work in entry.assignments
        ),
        Fraction(0),
    )


def _items_of(scenario: Scenario, project: str | None) -> Iterator[WorkItem]:
    return (item for item in scenario.items if item.project == project)


def _unrecorded(plan: Plan, project: str | None) -> int:
    items = (plan.scenario.item_by_id[e.id] for e in plan.items if e.is_over)
    return sum(
        item.project == project
        and (bool(item.needs) or item.effort is not None)
        and (item.spent is None or not item.people)
        for item in items
    )
