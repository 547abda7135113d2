"""Tells which rules of a scenario files of other tools cannot hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from allocator.domain import Scenario, WorkItem
from allocator.wording import count, enumerated

MAX_NAMED = 6
"""Items that a line names; further ones are counted."""

_PEOPLE_RULES = ("not_same_as", "same_as", "prefer")
"""Fields of items that say something of who does them, beside skills."""


def item_rule_notes(
    items: Iterable[WorkItem], *, takes_fixed_starts: bool = False
) -> Iterator[str]:
    """Yield a line for each kind of rule that items have and files of other tools do not.

    Parameters
    ----------
    items
        Those in the file. What is over asks nothing of its people or its start any more.
    takes_fixed_starts
        Whether the file holds starts that are fixed.
    """
    items = list(items)
    handovers = [item.id for item in items for link in item.after if link.handover]
    if handovers:
        yield f"Written as plain links: {count(len(handovers), 'handover')} ({_some(handovers)})."
    for lost in lost_item_rules(items, takes_fixed_starts=takes_fixed_starts):
        yield f"Left out: {lost}."


def lost_item_rules(
    items: Iterable[WorkItem], *, takes_fixed_starts: bool = False
) -> Iterator[str]:
    """Yield what tools have no place for in items, besides their links, a phrase for each kind.

    Parameters
    ----------
    items, takes_fixed_starts
        As of :func:`item_rule_notes`.
    """
    items = list(items)
    coming = [item for item in items if not item.is_done]
    overlaps = [
        item.id for item in items if item.overlap or any(need.overlap for need in item.needs)
    ]
    if overlaps:
        yield f"the time in common of {_items(overlaps)}"
    fields = {name: [item.id for item in coming if getattr(item, name)] for name in _PEOPLE_RULES}
    asked = dict.fromkeys(item for names in fields.values() for item in names)
    if asked:
        named = "; ".join(f"{name}: {_some(of)}" for name, of in fields.items() if of)
        rules = "rules" if sum(map(len, fields.values())) > 1 else "a rule"
        yield f"{rules} about the people of {count(len(asked), 'item')} ({named})"
    shared = [item.id for item in coming if any(need.is_shared for need in item.needs)]
    if shared:
        yield f"how many people may share {_items(shared)}"
    at_once = [item.id for item in coming if item.uninterrupted]
    if at_once:
        yield f"that nothing interrupts {_items(at_once)}"
    fixed = [item.id for item in coming if item.fixed_start is not None]
    if fixed and not takes_fixed_starts:
        yield f"that the start of {_items(fixed)} is fixed"


def team_rules(scenario: Scenario) -> list[str]:
    """Return what a scenario says of its people's time and its money that files cannot hold."""
    limited = sum(scenario.max_items_of(person) is not None for person in scenario.people)
    found = {
        "meeting": len(scenario.meetings),
        "rota": len(scenario.rota),
        "budget": sum(project.budget is not None for project in scenario.projects),
    }
    told = [count(number, what) for what, number in found.items() if number]
    if limited:
        told.append(f"how many items {count(limited, 'person', 'people')} may be on at a time")
    return told


def _items(ids: list[str]) -> str:
    return f"{count(len(ids), 'item')} ({_some(ids)})"


def _some(ids: Iterable[str]) -> str:
    return enumerated(dict.fromkeys(ids), most=MAX_NAMED)
