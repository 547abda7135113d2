"""What projects cost by the plan, against their budgets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from allocator.domain import Plan, Scenario
from allocator.domain.quantities import exact


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
        Items that are over without recorded time; their cost is not known and left out.
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
            budget=project.budget,
            unrecorded=_unrecorded(plan, project.id),
        )
        for project in scenario.projects
    )


def total_cost(plan: Plan) -> ProjectCost | None:
    """Return the cost of everything, against the sum of the budgets where all projects have one.

    None without rates.
    """
    found = project_costs(plan)
    if not found and not any(person.rate for person in plan.scenario.people):
        return None
    loose = cost_to_do(plan, None) + cost_spent(plan.scenario, None)
    budgets = [one.budget for one in found if one.budget is not None]
    return ProjectCost(
        project=None,
        planned=loose + sum(one.planned for one in found),
        budget=sum(budgets) if budgets and len(budgets) == len(found) else None,
        unrecorded=_unrecorded(plan, None) + sum(one.unrecorded for one in found),
    )


def cost_to_do(plan: Plan, project: str | None) -> float:
    """Return the cost of a project's work that is still to do, at the rates of who does it."""
    rates: Mapping[str, float] = {person.id: person.rate for person in plan.scenario.people}
    return sum(
        rates.get(work.person, 0.0) * work.effort_hours
        for entry in plan.items
        if entry.project == project and entry.state in ("planned", "in_progress")
        for work in entry.assignments
    )


def cost_spent(scenario: Scenario, project: str | None) -> float:
    """Return the cost of the time that is recorded on a project's items.

    It counts at the average rate of the people who worked on the item.
    """
    total = 0.0
    for item in scenario.items:
        rates = [scenario.person_by_id[name].rate for name in item.people]
        if item.project == project and item.spent is not None and rates:
            hours = scenario.calendar.working_minutes(item.spent) / 60
            total += float(hours) * float(sum(map(exact, rates))) / len(rates)
    return total


def _unrecorded(plan: Plan, project: str | None) -> int:
    items = (plan.scenario.item_by_id[e.id] for e in plan.items if e.is_over)
    return sum(
        item.project == project and bool(item.staffing) and item.spent is None for item in items
    )
