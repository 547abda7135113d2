"""Tells which rules across time zones files of other tools cannot hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from allocator.domain import WorkItem
from allocator.wording import count, enumerated


def across_zones_notes(items: Iterable[WorkItem]) -> Iterator[str]:
    """Yield a line for handovers and one for time in common, where there are any."""
    items = list(items)
    handovers = [item.id for item in items for link in item.after if link.handover]
    overlaps = [
        item.id for item in items if item.overlap or any(need.overlap for need in item.needs)
    ]
    if handovers:
        names = enumerated(dict.fromkeys(handovers), most=6)
        yield f"Written as plain links: {count(len(handovers), 'handover')} ({names})."
    if overlaps:
        names = enumerated(overlaps, most=6)
        yield f"Left out: the time in common of {count(len(overlaps), 'item')} ({names})."
