"""Cost: what the people's effort comes to at their rates."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from allocator.analysis.dates import planned
from allocator.calendars import TeamCalendar
from allocator.domain import PlanItem, Scenario
from allocator.domain.quantities import exact


def measure(scenario: Scenario, items: Sequence[PlanItem], team: TeamCalendar) -> Fraction:
    """Return the sum over assignments of rate x effort hours, in the rates' currency.

    Effort is the need's, at speed 1, whatever the speed of the person who fills it.
    """
    total = Fraction(0)
    for entry, _, _ in planned(items):
        for assignment in entry.assignments:
            person = scenario.person_by_id.get(assignment.person)
            if person is not None and person.rate:
                total += exact(person.rate) * exact(assignment.effort_hours)
    return total
