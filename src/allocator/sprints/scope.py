"""What one page looks at: a sprint, the people who share it, and the entries that are theirs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from allocator.analysis.availability import PersonCalendar, person_calendar
from allocator.analysis.dates import planned, taken_up
from allocator.analysis.days import PlanDays
from allocator.domain import Person, PlanAssignment, PlanItem, Scenario, Sprint
from allocator.domain.quantities import beginning, end_of, exact


@dataclass(frozen=True)
class Work:
    """Somebody's work on an item, with their calendar."""

    entry: PlanItem
    assignment: PlanAssignment
    calendar: PersonCalendar

    def hours(self, opens: dt.datetime, closes: dt.datetime) -> Fraction:
        """Return working hours x capacity x share from the one instant to the other."""
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
class Scope:
    """One page's subject.

    Attributes
    ----------
    scenario
        Of the plan.
    sprint
        The one that the page is about.
    sprints
        All sprints of these people, in order.
    team
        Whose page it is; None for everybody's.
    people
        Those on the page.
    entries
        The plan's items that are theirs and have dates, in the scenario's order.
    all_entries
        Every item of the plan by its id.
    days
        The days on which they begin and end.
    """

    scenario: Scenario
    sprint: Sprint
    sprints: tuple[Sprint, ...]
    team: str | None
    people: tuple[Person, ...]
    entries: tuple[PlanItem, ...]
    all_entries: dict[str, PlanItem]
    days: PlanDays

    @cached_property
    def opens(self) -> dt.datetime:
        """The instant at which the sprint begins."""
        return beginning(self.sprint.start)

    @cached_property
    def closes(self) -> dt.datetime:
        """The instant at which it ends: midnight after its last day."""
        return end_of(self.sprint.end)

    @property
    def counted_from(self) -> dt.datetime:
        """From when on hours count: what lies before now is over."""
        return max(self.opens, self.scenario.plan_from)

    @cached_property
    def people_by_id(self) -> dict[str, Person]:
        """Those on the page, by id."""
        return {person.id: person for person in self.people}

    @cached_property
    def work(self) -> tuple[Work, ...]:
        """The work still to do of the people on the page, whenever it is, by its start."""
        found = [
            Work(entry, assignment, person_calendar(self.scenario, person))
            for entry in self.entries
            if entry.state != "done"
            for assignment in entry.assignments
            if (person := self.people_by_id.get(assignment.person)) is not None
        ]
        return tuple(sorted(found, key=lambda work: work.assignment.start))

    @cached_property
    def work_of_person(self) -> dict[str, list[Work]]:
        """The work still to do by the id of the person; everybody on the page is there."""
        found: dict[str, list[Work]] = {person.id: [] for person in self.people}
        for work in self.work:
            found[work.assignment.person].append(work)
        return found

    @cached_property
    def work_of_item(self) -> dict[str, list[Work]]:
        """The work still to do by the id of the item."""
        found: dict[str, list[Work]] = {entry.id: [] for entry in self.entries}
        for work in self.work:
            found[work.entry.id].append(work)
        return found

    @cached_property
    def inside(self) -> tuple[PlanItem, ...]:
        """The entries that are worked on, run or end in the sprint, by start, then finish."""
        busy = {w.entry.id for w in self.work if w.hours(self.counted_from, self.closes) > 0}
        found = [
            entry
            for entry, start, finish in planned(self.entries)
            if entry.id in busy or self.ends_inside(entry) or self._runs(entry, start, finish)
        ]
        return tuple(sorted(found, key=lambda e: (self.begins(e), self.ends(e))))

    def begins(self, entry: PlanItem) -> dt.datetime:
        """Return when the entry starts; one in progress has started before now."""
        assert entry.start is not None
        return entry.start

    def ends(self, entry: PlanItem) -> dt.datetime:
        """Return when the entry finishes."""
        assert entry.finish is not None
        return entry.finish

    def ends_inside(self, entry: PlanItem) -> bool:
        """Whether the entry finishes on a day of the sprint."""
        return self.sprint.start <= self.ends_on(entry) <= self.sprint.end

    def ends_on(self, entry: PlanItem) -> dt.date:
        """Return the day on which the entry finishes."""
        day = self.days.ends(entry.id)
        assert day is not None
        return day

    def taken_up(self, entry: PlanItem) -> dt.datetime:
        """Return when the work that the plan has for an entry begins."""
        return taken_up(entry, self.begins(entry))

    def taken_up_inside(self, entry: PlanItem) -> bool:
        """Whether the entry is not done and its work begins, or goes on first, in the sprint."""
        return entry.state != "done" and self.opens <= self.taken_up(entry) < self.closes

    def _runs(self, entry: PlanItem, start: dt.datetime, finish: dt.datetime) -> bool:
        """Whether it is calendar time without people that runs in the sprint."""
        return (
            not entry.assignments
            and start < finish
            and start < self.closes
            and finish > self.counted_from
        )

    def sprint_of(self, day: dt.date) -> str | None:
        """Return the name of the sprint in which a day lies."""
        return next((s.name for s in self.sprints if s.start <= day <= s.end), None)


def ids(entries: Sequence[PlanItem]) -> tuple[str, ...]:
    """Return the ids of entries."""
    return tuple(entry.id for entry in entries)
