"""The difference between two plans, as data."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from allocator.analysis.why.reason import Why
from allocator.domain.base import Model
from allocator.domain.plan import Instant


class DateChange(Model):
    """The finish of a project or milestone, before and after."""

    kind: Literal["project", "milestone"]
    id: str
    name: str = ""
    was: Instant | None
    now: Instant | None
    was_day: dt.date | None
    now_day: dt.date | None
    """The days on which it finished and finishes."""
    days: float | None
    """Working days of the team from was to now, above 0 for later; None where one is missing."""
    moved_by: str = ""
    """The same in words, true over nights and weekends; empty where one is missing."""
    why: Why | None = None
    """Why it moved, if it did."""

    @property
    def changed(self) -> bool:
        """Whether the date differs."""
        return self.was != self.now


class ItemMove(Model):
    """A work item with other dates."""

    id: str
    title: str = ""
    was_start: Instant
    start: Instant
    start_days: float
    """Working days of the team by which it starts later; negative for earlier."""
    was_finish: Instant
    finish: Instant
    was_finish_day: dt.date
    finish_day: dt.date
    """The days on which it finished and finishes."""
    finish_days: float
    moved_by: str
    """By how much it finishes later or earlier, in words."""
    project: str | None = None
    """Id of its project in the new plan."""
    why: Why


class Reassignment(Model):
    """A work item with other people."""

    id: str
    title: str = ""
    was: tuple[str, ...]
    now: tuple[str, ...]
    project: str | None = None
    """Id of its project in the new plan."""
    why: Why


class ItemLateness(Model):
    """A work item that is late in one of the plans only."""

    id: str
    title: str = ""
    late_days: float
    """Working days of the team, in the plan in which it is late."""
    late_by: str
    """The same in words, true over nights and weekends."""
    why: Why | None = None
    """Why it is late now."""


class ItemName(Model):
    """A work item that is planned in one of the plans only."""

    id: str
    title: str = ""
    reason: str = ""
    """Which try failed, where it is for this that it is planned, or left out, now."""
    why: Why | None = None
    """Why it is dropped now."""


class Comparison(Model):
    """What changed from an old plan to a new one, in the new plan's order.

    Working days are those of the new plan's team calendar. An item is planned in a plan when it
    stands there and is neither dropped nor contingent.
    """

    dates: tuple[DateChange, ...]
    """All projects, then all milestones, of either plan; also those that did not change."""
    added: tuple[ItemName, ...]
    """Planned now, not in the old plan at all."""
    removed: tuple[ItemName, ...]
    """Planned in the old plan, gone from the new one."""
    taken_up: tuple[ItemName, ...]
    """Left out of the old plan, planned now."""
    dropped: tuple[ItemName, ...]
    """Planned in the old plan, left out now."""
    moved: tuple[ItemMove, ...]
    """Other than milestones, which stand with the dates."""
    reassigned: tuple[Reassignment, ...]
    newly_late: tuple[ItemLateness, ...]
    no_longer_late: tuple[ItemLateness, ...]

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        lists = (getattr(self, name) for name in type(self).model_fields if name != "dates")
        return not any(lists) and not any(date.changed for date in self.dates)
