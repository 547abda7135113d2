"""Effort in words: what a scenario takes in all, and what several people take of one item."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from allocator.analysis.effort import several, told, total_person_days
from allocator.domain import Scenario, WorkItem, words

MOST = 5
"""Items for several people that are named."""


def total_text(scenario: Scenario, items: Iterable[WorkItem]) -> str:
    """Write the effort that items still take; empty where they take nobody."""
    amount = total_person_days(scenario, items)
    return told(amount) if amount else ""


def several_lines(scenario: Scenario, items: Iterable[WorkItem]) -> Iterator[str]:
    """Yield a line for each item that takes several people, of many the first."""
    found = ((item, several(scenario, item)) for item in items)
    shared = [(item, text) for item, text in found if text]
    for item, text in shared[:MOST]:
        yield f"{words.label(item.id, item.title)} takes {text}"
    if len(shared) > MOST:
        yield f"and {len(shared) - MOST:,} more items take several people"
