"""What is done, by whom and in which order, as arrays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from allocator.domain import Need, ThreePoint
from allocator.forecasting.simulation.arrays import F64, I32, EntryArrays, PlannedDates
from allocator.forecasting.simulation.begin_rows import begin_rows
from allocator.forecasting.simulation.building import ints, ptr_of
from allocator.forecasting.simulation.leaving import latest_before, leaving_slots, replaced
from allocator.forecasting.simulation.planned_work import Team
from allocator.forecasting.simulation.staffing_choices import load_ranks
from allocator.problem.activity import Activity, Staffing
from allocator.problem.model import Booking, Problem
from allocator.problem.sprint_borders import SprintBorders

if TYPE_CHECKING:
    from allocator.domain import Sprint
    from allocator.forecasting.possible_work import PossibleWork

ENDLESS_MINUTES = 1e8
"""Minutes that end after every axis: of bookings that do."""


@dataclass
class PlacedEntry:
    """Where an activity is in the plan, or would be.

    Attributes
    ----------
    people
        By need.
    start, held, place_ends
        As in ``PlannedDates``.
    planned
        Whether the plan has it.
    repeats
        The activity whose people do it again, -1 if none.
    after
        Of what is not planned: place among those that could begin in the same slot.
    release, end_floor
        Least start, and least end that links of what is past ask for.
    likely
        Least start where deliveries come on their likely dates.
    """

    people: Team
    start: int
    held: int
    place_ends: tuple[int, ...]
    planned: bool
    repeats: int = -1
    after: int = 0
    release: int = 0
    end_floor: int = 0
    likely: int = 0


class EntryArraysBuilder:
    """Writes the activities of a problem, and what is booked, as arrays.

    Parameters
    ----------
    problem, possible
        What is simulated.
    divisors
        By person: by what their units are divided.
    """

    def __init__(self, problem: Problem, possible: PossibleWork, divisors: Sequence[int]) -> None:
        self._problem, self._possible, self._divisors = problem, possible, divisors
        self._scenario = possible.scenario
        self._bookings = [b for b in problem.booked if b.kind == "resource"]
        self._gone = leaving_slots(problem, possible.scenario)
        self._borders: dict[tuple[tuple[Sprint, ...], int], int] = {}
        self._latest: list[I32] = []

    def build(self, placed: Sequence[PlacedEntry]) -> tuple[EntryArrays, PlannedDates]:
        """Return the entries, and where the plan has them."""
        frozen = [self._frozen(activity) for activity in self._problem.activities]
        for one, fixed in zip(placed, frozen, strict=True):
            one.release = max(one.release, one.start) if fixed else one.release
        dates = self._dates(placed)
        return self._entries(placed, frozen, dates), dates

    def _frozen(self, activity: Activity) -> bool:
        """Whether an activity stays with the plan's people, and begins no earlier than there."""
        item = self._scenario.items[activity.node]
        return self._scenario.is_frozen(item) or (item.fixed is not None and not item.is_started)

    def _goes_first(self, activity: Activity, fixed: bool) -> bool:
        """Whether its people are kept free for an activity, before anything else of theirs."""
        item = self._scenario.items[activity.node]
        return fixed or (activity.under_way and item.uninterrupted)

    def _dates(self, placed: Sequence[PlacedEntry]) -> PlannedDates:
        extra = len(self._bookings)
        return PlannedDates(
            start=ints([*(one.start for one in placed), *[0] * extra]),
            held=ints([*(one.held for one in placed), *(b.end for b in self._bookings)]),
            place_end=ints([end for one in placed for end in one.place_ends]),
            release=ints([*(max(one.release, one.likely) for one in placed), *[0] * extra]),
            planned=np.array([*(one.planned for one in placed), *[True] * extra], dtype=np.bool_),
            repeats=ints([*(one.repeats for one in placed), *[-1] * extra]),
        )

    def _entries(
        self, placed: Sequence[PlacedEntry], frozen: Sequence[bool], dates: PlannedDates
    ) -> EntryArrays:
        activities, extra = self._problem.activities, len(self._bookings)
        by_rank = self._order(placed, frozen)
        rank = np.empty(len(by_rank), dtype=np.int32)
        rank[by_rank] = np.arange(len(by_rank))
        needs = [
            (activity, k, part if fixed else staffing.people)
            for activity, one, fixed in zip(activities, placed, frozen, strict=True)
            for k, (staffing, part) in enumerate(zip(activity.staffing, one.people, strict=True))
        ]
        staffings = [activity.staffing[k] for activity, k, _ in needs]
        people = [part for one in placed for part in one.people]
        counts = [len(part) for part in people]
        candidates = [of_need for _, _, of_need in needs]
        demands = [
            *(a.demands for a in activities),
            *(((b.index, b.amount),) for b in self._bookings),
        ]
        score = load_ranks(activities, len(self._problem.people))
        reserved = self._reserved(placed, frozen)
        begin_row, begins = begin_rows(
            self._problem, [one.people for one in placed], [one.planned for one in placed], extra
        )
        drop_ptr, drops = self._drops()
        return EntryArrays(
            release=ints([*(one.release for one in placed), *[0] * extra]),
            rank=rank,
            by_rank=by_rank,
            apart=np.array(
                [*(self._apart(a) for a in activities), *[True] * extra], dtype=np.bool_
            ),
            end_floor=ints([*(one.end_floor for one in placed), *[0] * extra]),
            elapsed=self._elapsed(),
            need_ptr=ptr_of([*(len(a.staffing) for a in activities), *[0] * extra]),
            need_count=ints(counts),
            need_share=ints([staffing.share for staffing in staffings]),
            certain=np.array([self._certain(a, k) for a, k, _ in needs], dtype=np.bool_),
            place_ptr=ptr_of(counts),
            cand_ptr=ptr_of([len(of_need) for of_need in candidates]),
            cand_person=ints([p for of_need in candidates for p in of_need]),
            cand_units=self._units(staffings, candidates),
            cand_score=ints([score[p] for of_need in candidates for p in of_need]),
            cand_latest=ints([row for need in needs for row in self._border_rows(*need)]),
            latest=np.stack(self._latest or [np.zeros(self._problem.horizon + 1, dtype=np.int32)]),
            plan_who=_plan_who(candidates, people),
            demand_ptr=ptr_of([len(of_entry) for of_entry in demands]),
            demand_resource=ints([r for of_entry in demands for r, _ in of_entry]),
            demand_amount=ints([amount for of_entry in demands for _, amount in of_entry]),
            whole=self._problem.share_scale,
            capacity=ints(self._problem.capacities),
            reserved_ptr=ptr_of([len(slots) for slots in reserved]),
            reserved=ints([slot for slots in reserved for slot, _ in slots]),
            reserved_share=ints([share for slots in reserved for _, share in slots]),
            max_items=self._max_items(),
            begin_row=begin_row,
            begins=begins,
            drop_ptr=drop_ptr,
            drops=drops,
        )

    def _order(self, placed: Sequence[PlacedEntry], frozen: Sequence[bool]) -> I32:
        """Return the entries by urgency: bookings, what goes first, in progress, then the plan."""
        keys: list[tuple[int, int, int, int, int]] = []
        for activity, one, fixed in zip(self._problem.activities, placed, frozen, strict=True):
            first = self._goes_first(activity, fixed)
            group = 1 if first else 2 if activity.under_way else 3
            keys.append((group, one.start, int(one.planned), one.after, activity.index))
        keys += [(0, 0, 0, 0, len(keys) + k) for k in range(len(self._bookings))]
        return ints([key[-1] for key in sorted(keys)])

    def _apart(self, activity: Activity) -> bool:
        return self._scenario.items[activity.node].goes_on_apart

    def _elapsed(self) -> F64:
        own = [-1.0 if a.elapsed is None else float(a.elapsed) for a in self._problem.activities]
        return np.array([*own, *(self._minutes(booking) for booking in self._bookings)])

    def _minutes(self, booking: Booking) -> float:
        """Return the minutes after which a booking from slot 0 on is over."""
        starts = self._problem.timeline.starts
        return (
            float(starts[booking.end] - starts[0]) if booking.end < len(starts) else ENDLESS_MINUTES
        )

    def _certain(self, activity: Activity, need: int) -> bool:
        return is_certain(self._scenario.items[activity.node].staffing[need])

    def _units(self, staffings: Sequence[Staffing], candidates: Sequence[Sequence[int]]) -> F64:
        units = []
        for staffing, of_need in zip(staffings, candidates, strict=True):
            exact = dict(zip(staffing.people, staffing.units, strict=True))
            units += [float(exact[person] / self._divisors[person]) for person in of_need]
        return np.array(units)

    def _border_rows(self, activity: Activity, need: int, people: Sequence[int]) -> Iterator[int]:
        """Yield by candidate the row of the borders that their work must not cross.

        Borders are the ends of sprints and, of what is not begun or frozen, when they leave.
        """
        horizon, count = self._problem.horizon, activity.staffing[need].count
        fits = self._scenario.fits(self._scenario.items[activity.node])
        bound = activity.under_way or self._frozen(activity)
        stay = set(people) if bound else replaced(people, count, self._gone, horizon)
        for person in people:
            team = self._scenario.people[person].team
            sprints = self._scenario.sprints_of(team) if fits else ()
            yield self._border(sprints, horizon if person in stay else self._gone[person])

    def _border(self, sprints: tuple[Sprint, ...], gone: int) -> int:
        """Return the row of the latest ends of work; -1 where there is no border.

        Parameters
        ----------
        sprints
            Whose ends count.
        gone
            The first slot in which somebody has left; the horizon if they stay.
        """
        horizon = self._problem.horizon
        if not sprints and gone >= horizon:
            return -1
        if (sprints, gone) not in self._borders:
            latest = ints([horizon] * (horizon + 1))
            if sprints:
                latest[:-1] = SprintBorders(self._problem.timeline).latest(sprints)
            self._borders[sprints, gone] = len(self._latest)
            self._latest.append(latest if gone >= horizon else latest_before(gone, latest))
        return self._borders[sprints, gone]

    def _reserved(
        self, placed: Sequence[PlacedEntry], frozen: Sequence[bool]
    ) -> list[list[tuple[int, int]]]:
        """Return by person when what they are kept free for begins, in order, with its share."""
        found: list[list[tuple[int, int]]] = [[] for _ in self._problem.people]
        for activity, one, fixed in zip(self._problem.activities, placed, frozen, strict=True):
            if self._goes_first(activity, fixed):
                for staffing, part in zip(activity.staffing, one.people, strict=True):
                    for person in part:
                        found[person].append((one.start, staffing.share))
        return [sorted(slots) for slots in found]

    def _max_items(self) -> I32:
        """Return by person on how many items they are at a time; unlimited: on as many as all."""
        most = (self._scenario.max_items_of(person) for person in self._scenario.people)
        unlimited = len(self._problem.activities) + 1
        return ints([unlimited if each is None else each for each in most])

    def _drops(self) -> tuple[I32, I32]:
        """Return by entry what is given up when it fails; milestones have no entry."""
        number = {activity.id: activity.index for activity in self._problem.activities}
        of_entry = [
            [number[name] for name in self._possible.drops.get(a.id, ()) if name in number]
            for a in self._problem.activities
        ]
        of_entry += [[] for _ in self._bookings]
        flat = [entry for entries in of_entry for entry in entries]
        return ptr_of([len(entries) for entries in of_entry]), ints(flat)


def is_certain(need: Need) -> bool:
    """Whether the effort of a need is certain: low, likely and high are one."""
    effort = need.effort
    return isinstance(effort, ThreePoint) and effort.low == effort.likely == effort.high


def _plan_who(candidates: Sequence[Sequence[int]], people: Sequence[Sequence[int]]) -> I32:
    first, chosen = 0, []
    for of_need, part in zip(candidates, people, strict=True):
        chosen += [first + list(of_need).index(person) for person in part]
        first += len(of_need)
    return ints(chosen)
