"""Frozen items: their start and people are those of the baseline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from allocator.domain import Scenario
from allocator.errors import InfeasibleError
from allocator.problem.activity import Activity, FixedItem
from allocator.problem.model import Booking
from allocator.problem.started import StartedDates
from allocator.problem.team_matching import Team, match_team
from allocator.problem.timeline import IntArray, Timeline


class FrozenItems:
    """Places the frozen items as in the baseline.

    Parameters
    ----------
    scenario, timeline
        What is planned, on which axis.
    activities
        The frozen items, as activities.
    """

    def __init__(
        self, scenario: Scenario, timeline: Timeline, activities: Iterable[Activity]
    ) -> None:
        self._scenario, self._timeline = scenario, timeline
        self._person = {person.id: k for k, person in enumerate(scenario.people)}
        self.fixed: dict[int, FixedItem] = {a.node: self._fix(a) for a in activities}

    def check(self, share_scale: int) -> None:
        """Check that frozen items do not take anybody or anything twice.

        Raises
        ------
        InfeasibleError
            If somebody or something is.
        """
        scenario = self._scenario
        whole = {
            "person": [share_scale] * len(scenario.people),
            "resource": [resource.capacity for resource in scenario.resources],
        }
        names = {
            "person": [person.id for person in scenario.people],
            "resource": [resource.id for resource in scenario.resources],
        }
        taken: dict[tuple[str, int], IntArray] = {}
        for booking in self.bookings():
            key = booking.kind, booking.index
            use = taken.setdefault(key, np.zeros(self._timeline.horizon, dtype=np.int64))
            use[booking.start : booking.end] += booking.amount
        for (kind, index), use in taken.items():
            if int(use.max(initial=0)) > whole[kind][index]:
                at = self._timeline.moment(int(self._timeline.starts[int(use.argmax())]))
                raise InfeasibleError(
                    f"what is frozen takes {kind} {names[kind][index]} twice at "
                    f"{at:%Y-%m-%d %H:%M}; make some of it free (frozen: false in the baseline)"
                )
        self._check_number_of_items()

    def _check_number_of_items(self) -> None:
        """Check that nobody is on more frozen items at a time than their max_items."""
        bookings = [booking for booking in self.bookings() if booking.kind == "person"]
        for booking in bookings:
            person = self._scenario.people[booking.index]
            most = self._scenario.max_items_of(person)
            at_once = [
                other
                for other in bookings
                if other.index == booking.index and other.start <= booking.start < other.end
            ]
            if most is not None and len(at_once) > most:
                at = self._timeline.moment(int(self._timeline.starts[booking.start]))
                raise InfeasibleError(
                    f"{person.id} is on {len(at_once)} frozen items at {at:%Y-%m-%d %H:%M}, and "
                    f"max_items is {most}; make some of them free (frozen: false in the baseline)"
                )

    def _fix(self, activity: Activity) -> FixedItem:
        """Place one item.

        Raises
        ------
        InfeasibleError
            If it cannot be done so.
        """
        item = self._scenario.items[activity.node]
        baseline_item = self._scenario.baseline_by_item[item.id]
        at = self._timeline.minutes(baseline_item.start)
        slot = int(np.searchsorted(self._timeline.starts, at))
        there = slot < self._timeline.horizon and int(self._timeline.starts[slot]) == at
        if there and slot >= activity.release and _may_start(activity, slot):
            people = [self._person[name] for name in baseline_item.people if name in self._person]
            if len(people) == len(baseline_item.people):
                team = match_team(activity, people, slot)
                if team is not None and _have_time_in_common(activity, team, slot):
                    end = activity.end(slot, team)
                    if end <= self._timeline.horizon:
                        return FixedItem(activity, slot, end, team)
        raise InfeasibleError(
            f"{item.name} is frozen at {baseline_item.start:%Y-%m-%d %H:%M} with "
            f"{', '.join(baseline_item.people) or 'nobody'}, and cannot be done so; make it free "
            "(frozen: false in the baseline)"
        )

    def past(self, past: Mapping[int, StartedDates]) -> dict[int, StartedDates]:
        """Return the fixed instants of what has been started, and of the frozen items."""
        return {**past, **{node: self._past(f, past.get(node)) for node, f in self.fixed.items()}}

    def _past(self, fixed: FixedItem, past: StartedDates | None) -> StartedDates:
        activity, timeline = fixed.activity, self._timeline
        start = int(timeline.starts[fixed.start])
        finishes = [int(timeline.ends[fixed.end])] if activity.staffing else []
        if activity.elapsed is not None:
            finishes.append(start + activity.elapsed)
        if past is not None and past.finish is not None:
            finishes.append(past.finish)
        return StartedDates(start if past is None else past.start, max(finishes))

    def bookings(self) -> Iterator[Booking]:
        """Yield what the frozen items take of people and resources."""
        for fixed in self.fixed.values():
            activity = fixed.activity
            for staffing, chosen in zip(activity.staffing, fixed.people, strict=True):
                for person in chosen:
                    end = staffing.end(person, fixed.start)
                    yield Booking("person", person, fixed.start, end, staffing.share)
            until = fixed.end
            if activity.hold is not None:
                until = max(until, min(activity.hold[fixed.start], self._timeline.horizon))
            for resource, amount in activity.demands:
                yield Booking("resource", resource, fixed.start, until, amount)


def _have_time_in_common(activity: Activity, team: Team, slot: int) -> bool:
    return activity.common is None or activity.common.allows(activity.staffing, team, slot)


def _may_start(activity: Activity, slot: int) -> bool:
    return activity.hold is None or activity.hold[slot] <= len(activity.hold)
