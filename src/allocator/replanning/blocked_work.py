"""Until when work has gone on that something blocks."""

from __future__ import annotations

import datetime as dt

from allocator import wording
from allocator.domain import PlanItem, Scenario, WorkItem
from allocator.domain.quantities import beginning


def worked_until(scenario: Scenario, item: WorkItem, entry: PlanItem) -> dt.datetime | None:
    """Return until when an item has been worked on: now, or since when it is blocked.

    None where nothing is known of that, or it was blocked before it began. A block that is to be
    over by now is, and holds as any date does; elapsed time that has begun goes on.

    Parameters
    ----------
    scenario, item
        As of now.
    entry
        The item in the plan that people go by.
    """
    runs = item.is_started and not item.staffing
    if runs or item.block is None or item.block.is_over(scenario.present):
        return scenario.present
    began = scenario.started_at(item) if item.is_started else entry.start
    since = None if item.block.since is None else beginning(item.block.since)
    if since is None or began is None or since <= began:
        return None
    return min(since, scenario.present)


def blocked_text(item: WorkItem, begin: str = "it is") -> str:
    """Say of an item that it is blocked, by what and since when, after some words."""
    assert item.block is not None
    by = f" by {item.block.by}" if item.block.by else ""
    since = "" if item.block.since is None else f" since {wording.when(item.block.since)}"
    return f"{begin} blocked{by}{since}"
