"""What an agenda is about: the people at the meeting, their items, the time until the next one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from allocator import wording
from allocator.analysis.days import PlanDays, plan_days
from allocator.analysis.names import people_names
from allocator.calendars.attendance import MeetingCalendars
from allocator.domain import Meeting, Person, Plan, PlanItem


@dataclass(frozen=True, kw_only=True)
class AgendaScope:
    """What an agenda is about.

    Attributes
    ----------
    before, begins, until
        The last time, the time and the next time of the meeting: instants of the plan's clock.
    """

    plan: Plan
    calendars: MeetingCalendars
    meeting: Meeting
    before: dt.datetime
    begins: dt.datetime
    until: dt.datetime

    @cached_property
    def people(self) -> tuple[Person, ...]:
        """Who is at the meeting, in the scenario's order."""
        return self.plan.scenario.people_at(self.meeting)

    @cached_property
    def names(self) -> dict[str, str]:
        """Names of all people by id."""
        return people_names(self.plan.scenario)

    @cached_property
    def days(self) -> PlanDays:
        """The days on which items begin and end."""
        return plan_days(self.plan, self.calendars.calendars)

    @cached_property
    def entries(self) -> dict[str, PlanItem]:
        """What the plan has for each item, by id."""
        return {entry.id: entry for entry in self.plan.items}

    @cached_property
    def items(self) -> frozenset[str]:
        """Ids of the items of the plan that attendees work on, or of the meeting's projects."""
        return self.items_in(self.plan)

    @cached_property
    def projects(self) -> frozenset[str]:
        """Ids of the meeting's projects, and of the projects of the items."""
        known = self.plan.scenario.item_by_id
        found = {known[name].project for name in self.items if name in known}
        return frozenset({*self.meeting.attendees.projects, *(name for name in found if name)})

    def items_in(self, plan: Plan) -> frozenset[str]:
        """Return the items of a plan that attendees work on, or of the meeting's projects."""
        people = {person.id for person in self.people}
        projects = set(self.meeting.attendees.projects)
        return frozenset(
            entry.id
            for entry in plan.items
            if entry.project in projects or any(w.person in people for w in entry.assignments)
        )

    def named(self, people: Iterable[str]) -> str:
        """Return the names of people, joined; empty without any."""
        return wording.joined(self.names.get(name, name) for name in people)

    def called(self, entry: PlanItem) -> str:
        """Return id and title of an item."""
        return wording.label(entry.id, entry.title)

    def finish_day(self, entry: PlanItem) -> str:
        """Write the day on which an item ends."""
        return wording.finish_day(self.days.ends(entry.id))

    def people_on(self, entry: PlanItem) -> list[str]:
        """Return the ids of those who work on an item."""
        return list(dict.fromkeys(work.person for work in entry.assignments))
