"""Stability: how much the plan differs from the baseline, near changes weighing more."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from allocator.analysis.dates import taken_up
from allocator.calendars import TeamCalendar
from allocator.domain import PlanItem, Scenario
from allocator.domain.baseline import PERSON_DAYS


def measure(scenario: Scenario, items: Sequence[PlanItem], team: TeamCalendar) -> Fraction:
    """Return the sum of weight x (hours by which a start moved + 20 days a new person), in hours.

    It runs over the baseline's items that are not frozen; one that is dropped counts as a new
    person does. An item in progress is measured where what remains of it is taken up.
    """
    person = Fraction(PERSON_DAYS) * scenario.calendar.day_minutes / 60
    total = Fraction(0)
    for entry in items:
        baseline_item = scenario.baseline_by_item.get(entry.id)
        if baseline_item is None or baseline_item.frozen:
            continue
        weight = baseline_item.weight(scenario.present)
        if entry.state == "dropped":
            total += weight * person
        elif entry.start is not None:
            start = taken_up(entry, entry.start)
            moved = team.hours_moved(baseline_item.start, start)
            new = {assignment.person for assignment in entry.assignments} - set(
                baseline_item.people
            )
            total += weight * (moved + person * len(new))
    return total
