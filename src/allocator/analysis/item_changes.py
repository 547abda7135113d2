"""Which items moved, changed hands, came and went from one plan to another."""

from __future__ import annotations

from dataclasses import dataclass

from allocator.analysis.dates import planned
from allocator.analysis.people import people_on
from allocator.domain import Plan, PlanItem, Scenario


@dataclass(frozen=True)
class ItemChanges:
    """Ids of items that differ between two plans, in the new plan's order.

    Attributes
    ----------
    moved
        Planned in both with other dates; milestones are not counted, as they follow from items.
    reassigned
        Planned in both with other people.
    added, gone
        Planned in the new plan only, in the old plan only.
    """

    moved: tuple[str, ...]
    reassigned: tuple[str, ...]
    added: tuple[str, ...]
    gone: tuple[str, ...]


def item_changes(old: Plan, new: Plan) -> ItemChanges:
    """Return which items differ, without reasons."""
    was = {entry.id: entry for entry, _, _ in planned(old.items)}
    now = {entry.id: entry for entry, _, _ in planned(new.items)}
    both = [name for name in now if name in was]
    return ItemChanges(
        moved=tuple(name for name in both if _has_moved(new.scenario, was[name], now[name])),
        reassigned=tuple(
            name
            for name in both
            if has_other_people(old.scenario, was[name], new.scenario, now[name])
        ),
        added=tuple(name for name in now if name not in was),
        gone=tuple(name for name in was if name not in now),
    )


def _has_moved(scenario: Scenario, was: PlanItem, now: PlanItem) -> bool:
    is_milestone = scenario.item_by_id[now.id].is_milestone
    return not is_milestone and (was.start, was.finish) != (now.start, now.finish)


def has_other_people(
    old_scenario: Scenario, was: PlanItem, new_scenario: Scenario, now: PlanItem
) -> bool:
    """Whether other people are on an item.

    Who is known no more did what is done all the same; of what is done without people nobody
    says who did it.
    """
    before, after = set(people_on(old_scenario, was)), set(people_on(new_scenario, now))
    as_was = not after or after == before & set(new_scenario.person_by_id)
    return before != after and not (now.is_over and as_was)
