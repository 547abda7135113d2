"""A ticket: one row of a tracker, in words that do not depend on the tracker."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

LinkType = Literal["FS", "SS", "FF", "SF"]
"""Finish to start, start to start, finish to finish, start to finish."""

Category = Literal["todo", "in_progress", "done", "removed"]
"""How far a ticket is; removed is what a tracker keeps of work that will not be done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody as the tracker knows them; what it does not say is empty.

    Attributes
    ----------
    name, email, id
        The display name, the mail address and the account id.
    """

    name: str = ""
    email: str = ""
    id: str = ""

    def __bool__(self) -> bool:
        return bool(self.name or self.email or self.id)

    def __str__(self) -> str:
        return self.name or self.email or self.id


def name_and_address(text: str) -> tuple[str, str]:
    """Split ``Ana Souza <ana@example.org>``; the second is empty where there are no brackets."""
    text = text.strip()
    name, bracket, inner = text.removesuffix(">").rpartition("<")
    if not bracket or not text.endswith(">") or not inner.strip():
        return text, ""
    return name.strip(), inner.strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkCell:
    """A link to another ticket, as the row has it.

    Attributes
    ----------
    key
        The cell: keys, internal ids or titles of other tickets.
    type
        The name of the kind of link: ``Blocks``, ``Predecessor``; of the column, where that
        says what it means.
    outward
        Whether the row is on the outward side: it blocks, or is the predecessor of, the other.
    link
        FS, SS, FF or SF where the column says what it means, and the outward side comes first;
        None where the kind of link says so.
    """

    key: str
    type: str
    outward: bool
    link: LinkType | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """A row of a tracker. Texts that it does not have are empty, numbers and dates None.

    Attributes
    ----------
    key
        What people call it: ``CLP-12``, ``4711``.
    id
        The tracker's internal number, where it differs from the key.
    title, type, status, priority, resolution
        As the tracker has them, in the language of its user.
    category
        The status category, as the tracker has it: ``In Progress``, ``Proposed``.
    assignee
        Who holds it.
    created, updated, resolved, changed
        Times on the clock of the export; changed is that of the last change of status category.
    start, due
        Planned dates.
    original, remaining, spent
        Seconds of work, of this ticket alone.
    points
        Story points, or effort or size in points.
    parent, epic
        Key or internal id of the ticket that it is part of.
    children
        Cells that name its parts, where the row does: keys, internal ids or titles.
    parent_title
        The parent's title, where the row has it.
    epic_name
        The short name of an epic, which others may call it by.
    link_cells
        Links to other tickets.
    sprints
        Names, the latest last.
    components, labels
        In the order of the row.
    team, area, iteration, activity
        The team's name, area path and iteration path with backslashes, kind of activity.
    project, project_name
        Key and name of the tracker's project.
    flags
        What stands in its way, in words.
    is_subtask
        Whether its type is below stories and tasks.
    is_container
        Whether its type is above stories and tasks: an epic, a feature, an initiative.
    file, line
        Where it stands; the line on which the row begins, from 1.
    """

    key: str
    id: str = ""
    title: str = ""
    type: str = ""
    status: str = ""
    category: str = ""
    priority: str = ""
    resolution: str = ""
    assignee: Account = Account()
    created: dt.datetime | None = None
    updated: dt.datetime | None = None
    resolved: dt.datetime | None = None
    changed: dt.datetime | None = None
    start: dt.datetime | None = None
    due: dt.datetime | None = None
    original: float | None = None
    remaining: float | None = None
    spent: float | None = None
    points: float | None = None
    parent: str = ""
    epic: str = ""
    children: tuple[str, ...] = ()
    parent_title: str = ""
    epic_name: str = ""
    link_cells: tuple[LinkCell, ...] = ()
    sprints: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    team: str = ""
    area: str = ""
    iteration: str = ""
    activity: str = ""
    project: str = ""
    project_name: str = ""
    flags: tuple[str, ...] = ()
    is_subtask: bool = False
    is_container: bool = False
    file: str = ""
    line: int = 0

    @property
    def own_sprint(self) -> str:
        """The latest sprint; empty for sub-tasks, which have only copies of their parent's."""
        return self.sprints[-1] if self.sprints and not self.is_subtask else ""

    @property
    def place(self) -> str:
        """File and line, as messages have them."""
        return f"{self.file}:{self.line}"
