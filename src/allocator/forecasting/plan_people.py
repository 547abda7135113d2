"""Who does in futures what asks something of who, or where, its people are: as in the plan."""

from __future__ import annotations

from allocator.calendars.places import places
from allocator.domain import Plan, Scenario, WorkItem
from allocator.domain.paired_people import with_paired_people
from allocator.domain.shared_work import with_chosen_numbers


def with_plan_people(scenario: Scenario, plan: Plan) -> Scenario:
    """Return a scenario in which the plan's people do what depends on who they are.

    That is how many share an item, pairs of items (``not_same_as``, ``same_as``), items that ask
    for time in common (``overlap``), and both sides of a ``handover``.

    Parameters
    ----------
    scenario, plan
        What was planned, and how.
    """
    known = with_paired_people(with_chosen_numbers(scenario, plan.items), plan.items)
    kept = for_plan_people(known)
    if not kept:
        return known
    people = {entry.id: tuple(work.person for work in entry.assignments) for entry in plan.items}
    items = tuple(
        item.model_copy(update={"assign": people[item.id], "avoid": ()})
        if item.id in kept and not item.is_started and people.get(item.id)
        else item
        for item in known.items
    )
    return known.model_copy(update={"items": items})


def for_plan_people(scenario: Scenario) -> frozenset[str]:
    """Return the ids of items that ask for time in common, or hand over between places."""
    together = {item.id for item in scenario.scope.items if asks_for_common_time(item)}
    return frozenset(together | handing_over(scenario))


def asks_for_common_time(item: WorkItem) -> bool:
    """Whether an item or a need of it has an ``overlap``."""
    return item.overlap is not None or any(need.overlap is not None for need in item.needs)


def handing_over(scenario: Scenario) -> set[str]:
    """Return the ids of both sides of each handover; none where all are in one place."""
    asked = [
        {item.id, link.item}
        for item in scenario.scope.items
        for link in scenario.binding_links(item)
        if link.handover
    ]
    if not asked or len(set(places(scenario).values())) < 2:
        return set()
    return set().union(*asked)
