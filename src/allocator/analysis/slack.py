"""Total slack: by how much an item can slip before it moves a date that somebody waits for.

People, teams and the order of work stay as planned. An item's slip is bounded by the finish of
its project (of the whole plan, if it has none), by its due date (by its own finish, if it is late
already), by its deadlines, and by what comes after it: its links, the next work of its people,
the next holders of its resources. Those may slip in turn, by their own slack.

Slips are counted in working hours of the team calendar. That is exact for people who work when
the team does. Work that would slip into somebody's absence or a part-timer's free day is longer
by it, and elapsed work that would slip over a weekend ends in other working hours, so for these
the slack can be too large by that time; sprint borders are not looked at, so work that must fit
and would cross one begins later than its slack says. It is never too large by the way people,
resources and links are followed.
"""

from __future__ import annotations

import datetime as dt
import heapq
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from allocator.analysis.calendar import HOUR, TeamCalendar, later, team_calendar
from allocator.analysis.dates import (
    deadlines,
    last_finish,
    planned,
    project_of,
    project_spans,
    taken_up,
)
from allocator.analysis.rounding import rounded
from allocator.analysis.succession import Hold, successions
from allocator.domain import ElapsedLag, Link, LinkType, PlanItem, Scenario
from allocator.domain.links import has_lag
from allocator.domain.quantities import elapsed_minutes, end_of, exact

FS, SS, FF = LinkType.FS, LinkType.SS, LinkType.FF


@dataclass(frozen=True)
class _Edge:
    """The item on this edge may slip until its instant a meets the successor's instant b."""

    item: str
    a: dt.datetime
    b: dt.datetime
    working: Fraction | int = 0
    """Microseconds of the team that lie between a and b at least."""
    elapsed: Fraction | None = None
    """Minutes around the clock that lie between a and b at least."""
    b_starts: bool = False
    """Whether b is a start, which slips into working time."""

    def slip(self, team: TeamCalendar, successor_slack: Fraction | int) -> Fraction | int:
        """Return by how much the item may slip, given the successor's slack; microseconds."""
        if self.elapsed is None:
            return team.micros_between(self.a, self.b) - self.working + successor_slack
        moved = team.after_hours(self.b, Fraction(successor_slack, HOUR))
        if self.b_starts and successor_slack > 0:
            moved = team.opening(moved)
        latest = later(moved, -self.elapsed)
        return team.micros_between(self.a, latest)


def total_slack(scenario: Scenario, items: Sequence[PlanItem]) -> dict[str, float]:
    """Return the slack of every planned item, in working days of the team to two decimals.

    An item with slack 0 is critical. Items that are dropped or done have no slack.
    """
    team = team_calendar(scenario.calendar)
    slack: dict[str, Fraction | int] = {
        entry_id: max(0, team.micros_between(finish, limit))
        for entry_id, finish, limit in _limits(scenario, items)
    }
    edges: defaultdict[str, list[_Edge]] = defaultdict(list)
    for successor, edge in _edges(scenario, items):
        edges[successor].append(edge)
    queue = [(micros, item_id) for item_id, micros in slack.items()]
    heapq.heapify(queue)
    while queue:
        micros, item_id = heapq.heappop(queue)
        if micros > slack[item_id]:
            continue
        for edge in edges[item_id]:
            slip = max(0, edge.slip(team, micros))
            if slip < slack[edge.item]:
                slack[edge.item] = slip
                heapq.heappush(queue, (slip, edge.item))
    day = team.day_hours * HOUR
    days = {micros: rounded(micros / day, 2) for micros in set(slack.values())}
    return {item_id: days[micros] for item_id, micros in slack.items()}


def _limits(
    scenario: Scenario, items: Sequence[PlanItem]
) -> Iterable[tuple[str, dt.datetime, dt.datetime]]:
    """Yield each planned item with its finish and the latest one that touches no date."""
    spans, end = project_spans(scenario, items), last_finish(items)
    for entry, _, finish in planned(items):
        item = scenario.item_by_id[entry.id]
        if item.is_done:
            continue
        project = project_of(scenario, entry)
        limit = spans[project][1] if project is not None else end
        assert limit is not None
        dates = [deadline.instant for deadline in deadlines(scenario, item)]
        if item.due is not None:
            dates.append(end_of(item.due))
        yield entry.id, finish, min([limit, *(max(date, finish) for date in dates)])


def _edges(scenario: Scenario, items: Sequence[PlanItem]) -> Iterable[tuple[str, _Edge]]:
    """Yield the successor's id and the edge of everything that follows something."""
    dates = {entry.id: (start, finish) for entry, start, finish in planned(items)}
    for item_id in dates:
        for link in scenario.binding_links(scenario.item_by_id[item_id]):
            if link.item in dates and not _is_history(scenario, link):
                yield item_id, _link_edge(scenario, link, dates[link.item], dates[item_id])
    for first, then in _successions(scenario, items):
        yield then.item, _Edge(first.item, first.finish, then.start)


def _is_history(scenario: Scenario, link: Link) -> bool:
    """Whether the predecessor's end of a link lies in the past, so that it cannot slip."""
    before = scenario.item_by_id[link.item]
    return before.is_done or (before.is_started and link.type in (SS, LinkType.SF))


def _link_edge(
    scenario: Scenario,
    link: Link,
    before: tuple[dt.datetime, dt.datetime],
    after: tuple[dt.datetime, dt.datetime],
) -> _Edge:
    a = before[1] if link.type in (FS, FF) else before[0]
    b = after[0] if link.type in (FS, SS) else after[1]
    if link.lag is None or not has_lag(link):
        return _Edge(link.item, a, b)
    if isinstance(link.lag, ElapsedLag):
        minutes = elapsed_minutes(link.lag.elapsed)
        return _Edge(link.item, a, b, elapsed=minutes, b_starts=link.type in (FS, SS))
    lag = scenario.calendar.working_minutes(link.lag) * HOUR / 60
    return _Edge(link.item, a, b, working=lag)


def _successions(scenario: Scenario, items: Sequence[PlanItem]) -> Iterable[tuple[Hold, Hold]]:
    """Yield the pairs of which the first cannot end later without pushing the second."""
    people: defaultdict[str, list[Hold]] = defaultdict(list)
    resources: defaultdict[str, list[Hold]] = defaultdict(list)
    for entry, start, finish in planned(items):
        item = scenario.item_by_id[entry.id]
        if item.is_done:
            continue
        for assignment in entry.assignments:
            hold = Hold(entry.id, assignment.start, assignment.finish, exact(assignment.share))
            people[assignment.person].append(hold)
        begins = taken_up(entry, start)
        for resource_id, amount in item.resources.items():
            resources[resource_id].append(Hold(entry.id, begins, finish, Fraction(amount)))
    for holds in people.values():
        yield from successions(holds, Fraction(1))
    for resource_id, holds in resources.items():
        yield from successions(holds, Fraction(scenario.resource_by_id[resource_id].capacity))
