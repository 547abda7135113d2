"""What a lever costs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allocator.analysis.measures import cost
from allocator.calendars import Calendars
from allocator.domain import Plan
from allocator.domain.quantities import exact


def has_rates(plan: Plan) -> bool:
    """Return whether somebody has a rate, so that there are costs to tell."""
    return any(person.rate for person in plan.scenario.people)


def cost_of(change: Mapping[str, Any], without: Plan, plan: Plan) -> float:
    """Return what a change costs, in the currency of the rates; below 0 it saves.

    That is the work of the plan at the rates of its people, beyond that of the plan without the
    change; and of a further person, in place of their work, all their time from their first day
    to the end of the plan.

    Parameters
    ----------
    change
        The lever.
    without, plan
        Planned without and with it.
    """
    new = {entry["id"] for entry in change.get("add", {}).get("people", ())}
    difference = _work(plan, new) - _work(without, new)
    return difference + sum(_paid(plan, name) for name in sorted(new))


def _work(plan: Plan, new: set[str]) -> float:
    """Return the cost of the work of those who are not new; new people do some of theirs."""
    if new:
        return 0.0
    return float(cost.measure(plan.scenario, plan.items, Calendars(plan.scenario).team))


def _paid(plan: Plan, name: str) -> float:
    person = plan.scenario.person_by_id[name]
    ends = max(e.finish for e in plan.items if e.finish is not None)
    hours = Calendars(plan.scenario).of(person).hours_between(plan.scenario.plan_from, ends)
    return float(exact(person.rate) * hours / exact(person.capacity))
