"""What one page looks at: a sprint, the people who share it, and the entries that are theirs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from allocator.analysis.dates import taken_up
from allocator.domain import Person, PlanItem, Scenario, Sprint
from allocator.domain.quantities import beginning, end_of
from allocator.sprint_planning.share import GroupShare, Work


@dataclass(frozen=True)
class Scope:
    """One page's subject.

    Attributes
    ----------
    share
        What of the plan is the group's.
    sprint
        The one that the page is about.
    """

    share: GroupShare
    sprint: Sprint

    @property
    def scenario(self) -> Scenario:
        """Of the plan."""
        return self.share.plan.scenario

    @property
    def sprints(self) -> tuple[Sprint, ...]:
        """All sprints of these people, in order."""
        return self.share.group.sprints

    @property
    def team(self) -> str | None:
        """Whose page it is; None for everybody's."""
        return self.share.group.team

    @property
    def people(self) -> tuple[Person, ...]:
        """Those on the page."""
        return self.share.group.people

    @property
    def entries(self) -> tuple[PlanItem, ...]:
        """The plan's items that are theirs and have dates, in the scenario's order."""
        return self.share.entries

    @property
    def all_entries(self) -> dict[str, PlanItem]:
        """Every item of the plan by its id."""
        return self.share.all_entries

    @cached_property
    def opens(self) -> dt.datetime:
        """The instant at which the sprint begins."""
        return beginning(self.sprint.start)

    @cached_property
    def closes(self) -> dt.datetime:
        """The instant at which it ends: midnight after its last day."""
        return end_of(self.sprint.end)

    @cached_property
    def counted_from(self) -> dt.datetime:
        """From when on hours count: what lies before now is over."""
        return max(self.opens, self.scenario.plan_from)

    @cached_property
    def work(self) -> tuple[Work, ...]:
        """The work that lies in the sprint from now on, at least in part, by its start."""
        return tuple(
            work
            for work in self.share.work
            if work.assignment.start < self.closes and work.assignment.finish > self.counted_from
        )

    @cached_property
    def work_of_person(self) -> dict[str, list[Work]]:
        """The work in the sprint by the id of the person; everybody on the page is there."""
        found: dict[str, list[Work]] = {person.id: [] for person in self.people}
        for work in self.work:
            found[work.assignment.person].append(work)
        return found

    @cached_property
    def inside(self) -> tuple[PlanItem, ...]:
        """The entries that are worked on, run or end in the sprint, by start, then finish."""
        found = {work.entry.id: work.entry for work in self.work if self._is_busy(work)}
        found |= {entry.id: entry for entry in self.share.ending(self.sprint)}
        found |= {entry.id: entry for entry in self.share.unattended if self._runs(entry)}
        order = self.share.place
        return tuple(
            sorted(found.values(), key=lambda e: (self.begins(e), self.ends(e), order[e.id]))
        )

    def _is_busy(self, work: Work) -> bool:
        return work.hours(self.counted_from, self.closes) > 0

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
        return self.share.last_day(entry)

    def taken_up(self, entry: PlanItem) -> dt.datetime:
        """Return when the work that the plan has for an entry begins."""
        return taken_up(entry, self.begins(entry))

    def taken_up_inside(self, entry: PlanItem) -> bool:
        """Whether the entry is not done and its work begins, or goes on first, in the sprint."""
        return entry.state != "done" and self.opens <= self.taken_up(entry) < self.closes

    def _runs(self, entry: PlanItem) -> bool:
        """Whether it is calendar time without people that runs in the sprint."""
        start, finish = self.begins(entry), self.ends(entry)
        return start < finish and start < self.closes and finish > self.counted_from

    def sprint_of(self, day: dt.date) -> str | None:
        """Return the name of the sprint in which a day lies."""
        return next((s.name for s in self.sprints if s.start <= day <= s.end), None)


def ids(entries: Sequence[PlanItem]) -> tuple[str, ...]:
    """Return the ids of entries."""
    return tuple(entry.id for entry in entries)
