"""A work item together with what a plan says about it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from allocator.domain import PlanAssignment, PlanItem, WorkItem


@dataclass(frozen=True)
class ScheduledItem:
    """A work item with the dates that a plan gives it.

    Attributes
    ----------
    item
        The scenario's item.
    entry
        What the plan says about it.
    start, finish
        Its dates in the plan.
    """

    item: WorkItem
    entry: PlanItem
    start: dt.datetime
    finish: dt.datetime

    @property
    def begins(self) -> dt.datetime:
        """When the plan's work on it begins: of an item in progress not its start."""
        if not self.item.is_started or not self.assignments:
            return self.start
        return min(assignment.start for assignment in self.assignments)

    @property
    def assignments(self) -> tuple[PlanAssignment, ...]:
        """Who works on it, by plan."""
        return self.entry.assignments
