"""The scope of a sheet: a sprint, the people who share it, and their planned items."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from allocator.analysis.dates import taken_up
from allocator.calendars import Calendars
from allocator.domain import Person, PlanItem, Scenario, Sprint
from allocator.domain.quantities import beginning, end_of
from allocator.sprint_planning.group_plan import AssignedWork, GroupPlan


@dataclass(frozen=True)
class Scope:
    """A sprint of a group.

    Attributes
    ----------
    group_plan
        The group's part of the plan.
    sprint
        The sprint of the sheet.
    """

    group_plan: GroupPlan
    sprint: Sprint

    @property
    def scenario(self) -> Scenario:
        """The scenario of the plan."""
        return self.group_plan.plan.scenario

    @property
    def calendars(self) -> Calendars:
        """The calendars of the scenario."""
        return self.group_plan.calendars

    @property
    def sprints(self) -> tuple[Sprint, ...]:
        """All sprints of the group, in order."""
        return self.group_plan.group.sprints

    @property
    def team(self) -> str | None:
        """The group's team; None where the group is everybody."""
        return self.group_plan.group.team

    @property
    def people(self) -> tuple[Person, ...]:
        """The people of the group."""
        return self.group_plan.group.people

    @property
    def entries(self) -> tuple[PlanItem, ...]:
        """The planned items of the group, in the scenario's order."""
        return self.group_plan.entries

    @property
    def all_entries(self) -> dict[str, PlanItem]:
        """Every item of the plan by its id."""
        return self.group_plan.all_entries

    @cached_property
    def opens(self) -> dt.datetime:
        """The instant at which the sprint begins."""
        return beginning(self.sprint.start)

    @cached_property
    def closes(self) -> dt.datetime:
        """The instant at which the sprint ends: midnight after its last day."""
        return end_of(self.sprint.end)

    @cached_property
    def counted_from(self) -> dt.datetime:
        """The instant from which on hours count: the sprint's beginning, or now if later."""
        return max(self.opens, self.scenario.plan_from)

    @cached_property
    def work(self) -> tuple[AssignedWork, ...]:
        """The remaining work that lies at least partly in the sprint, ordered by start."""
        return tuple(
            work
            for work in self.group_plan.work
            if work.assignment.start < self.closes and work.assignment.finish > self.counted_from
        )

    @cached_property
    def work_of_person(self) -> dict[str, list[AssignedWork]]:
        """The remaining work in the sprint by person id; each person of the group has a list."""
        found: dict[str, list[AssignedWork]] = {person.id: [] for person in self.people}
        for work in self.work:
            found[work.assignment.person].append(work)
        return found

    @cached_property
    def inside(self) -> tuple[PlanItem, ...]:
        """The items that are worked on, run or end in the sprint, ordered by start, then finish."""
        found = {work.entry.id: work.entry for work in self.work if self._is_busy(work)}
        found |= {entry.id: entry for entry in self.group_plan.ending(self.sprint)}
        found |= {entry.id: entry for entry in self.group_plan.unattended if self._runs(entry)}
        order = self.group_plan.position
        return tuple(
            sorted(found.values(), key=lambda e: (self.begins(e), self.ends(e), order[e.id]))
        )

    def _is_busy(self, work: AssignedWork) -> bool:
        return work.hours(self.counted_from, self.closes) > 0

    def begins(self, entry: PlanItem) -> dt.datetime:
        """Return when an item starts; one in progress has started before now."""
        assert entry.start is not None
        return entry.start

    def ends(self, entry: PlanItem) -> dt.datetime:
        """Return when an item finishes."""
        assert entry.finish is not None
        return entry.finish

    def ends_inside(self, entry: PlanItem) -> bool:
        """Return whether an item finishes on a day of the sprint."""
        return self.sprint.start <= self.ends_on(entry) <= self.sprint.end

    def ends_on(self, entry: PlanItem) -> dt.date:
        """Return the day on which an item finishes."""
        return self.group_plan.last_day(entry)

    def taken_up(self, entry: PlanItem) -> dt.datetime:
        """Return when the planned work on an item begins or goes on."""
        return taken_up(entry, self.begins(entry))

    def taken_up_inside(self, entry: PlanItem) -> bool:
        """Return whether the planned work on an item begins or goes on in the sprint."""
        return not entry.is_over and self.opens <= self.taken_up(entry) < self.closes

    def _runs(self, entry: PlanItem) -> bool:
        """Return whether an item without people takes calendar time in the sprint."""
        start, finish = self.begins(entry), self.ends(entry)
        return start < finish and start < self.closes and finish > self.counted_from

    def sprint_of(self, day: dt.date) -> str | None:
        """Return the name of the sprint in which a day lies."""
        return next((s.name for s in self.sprints if s.start <= day <= s.end), None)


def ids(entries: Sequence[PlanItem]) -> tuple[str, ...]:
    """Return the ids of planned items."""
    return tuple(entry.id for entry in entries)
