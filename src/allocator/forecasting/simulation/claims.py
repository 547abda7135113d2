"""What entries take of people and resources, and which of two goes first by the plan.

A *claim* is a place (somebody's time from the start to when they are free) or a demand (an amount
of a resource from the start until everything is given back). Claims on one person or resource of
which the plan has one end before the other starts keep that order; those that overlap in the plan
may overlap in any way. A set of claims of which none waits for another overlaps pairwise in the
plan, and intervals that overlap pairwise have an instant in common (Helly), where the plan had room
for them all. So no future takes anybody or anything twice.

What the plan has not goes after all that starts before it could begin and before everything else.
A further try takes what the item took, so that it may overlap with what the item overlaps with.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from allocator.forecasting.simulation.arrays import PlannedDates, SimulationModel


@dataclass(frozen=True)
class Claim:
    """A place or a demand.

    Attributes
    ----------
    number
        Of the claim: places first, then demands.
    entry
        Whose it is.
    key
        Where it is in the order of what begins: slot, whether the plan has it, rank.
    start, end
        When it is taken and given back in the plan, half-open; for a further try those of the item;
        empty for anything else that the plan has not.
    planned
        Whether the plan has it.
    repeats
        The entry that it does once more with what that took, -1 if none.
    """

    number: int
    entry: int
    key: tuple[int, bool, int]
    start: int
    end: int
    planned: bool
    repeats: int = -1

    def precedes(self, other: Claim) -> bool:
        """Whether the plan has it before another claim on the same person or resource."""
        if self.planned and other.planned:
            return self.end <= other.start
        return self.key < other.key and not self._meets(other)

    def _meets(self, other: Claim) -> bool:
        """Whether one repeats what the other overlaps with."""
        if self.planned == other.planned or self.repeats == other.entry:
            return False
        if other.repeats == self.entry:
            return False
        empty = self.start == self.end or other.start == other.end
        return not empty and self.start < other.end and self.end > other.start


class Claims:
    """The claims of a model, by person and resource.

    Parameters
    ----------
    model
        A model with a plan.
    """

    def __init__(self, model: SimulationModel) -> None:
        assert model.dates is not None
        self._model, self._dates = model, model.dates
        entries = model.entries
        self.places = model.places
        self.count = self.places + len(entries.demand_resource)
        self.entry_of = np.empty(self.count, dtype=np.int32)
        for entry in range(model.count):
            for number in (*self.of_places(entry), *self.of_demands(entry)):
                self.entry_of[number] = entry

    def of_places(self, entry: int) -> range:
        """Return the claims of an entry on people."""
        needs, places = self._model.entries.need_ptr, self._model.entries.place_ptr
        return range(int(places[needs[entry]]), int(places[needs[entry + 1]]))

    def of_demands(self, entry: int) -> range:
        """Return the claims of an entry on resources."""
        demands = self._model.entries.demand_ptr
        low, high = int(demands[entry]), int(demands[entry + 1])
        return range(self.places + low, self.places + high)

    def by_holder(self) -> list[list[Claim]]:
        """Return the claims on each person, and on each resource that may be short."""
        entries = self._model.entries
        found: dict[tuple[str, int], list[int]] = {}
        for number in range(self.places):
            person = int(entries.cand_person[entries.plan_who[number]])
            found.setdefault(("person", person), []).append(number)
        for d, resource in enumerate(entries.demand_resource.tolist()):
            found.setdefault(("resource", resource), []).append(self.places + d)
        return [
            self._claims(numbers)
            for (kind, which), numbers in found.items()
            if kind == "person" or self._may_be_short(which)
        ]

    def _may_be_short(self, resource: int) -> bool:
        entries = self._model.entries
        wanted = entries.demand_amount[entries.demand_resource == resource].sum()
        return bool(wanted > entries.capacity[resource])

    def _claims(self, numbers: list[int]) -> list[Claim]:
        of_entry: dict[int, int] = {}
        for number in numbers:
            of_entry.setdefault(int(self.entry_of[number]), number)
        return [self._claim(number, of_entry) for number in numbers]

    def _claim(self, number: int, of_entry: Mapping[int, int]) -> Claim:
        entry, dates = int(self.entry_of[number]), self._dates
        planned = bool(dates.planned[entry])
        start = int(dates.start[entry])
        rank = int(self._model.entries.rank[entry])
        if planned:
            end = self._end(number, dates)
            return Claim(number, entry, (start, True, rank), start, end, True)
        key = (start, False, rank)
        repeated = of_entry.get(int(dates.repeats[entry]))
        if repeated is None or self._amount(number) > self._amount(repeated):
            return Claim(number, entry, key, start, start, False)
        item = int(self.entry_of[repeated])
        low, high = int(dates.start[item]), self._end(repeated, dates)
        return Claim(number, entry, key, low, high, False, item)

    def _end(self, number: int, dates: PlannedDates) -> int:
        if number < self.places:
            return int(dates.place_end[number])
        return int(dates.held[self.entry_of[number]])

    def _amount(self, number: int) -> int:
        """Return the share of the person, or the amount of the resource."""
        entries = self._model.entries
        if number >= self.places:
            return int(entries.demand_amount[number - self.places])
        need = int(np.searchsorted(entries.place_ptr, number, side="right")) - 1
        return int(entries.need_share[need])


def before(claims: list[Claim], *, whole: bool = False) -> list[tuple[Claim, list[Claim]]]:
    """Return what each claim on one person or resource waits for.

    Parameters
    ----------
    whole
        Whether everything is named; else what another one that is named waits for is left out.
    """
    found = []
    for claim in claims:
        ahead = [c for c in claims if c is not claim and c.precedes(claim)]
        if whole:
            found.append((claim, ahead))
            continue
        ahead.sort(key=lambda c: c.key, reverse=True)
        direct: list[Claim] = []
        for one in ahead:
            if not any(one.precedes(other) for other in direct):
                direct.append(one)
        found.append((claim, direct))
    return found
