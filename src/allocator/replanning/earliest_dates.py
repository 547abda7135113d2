"""Earliest dates of items without a place, beside the items that have one."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping

from allocator.calendars import Calendars
from allocator.calendars.instants import later
from allocator.calendars.walk import finish_of_work
from allocator.domain import (
    ElapsedLag,
    Link,
    LinkType,
    Need,
    Person,
    PlanAssignment,
    PlanItem,
    Scenario,
    WorkItem,
)
from allocator.domain.quantities import When, beginning, elapsed_minutes, exact


class EarliestDates:
    """Earliest starts and finishes by links, releases, efforts and people's remaining time.

    Parameters
    ----------
    scenario
        As of now.
    calendars
        The scenario's calendars.
    fixed
        Entries of items that are placed.
    """

    def __init__(
        self, scenario: Scenario, calendars: Calendars, fixed: Mapping[str, PlanItem]
    ) -> None:
        self._scenario, self._calendars, self._fixed = scenario, calendars, fixed
        self._busy: defaultdict[str, list[PlanAssignment]] = defaultdict(list)
        for entry in fixed.values():
            for assignment in entry.assignments:
                if assignment.share > 0:
                    self._busy[assignment.person].append(assignment)
        self._spans: dict[str, tuple[dt.datetime, dt.datetime]] = {}

    def breach(self, link: Link, item: WorkItem, entry: PlanItem) -> str | None:
        """Return a sentence if a predecessor cannot be done in time; else None.

        Parameters
        ----------
        link
            To a predecessor that is not placed.
        item, entry
            The successor, and its entry.
        """
        start, finish = self.span(link.item)
        of_start = link.type in (LinkType.SS, LinkType.SF)
        from_there = self._lagged(link, start if of_start else finish)
        own = entry.finish if link.type in (LinkType.FF, LinkType.SF) else entry.start
        if own is None or own >= from_there:
            return None
        pred = self._scenario.item_by_id[link.item]
        event = "start" if of_start else "end"
        return (
            f"{pred.name}, which {item.name} comes after, cannot {event} before "
            f"{(start if of_start else finish):%Y-%m-%d %H:%M}"
        )

    def span(self, name: str) -> tuple[dt.datetime, dt.datetime]:
        """Return the earliest start and finish of an item."""
        waiting = [name]
        while waiting:
            here = waiting[-1]
            links = self._scenario.binding_links(self._scenario.item_by_id[here])
            first = [k.item for k in links if not self._is_known(k.item)]
            if first and here not in self._spans:
                waiting += first
                continue
            waiting.pop()
            if not self._is_known(here):
                self._spans[here] = self._work_out(self._scenario.item_by_id[here])
        return self._known(name)

    def _is_known(self, name: str) -> bool:
        return name in self._spans or name in self._fixed

    def _known(self, name: str) -> tuple[dt.datetime, dt.datetime]:
        if name in self._spans:
            return self._spans[name]
        entry = self._fixed[name]
        assert entry.start is not None and entry.finish is not None
        return entry.start, entry.finish

    def _work_out(self, item: WorkItem) -> tuple[dt.datetime, dt.datetime]:
        scenario = self._scenario
        project = scenario.project_by_id.get(item.project or "")
        dates: list[When | None] = [*item.expected_dates]
        if not item.is_started:
            dates += [item.fixed, item.release, None if project is None else project.not_before]
        start = max([scenario.plan_from, *(beginning(when) for when in dates if when is not None)])
        ends = []
        for link in scenario.binding_links(item):
            begins, done = self._known(link.item)
            at = self._lagged(link, begins if link.type in (LinkType.SS, LinkType.SF) else done)
            if link.type in (LinkType.FS, LinkType.SS):
                start = max(start, at)
            else:
                ends.append(at)
        ends += [self._fastest(item, need, start) for need in item.least_needs]
        begins = scenario.started_at(item) if item.is_started else start
        if item.elapsed is not None:
            ends.append(later(begins, elapsed_minutes(item.elapsed)))
        return begins, max([start, *ends])

    def _fastest(self, item: WorkItem, need: Need, start: dt.datetime) -> dt.datetime:
        """Return the earliest finish of a need over all its candidates."""
        finishes = [
            self._finish(person, need, start) for person in self._scenario.candidates(item, need)
        ]
        return min((finish for finish in finishes if finish is not None), default=start)

    def _finish(self, person: Person, need: Need, start: dt.datetime) -> dt.datetime | None:
        """Return when a person could finish, beside the placed items; None for never."""
        assert need.effort is not None
        effort, share = self._scenario.effort_minutes(need.effort), exact(need.share)
        speed = self._scenario.speed(person, need)
        calendar = self._calendars.of(person)
        work = sorted(self._busy[person.id], key=lambda assignment: assignment.finish)
        while True:
            finish = finish_of_work(
                calendar, start, effort_minutes=effort, share=share, speed=speed
            )
            clash = next(
                (
                    assignment.finish
                    for assignment in work
                    if finish is not None
                    and assignment.start < finish
                    and start < assignment.finish
                    and exact(assignment.share) + share > 1
                ),
                None,
            )
            if clash is None:
                return finish
            start = clash

    def _lagged(self, link: Link, at: dt.datetime) -> dt.datetime:
        """Return the earliest instant that a link allows after its predecessor's."""
        if link.lag is None:
            return at
        if isinstance(link.lag, ElapsedLag):
            return later(at, elapsed_minutes(link.lag.elapsed))
        hours = self._scenario.calendar.working_minutes(link.lag) / 60
        if hours < 0:
            return dt.datetime.min  # a lead: not taken to force anything
        return self._calendars.team.after_hours(at, hours) if hours else at
