"""Builds a subproblem: a shorter timeline, fixed work as bookings, its links as bounds."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from allocator.planner.lns.schedule import Schedule
from allocator.planner.lns.subproblem import Subproblem
from allocator.problem.activity import Activity, Endpoint, Staffing
from allocator.problem.capacity import Capacity
from allocator.problem.model import Booking, Solution
from allocator.problem.objective import Finish, Limit, Term, Tier, TierKind
from allocator.problem.partial_order import order_pairs
from allocator.problem.precedence import Arrow, Source
from allocator.problem.standing import Baseline
from allocator.problem.timeline import NEVER, Table, Timeline

FIXED_ITEM = "all that is fixed"
"""Id of the item that stands for everything outside a subproblem."""


def build_subproblem(
    schedule: Schedule, free: Iterable[int], *, margin: int, shiftable: Iterable[int] = ()
) -> Subproblem | None:
    """Build the subproblem in which only some activities of a schedule may change.

    Parameters
    ----------
    schedule
        A problem with a solution; what the subproblem leaves out stays as it is there.
    free
        Activities; dropped ones that other items wait for stay as they are.
    margin
        Slots by which the subproblem's timeline reaches beyond its activities on either side.
    shiftable
        Activities that may move in time, with their people and in their order.

    Returns
    -------
    Subproblem or None
        None if there is nothing to change.
    """
    changing = {a for a in free if schedule.can_change(a)}
    if not any(schedule.starts[a] >= 0 for a in changing):
        return None
    moving = {a for a in shiftable if schedule.starts[a] >= 0} - changing
    members = tuple(sorted(changing | moving))
    planned = [a for a in members if schedule.starts[a] >= 0]
    first = max(0, min(schedule.starts[a] for a in planned) - margin)
    last = min(schedule.problem.horizon, max(schedule.ends[a] for a in planned) + margin)
    return SubproblemBuilder(schedule, members, moving, first, last).build()


class SubproblemBuilder:
    """Builds one subproblem; see ``build_subproblem``.

    Parameters
    ----------
    schedule
        The schedule around which it is built.
    members
        Activities in it, in increasing order.
    shiftable
        Those of them that may move in time only.
    first, last
        Slots of the whole's timeline at which the subproblem's begins and ends (half-open).
    """

    def __init__(
        self,
        schedule: Schedule,
        members: tuple[int, ...],
        shiftable: set[int],
        first: int,
        last: int,
    ) -> None:
        self._schedule = schedule
        self._whole = schedule.problem
        self._solution = schedule.solution
        self._evaluation = schedule.evaluation
        self._members = members
        self._shiftable = shiftable
        self._first, self._last = first, last
        self._place = {a: k for k, a in enumerate(members)}
        self._slices: dict[Table, Table] = {}
        whole = self._whole.timeline
        self._timeline = Timeline(
            whole.calendar,
            whole.origin,
            whole.starts[first:last],
            whole.ends[first : last + 1],
            whole.team[first:last],
            whole.days,
        )
        self._moments = {
            whole.slot_instants: self._timeline.slot_instants,
            whole.boundary_instants: self._timeline.boundary_instants,
        }

    def build(self) -> Subproblem:
        """Return the subproblem."""
        whole = self._whole
        activities = tuple(self._activity(k, a) for k, a in enumerate(self._members))
        planned = [self._solution.planned[whole.activities[a].node] for a in self._members]
        arrows, bounds = self._links()
        place = {whole.activities[a].node: k for k, a in enumerate(self._members)}
        problem = dataclasses.replace(
            whole,
            items=(*(activity.id for activity in activities), FIXED_ITEM),
            optional=frozenset(k for k, a in enumerate(self._members) if self._is_optional(a)),
            timeline=self._timeline,
            activities=activities,
            activity_of={k: k for k in range(len(activities))},
            milestones={},
            arrows=tuple(arrows),
            requires=_among(place, whole.requires),
            follows=_among(place, whole.follows),
            order=(*(place[n] for n in whole.order if n in place), len(activities)),
            limits=(*self._limits(), *bounds),
            tiers=tuple(self._tier(tier) for tier in whole.tiers),
            costs=self._costs(),
            values={k: whole.values[n] for n, k in place.items() if n in whole.values},
            working_time=self._working_time(activities),
            group_weights={
                one.group: whole.group_weights[one.group]
                for one in activities
                if one.group in whole.group_weights
            },
            exact_horizon=False,
            booked=(*self._bookings(), *self._booked_before()),
            baseline=self._baseline(place),
            fixed={},
            fixed_cost=0,
        )
        starts = tuple(
            None if self._schedule.starts[a] < 0 else self._schedule.starts[a] - self._first
            for a in self._members
        )
        people = tuple(self._solution.people[a] for a in self._members)
        solution = Solution(starts, people, (*planned, True))
        return Subproblem(problem, solution, self._members, self._first)

    def _is_optional(self, a: int) -> bool:
        """Return whether an item is optional and no fixed item waits for it."""
        node = self._whole.activities[a].node
        if a in self._shiftable or node not in self._whole.optional:
            return False
        inside = {self._whole.activities[m].node for m in self._members}
        return all(one in inside for one, other in self._whole.requires if other == node) and all(
            other in inside for one, other in self._whole.requires if one == node
        )

    def _slice(self, table: Table) -> Table:
        """Return a table cut to the subproblem's timeline; values beyond it are NEVER."""
        if table not in self._slices:
            values = table.values[self._first : self._last + (len(table) - self._whole.horizon)]
            values = np.where(values > self._last, NEVER, np.maximum(values - self._first, 0))
            self._slices[table] = Table(values)
        return self._slices[table]

    def _instants(self, instants: Table) -> Table:
        """Return the instants of the subproblem's slots or boundaries."""
        if instants not in self._moments:
            beyond = len(instants) - self._whole.horizon
            part = instants.values[self._first : self._last + beyond]
            self._moments[instants] = Table(part)
        return self._moments[instants]

    def _hold(self, hold: Table) -> Table:
        """Return elapsed ends on the subproblem's timeline; NEVER where they are beyond it."""
        ends = hold.values[self._first : self._last]
        beyond = (ends > self._last) | (ends >= NEVER)
        return Table(np.where(beyond, NEVER, ends - self._first))

    def _activity(self, k: int, a: int) -> Activity:
        activity = self._whole.activities[a]
        staffing = tuple(
            self._staffing(s, self._solution.people[a][n] if a in self._shiftable else s.people)
            for n, s in enumerate(activity.staffing)
        )
        return dataclasses.replace(
            activity,
            index=k,
            node=k,
            staffing=staffing,
            hold=None if activity.hold is None else self._hold(activity.hold),
            release=max(0, activity.release - self._first),
        )

    def _working_time(self, activities: Iterable[Activity]) -> dict[int, Capacity]:
        """Return the working time of the candidates; who works the same shares one object."""
        sliced: dict[Capacity, Capacity] = {}
        found = {}
        for person in sorted({p for a in activities for s in a.staffing for p in s.people}):
            whole = self._whole.working_time[person]
            if whole not in sliced:
                sliced[whole] = whole.between(self._first, self._last)
            found[person] = sliced[whole]
        return found

    def _staffing(self, staffing: Staffing, people: tuple[int, ...]) -> Staffing:
        tables = tuple(self._slice(staffing.table[person]) for person in people)
        return Staffing(staffing.count, staffing.share, staffing.effort_hours, people, tables)

    def _in_order(self) -> Iterable[Arrow]:
        """Yield links that keep the order of the shiftable activities."""
        ends, whole = self._schedule.ends, self._whole
        for one, other in order_pairs(whole, self._solution, ends, self._shiftable):
            activity, succ = whole.activities[one], self._place[other]
            nodes = (activity.node, whole.activities[other].node)
            if activity.staffing:
                boundaries = self._timeline.boundary_instants
                end = Source(self._place[one], Endpoint.WORK_END, boundaries)
                least = Table(np.arange(len(boundaries), dtype=np.int64))
                yield Arrow(end, succ, ((Endpoint.START, least),), nodes)
            if activity.hold is not None and activity.demands:
                start = Source(self._place[one], Endpoint.START, self._timeline.slot_instants)
                held = self._hold(activity.hold).values
                least = Table(np.minimum(held, self._last - self._first))
                yield Arrow(start, succ, ((Endpoint.START, least),), nodes)

    def _value(self, source: Source) -> int | None:
        return self._evaluation.variable(source)

    def _links(self) -> tuple[list[Arrow], list[Limit]]:
        """Return the links of the members; those to fixed activities become bounds."""
        arrows, limits = [], []
        touching = sorted({k for a in self._members for k in self._schedule.arrows_of[a]})
        for k in touching:
            arrow = self._whole.arrows[k]
            pred, succ = arrow.source.activity, arrow.succ
            if succ in self._place:
                if pred in self._place:
                    arrows.append(self._arrow(arrow))
                elif (value := self._value(arrow.source)) is not None:
                    arrows.append(self._since(arrow, value))
            elif pred is not None and pred in self._place and self._schedule.starts[succ] >= 0:
                limits.append(self._before(arrow))
        arrows += self._in_order()
        return arrows, limits

    def _arrow(self, arrow: Arrow) -> Arrow:
        assert arrow.source.activity is not None
        source = Source(
            self._place[arrow.source.activity],
            arrow.source.endpoint,
            self._instants(arrow.source.instants),
        )
        targets = tuple((endpoint, self._slice(least)) for endpoint, least in arrow.targets)
        return Arrow(source, self._place[arrow.succ], targets, arrow.nodes)

    def _since(self, arrow: Arrow, value: int) -> Arrow:
        """Return a link from a fixed activity as least values."""
        targets = []
        for endpoint, least in arrow.targets:
            floor = least[value]
            beyond = floor > self._last
            shifted = NEVER if beyond else max(0, floor - self._first)
            targets.append((endpoint, Table(np.array([shifted], dtype=np.int64))))
        source = Source(None, Endpoint.START, Table(np.zeros(1, dtype=np.int64)))
        return Arrow(source, self._place[arrow.succ], tuple(targets), arrow.nodes)

    def _before(self, arrow: Arrow) -> Limit:
        """Return what a link to a fixed activity asks of the source: no instant after another."""
        latest = -1
        for endpoint, least in arrow.targets:
            source = Source(arrow.succ, endpoint, least)
            value = self._value(source)
            assert value is not None
            latest = max(latest, int(np.searchsorted(least.values, value, side="right")) - 1)
        assert arrow.source.activity is not None
        instants, place = arrow.source.instants, self._place[arrow.source.activity]
        instant = instants[0] - 1 if latest < 0 else instants[latest]
        finish = Finish((place,), ((place, self._source(arrow.source, place)),))
        return Limit("freeze", self._whole.activities[arrow.succ].id, instant, finish)

    def _source(self, source: Source, activity: int) -> Source:
        instants = self._instants(source.instants)
        return Source(activity, source.endpoint, instants, source.backward)

    def _baseline(self, place: Mapping[int, int]) -> Baseline:
        """Return the weights of the members' changes; ``place`` is theirs by item of the whole."""
        whole = self._whole.baseline
        if not whole.starts:
            return Baseline()
        starts = (whole.starts[a] for a in self._members)
        keys = [key for key in self._pairs() if (self._members[key[0]], *key[1:]) in whole.changes]
        return Baseline(
            starts=tuple(None if at is None else max(0, at - self._first) for at in starts),
            people=tuple(whole.people[a] for a in self._members),
            changes={(k, n, p): whole.changes[self._members[k], n, p] for k, n, p in keys},
            drops={place[node]: v for node, v in whole.drops.items() if node in place},
        )

    def _finish(self, finish: Finish) -> Finish | None:
        """Return a finish of members and the latest fixed activity; None without a member."""
        found: list[tuple[int, Source]] = []
        latest: tuple[int, Source] | None = None
        for node, source in finish.sources:
            a = source.activity
            if a is not None and a in self._place and node == self._whole.activities[a].node:
                found.append((self._place[a], self._source(source, self._place[a])))
            elif a is not None and a in self._place:  # of a fixed milestone
                if self._solution.planned[node]:
                    found.append((len(self._members), self._source(source, self._place[a])))
            elif self._solution.planned[node] and (value := self._value(source)) is not None:
                instant = source.instants[value]
                if latest is None or instant > latest[0]:
                    fixed = Table(np.array([instant], dtype=np.int64))
                    latest = instant, Source(None, Endpoint.START, fixed)
        if not found:
            return None
        if latest is not None:
            found.append((len(self._members), latest[1]))
        return Finish(tuple(dict.fromkeys(node for node, _ in found)), tuple(found))

    def _tier(self, tier: Tier) -> Tier:
        return dataclasses.replace(tier, terms=tuple(self._terms(tier.terms)), goal=None)

    def _terms(self, terms: Iterable[Term]) -> Iterable[Term]:
        for term in terms:
            finish = self._finish(term.finish)
            if finish is not None:
                yield dataclasses.replace(term, finish=finish)

    def _limits(self) -> Iterable[Limit]:
        for limit in self._whole.limits:
            finish = self._finish(limit.finish)
            if finish is not None:
                yield Limit(limit.kind, limit.id, limit.instant, finish)

    def _costs(self) -> dict[tuple[int, int, int], int]:
        if not any(tier.kind is TierKind.COST for tier in self._whole.tiers):
            return {}
        costs = self._whole.costs
        return {(k, n, p): costs[self._members[k], n, p] for k, n, p in self._pairs()}

    def _pairs(self) -> Iterator[tuple[int, int, int]]:
        """Yield who may do what: activity of the subproblem, need, person."""
        for k, a in enumerate(self._members):
            for n, staffing in enumerate(self._whole.activities[a].staffing):
                people = self._solution.people[a][n] if a in self._shiftable else staffing.people
                for person in people:
                    yield k, n, person

    def _bookings(self) -> Iterable[Booking]:
        """Yield what fixed activities take of people and resources."""
        persons = {
            p for a in self._members for s in self._whole.activities[a].staffing for p in s.people
        }
        resources = {r for a in self._members for r, _ in self._whole.activities[a].demands}
        for activity in self._whole.activities:
            a = activity.index
            start = self._schedule.starts[a]
            if a in self._place or start < 0:
                continue
            if self._schedule.ends[a] <= self._first or start >= self._last:
                continue
            for staffing, chosen in zip(activity.staffing, self._solution.people[a], strict=True):
                for person in chosen:
                    if person in persons:
                        end = staffing.end(person, start)
                        yield from self._booking("person", person, start, end, staffing.share)
            for resource, amount in activity.demands:
                if resource in resources:
                    end = self._schedule.ends[a]
                    yield from self._booking("resource", resource, start, end, amount)

    def _booked_before(self) -> Iterable[Booking]:
        """Yield the bookings of the whole."""
        for b in self._whole.booked:
            yield from self._booking(b.kind, b.index, b.start, b.end, b.amount)

    def _booking(
        self, kind: str, index: int, start: int, end: int, amount: int
    ) -> Iterable[Booking]:
        low, high = max(start, self._first), min(end, self._last)
        if low < high:
            yield Booking(kind, index, low - self._first, high - self._first, amount)


def _among(
    place: Mapping[int, int], pairs: Iterable[tuple[int, int]]
) -> tuple[tuple[int, int], ...]:
    """Return the pairs of items that are both in the subproblem, by their positions there."""
    return tuple((place[a], place[b]) for a, b in pairs if a in place and b in place)
