"""Who does what the plan does not say: further tries, fallbacks, added scope, and vacant needs."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from allocator.analysis.roles import match_by_fit
from allocator.forecasting.simulation.arrays import CalendarArrays
from allocator.forecasting.simulation.planned_work import Team
from allocator.problem.activity import Activity, Staffing


class StaffingChoices:
    """Chooses people by when they would be done by the estimate.

    Whoever is done first takes a need: they begin when they are through with all that they start
    before a slot. Among those who end alike it is who has been given the least so far beyond the
    plan, then who has the least work in the plan.

    Parameters
    ----------
    calendars
        When people work.
    units_per_unit
        By person: units of ``Capacity.units`` in one of the calendar's.
    gone
        By person: the first slot in which they have left; who would not be done by then comes last.
    """

    def __init__(
        self, calendars: CalendarArrays, units_per_unit: Sequence[int], gone: Sequence[int]
    ) -> None:
        self._calendars, self._divisors, self._gone = calendars, units_per_unit, gone
        people = len(units_per_unit)
        self._taken: list[list[tuple[int, int]]] = [[] for _ in range(people)]
        self._load = [0] * people
        self._given = [0] * people

    def whole_units(self, staffing: Staffing, person: int) -> int:
        """Return the calendar units that a need takes of somebody at the estimate."""
        exact = staffing.units[staffing.people.index(person)] / self._divisors[person]
        return max(1, math.ceil(exact))

    def end(self, staffing: Staffing, person: int, start: int) -> int:
        """Return the boundary at which somebody who starts in a slot is done by the estimate."""
        calendars, row = self._calendars, int(self._calendars.of_person[person])
        low, high = calendars.inv_ptr[row], calendars.inv_ptr[row + 1]
        wanted = int(calendars.cum[row, start]) + self.whole_units(staffing, person)
        return int(calendars.inv[low + wanted]) if wanted < high - low else calendars.horizon

    def take(self, person: int, start: int, end: int) -> None:
        """Note that the plan has somebody busy from a slot to a boundary."""
        self._taken[person].append((start, end))
        self._load[person] += end - start

    def fill(self, activity: Activity, slot: int, given: Team) -> Team:
        """Return the people of an activity that may start from a slot on, by need.

        Parameters
        ----------
        given
            Who is on it already, by need.
        """
        team = [list(part) for part in given]
        vacant = [s.count - len(part) for s, part in zip(activity.staffing, team, strict=True)]
        order = sorted(range(len(team)), key=lambda k: (len(activity.staffing[k].people), k))
        for k in order:
            staffing = activity.staffing[k]
            used = {person for part in team for person in part}
            able = [person for person in staffing.people if person not in used]
            able.sort(key=lambda person: self._key(staffing, person, slot))
            team[k] += able[: vacant[k]]
        if any(len(p) < s.count for s, p in zip(activity.staffing, team, strict=True)):
            team = _matched(activity)
        for staffing, part, before in zip(activity.staffing, team, given, strict=True):
            for person in part:
                if person not in before:
                    self._given[person] += staffing.fewest_slots
        return tuple(tuple(sorted(part)) for part in team)

    def _key(self, staffing: Staffing, person: int, slot: int) -> tuple[bool, int, int, int, int]:
        busy = [end for start, end in self._taken[person] if start < slot]
        row = int(self._calendars.of_person[person])
        begin = int(self._calendars.nxt[row, min(max([slot, *busy]), self._calendars.horizon)])
        end = self.end(staffing, person, begin)
        leaves = end > self._gone[person]
        return leaves, end, self._given[person], self._load[person], person


def _matched(activity: Activity) -> list[list[int]]:
    """Return any people who can fill all needs together, chosen without regard to their ends."""
    people = sorted({person for staffing in activity.staffing for person in staffing.people})
    fits = [
        [0 if person in staffing.table else len(people) + 5 for staffing in activity.staffing]
        for person in people
    ]
    places = match_by_fit(fits, [staffing.count for staffing in activity.staffing])
    return [
        [person for person, place in zip(people, places, strict=True) if place == k]
        for k in range(len(activity.staffing))
    ]


def load_ranks(activities: Sequence[Activity], people: int) -> list[int]:
    """Return by person the rank by how much work counts on them, shared among candidates."""
    load = np.zeros(people)
    for activity in activities:
        for staffing in activity.staffing:
            share = staffing.fewest_slots * staffing.count / len(staffing.people)
            np.add.at(load, list(staffing.people), share)
    ranks = {value: k for k, value in enumerate(sorted(set(load.tolist())))}
    return [ranks[value] for value in load.tolist()]
