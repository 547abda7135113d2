"""What of a plan, possibly edited by hand, can be checked further.

Completeness reports what cannot: unknown items, items named twice, dates that are missing, lie
centuries away or have a time zone. The other rules look at the rest, so each fault is reported
once, by its rule.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TypeGuard

from allocator.analysis.dates import plan_start
from allocator.domain import Plan, PlanAssignment, PlanItem, Scenario, WorkItem

_A_CENTURY = dt.timedelta(days=36525)


@dataclass(frozen=True)
class Scheduled:
    """A work item with usable dates.

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
    def assignments(self) -> tuple[PlanAssignment, ...]:
        """Who works on it, by plan."""
        return self.entry.assignments


def usable(instant: dt.datetime | None, scenario: Scenario) -> TypeGuard[dt.datetime]:
    """Whether the instant is a local time within a century of the start of the plan."""
    if instant is None or instant.tzinfo is not None:
        return False
    return abs(instant - plan_start(scenario)) < _A_CENTURY


def entries(scenario: Scenario, plan: Plan) -> dict[str, PlanItem]:
    """Return the plan's entries of known items, the first where there are several."""
    found: dict[str, PlanItem] = {}
    for entry in plan.items:
        if entry.id in scenario.item_by_id:
            found.setdefault(entry.id, entry)
    return found


def scheduled(scenario: Scenario, plan: Plan) -> dict[str, Scheduled]:
    """Return the items that the plan gives usable dates to, in the plan's order."""
    found = {}
    for item_id, entry in entries(scenario, plan).items():
        start, finish = entry.start, entry.finish
        if entry.state == "dropped" or not usable(start, scenario):
            continue
        if not usable(finish, scenario) or not _all_usable(scenario, entry):
            continue
        found[item_id] = Scheduled(scenario.item_by_id[item_id], entry, start, finish)
    return found


def _all_usable(scenario: Scenario, entry: PlanItem) -> bool:
    return all(
        usable(instant, scenario)
        for assignment in entry.assignments
        for instant in (assignment.start, assignment.finish)
    )
