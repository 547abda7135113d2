"""Total slack: by how much an item can slip before it moves a date that somebody waits for.

People, teams and the order of work stay as planned. An item's slip is bounded by the finish of
its project (of the whole plan, if it has none), by its due date (by its own finish, if it is late
already), by its deadlines, and by what comes after it: its links, the next work of its people,
the next holders of its resources. Those may slip in turn, by their own slack.

What is followed backward are instants: the latest at which an item may be finished, and with its
people's calendars and its elapsed time the latest slot in which it may start. The slack is the
team's working time from the planned start to that one, so absences, free days, nights and
weekends count as what they are. Sprint borders are not looked at: work that must fit and would
cross one begins later than its slack says.
"""

from __future__ import annotations

import datetime as dt
import heapq
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from allocator.analysis.capacity_use import CapacityUse, successions
from allocator.analysis.dates import (
    deadlines,
    last_finish,
    planned,
    project_of,
    project_spans,
    taken_up,
)
from allocator.analysis.latest_dates import SlippableItem
from allocator.analysis.rounding import rounded
from allocator.calendars import Calendars, TeamCalendar
from allocator.calendars.instants import MICROSECONDS_PER_HOUR, later
from allocator.domain import ElapsedLag, Link, LinkType, PlanItem, Scenario
from allocator.domain.links import has_lag
from allocator.domain.quantities import elapsed_minutes, end_of, exact

FS, SS, FF = LinkType.FS, LinkType.SS, LinkType.FF
MIN_SLACK_DAYS = 0.01
"""Working days of slack of what can slip by less than that."""


@dataclass(frozen=True)
class _SlackEdge:
    """An instant of the item on this edge must come before one of the successor.

    Attributes
    ----------
    item
        Id of the item that may slip.
    holds_finish, to_finish
        Whether it is the item's finish, and the successor's; else their starts.
    working, elapsed
        What lies between them at least: working time of the team, minutes around the clock.
    person
        Whose part of the item is meant; None for all of it.
    """

    item: str
    holds_finish: bool = True
    to_finish: bool = False
    working: Fraction = Fraction(0)
    elapsed: Fraction = Fraction(0)
    person: str | None = None

    def bound(self, team: TeamCalendar, successor: dt.datetime) -> dt.datetime:
        """Return the latest that the item's instant may be, given the successor's latest."""
        latest = later(successor, -self.elapsed)
        return latest if not self.working else team.latest_before(latest, self.working)


@dataclass
class _LatestDates:
    """The latest dates of an item.

    Attributes
    ----------
    by, start_by, done_by
        When it must be finished, have started, and each person be done with it.
    start, finish
        What follows: the latest start, and the finish that comes of it.
    """

    work: SlippableItem
    by: dt.datetime
    start_by: dt.datetime = dt.datetime.max
    done_by: dict[str, dt.datetime] = field(default_factory=dict)
    start: dt.datetime = dt.datetime.max
    finish: dt.datetime = dt.datetime.max

    def settle(self) -> bool:
        """Compute the latest start and finish; return whether the start became earlier."""
        start = self.work.latest_start(self.by, self.start_by, self.done_by)
        if start >= self.start:
            return False
        self.start = start
        self.finish = self.work.latest_finish(start, self.by)
        return True

    def tighten(self, edge: _SlackEdge, bound: dt.datetime) -> bool:
        """Apply a successor's bound; return whether it is tighter."""
        if edge.person is not None:
            known = self.done_by.get(edge.person, self.by)
            self.done_by[edge.person] = min(known, bound)
            return bound < known
        if edge.holds_finish:
            known, self.by = self.by, min(self.by, bound)
        else:
            known, self.start_by = self.start_by, min(self.start_by, bound)
        return bound < known


def total_slack(
    scenario: Scenario, items: Sequence[PlanItem], calendars: Calendars | None = None
) -> dict[str, float]:
    """Return the slack of every planned item, in working days of the team to two decimals.

    An item with slack 0 is critical. Items that are dropped or done have no slack.
    """
    calendars = calendars or Calendars(scenario)
    team = calendars.team
    entries = {entry.id: entry for entry in items}
    latest = {
        entry_id: _LatestDates(SlippableItem(scenario, calendars, entries[entry_id]), limit)
        for entry_id, limit in _limits(scenario, items)
    }
    edges: defaultdict[str, list[_SlackEdge]] = defaultdict(list)
    for successor, edge in _edges(scenario, items):
        if edge.item in latest:
            edges[successor].append(edge)
    _follow(team, latest, edges)
    return {entry_id: _days(team, one) for entry_id, one in latest.items()}


def _follow(
    team: TeamCalendar, latest: dict[str, _LatestDates], edges: dict[str, list[_SlackEdge]]
) -> None:
    """Propagate the latest instants backward, from the last item of the plan."""
    order = sorted(latest, key=lambda entry_id: latest[entry_id].work.start, reverse=True)
    place = {entry_id: k for k, entry_id in enumerate(order)}
    queue, waiting = list(range(len(order))), set(order)
    while queue:
        entry_id = order[heapq.heappop(queue)]
        waiting.discard(entry_id)
        one = latest[entry_id]
        if not one.settle():
            continue
        for edge in edges.get(entry_id, ()):
            bound = edge.bound(team, one.finish if edge.to_finish else one.start)
            if latest[edge.item].tighten(edge, bound) and edge.item not in waiting:
                waiting.add(edge.item)
                heapq.heappush(queue, place[edge.item])


def _days(team: TeamCalendar, one: _LatestDates) -> float:
    """Return the working days from the planned start to the latest; 0 only if it is the same."""
    if one.start <= one.work.start:
        return 0.0
    micros = team.micros_between(one.work.start, one.start)
    return max(MIN_SLACK_DAYS, rounded(micros / (team.day_hours * MICROSECONDS_PER_HOUR), 2))


def _limits(scenario: Scenario, items: Sequence[PlanItem]) -> Iterable[tuple[str, dt.datetime]]:
    """Yield each planned item with the latest finish that touches no date."""
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
            dates.append(end_of(scenario.kept_until(item, item.due)))
        yield entry.id, min([limit, *(max(date, finish) for date in dates)])


def _edges(scenario: Scenario, items: Sequence[PlanItem]) -> Iterable[tuple[str, _SlackEdge]]:
    """Yield the successor's id and the edge of each pair of consecutive items."""
    planned_ids = {entry.id for entry, _, _ in planned(items)}
    for item_id in planned_ids:
        for link in scenario.binding_links(scenario.item_by_id[item_id]):
            if link.item in planned_ids and not _is_history(scenario, link):
                yield item_id, _link_edge(scenario, link)
    yield from _successions(scenario, items)


def _is_history(scenario: Scenario, link: Link) -> bool:
    """Whether the predecessor's end of a link lies in the past, so that it cannot slip."""
    before = scenario.item_by_id[link.item]
    return before.is_done or (before.is_started and link.type in (SS, LinkType.SF))


def _link_edge(scenario: Scenario, link: Link) -> _SlackEdge:
    working = elapsed = Fraction(0)
    if link.lag is not None and has_lag(link):
        if isinstance(link.lag, ElapsedLag):
            elapsed = elapsed_minutes(link.lag.elapsed)
        else:
            working = scenario.calendar.working_minutes(link.lag) / 60
    return _SlackEdge(
        link.item,
        holds_finish=link.type in (FS, FF),
        to_finish=link.type not in (FS, SS),
        working=working,
        elapsed=elapsed,
    )


def _successions(scenario: Scenario, items: Sequence[PlanItem]) -> Iterable[tuple[str, _SlackEdge]]:
    """Yield the edges between consecutive uses of a person or a resource."""
    people: defaultdict[str, list[CapacityUse]] = defaultdict(list)
    resources: defaultdict[str, list[CapacityUse]] = defaultdict(list)
    for entry, start, finish in planned(items):
        item = scenario.item_by_id[entry.id]
        if item.is_done:
            continue
        for assignment in entry.assignments:
            hold = CapacityUse(
                entry.id, assignment.start, assignment.finish, exact(assignment.share)
            )
            people[assignment.person].append(hold)
        begins = taken_up(entry, start)
        for resource_id, amount in item.resources.items():
            resources[resource_id].append(CapacityUse(entry.id, begins, finish, Fraction(amount)))
    for person, holds in people.items():
        for first, then in successions(holds, Fraction(1)):
            yield then.item, _SlackEdge(first.item, person=person)
        known = scenario.person_by_id.get(person)
        most = None if known is None else scenario.max_items_of(known)
        if most is not None:
            one_each = [replace(hold, amount=Fraction(1)) for hold in holds]
            for first, then in successions(one_each, Fraction(most)):
                yield then.item, _SlackEdge(first.item, person=person)
    for resource_id, holds in resources.items():
        capacity = Fraction(scenario.resource_by_id[resource_id].capacity)
        for first, then in successions(holds, capacity):
            yield then.item, _SlackEdge(first.item)
