"""A plan under check, and the parts of it that the rules can judge.

Completeness reports what cannot: unknown items, items named twice, dates that are missing, lie
centuries away or have a time zone. The other rules look at the rest, so each fault is reported
once, by its rule.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TypeGuard

from allocator.analysis.dates import plan_start
from allocator.analysis.roles import RoleAssignment, assign_roles
from allocator.analysis.scheduled import ScheduledItem
from allocator.calendars import Calendars
from allocator.checks.outcomes import Outcomes
from allocator.checks.soundness import unsound
from allocator.domain import Link, LinkType, Plan, PlanItem, Scenario, Violation, WorkItem
from allocator.domain.quantities import parse_span

_A_CENTURY = dt.timedelta(days=36525)


class CheckedPlan:
    """A plan and the scenario that it is checked against, with what several rules look up.

    Parameters
    ----------
    scenario
        What the plan is held against.
    plan
        The plan, which may be incomplete or wrong.
    calendars
        The scenario's calendars, where they are at hand.
    """

    def __init__(self, scenario: Scenario, plan: Plan, calendars: Calendars | None = None) -> None:
        self.scenario, self.plan = scenario, plan
        self.calendars = calendars or Calendars(scenario)
        self._roles: dict[str, RoleAssignment] = {}

    @cached_property
    def unsound(self) -> list[Violation]:
        """What keeps a plan of the scenario from being checked."""
        return unsound(self.scenario, self.calendars)

    @cached_property
    def entries(self) -> Mapping[str, PlanItem]:
        """The plan's entries of known items, the first where there are several."""
        found: dict[str, PlanItem] = {}
        for entry in self.plan.items:
            if entry.id in self.scenario.item_by_id:
                found.setdefault(entry.id, entry)
        return found

    @cached_property
    def outcomes(self) -> Outcomes:
        """What failed tries mean for other items."""
        return Outcomes(self.scenario)

    @cached_property
    def scheduled(self) -> Mapping[str, ScheduledItem]:
        """The items that the plan gives usable dates to, in the plan's order."""
        found = {}
        zero = plan_start(self.scenario)
        for item_id, entry in self.entries.items():
            start, finish = entry.start, entry.finish
            if entry.is_left_out or not _near(start, zero) or not _near(finish, zero):
                continue
            if all(_near(a.start, zero) and _near(a.finish, zero) for a in entry.assignments):
                item = self.scenario.item_by_id[item_id]
                found[item_id] = ScheduledItem(item, entry, start, finish)
        return found

    def roles(self, scheduled: ScheduledItem) -> RoleAssignment:
        """Return who fills which need of one of the scheduled items."""
        name = scheduled.item.id
        if name not in self._roles:
            self._roles[name] = assign_roles(self.scenario, self.calendars, scheduled)
        return self._roles[name]


def pairs_naming(checked: CheckedPlan, field: str) -> Iterator[tuple[ScheduledItem, ScheduledItem]]:
    """Yield the scheduled items of which one names the other in a field, each pair once.

    Nothing is asked of two items that both have people already: done ones, and those in progress
    with which their own people go on.
    """
    seen = set[frozenset[str]]()
    for name, planned in checked.scheduled.items():
        for other in getattr(planned.item, field):
            pair = frozenset((name, other))
            if other == name or other not in checked.scheduled or pair in seen:
                continue
            seen.add(pair)
            both = planned, checked.scheduled[other]
            if not all(
                one.item.state != "todo" and (one.item.is_done or one.item.crew) for one in both
            ):
                yield both


def usable(instant: dt.datetime | None, scenario: Scenario) -> TypeGuard[dt.datetime]:
    """Whether the instant is a local time within a century of the start of the plan."""
    return _near(instant, plan_start(scenario))


def _near(instant: dt.datetime | None, start: dt.datetime) -> TypeGuard[dt.datetime]:
    if instant is None or instant.tzinfo is not None:
        return False
    return abs(instant - start) < _A_CENTURY


def binding(checked: CheckedPlan, item: WorkItem) -> list[Link]:
    """Return the links of an item that restrict its future dates."""
    if item.is_done:
        return []
    links = checked.outcomes.links(item)
    if item.state == "todo":
        return links
    if not (item.needs or item.effort) or _nothing_left(item):
        return []
    return [link for link in links if link.type in (LinkType.FF, LinkType.SF)]


def _nothing_left(item: WorkItem) -> bool:
    """Whether nobody has work remaining on an item in progress."""
    by_person = item.remaining if isinstance(item.remaining, dict) else {"": "1h"}
    return not any(parse_span(span)[0] for span in by_person.values())
