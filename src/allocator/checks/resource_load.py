"""No resource is held by more than it has."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from fractions import Fraction

from allocator.analysis.capacity_use import CapacityUse
from allocator.analysis.scheduled import ScheduledItem
from allocator.calendars.instants import later
from allocator.checks.checked_plan import CheckedPlan
from allocator.checks.sweep import overloads
from allocator.domain import RuleId, Scenario, Violation
from allocator.domain.quantities import elapsed_minutes
from allocator.wording import amount, instant, joined


def check(checked: CheckedPlan) -> list[Violation]:
    """Return all times at which items hold more of a resource than its capacity.

    An item holds its resources from its start to its finish, nights included; one in progress
    from the beginning of the plan until its elapsed time is over, or, without such, from where it
    is taken up.
    """
    scenario = checked.scenario
    holds: defaultdict[str, list[CapacityUse]] = defaultdict(list)
    for item_id, planned in checked.scheduled.items():
        if planned.item.is_done:
            continue
        for resource_id, units in planned.item.resources.items():
            start, finish = _period(scenario, planned)
            holds[resource_id].append(CapacityUse(item_id, start, finish, Fraction(units)))
    return [
        Violation(
            rule=RuleId.RESOURCE_LOAD,
            message=f"{joined(f'{held.item} ({amount(held.amount)})' for held in over.held)} "
            f"hold {amount(over.peak)} of {resource_id} between {instant(over.start)} and "
            f"{instant(over.finish)}; there are {scenario.resource_by_id[resource_id].capacity}",
            items=tuple(held.item for held in over.held),
        )
        for resource_id, held_by in holds.items()
        for over in overloads(held_by, Fraction(scenario.resource_by_id[resource_id].capacity))
    ]


def _period(scenario: Scenario, planned: ScheduledItem) -> tuple[dt.datetime, dt.datetime]:
    if not planned.item.is_started or planned.item.elapsed is None:
        return planned.begins, planned.finish
    over = later(planned.start, elapsed_minutes(planned.item.elapsed))
    return scenario.plan_from, max(over, scenario.present)
