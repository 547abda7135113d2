"""Builds a subproblem: a window of the timeline, fixed work as bookings, its links as bounds."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping

from allocator.planner.lns.frame import Frame, Window
from allocator.planner.lns.schedule import Schedule
from allocator.planner.lns.subproblem import Subproblem
from allocator.planner.lns.subproblem_links import SubproblemLinks
from allocator.problem.activity import Activity, CommonTime, Staffing
from allocator.problem.baseline import Baseline
from allocator.problem.budgets import Budget
from allocator.problem.capacity import Capacity
from allocator.problem.handovers import Handover, Handovers
from allocator.problem.model import Booking, Problem, Solution

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
    window = Window(schedule.problem.timeline, first, last)
    return _SubproblemBuilder(Frame(schedule, members, frozenset(moving), window)).build()


class _SubproblemBuilder:
    def __init__(self, frame: Frame) -> None:
        self._frame, self._window = frame, frame.window
        self._schedule, self._whole = frame.schedule, frame.schedule.problem
        self._solution = frame.schedule.solution

    def build(self) -> Subproblem:
        """Return the subproblem."""
        members = self._frame.members
        starts = tuple(
            None if self._schedule.starts[a] < 0 else self._schedule.starts[a] - self._window.first
            for a in members
        )
        people = tuple(self._solution.people[a] for a in members)
        planned = [self._solution.planned[self._whole.activities[a].node] for a in members]
        solution = Solution(starts, people, (*planned, True))
        return Subproblem(self._problem(), solution, members, self._window.first)

    def _problem(self) -> Problem:
        whole, members, items = self._whole, self._frame.members, self._frame.items
        activities = tuple(self._activity(k, a) for k, a in enumerate(members))
        links = SubproblemLinks(self._frame)
        arrows, demanded = links.arrows_and_limits()
        groups = {activity.group for activity in activities}
        return dataclasses.replace(
            whole,
            items=(*(activity.id for activity in activities), FIXED_ITEM),
            optional=frozenset(k for k, a in enumerate(members) if self._is_optional(a)),
            timeline=self._window.timeline,
            activities=activities,
            activity_of={k: k for k in range(len(activities))},
            milestones={},
            arrows=tuple(arrows),
            requires=_among(items, whole.requires),
            follows=_among(items, whole.follows),
            order=(*(items[n] for n in whole.order if n in items), self._frame.fixed_item),
            limits=(*links.limits(), *demanded),
            tiers=tuple(links.tier(tier) for tier in whole.tiers),
            costs=self._costs(),
            values={k: whole.values[n] for n, k in items.items() if n in whole.values},
            working_time=self._working_time(activities),
            group_weights={g: w for g, w in whole.group_weights.items() if g in groups},
            exact_horizon=False,
            booked=(*self._fixed_bookings(), *self._whole_bookings()),
            baseline=self._baseline(),
            fixed={},
            fixed_cost=0,
            preferences=self._of_choices(whole.preferences),
            fixed_preference=0,
            people_rules=self._frame.people_rules(),
            budgets=tuple(self._budgets()),
            handovers=self._handovers(),
        )

    def _activity(self, k: int, a: int) -> Activity:
        activity = self._whole.activities[a]
        hold = activity.hold
        return dataclasses.replace(
            activity,
            index=k,
            node=k,
            staffing=tuple(self._staffing(a, need) for need in range(len(activity.staffing))),
            hold=None if hold is None else self._window.elapsed_ends(hold),
            release=max(0, activity.release - self._window.first),
            common=self._common(activity.common),
        )

    def _common(self, common: CommonTime | None) -> CommonTime | None:
        if common is None:
            return None
        return CommonTime(
            {
                needs: {people: self._window.table(limit) for people, limit in limits.items()}
                for needs, limits in common.limits.items()
            }
        )

    def _handovers(self) -> Handovers:
        """Return the handovers of members; what is fixed has its people and its start."""
        whole = self._whole.handovers
        links = tuple(each for link in whole.links for each in self._handover(link))
        mornings = {p: self._window.instants(each) for p, each in whole.mornings.items()}
        return Handovers(links, whole.place_of, mornings) if links else Handovers()

    def _handover(self, link: Handover) -> Iterator[Handover]:
        """Yield what a handover asks of the members."""
        place, starts, people = self._frame.place, self._schedule.starts, self._solution.people
        pred, succ, whole = link.pred, link.succ, self._whole.handovers
        before = None if pred is None else place.get(pred)
        if succ is not None and succ not in place:
            stands = before is not None and starts[succ] >= 0
            if stands and not whole.is_morning(people[succ], starts[succ]):
                yield Handover(before, None, whole.places(people[succ]))
            return
        after = None if succ is None else place[succ]
        if pred is None or before is not None:
            if before is not None or after is not None:
                yield Handover(before, after, link.places)
        elif after is not None and starts[pred] >= 0:
            yield Handover(None, after, whole.places(people[pred]))

    def _staffing(self, a: int, need: int) -> Staffing:
        staffing, people = self._whole.activities[a].staffing[need], self._frame.candidates(a, need)
        tables = tuple(self._window.table(staffing.table[person]) for person in people)
        return Staffing(staffing.count, staffing.share, staffing.effort_hours, people, tables)

    def _is_optional(self, a: int) -> bool:
        """Return whether an item is optional and no fixed item waits for it."""
        node = self._whole.activities[a].node
        if a in self._frame.shiftable or node not in self._whole.optional:
            return False
        inside, requires = self._frame.items, self._whole.requires
        return all(
            (one in inside or other != node) and (other in inside or one != node)
            for one, other in requires
        )

    def _working_time(self, activities: Iterable[Activity]) -> dict[int, Capacity]:
        people = sorted({p for a in activities for s in a.staffing for p in s.people})
        return {
            person: self._window.capacity(self._whole.working_time[person]) for person in people
        }

    def _baseline(self) -> Baseline:
        """Return the baseline of the members, with the weights of their changes."""
        whole, members, items = self._whole.baseline, self._frame.members, self._frame.items
        if not whole.starts:
            return Baseline()
        starts = (whole.starts[a] for a in members)
        return Baseline(
            starts=tuple(None if at is None else max(0, at - self._window.first) for at in starts),
            people=tuple(whole.people[a] for a in members),
            changes=self._of_choices(whole.changes),
            drops={items[node]: weight for node, weight in whole.drops.items() if node in items},
        )

    def _costs(self) -> dict[tuple[int, int, int], int]:
        return self._of_choices(self._whole.costs) if self._whole.needs_costs else {}

    def _budgets(self) -> Iterable[Budget]:
        """Yield the budgets that concern members, with what fixed activities leave of them."""
        costs, place = self._whole.costs, self._frame.place
        for budget in self._whole.budgets:
            inside = tuple(place[a] for a in budget.activities if a in place)
            if inside:
                taken = sum(
                    costs[a, n, person]
                    for a in budget.activities
                    if a not in place
                    for n, people in enumerate(self._solution.people[a])
                    for person in people
                )
                room = budget.room - taken
                yield dataclasses.replace(budget, activities=inside, room=room)

    def _of_choices(
        self, values: Mapping[tuple[int, int, int], int]
    ) -> dict[tuple[int, int, int], int]:
        """Return what there is of values by activity, need and person, for the members."""
        keys = ((k, n, p, (self._frame.members[k], n, p)) for k, n, p in self._frame.choices())
        return {(k, n, p): values[key] for k, n, p, key in keys if key in values}

    def _fixed_bookings(self) -> Iterable[Booking]:
        """Yield what fixed activities take of people and resources."""
        persons = {
            p
            for a in self._frame.members
            for s in self._whole.activities[a].staffing
            for p in s.people
        }
        resources = {r for a in self._frame.members for r, _ in self._whole.activities[a].demands}
        for activity in self._whole.activities:
            a = activity.index
            start = self._schedule.starts[a]
            if a in self._frame.place or start < 0:
                continue
            if self._schedule.ends[a] <= self._window.first or start >= self._window.last:
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

    def _whole_bookings(self) -> Iterable[Booking]:
        """Yield the bookings of the whole."""
        for b in self._whole.booked:
            yield from self._booking(b.kind, b.index, b.start, b.end, b.amount)

    def _booking(
        self, kind: str, index: int, start: int, end: int, amount: int
    ) -> Iterable[Booking]:
        low, high = max(start, self._window.first), min(end, self._window.last)
        if low < high:
            yield Booking(kind, index, low - self._window.first, high - self._window.first, amount)


def _among(
    place: Mapping[int, int], pairs: Iterable[tuple[int, int]]
) -> tuple[tuple[int, int], ...]:
    """Return the pairs of items that are both in the subproblem, by their positions there."""
    return tuple((place[a], place[b]) for a, b in pairs if a in place and b in place)
