"""The days on which items begin and end, as every view shows them (semantics, paragraph 16).

An instant within a day lies on that day. Midnight lies between two days: work that ends there
ends on the day before, and a milestone is on the day of what holds it there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import cached_property

from allocator.analysis.dates import planned, project_of
from allocator.calendars import Calendars, TeamCalendar
from allocator.calendars.instants import MICROSECOND, later
from allocator.domain import ElapsedLag, Link, LinkType, Plan, PlanItem, Scenario, WorkItem
from allocator.domain.links import has_lag, is_lead
from allocator.domain.quantities import When, elapsed_minutes, end_of, last_day

_MINUTE = dt.timedelta(minutes=1)
_SECOND = dt.timedelta(seconds=1) // MICROSECOND
_FROM_FINISH = (LinkType.FS, LinkType.FF)


class PlanDays:
    """The days of a plan's items.

    Parameters
    ----------
    scenario
        The plan's scenario.
    team
        The scenario's team calendar.
    items
        What the plan has of each item.
    """

    def __init__(self, scenario: Scenario, team: TeamCalendar, items: Iterable[PlanItem]) -> None:
        self._scenario, self._team = scenario, team
        self._dated = {entry.id: (entry, start, finish) for entry, start, finish in planned(items)}
        self._milestones: dict[str, dt.date] = {}

    def begins(self, item_id: str) -> dt.date | None:
        """Return the day on which an item starts; None where the plan gives it no dates."""
        if item_id not in self._dated:
            return None
        return self._milestone(item_id) or self._dated[item_id][1].date()

    def ends(self, item_id: str) -> dt.date | None:
        """Return the day on which an item finishes; None where the plan gives it no dates."""
        if item_id not in self._dated:
            return None
        _, start, finish = self._dated[item_id]
        return self._milestone(item_id) or last_day(finish, start)

    def within(self, item_id: str) -> tuple[dt.datetime, dt.datetime] | None:
        """Return start and finish, each as an instant of its day.

        That is for programs that show the day of an instant: midnight at the end of a day is the
        last minute of it.
        """
        begins, ends = self.begins(item_id), self.ends(item_id)
        if begins is None or ends is None:
            return None
        _, start, finish = self._dated[item_id]
        return min(start, end_of(begins) - _MINUTE), min(finish, end_of(ends) - _MINUTE)

    def project(self, project_id: str | None) -> tuple[dt.date, dt.date] | None:
        """Return the first and the last day of a project's items, or of those without project."""
        return self._spans.get(project_id)

    def whole(self) -> tuple[dt.date, dt.date] | None:
        """Return the first and the last day of the plan; None where nothing is planned."""
        spans = self._spans.values()
        if not spans:
            return None
        return min(first for first, _ in spans), max(last for _, last in spans)

    @cached_property
    def _spans(self) -> dict[str | None, tuple[dt.date, dt.date]]:
        """The first and the last day of each project's items."""
        spans: dict[str | None, tuple[dt.date, dt.date]] = {}
        for name, (entry, _, _) in self._dated.items():
            begins, ends = self.begins(name), self.ends(name)
            assert begins is not None and ends is not None
            project = project_of(self._scenario, entry)
            first, last = spans.get(project, (begins, ends))
            spans[project] = min(first, begins), max(last, ends)
        return spans

    def _milestone(self, item_id: str) -> dt.date | None:
        """Return the day of a milestone; None for other work."""
        if not self._is_milestone(item_id):
            return None
        waiting, opened = [item_id], set[str]()
        while item_id not in self._milestones:  # along chains of milestones, without recursion
            name = waiting[-1]
            before = () if name in opened else self._midnights_before(name, opened)
            opened.add(name)
            waiting += before
            if not before:
                self._milestones[waiting.pop()] = self._day_of(name)
        return self._milestones[item_id]

    def _is_milestone(self, item_id: str) -> bool:
        item = self._scenario.item_by_id.get(item_id)
        return item is not None and item.is_milestone

    def _midnights_before(self, item_id: str, opened: set[str]) -> list[str]:
        """Return the milestones whose day has to be known for that of another."""
        known = self._milestones.keys() | opened
        return [
            link.item
            for link in self._scenario.links_of(self._scenario.item_by_id[item_id])
            if link.item in self._dated and link.item not in known and self._is_milestone(link.item)
        ]

    def _day_of(self, item_id: str) -> dt.date:
        """Return the day of a milestone whose milestones before are known, or lie in a circle."""
        entry, _, at = self._dated[item_id]
        item = self._scenario.item_by_id[item_id]
        if entry.is_over and item.finished and not isinstance(item.finished, dt.datetime):
            return item.finished
        before = last_day(at)
        if before == at.date() or at == self._scenario.openings.get(item_id):
            return at.date()
        links = self._scenario.links_of(item)
        sides = [self._is_end(link) for link in links if self._holds(link, at)]
        if (sides and all(sides)) or before in self._asked_for(item):
            return before
        return at.date()

    def _asked_for(self, item: WorkItem) -> Iterator[When]:
        """Yield the dates by which a milestone is to be: its own, its project's, the calendar's."""
        project = self._scenario.project_by_id.get(item.project or "")
        dates = [item.due, item.deadline, self._scenario.calendar.end]
        dates += [] if project is None else [project.due, project.deadline]
        yield from (when for when in dates if when is not None)

    def _holds(self, link: Link, at: dt.datetime) -> bool:
        """Whether the link would be broken by a milestone one minute before the instant."""
        instant = self._instant(link)
        if instant is None:
            return False
        earlier = at - _MINUTE
        if not has_lag(link) or link.lag is None:
            return earlier < instant
        if isinstance(link.lag, ElapsedLag):
            return earlier < later(instant, elapsed_minutes(link.lag.elapsed))
        lag = self._scenario.calendar.working_minutes(link.lag) * 60 * _SECOND
        return self._team.micros_between(instant, earlier) < lag

    def _instant(self, link: Link) -> dt.datetime | None:
        """Return the instant of the predecessor that the link is about."""
        if link.item not in self._dated:
            return None
        _, start, finish = self._dated[link.item]
        return finish if link.type in _FROM_FINISH else start

    def _is_end(self, link: Link) -> bool:
        """Whether what holds a milestone at midnight is the end of a day, not the next one's start.

        A lag from midnight to midnight leaves it the same; any other that is no lead is a wait,
        which ends.
        """
        instant = self._instant(link)
        assert instant is not None
        if instant.time() != dt.time():
            return not is_lead(link)
        if self._is_milestone(link.item):
            return self._milestones.get(link.item, instant.date()) < instant.date()
        _, start, finish = self._dated[link.item]
        return link.type in _FROM_FINISH and last_day(finish, start) < instant.date()


def plan_days(plan: Plan, calendars: Calendars | None = None) -> PlanDays:
    """Return the days on which a plan's items begin and end.

    Parameters
    ----------
    plan
        With its scenario.
    calendars
        The scenario's calendars, where they are at hand.
    """
    calendars = calendars or Calendars(plan.scenario)
    return PlanDays(plan.scenario, calendars.team, plan.items)
