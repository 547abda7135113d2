"""The frame of a subproblem: its activities, and its window on the whole's timeline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from allocator.planner.lns.schedule import Schedule
from allocator.problem.capacity import Capacity
from allocator.problem.people_pairs import PeopleRules
from allocator.problem.timeline import NEVER, Table, Timeline


class Window:
    """The slots [first, last) of a timeline as a timeline of their own.

    Tables that are shared in the whole are shared in the window.

    Parameters
    ----------
    whole
        The timeline.
    first, last
        Slots of it.
    """

    def __init__(self, whole: Timeline, first: int, last: int) -> None:
        self.first, self.last = first, last
        self.timeline = whole.between(first, last)
        self._horizon = whole.horizon
        self._tables: dict[Table, Table] = {}
        self._instants = {
            whole.slot_instants: self.timeline.slot_instants,
            whole.boundary_instants: self.timeline.boundary_instants,
        }
        self._capacities: dict[Capacity, Capacity] = {}

    def table(self, table: Table) -> Table:
        """Return a table of slots by slot; values beyond the window are NEVER."""
        if table not in self._tables:
            values = self._cut(table)
            values = np.where(values > self.last, NEVER, np.maximum(values - self.first, 0))
            self._tables[table] = Table(values)
        return self._tables[table]

    def instants(self, instants: Table) -> Table:
        """Return the instants of the window's slots or boundaries."""
        if instants not in self._instants:
            self._instants[instants] = Table(self._cut(instants))
        return self._instants[instants]

    def _cut(self, table: Table) -> np.ndarray:
        return table.values[self.first : self.last + (len(table) - self._horizon)]

    def elapsed_ends(self, hold: Table) -> Table:
        """Return the ends of elapsed times by start; NEVER where they are beyond the window."""
        ends = hold.values[self.first : self.last]
        beyond = (ends > self.last) | (ends >= NEVER)
        return Table(np.where(beyond, NEVER, ends - self.first))

    def capacity(self, capacity: Capacity) -> Capacity:
        """Return a person's working time in the window; people who work alike share one."""
        if capacity not in self._capacities:
            self._capacities[capacity] = capacity.between(self.first, self.last)
        return self._capacities[capacity]


@dataclass(frozen=True)
class Frame:
    """Which activities of a schedule a subproblem has, and which slots.

    Attributes
    ----------
    schedule
        The schedule around which the subproblem is built.
    members
        Activities in it, in increasing order.
    shiftable
        Those of them that may move in time only.
    window
        Its slots.
    """

    schedule: Schedule
    members: tuple[int, ...]
    shiftable: frozenset[int]
    window: Window

    @cached_property
    def place(self) -> dict[int, int]:
        """Activity of the subproblem by activity of the whole."""
        return {a: k for k, a in enumerate(self.members)}

    @cached_property
    def items(self) -> dict[int, int]:
        """Item of the subproblem by item of the whole."""
        activities = self.schedule.problem.activities
        return {activities[a].node: k for k, a in enumerate(self.members)}

    @property
    def fixed_item(self) -> int:
        """The item of the subproblem that stands for everything outside it."""
        return len(self.members)

    def candidates(self, a: int, need: int) -> tuple[int, ...]:
        """Return who may meet a need of a member: who does it now, if it may only shift."""
        if a in self.shiftable:
            return self.schedule.solution.people[a][need]
        people = self.schedule.problem.activities[a].staffing[need].people
        if a not in self._barred and a not in self._bound_to:
            return people
        barred, among = self._barred.get(a, ()), self._bound_to.get(a)
        return tuple(p for p in people if p not in barred and (among is None or p in among))

    def people_rules(self) -> PeopleRules:
        """Return the rules about people among the members, and what those outside ask of them."""
        rules = self.schedule.problem.people_rules
        on = (
            (self.place[b], p)
            for a, b in rules.together
            if b in self.place and a not in self.place and (b, a) not in self._equal
            for p in self._people_outside(a)
        )
        return rules.among(self.place, on)

    @cached_property
    def _equal(self) -> frozenset[tuple[int, int]]:
        """The pairs of activities with as many people, who are the same."""
        together = set(self.schedule.problem.people_rules.together)
        return frozenset((a, b) for a, b in together if (b, a) in together)

    @cached_property
    def _barred(self) -> dict[int, frozenset[int]]:
        """By member: people who are on an activity outside that is to have others."""
        found: dict[int, frozenset[int]] = {}
        for a, b in self.schedule.problem.people_rules.apart:
            for one, other in ((a, b), (b, a)):
                if one in self.place and other not in self.place:
                    found[one] = found.get(one, frozenset()) | self._people_outside(other)
        return found

    @cached_property
    def _bound_to(self) -> dict[int, frozenset[int]]:
        """By member: the people of activities outside among whom its own are."""
        found: dict[int, frozenset[int]] = {}
        for a, b in self.schedule.problem.people_rules.together:
            if a in self.place and b not in self.place and self.schedule.starts[b] >= 0:
                people = self._people_outside(b)
                found[a] = found[a] & people if a in found else people
        return found

    def _people_outside(self, a: int) -> frozenset[int]:
        """Return the people of an activity outside; nobody where it is dropped."""
        return frozenset(p for team in self.schedule.solution.people[a] for p in team)

    def choices(self) -> Iterator[tuple[int, int, int]]:
        """Yield who may do what: activity of the subproblem, need, person."""
        for k, a in enumerate(self.members):
            for need in range(len(self.schedule.problem.activities[a].staffing)):
                for person in self.candidates(a, need):
                    yield k, need, person
