"""Something that can come later: whom it holds up, and the change that lets it come later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from allocator.analysis.dates import taken_up
from allocator.calendars import TeamCalendar
from allocator.domain import Plan, PlanItem
from allocator.domain.quantities import When, beginning
from allocator.explain.counterfactuals.change import Change
from allocator.explain.roadblocks.models import RoadblockKind

WEEK, TWO_WEEKS = 7, 14
"""Calendar days of the longer delays."""


@dataclass(frozen=True, kw_only=True, eq=False)
class DelaySource:
    """Something that can come later than the plan has it.

    Attributes
    ----------
    key
        Tells it apart from the others of a plan.
    kind, text, owner, since, promised, expected
        As of a roadblock.
    entries
        What needs it, in the order of the dates; of a decision that is an item itself, what comes
        after that, or where nothing does, the item.
    there
        When the plan has it; of a person, the first day on which they are away.
    delayed
        Returns the change that lets it come so many calendar days later.
    spare_days
        Calendar days by which it may come later without any change of the plan.
    nested
        Whether every plan with a longer delay is one with a shorter delay too.
    """

    key: str
    kind: RoadblockKind
    text: str
    owner: str = ""
    since: When | None = None
    promised: When | None = None
    expected: When | None = None
    entries: tuple[PlanItem, ...]
    there: When
    delayed: Callable[[int], Change]
    spare_days: int = 0
    nested: bool = True

    @property
    def needed(self) -> dt.datetime:
        """When the first of what needs it begins, or goes on."""
        return min(map(begins, self.entries))

    def days_of_delays(self, team: TeamCalendar) -> tuple[int, int, int]:
        """Return the calendar days of one more working day, a week and two weeks."""
        if self.kind == "person":
            return 1, WEEK, TWO_WEEKS
        return days_to_next_workday(team, self.there), WEEK, TWO_WEEKS

    def day_after(self, days: int) -> When:
        """Return when it comes after a delay; of a person, the last day of the absence."""
        if self.kind == "person":
            return self.there + dt.timedelta(days=days - 1)
        return self.there + dt.timedelta(days=days)


def begins(entry: PlanItem) -> dt.datetime:
    """Return when an item begins, or goes on, in a plan."""
    assert entry.start is not None
    return taken_up(entry, entry.start)


def open_entries(plan: Plan) -> dict[str, PlanItem]:
    """Return what a plan has still to be done, by id, in the order of the dates."""
    found = [
        entry
        for entry in plan.items
        if entry.state in ("planned", "in_progress") and entry.start is not None
    ]
    return {entry.id: entry for entry in sorted(found, key=begins)}


def spare_days(there: When, entries: Iterable[PlanItem]) -> int:
    """Return by how many calendar days something may come later with the plan as it is."""
    return max(0, (min(map(begins, entries)) - beginning(there)).days)


def days_to_next_workday(team: TeamCalendar, when: When) -> int:
    """Return the calendar days from an instant to the same on the team's next working day.

    Of a day on which nobody works that is the second working day: on the first one it would be
    there just as early.
    """
    day, days = beginning(when).date(), 0
    while not team.is_workday(day + dt.timedelta(days=days)):
        days += 1
    days += 1
    while not team.is_workday(day + dt.timedelta(days=days)):
        days += 1
    return days
