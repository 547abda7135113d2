"""Budget: by how much projects exceed budgets that are goals."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from allocator.analysis.project_costs import cost_of
from allocator.calendars import TeamCalendar
from allocator.domain import PlanItem, Scenario
from allocator.domain.quantities import exact


def measure(scenario: Scenario, items: Sequence[PlanItem], team: TeamCalendar) -> Fraction:
    """Return the sum over projects of max(0, cost - budget), in the rates' currency."""
    total = Fraction(0)
    for project in scenario.projects:
        if project.budget_amount is not None and not project.is_budget_hard:
            excess = cost_of(scenario, items, project.id) - exact(project.budget_amount)
            total += max(Fraction(0), excess)
    return total
