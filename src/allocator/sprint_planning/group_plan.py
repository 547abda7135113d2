"""Looks up a group's part of a plan, once for all of its sprints."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from allocator.analysis.dates import project_spans
from allocator.analysis.days import PlanDays
from allocator.analysis.paused_work import PausedWork, paused_work
from allocator.calendars import Calendars, PersonCalendar
from allocator.domain import Plan, PlanAssignment, PlanItem, Sprint
from allocator.domain.quantities import exact
from allocator.sprint_planning.sprint_groups import SprintGroup, entries_of


@dataclass(frozen=True)
class AssignedWork:
    """A person's work on an item, with the person's calendar."""

    entry: PlanItem
    assignment: PlanAssignment
    calendar: PersonCalendar

    def hours(self, opens: dt.datetime, closes: dt.datetime) -> Fraction:
        """Return working hours x capacity x share between two instants."""
        first = max(self.assignment.start, opens)
        last = min(self.assignment.finish, closes)
        if first >= last:
            return Fraction(0)
        return self.calendar.hours_between(first, last) * exact(self.assignment.share)

    def by_day(self, opens: dt.datetime, closes: dt.datetime) -> Iterator[tuple[dt.date, Fraction]]:
        """Yield the days of this work between two instants, with its hours."""
        first = max(self.assignment.start, opens)
        last = min(self.assignment.finish, closes)
        for day, units in self.calendar.work_by_day(first, last):
            if units:
                yield day, self.calendar.hours(units) * exact(self.assignment.share)


@dataclass(frozen=True)
class GroupPlan:
    """The part of a plan that is a group's.

    Attributes
    ----------
    plan, group
        The whole plan, and the group.
    calendars
        Of the plan's scenario.
    days
        The days on which the plan's items begin and end.
    """

    plan: Plan
    group: SprintGroup
    calendars: Calendars
    days: PlanDays

    @cached_property
    def entries(self) -> tuple[PlanItem, ...]:
        """The planned items of the group, in the scenario's order."""
        return entries_of(self.plan, self.group)

    @cached_property
    def all_entries(self) -> dict[str, PlanItem]:
        """Every item of the plan by its id."""
        return {entry.id: entry for entry in self.plan.items}

    @cached_property
    def position(self) -> dict[str, int]:
        """The position of each item in the scenario's order, by id."""
        return {entry.id: k for k, entry in enumerate(self.entries)}

    def last_day(self, entry: PlanItem) -> dt.date:
        """Return the day on which an entry finishes."""
        day = self.days.ends(entry.id)
        assert day is not None
        return day

    @cached_property
    def _by_last_day(self) -> list[tuple[dt.date, int]]:
        return sorted((self.last_day(entry), k) for k, entry in enumerate(self.entries))

    def ending(self, sprint: Sprint) -> list[PlanItem]:
        """Return the entries that finish on a day of a sprint."""
        first = bisect_left(self._by_last_day, (sprint.start, -1))
        last = bisect_left(self._by_last_day, (sprint.end, len(self.entries)))
        return [self.entries[k] for _, k in self._by_last_day[first:last]]

    @cached_property
    def unattended(self) -> tuple[PlanItem, ...]:
        """The items without people: milestones, and items that only take calendar time."""
        return tuple(entry for entry in self.entries if not entry.assignments)

    @cached_property
    def put_aside(self) -> tuple[PausedWork, ...]:
        """The work in progress that is interrupted."""
        return paused_work(self.plan.scenario, self.plan.items, self.calendars)

    @cached_property
    def project_spans(self) -> dict[str, tuple[dt.datetime, dt.datetime]]:
        """Earliest start and latest finish of every project with a planned item."""
        return project_spans(self.plan.scenario, self.plan.items)

    @cached_property
    def work(self) -> tuple[AssignedWork, ...]:
        """The remaining work of the group's people, ordered by start."""
        calendars = {p.id: self.calendars.of(p) for p in self.group.people}
        found = [
            AssignedWork(entry, assignment, calendars[assignment.person])
            for entry in self.entries
            if not entry.is_over
            for assignment in entry.assignments
            if assignment.person in calendars
        ]
        return tuple(sorted(found, key=lambda work: work.assignment.start))

    @cached_property
    def work_of_item(self) -> dict[str, list[AssignedWork]]:
        """The remaining work by item id."""
        found: dict[str, list[AssignedWork]] = {entry.id: [] for entry in self.entries}
        for work in self.work:
            found[work.entry.id].append(work)
        return found
