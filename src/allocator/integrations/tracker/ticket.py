"""A ticket: one row of a tracker, in terms that do not depend on the tracker."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

LinkType = Literal["FS", "SS", "FF", "SF"]
"""Finish to start, start to start, finish to finish, start to finish."""

Category = Literal["todo", "in_progress", "done", "removed"]
"""State of a ticket; removed is work that will not be done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A person as the tracker knows them; unknown fields are empty.

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
    """Split ``Ana Souza <ana@example.org>``; the address is empty without brackets."""
    text = text.strip()
    name, bracket, inner = text.removesuffix(">").rpartition("<")
    if not bracket or not text.endswith(">") or not inner.strip():
        return text, ""
    return name.strip(), inner.strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkCell:
    """A cell with links to other tickets.

    Attributes
    ----------
    key
        Content of the cell: keys, internal ids or titles of other tickets.
    type
        Name of the kind of link (``Blocks``, ``Predecessor``), or of a column that states its
        meaning.
    outward
        Whether the row is on the outward side: it blocks, or precedes, the other ticket.
    link
        FS, SS, FF or SF if the column states its meaning, so that the outward side comes first;
        None if the kind of link says it.
    lag
        Least wait, if the cell names one: ``2d``, ``-1d``, ``3d elapsed``.
    """

    key: str
    type: str
    outward: bool
    link: LinkType | None = None
    lag: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """A row of a tracker. Missing texts are empty, missing numbers and dates are None.

    Attributes
    ----------
    key
        Key by which people know it: ``CLP-12``, ``4711``.
    id
        Internal number of the tracker, if it differs from the key.
    title, type, status, priority, resolution
        Texts of the tracker, in the language of its user.
    category
        Status category of the tracker: ``In Progress``, ``Proposed``.
    assignee
        The assignee.
    created, updated, resolved, changed
        Times on the clock of the export; changed is the last change of the status category.
    start, due
        Planned dates.
    original, remaining, spent
        Seconds of work of this ticket alone.
    points
        Story points, or effort or size in points.
    parent, epic
        Key or internal id of the parent and of the epic.
    children
        Cells that name its parts by key, internal id or title.
    parent_title
        Title of the parent, if the row has it.
    epic_name
        Short name of an epic, by which others may refer to it.
    link_cells
        Cells with links to other tickets.
    sprints
        Names of its sprints, the latest last.
    components, labels
        Texts in the order of the row.
    team, area, iteration, activity
        Name of the team, area path and iteration path with backslashes, kind of activity.
    project, project_name
        Key and name of the tracker's project.
    flags
        Obstacles in words.
    blocked_since
        Since when it has one.
    is_subtask
        Whether its type is below stories and tasks.
    is_container
        Whether its type is above stories and tasks: an epic, a feature, an initiative.
    file, line
        File, and line on which the row begins, from 1.
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
    blocked_since: dt.datetime | None = None
    is_subtask: bool = False
    is_container: bool = False
    file: str = ""
    line: int = 0

    @property
    def own_sprint(self) -> str:
        """The latest sprint; empty for sub-tasks, which copy that of their parent."""
        return self.sprints[-1] if self.sprints and not self.is_subtask else ""

    @property
    def place(self) -> str:
        """File and line for messages; the address alone of a ticket that was read live."""
        return f"{self.file}:{self.line}" if self.line else self.file
