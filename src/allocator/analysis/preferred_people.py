"""Who does work for which somebody else is preferred."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from allocator import wording
from allocator.analysis.dates import planned
from allocator.analysis.roles import assign_roles, effort_minutes
from allocator.analysis.scheduled import ScheduledItem
from allocator.calendars import Calendars
from allocator.domain import Plan, PlanItem, Scenario


@dataclass(frozen=True)
class NotPreferred:
    """Work on an item that somebody does who is not preferred, although somebody is.

    Attributes
    ----------
    item, person
        Ids.
    preferred
        Ids of those who are preferred and may fill the need, in the order of the scenario.
    hours
        The need's effort.
    """

    item: str
    person: str
    preferred: tuple[str, ...]
    hours: Fraction


def not_preferred(
    scenario: Scenario, items: Sequence[PlanItem], calendars: Calendars | None = None
) -> Iterator[NotPreferred]:
    """Yield who is on needs that somebody preferred may fill, and is not preferred.

    What is done counts for nothing, nor does a need that nobody who is preferred may fill.

    Parameters
    ----------
    scenario, items
        What is planned, and the plan's items.
    calendars
        The scenario's calendars, where they are at hand.
    """
    scope = scenario.scope
    if not any(item.prefer for item in scope.items):
        return
    calendars = calendars or Calendars(scenario)
    for entry, start, finish in planned(items):
        item = scope.item_by_id.get(entry.id)
        if item is None or not item.prefer or item.is_done:
            continue
        for role in assign_roles(scope, calendars, ScheduledItem(item, entry, start, finish)).roles:
            named = frozenset() if role.need is None else scope.preferred(item, role.need)
            if role.need is not None and named and role.assignment.person not in named:
                yield NotPreferred(
                    item.id,
                    role.assignment.person,
                    tuple(person.id for person in scope.people if person.id in named),
                    effort_minutes(scope, role.need) / 60,
                )


def not_preferred_lines(plan: Plan, calendars: Calendars | None = None) -> tuple[str, ...]:
    """Return a line for each piece of work that others do than those who are preferred."""
    scenario = plan.scenario
    lines = []
    for one in not_preferred(scenario, plan.items, calendars):
        item = scenario.item_by_id[one.item]
        instead = wording.joined(
            (wording.person_name(scenario, name) for name in one.preferred), last="or", most=4
        )
        lines.append(
            f"{wording.label(item.id, item.title)}: {wording.person_name(scenario, one.person)}, "
            f"not {instead} ({wording.number(float(one.hours))} h of work)"
        )
    return tuple(lines)
