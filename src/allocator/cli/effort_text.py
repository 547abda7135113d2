"""Effort in words: what a scenario takes in all, and what several people take of one item."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from allocator.analysis.effort import people_of, several, told, total_person_days
from allocator.domain import Scenario, WorkItem, words

MOST = 3
"""Items for several people up to which each has a line; more are summed up."""


def total_text(scenario: Scenario, items: Iterable[WorkItem]) -> str:
    """Write the effort that items still take; empty where they take nobody."""
    amount = total_person_days(scenario, items)
    return told(amount) if amount else ""


def several_lines(scenario: Scenario, items: Iterable[WorkItem]) -> Iterator[str]:
    """Yield a line for each item that takes several people; of many one for all of them."""
    shared = [item for item in items if people_of(item) > 1]
    if len(shared) > MOST:
        amount = told(total_person_days(scenario, shared))
        yield f"{len(shared):,} items take several people: {amount} in all"
        return
    for item in shared:
        yield f"{words.label(item.id, item.title)} takes {several(scenario, item)}"
