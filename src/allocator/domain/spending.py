"""What is known to have been spent, by the time that is recorded."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from allocator.domain.items import WorkItem
from allocator.domain.quantities import exact
from allocator.domain.scenario import Scenario


def spent_on(scenario: Scenario, item: WorkItem) -> Fraction:
    """Return what the time that is recorded on an item has cost.

    An hour of it costs the mean of the rates of the item's people; 0 where it is not said who
    they are.
    """
    if item.spent is None or not item.people:
        return Fraction(0)
    rates = [exact(scenario.person_by_id[name].rate) for name in item.people]
    hours = scenario.calendar.working_minutes(item.spent) / 60
    return hours * sum(rates, Fraction(0)) / len(rates)


def spent_on_all(scenario: Scenario, items: Iterable[WorkItem]) -> Fraction:
    """Return what the time that is recorded on several items has cost."""
    return sum((spent_on(scenario, item) for item in items), Fraction(0))
