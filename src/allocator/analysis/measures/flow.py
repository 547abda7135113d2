"""Flow: priority-weighted working hours from the plan's start to the projects' finishes."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from allocator.analysis.dates import plan_start, planned, project_spans
from allocator.calendars import TeamCalendar
from allocator.domain import PlanItem, Scenario
from allocator.domain.quantities import exact


def measure(scenario: Scenario, items: Sequence[PlanItem], team: TeamCalendar) -> Fraction:
    """Return the sum of priority x max(0, W(latest finish) - W(plan start)), in hours.

    It runs over projects with a planned item; a planned item without project counts as a project
    of its own, with its own priority.
    """
    start = plan_start(scenario)
    total = Fraction(0)
    for entry, _, finish in planned(items):
        item = scenario.item_by_id.get(entry.id)
        if item is not None and item.project is None:
            hours = max(Fraction(0), team.hours_between(start, finish))
            total += exact(scenario.priority_of(item)) * hours
    for project_id, (_, finish) in project_spans(scenario, items).items():
        priority = exact(scenario.project_by_id[project_id].priority)
        total += priority * max(Fraction(0), team.hours_between(start, finish))
    return total
