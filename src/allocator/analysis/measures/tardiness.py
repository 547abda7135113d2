"""Tardiness: priority-weighted lateness in working hours of the team."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from allocator.analysis.dates import planned, project_spans
from allocator.calendars import TeamCalendar
from allocator.domain import PlanItem, Scenario
from allocator.domain.quantities import exact


def measure(scenario: Scenario, items: Sequence[PlanItem], team: TeamCalendar) -> Fraction:
    """Return the sum of priority x lateness, in hours of the team.

    It runs over planned items with a due date, with their own priority or their project's, and
    over projects with a due date and a planned item, with the project's priority and its latest
    finish. Items do not inherit their project's due date.
    """
    total = Fraction(0)
    for entry, _, finish in planned(items):
        item = scenario.item_by_id.get(entry.id)
        if item is not None and item.due is not None:
            due = scenario.kept_until(item, item.due)
            total += exact(scenario.priority_of(item)) * team.hours_late(due, finish)
    for project_id, (_, finish) in project_spans(scenario, items).items():
        project = scenario.project_by_id[project_id]
        if project.due is not None:
            due = scenario.kept_until(project, project.due)
            total += exact(project.priority) * team.hours_late(due, finish)
    return total
