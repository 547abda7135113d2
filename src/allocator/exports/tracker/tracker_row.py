"""A row of a tracker's file, for any tracker."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from allocator.domain import Person, PlanItem, Sprint, WorkItem

Known = Callable[[str], bool]
"""Returns whether the tracker has an item with an id."""


@dataclass(frozen=True, kw_only=True)
class TrackerRow:
    """A row of a tracker's file: an item of the plan, or a parent that is to be made.

    Attributes
    ----------
    id
        Id of the item; for a parent that is no item, its group or project.
    known
        Whether the tracker has it already.
    type
        Type in the scenario; None without one.
    parent
        Id of the parent, in the file or known; None without one.
    item, entry
        Item of the scenario and of the plan; `entry` is None if only children are wanted, and both
        are None for a parent that is no item.
    start, finish
        Planned dates, each as an instant of its day, since trackers show days; None without dates.
    people
        People on the item, those with most hours first.
    effort_hours, remaining_hours
        Hours of all people at speed 1; None if the item takes no effort.
    after
        Ids of the predecessors, in the file or known.
    labels
        Labels of the scenario, except those that an import made from sprints.
    depth
        Number of parents above it in the file.
    is_parent
        Whether it is the parent of another row.
    sprint
        Sprint in which its remaining work begins; None for parents that are not wanted.
    """

    id: str
    known: bool
    title: str
    type: str | None
    parent: str | None
    item: WorkItem | None
    entry: PlanItem | None
    start: dt.datetime | None
    finish: dt.datetime | None
    people: tuple[Person, ...]
    effort_hours: float | None
    remaining_hours: float | None
    after: tuple[str, ...]
    labels: tuple[str, ...] = ()
    depth: int = 0
    is_parent: bool = False
    sprint: Sprint | None = None


@dataclass(frozen=True, kw_only=True)
class TrackerSheet:
    """The rows of a file, parents before their children, with notes.

    Attributes
    ----------
    notes
        What was left out or lost, one line each, for the user.
    """

    rows: tuple[TrackerRow, ...]
    notes: tuple[str, ...]
