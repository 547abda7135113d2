"""Links to arrows: step functions between activities, with the milestones folded in.

A milestone takes no time and nobody's, so its instant is the latest of what holds it back. An item
after a milestone therefore waits for each of these, and the milestone needs no variable.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from allocator.domain import ElapsedLag, Link, LinkType, Scenario
from allocator.domain.links import has_lag
from allocator.domain.quantities import elapsed_minutes
from allocator.problem.activity import Activity, Endpoint, FixedItem
from allocator.problem.activity_builder import release_instant
from allocator.problem.objective import Finish, Limit
from allocator.problem.precedence import Arrow, Source
from allocator.problem.started import StartedDates
from allocator.problem.timeline import NEVER, IntArray, Table, Timeline


def topological_order(scenario: Scenario) -> tuple[int, ...]:
    """Return item positions such that each comes after all that it links to.

    Raises
    ------
    ValueError
        If the links form a cycle.
    """
    position = {item.id: k for k, item in enumerate(scenario.items)}
    waiting = [len({link.item for link in item.after}) for item in scenario.items]
    followers: list[list[int]] = [[] for _ in scenario.items]
    for k, item in enumerate(scenario.items):
        for pred in sorted({position[link.item] for link in item.after}):
            followers[pred].append(k)
    order = [k for k, count in enumerate(waiting) if count == 0]
    for node in order:
        for succ in followers[node]:
            waiting[succ] -= 1
            if waiting[succ] == 0:
                order.append(succ)
    if len(order) != len(scenario.items):
        raise ValueError("the links form a cycle")
    return tuple(order)


def _fixed(instant: int) -> Source:
    return Source(None, Endpoint.START, Table(np.array([instant], dtype=np.int64)))


class ArrowBuilder:
    """Folds milestones and builds the arrows, in topological order."""

    def __init__(
        self,
        scenario: Scenario,
        timeline: Timeline,
        activities: Sequence[Activity],
        past: Mapping[int, StartedDates],
        fixed: Mapping[int, FixedItem] | None = None,
    ) -> None:
        self._past = past
        self._fixed = fixed or {}
        self._scenario = scenario
        self._timeline = timeline
        self._activity = {activity.node: activity for activity in activities}
        self._position = {item.id: k for k, item in enumerate(scenario.items)}
        self._team: dict[Table, IntArray] = {}
        self._elapsed_ends: dict[int, Table] = {}
        self._finish_sources: dict[int, tuple[Source, ...]] = {}
        self._leasts: dict[tuple[Table, Table, object], Table] = {}
        self._via: dict[int, dict[tuple[int | None, Endpoint], tuple[int, ...]]] = {}
        self.milestones: dict[int, tuple[Source, ...]] = {}
        self.arrows: list[Arrow] = []
        self.limits: list[Limit] = []

    def build(self, order: Sequence[int]) -> None:
        """Fill ``milestones``, ``arrows``, and ``limits`` of what frozen items come after."""
        for node in order:
            if node in self._activity:
                self._arrows_into(self._activity[node])
            elif node in self._fixed:
                self._limits_before(self._fixed[node])
            elif node not in self._past:
                self._fold(node)
            elif self._scenario.items[node].is_milestone:
                self.milestones[node] = self.finish_sources(node)

    def finish_sources(self, node: int) -> tuple[Source, ...]:
        """Return the sources whose latest is the item's finish."""
        if node in self.milestones:
            return self.milestones[node]
        if node not in self._finish_sources:
            self._finish_sources[node] = self._make_finish_sources(node)
        return self._finish_sources[node]

    def _make_finish_sources(self, node: int) -> tuple[Source, ...]:
        past, activity = self._past.get(node), self._activity.get(node)
        sources = []
        if past is not None and past.finish is not None:
            sources.append(_fixed(past.finish))
        if activity is None:
            return tuple(sources)
        if activity.staffing:
            sources.append(
                Source(activity.index, Endpoint.WORK_END, self._timeline.boundary_instants)
            )
        if activity.elapsed is not None:
            ends = self._ends_of(activity.elapsed)
            sources.append(Source(activity.index, Endpoint.ELAPSED_END, ends))
        return tuple(sources)

    def _ends_of(self, elapsed: int) -> Table:
        if elapsed not in self._elapsed_ends:
            self._elapsed_ends[elapsed] = Table(self._timeline.starts + elapsed)
        return self._elapsed_ends[elapsed]

    def _start_sources(self, node: int) -> tuple[Source, ...]:
        if node in self.milestones:
            return self.milestones[node]
        if node in self._past:
            return (_fixed(self._past[node].start),)
        return (Source(self._activity[node].index, Endpoint.START, self._timeline.slot_instants),)

    def _sources(self, link: Link) -> tuple[Source, ...]:
        pred = self._position[link.item]
        starts = link.type in (LinkType.SS, LinkType.SF)
        return self._start_sources(pred) if starts else self.finish_sources(pred)

    def _team_minutes(self, instants: Table) -> IntArray:
        if instants not in self._team:
            self._team[instants] = self._timeline.team_minutes(instants.values)
        return self._team[instants]

    def _fold(self, node: int) -> None:
        """Compute the sources of a milestone, one per endpoint of an activity."""
        item = self._scenario.items[node]
        release = release_instant(item, self._scenario, self._timeline)
        latest: dict[tuple[int | None, Endpoint], Table] = {
            (None, Endpoint.START): Table(np.array([release], dtype=np.int64))
        }
        via: dict[tuple[int | None, Endpoint], tuple[int, ...]] = {}
        for link in item.after:
            for source in self._sources(link):
                key = (source.activity, source.endpoint)
                arrival = self._arrival(source, link)
                if key in latest:
                    arrival = Table(np.maximum(latest[key].values, arrival.values))
                latest[key] = arrival
                via[key] = (*self._path(link, source), node)
        self._via[node] = via
        self.milestones[node] = tuple(Source(*key, table) for key, table in latest.items())

    def _path(self, link: Link, source: Source) -> tuple[int, ...]:
        """Item positions from the source's item to the link's predecessor."""
        pred = self._position[link.item]
        return self._via.get(pred, {}).get((source.activity, source.endpoint), (pred,))

    def _arrival(self, source: Source, link: Link) -> Table:
        """Return the earliest instants that the link allows, by the value of the source."""
        if not has_lag(link):
            return source.instants
        if isinstance(link.lag, ElapsedLag):
            lag = math.ceil(elapsed_minutes(link.lag.elapsed))
            return Table(source.instants.values + lag)
        assert link.lag is not None
        lag = math.ceil(self._scenario.calendar.working_minutes(link.lag))
        arrival = self._timeline.earliest(self._team_minutes(source.instants) + lag)
        return Table(np.maximum(arrival, int(self._timeline.ends[0])))

    def _arrows_into(self, activity: Activity) -> None:
        for link in self._scenario.binding_links(self._scenario.items[activity.node]):
            for source in self._sources(link):
                targets = tuple(self._targets(activity, link, source))
                nodes = (*self._path(link, source), activity.node)
                self.arrows.append(Arrow(source, activity.index, targets, nodes))

    def _limits_before(self, fixed: FixedItem) -> None:
        """Add what a frozen item asks of the items that it comes after."""
        values = {
            Endpoint.START: fixed.start,
            Endpoint.ELAPSED_END: fixed.start,
            Endpoint.WORK_END: fixed.end,
        }
        item = self._scenario.items[fixed.activity.node]
        for link in self._scenario.binding_links(item):
            for source in self._sources(link):
                latest = max(
                    int(np.searchsorted(least.values, values[endpoint], side="right")) - 1
                    for endpoint, least in self._targets(fixed.activity, link, source)
                )
                first = source.instants[0] - 1
                instant = first if latest < 0 else source.instants[latest]
                node = self._path(link, source)[0]
                finish = Finish((node,), ((node, source),))
                self.limits.append(Limit("freeze", item.id, instant, finish))

    def _targets(
        self, activity: Activity, link: Link, source: Source
    ) -> Iterator[tuple[Endpoint, Table]]:
        if link.type in (LinkType.FS, LinkType.SS):
            yield Endpoint.START, self._least(source, link, self._timeline.slot_instants)
            return
        if activity.staffing:
            least = self._least(source, link, self._timeline.boundary_instants)
            yield Endpoint.WORK_END, self._unless_over(activity.node, source, link, least)
        if activity.elapsed is not None:
            yield Endpoint.ELAPSED_END, self._least(source, link, self._ends_of(activity.elapsed))

    def _unless_over(self, node: int, source: Source, link: Link, least: Table) -> Table:
        """Return the table, with 0 where the end of an item's running elapsed time is enough."""
        past = self._past.get(node)
        if past is None or past.finish is None:
            return least
        finish = Table(np.array([past.finish], dtype=np.int64))
        over = self._make_least(source, link, finish).values
        return Table(np.where(over == 0, 0, least.values).astype(np.int64))

    def _least(self, source: Source, link: Link, target: Table) -> Table:
        """Return the least index of ``target`` that keeps the link, by the source's value.

        Links with the same lag between the same kinds of instants share one table.
        """
        key = (source.instants, target, link.lag)
        if key not in self._leasts:
            self._leasts[key] = self._make_least(source, link, target)
        return self._leasts[key]

    def _make_least(self, source: Source, link: Link, target: Table) -> Table:
        if not has_lag(link):
            least = np.searchsorted(target.values, source.instants.values, side="left")
        elif isinstance(link.lag, ElapsedLag):
            wanted = source.instants.values + math.ceil(elapsed_minutes(link.lag.elapsed))
            least = np.searchsorted(target.values, wanted, side="left")
        else:
            assert link.lag is not None
            lag = math.ceil(self._scenario.calendar.working_minutes(link.lag))
            wanted = self._team_minutes(source.instants) + lag
            least = np.searchsorted(self._team_minutes(target), wanted, side="left")
        return Table(np.where(least < len(target), least, NEVER).astype(np.int64))
