"""Budgets of projects, and what is known to have been spent."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from allocator.domain.base import Model
from allocator.domain.quantities import exact

if TYPE_CHECKING:
    from allocator.domain.items import WorkItem
    from allocator.domain.scenario import Scenario

Amount = Annotated[float, Field(gt=0)]
"""An amount of money, in the currency of the rates."""


class BudgetLimit(Model):
    """A budget that no plan may exceed."""

    limit: Amount


Budget = Amount | BudgetLimit
"""What a project may cost: a goal, or a limit."""


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
