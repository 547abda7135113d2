"""Value: what the dropped items would have been worth."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from allocator.calendars import TeamCalendar
from allocator.domain import PlanItem, Scenario
from allocator.domain.quantities import exact


def measure(scenario: Scenario, items: Sequence[PlanItem], team: TeamCalendar) -> Fraction:
    """Return the sum of the values of dropped items; one without value counts 1.

    Those that are given up since a try has failed do not count.
    """
    out = (e.id for e in items if e.state == "dropped" and e.id not in scenario.given_up)
    dropped = (scenario.item_by_id.get(name) for name in out)
    return sum((exact(item.worth) for item in dropped if item is not None), Fraction(0))
