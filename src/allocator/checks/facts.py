"""What of a plan, possibly edited by hand, can be checked further.

Completeness reports what cannot: unknown items, items named twice, dates that are missing, lie
centuries away or have a time zone. The other rules look at the rest, so each fault is reported
once, by its rule.
"""

from __future__ import annotations

import datetime as dt
import weakref
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeGuard

from allocator.analysis.dates import plan_start
from allocator.domain import Link, LinkType, Plan, PlanAssignment, PlanItem, Scenario, WorkItem
from allocator.domain.quantities import parse_span

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
    def begins(self) -> dt.datetime:
        """When the plan's work on it begins: of an item in progress not its start."""
        if not self.item.is_started or not self.assignments:
            return self.start
        return min(said.start for said in self.assignments)

    @property
    def assignments(self) -> tuple[PlanAssignment, ...]:
        """Who works on it, by plan."""
        return self.entry.assignments


def usable(instant: dt.datetime | None, scenario: Scenario) -> TypeGuard[dt.datetime]:
    """Whether the instant is a local time within a century of the start of the plan."""
    return _near(instant, plan_start(scenario))


def _near(instant: dt.datetime | None, start: dt.datetime) -> TypeGuard[dt.datetime]:
    if instant is None or instant.tzinfo is not None:
        return False
    return abs(instant - start) < _A_CENTURY


def entries(scenario: Scenario, plan: Plan) -> dict[str, PlanItem]:
    """Return the plan's entries of known items, the first where there are several."""
    found: dict[str, PlanItem] = {}
    for entry in plan.items:
        if entry.id in scenario.item_by_id:
            found.setdefault(entry.id, entry)
    return found


def binding(item: WorkItem) -> list[Link]:
    """Return the links of an item that say something about the future."""
    if item.state == "todo":
        return list(item.after)
    if item.state == "done" or not (item.needs or item.effort) or _nothing_left(item):
        return []
    return [link for link in item.after if link.type in (LinkType.FF, LinkType.SF)]


def _nothing_left(item: WorkItem) -> bool:
    """Whether all people of an item in progress have done their parts."""
    by_person = item.remaining if isinstance(item.remaining, dict) else {"": "1h"}
    return not any(parse_span(span)[0] for span in by_person.values())


_latest: list[tuple[weakref.ref[Scenario], weakref.ref[Plan], Mapping[str, Scheduled]]] = []
"""What was asked for last: every rule asks for the same. Models are frozen."""


def scheduled(scenario: Scenario, plan: Plan) -> Mapping[str, Scheduled]:
    """Return the items that the plan gives usable dates to, in the plan's order."""
    for of_scenario, of_plan, found in _latest[:]:
        if of_scenario() is scenario and of_plan() is plan:
            return found
    found = _scheduled(scenario, plan)
    ref = weakref.ref(plan, lambda _: _latest.clear())  # what is gone is not kept alive
    _latest[:] = [(weakref.ref(scenario), ref, found)]
    return found


def _scheduled(scenario: Scenario, plan: Plan) -> dict[str, Scheduled]:
    found = {}
    zero = plan_start(scenario)
    for item_id, entry in entries(scenario, plan).items():
        start, finish = entry.start, entry.finish
        if entry.state == "dropped" or not _near(start, zero) or not _near(finish, zero):
            continue
        if all(_near(said.start, zero) and _near(said.finish, zero) for said in entry.assignments):
            found[item_id] = Scheduled(scenario.item_by_id[item_id], entry, start, finish)
    return found
