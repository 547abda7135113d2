"""Writes effort: the total of a scenario, and that of several people on an item."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from allocator import wording
from allocator.analysis.effort import people_of, shared_effort, total_person_days
from allocator.domain import Scenario, WorkItem

MAX_SHARED_ITEM_LINES = 3
"""Items for several people up to which each has a line; more are summed up in one line."""


def total_effort(scenario: Scenario, items: Iterable[WorkItem]) -> str:
    """Write the remaining effort of items; empty if they take nobody."""
    days = total_person_days(scenario, items)
    return wording.person_days(float(days)) if days else ""


def shared_effort_lines(scenario: Scenario, items: Iterable[WorkItem]) -> Iterator[str]:
    """Yield a line for each item that takes several people; for many items one line."""
    shared = [item for item in items if people_of(item) > 1]
    if len(shared) > MAX_SHARED_ITEM_LINES:
        yield f"{len(shared):,} items take several people: {total_effort(scenario, shared)} in all"
        return
    for item in shared:
        yield f"{wording.label(item.id, item.title)} takes {shared_effort(scenario, item)}"
