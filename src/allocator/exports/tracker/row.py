"""A row of a tracker's file, whichever the tracker."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from allocator.domain import Person, PlanItem, Sprint, WorkItem

Known = Callable[[str], bool]
"""Whether the tracker has an item of this id."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row of a tracker's file: an item of the plan, or a parent that is to be made for some.

    Attributes
    ----------
    id
        Of the item; of a parent that is no item, its group or project.
    known
        Whether the tracker has it already, by that id.
    type
        As the scenario has it; None where it has none.
    parent
        Id of its parent, in the file or known; None without one.
    item, entry
        Of the scenario and the plan; `entry` is None where only its children are wanted, both
        are for a parent that is no item.
    start, finish
        Of the plan, each as an instant of its day, since trackers show days; None without dates.
    people
        Who works on it, the one with most hours first.
    effort_hours, remaining_hours
        Of all its people, at speed 1; None for what takes no effort.
    after
        Ids of the items whose finish it waits for, in the file or known.
    labels
        As the scenario has them, but for those that an import made of sprints.
    depth
        How many parents stand above it in the file.
    is_parent
        Whether another row has it as its parent.
    sprint
        The one in which what remains of it begins; None for parents that are not wanted.
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
class Sheet:
    """The rows of a file, parents before their children, and what they cannot say.

    Attributes
    ----------
    notes
        What was left out or lost, a line each, for the user.
    """

    rows: tuple[Row, ...]
    notes: tuple[str, ...]
