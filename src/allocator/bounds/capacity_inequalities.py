"""Inequalities between the work of groups and the capacity of the people who can do it.

For weights mu of the groups, people of classes with capacity C can do work E only if
sum mu_g E_g <= sum over classes c of max over g that c serves (mu_g x speed_gc) x C_c.
With weights 0 and 1 and equal speeds this says that no set of groups asks for more than those
who can do any of it have. A linear program finds the inequality that given work violates most;
whatever its rounding, each inequality holds by itself.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from allocator.bounds.linear_program import FloatArray, HighsRunner, LinearProgram, Stop
from allocator.bounds.work import Work

TOLERANCE = 1e-9
"""Relative excess of work over capacity that is put down to rounding."""


@dataclass(frozen=True)
class CapacityInequality:
    """The weighted work of groups is at most the weighted capacity of classes.

    Attributes
    ----------
    groups, classes
        Weights, shape (groups,) and (classes,).
    begun, ended
        Shape (H + 1,): weighted capacity; see ``PeopleClass``.
    resource
        Whether it is about a resource, whose work may end between boundaries.
    """

    groups: FloatArray
    classes: FloatArray
    begun: FloatArray
    ended: FloatArray
    resource: bool


class CapacityInequalities:
    """The inequalities found so far, and the linear program that finds more.

    Attributes
    ----------
    pool
        One inequality for each group, one for all people, then those that were found.
    begun, ended
        Shape (classes, H + 1): capacities; see ``PeopleClass``.
    people
        Shape (groups,): whether a group is of people, not a resource.
    """

    def __init__(self, work: Work, stop: Stop) -> None:
        self._stop, self._params = stop, work.params
        self._groups, self._classes = work.groups, work.classes
        self.begun = np.array([c.begun for c in work.classes])
        self.ended = np.array([c.ended for c in work.classes])
        self.count = len(work.groups)
        self.people = np.array([group.resource is None for group in work.groups], dtype=bool)
        self.pool: list[CapacityInequality] = []
        self._known: set[bytes] = set()
        self._runner: HighsRunner | None = None
        for group in range(self.count):
            self.add(np.eye(self.count)[group])
        if self.people.any():
            self.add(self.people.astype(float))

    def add(self, groups: FloatArray) -> CapacityInequality | None:
        """Keep an inequality; None if it is known or there are enough."""
        key = np.round(groups, 9).tobytes()
        if key in self._known or len(self.pool) >= self._params.max_inequalities + self.count:
            return None
        self._known.add(key)
        classes = np.array(
            [max(groups[g] * speed for g, speed in one.serves) for one in self._classes]
        )
        resource = not bool((groups[self.people] > 0).any())
        found = CapacityInequality(
            groups, classes, classes @ self.begun, classes @ self.ended, resource
        )
        self.pool.append(found)
        return found

    def add_crowd(self, people: Collection[int]) -> None:
        """Keep the inequality of all groups whose people are among these, if there are such."""
        inside = [
            group.resource is None and all(person in people for person, _ in group.speeds)
            for group in self._groups
        ]
        if any(inside):
            self.add(np.array(inside, dtype=float))

    def overload(self, volume: FloatArray, capacity: FloatArray) -> CapacityInequality | None:
        """Return a new inequality that the people's work violates, or None.

        Parameters
        ----------
        volume, capacity
            Shape (groups,) and (classes,).
        """
        if not self.people.any() or self._stop():
            return None
        if self._runner is None:
            self._runner = HighsRunner(self._program())
        low = np.where(self.people, volume, 0.0)
        runner, rows = self._runner, range(self.count + len(self._classes))
        sides_low = np.concatenate([low, np.full(len(self._classes), -np.inf)])
        sides_high = np.concatenate([np.full(self.count, np.inf), capacity])
        runner.change_rows(rows, sides_low, sides_high)
        solved = runner.run(self._params.separation_seconds, self._stop)
        if solved is None:
            return None
        weights = np.clip(solved[1][: self.count], 0.0, None) * self.people
        most = weights.max(initial=0.0)
        if most <= 0:
            return None
        weights = np.round(weights / most, 6)
        classes = np.array(
            [max(weights[g] * speed for g, speed in one.serves) for one in self._classes]
        )
        if weights @ volume <= (classes @ capacity) * (1 + 1e-6):
            return None
        return self.add(weights)

    def _program(self) -> LinearProgram:
        """Return: minimise the work that nobody does."""
        program = LinearProgram()
        undone = program.add_columns(self.count, 0.0, np.inf, 1.0)
        by_group: list[tuple[list[int], list[float]]] = [([k], [1.0]) for k in undone]
        by_class: list[list[int]] = []
        for one in self._classes:
            columns = program.add_columns(len(one.serves), 0.0, np.inf)
            by_class.append(list(columns))
            for column, (group, speed) in zip(columns, one.serves, strict=True):
                by_group[group][0].append(column)
                by_group[group][1].append(speed)
        for columns_of, speeds in by_group:
            program.add_row(columns_of, speeds, 0.0, np.inf)
        for columns_in in by_class:
            program.add_row(columns_in, [1.0] * len(columns_in), -np.inf, 0.0)
        return program
