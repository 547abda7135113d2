"""The items of a future as certain ones: efforts that come true, by whom, with what has changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from allocator.domain import Need, Scenario, WorkItem
from allocator.domain.quantities import elapsed_minutes, exact
from allocator.forecasting.simulation.arrays import I64, DrawBlock, Futures, SimulationModel
from allocator.forecasting.simulation.kernel.working_time import ROUNDING
from allocator.problem.activity import Activity
from allocator.problem.model import Problem

_DIGITS = (2, 4, 7, 10)
"""Decimals of hours with which an effort is written, the fewest that say the same units."""


@dataclass(frozen=True)
class RealisedPlace:
    """One person's part in an item in a future.

    Attributes
    ----------
    need
        Position of the need among the item's.
    person
        Index of the problem.
    units
        Calendar units that they work; whole.
    drawn
        The same before rounding up.
    end
        Boundary at which they are done.
    spills
        Whether they cross a border that the item should not cross.
    """

    need: int
    person: int
    units: int
    drawn: float
    end: int
    spills: bool


class RealisedItems:
    """Turns the items of one future into certain ones.

    Parameters
    ----------
    problem, scenario, model
        What was simulated: the widened scenario, compiled.
    divisors
        By person: ``Capacity.units`` in a unit of the model's calendar.
    """

    def __init__(
        self,
        problem: Problem,
        scenario: Scenario,
        model: SimulationModel,
        divisors: Sequence[int],
    ) -> None:
        self._problem, self._scenario, self._model = problem, scenario, model
        self._divisors = divisors

    def places(
        self, activity: Activity, futures: Futures, k: int, draws: DrawBlock
    ) -> list[RealisedPlace]:
        """Return who works on an activity in a future, and how much.

        Parameters
        ----------
        k
            The future, by its position in ``futures`` and ``draws``.
        """
        entries, entry = self._model.entries, activity.index
        found = []
        for number in range(len(activity.staffing)):
            need = int(entries.need_ptr[entry]) + number
            for place in range(int(entries.place_ptr[need]), int(entries.place_ptr[need + 1])):
                person = int(futures.who[k, place])
                candidate = self._candidate(need, person)
                drawn = float(entries.cand_units[candidate] * draws.ratios[need, k])
                if not entries.certain[need]:
                    drawn *= float(draws.factors[person, k])
                units = max(1, int(np.ceil(drawn * (1.0 - ROUNDING))))
                start = int(futures.start[k, entry])
                end = self._end(person, start, units, draws, k)
                spills = self._spills(need, person, start, end)
                found.append(RealisedPlace(number, person, units, drawn, end, spills))
        return found

    def _spills(self, need: int, person: int, start: int, end: int) -> bool:
        """Whether somebody's work on a need crosses a border that it should not cross."""
        entries = self._model.entries
        row = int(entries.cand_latest[self._candidate(need, person)])
        return row >= 0 and end > int(entries.latest[row, start])

    def _candidate(self, need: int, person: int) -> int:
        entries = self._model.entries
        low, high = int(entries.cand_ptr[need]), int(entries.cand_ptr[need + 1])
        return low + [int(p) for p in entries.cand_person[low:high]].index(person)

    def works(self, person: int, draws: DrawBlock, k: int) -> I64:
        """Return the units that somebody yields in each slot of a future, shape (H,)."""
        calendars = self._model.calendars
        row = int(calendars.of_person[person])
        units: I64 = np.diff(calendars.cum[row].astype(np.int64))
        for low, high in draws.away[k, person].tolist():
            units[low:high] = 0
        return units

    def _end(self, person: int, start: int, units: int, draws: DrawBlock, k: int) -> int:
        done = np.cumsum(self.works(person, draws, k)[start:])
        return start + int(np.searchsorted(done, units)) + 1

    def staffed(
        self, item: WorkItem, activity: Activity, places: Sequence[RealisedPlace]
    ) -> dict[str, object]:
        """Return the fields of an item whose people do what they do in the future.

        Each person has a need of their own; the part of somebody who lacks a skill, as may be of
        work in progress, asks for the skills that they have.
        """
        needs, efforts = [], []
        for place in places:
            need = item.staffing[place.need]
            efforts.append(self._effort(activity, place, need))
            needs.append(self._own_need(need, place.person, efforts[-1]))
        people = tuple(self._problem.people[place.person] for place in places)
        changed: dict[str, object] = {"needs": tuple(needs), "effort": None, "remaining": None}
        if item.is_started:
            changed |= {"people": people, "reassign": False}
        if item.is_started and isinstance(item.remaining, dict):
            changed["remaining"] = dict(zip(people, efforts, strict=True))
        if any(place.spills for place in places):
            changed["fit"] = False
        return changed

    def _own_need(self, need: Need, person: int, effort: str) -> Need:
        who = self._scenario.people[person]
        skills = {
            skill: min(level, who.skills[skill])
            for skill, level in need.skills.items()
            if skill in who.skills
        }
        return Need(skills=skills, share=need.share, effort=effort)

    def _effort(self, activity: Activity, place: RealisedPlace, need: Need) -> str:
        """Return an effort in hours that takes exactly the units of a place."""
        minutes = self._minutes_per_unit(activity, place, need)
        low, high = (place.units - 1) * minutes / 60, place.units * minutes / 60
        wanted = Fraction(place.drawn) * minutes / 60
        if not low < wanted <= high:
            wanted = (low + high) / 2
        for value in (wanted, (low + high) / 2):
            for digits in _DIGITS:
                text = f"{float(value):.{digits}f}"
                if low < Fraction(text) <= high:
                    return f"{text}h"
        raise AssertionError("ten decimals of an hour are finer than any slot")

    def _minutes_per_unit(self, activity: Activity, place: RealisedPlace, need: Need) -> Fraction:
        """Return the minutes of effort in a unit of somebody's calendar."""
        capacity = self._problem.working_time[place.person]
        speed = self._scenario.speed(self._scenario.people[place.person], need)
        slot = self._problem.timeline.slot_minutes * exact(need.share) * speed
        return slot * self._divisors[place.person] / capacity.scale

    def stretched(
        self, places: list[RealisedPlace], futures: Futures, k: int, draws: DrawBlock, entry: int
    ) -> list[RealisedPlace]:
        """Return the parts of work whose people go on until a FF or SF link allows its end."""
        start, end = int(futures.start[k, entry]), int(futures.end[k, entry])
        if not places or end <= max(place.end for place in places):
            return places
        found = []
        for place in places:
            worked = self.works(place.person, draws, k)[start:end]
            if not worked.sum():
                found.append(place)
                continue
            last = start + int(np.flatnonzero(worked)[-1]) + 1
            units = int(worked.sum())
            need = int(self._model.entries.need_ptr[entry]) + place.need
            spills = self._spills(need, place.person, start, last)
            found.append(replace(place, units=units, drawn=float(units), end=last, spills=spills))
        return found

    def waiting(
        self,
        item: WorkItem,
        activity: Activity,
        places: Sequence[RealisedPlace],
        futures: Futures,
        k: int,
    ) -> dict[str, object]:
        """Return the elapsed time of an item that waits at its end for a FF or SF link.

        Its people have done their work; the item is over when the link allows it.
        """
        timeline, entry = self._problem.timeline, activity.index
        end = int(futures.end[k, entry])
        if not places or end <= max(place.end for place in places):
            return {}
        begun = int(timeline.starts[int(futures.start[k, entry])])
        if item.is_started:
            begun = timeline.minutes(self._scenario.started_at(item))
        wanted = int(timeline.ends[end]) - begun
        if item.elapsed is not None and elapsed_minutes(item.elapsed) >= wanted:
            return {}
        changed: dict[str, object] = {"elapsed": f"{wanted}m"}
        if item.is_started:  # they would be held from the beginning of the plan on
            changed["resources"] = {}
        return changed
