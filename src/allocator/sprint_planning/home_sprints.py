"""Assigns each item to one sprint, as trackers do."""

from __future__ import annotations

import datetime as dt

from allocator.analysis.days import PlanDays, plan_days
from allocator.domain import Plan, PlanItem, Sprint
from allocator.sprint_planning.sprint_groups import SprintGroup, entries_of, sprint_groups


def home_sprints(plan: Plan) -> dict[str, Sprint]:
    """Return, by item id, the sprint in which the remaining work of an item begins.

    Items that are done or dropped, or begin outside all sprints, have none. An item of several
    teams is in the sprint of the team that comes first in the scenario.
    """
    found: dict[str, Sprint] = {}
    if plan.scenario.sprints is None:
        return found
    now, shown = plan.scenario.plan_from, plan_days(plan)
    for group in sprint_groups(plan.scenario):
        people = {person.id for person in group.people}
        for entry in entries_of(plan, group):
            if not entry.is_over and entry.id not in found:
                day = _first_day(entry, people, now, shown)
                sprint = _on(group, day)
                if sprint is not None:
                    found[entry.id] = sprint
    return found


def _first_day(entry: PlanItem, people: set[str], now: dt.datetime, shown: PlanDays) -> dt.date:
    """Return the day on which the work of these people begins, from now on."""
    starts = [work.start.date() for work in entry.assignments if work.person in people]
    first = min(starts, default=shown.begins(entry.id))
    assert first is not None
    return max(first, now.date())


def _on(group: SprintGroup, day: dt.date) -> Sprint | None:
    return next((sprint for sprint in group.sprints if sprint.start <= day <= sprint.end), None)
