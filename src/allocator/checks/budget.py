"""No project costs more than a budget that is a limit."""

from __future__ import annotations

from fractions import Fraction

from allocator.checks.checked_plan import CheckedPlan
from allocator.domain import Project, RuleId, Violation, WorkItem
from allocator.domain.quantities import exact
from allocator.wording import number

_TOLERANCE = Fraction(1, 10**6)


def check(checked: CheckedPlan) -> list[Violation]:
    """Return the projects that cost more than their limits, with the items that cost anything."""
    return [
        violation
        for project in checked.scenario.projects
        if project.budget_amount is not None and project.is_budget_hard
        for violation in _project(checked, project, exact(project.budget_amount))
    ]


def _project(checked: CheckedPlan, project: Project, limit: Fraction) -> list[Violation]:
    members = [item for item in checked.scenario.items if item.project == project.id]
    costs = {item.id: _cost(checked, item) for item in members}
    total = sum(costs.values(), Fraction(0))
    if total <= limit * (1 + _TOLERANCE):
        return []
    message = (
        f"project {project.id} costs {number(float(total))}, more than its limit of "
        f"{number(float(limit))}"
    )
    items = tuple(name for name, cost in costs.items() if cost)
    return [Violation(rule=RuleId.BUDGET, message=message, items=items)]


def _cost(checked: CheckedPlan, item: WorkItem) -> Fraction:
    """Return what the people of an item still cost, and what the time spent on it has."""
    scenario, entry = checked.scenario, checked.entries.get(item.id)
    total = Fraction(0)
    if item.spent is not None and item.people:
        rates = [exact(scenario.person_by_id[name].rate) for name in item.people]
        minutes = scenario.calendar.working_minutes(item.spent)
        total += minutes / 60 * sum(rates, Fraction(0)) / len(rates)
    if entry is None or entry.is_left_out or entry.is_over:
        return total
    for assignment in entry.assignments:
        person = scenario.person_by_id.get(assignment.person)
        if person is not None:
            total += exact(person.rate) * exact(assignment.effort_hours)
    return total
