"""Who and what is taken when, while a schedule is being built."""

from __future__ import annotations

import numpy as np

from allocator.problem.model import Activity, Problem
from allocator.problem.timeline import IntArray


class Occupancy:
    """Shares of people and amounts of resources in use, by slot.

    A stretch [s, e) is free for a demand d when in none of its slots the use exceeds
    capacity - d. ``blocked`` counts the slots that are not, cumulated, so that the question is
    one subtraction for every start at once.
    """

    def __init__(self, problem: Problem) -> None:
        self._horizon = problem.horizon
        self._capacity = [problem.share_scale] * len(problem.scenario.people)
        self._capacity += problem.capacities
        self._people = len(problem.scenario.people)
        self._use: dict[int, IntArray] = {}
        self._blocked: dict[int, dict[int, IntArray]] = {}
        self._free = np.zeros(problem.horizon + 1, dtype=np.int64)

    def person_blocked(self, person: int, share: int) -> IntArray:
        """Return, shape (H + 1,), the slots before each boundary that a person has no room in."""
        return self._cumulated(person, share)

    def resource_blocked(self, resource: int, amount: int) -> IntArray:
        """Return the same of a resource."""
        return self._cumulated(self._people + resource, amount)

    def _cumulated(self, key: int, demand: int) -> IntArray:
        if key not in self._use:
            if demand <= self._capacity[key]:
                return self._free
            self._use[key] = np.zeros(self._horizon, dtype=np.int64)
            self._blocked[key] = {}
        cache = self._blocked[key]
        if demand not in cache:
            blocked = np.zeros(self._horizon + 1, dtype=np.int64)
            np.cumsum(self._use[key] > self._capacity[key] - demand, out=blocked[1:])
            cache[demand] = blocked
        return cache[demand]

    def add(
        self, activity: Activity, start: int, people: list[list[int]], end: int, *, sign: int = 1
    ) -> None:
        """Book an activity (sign 1) or take it out (sign -1).

        Parameters
        ----------
        activity
            What is booked.
        start
            Start slot.
        people
            Chosen people by need.
        end
            Boundary until which resources are held.
        """
        for staffing, chosen in zip(activity.staffing, people, strict=True):
            for person in chosen:
                self._book(person, start, staffing.end(person, start), sign * staffing.share)
        for resource, amount in activity.demands:
            self._book(self._people + resource, start, end, sign * amount)

    def _book(self, key: int, start: int, end: int, amount: int) -> None:
        if key not in self._use:
            self._use[key] = np.zeros(self._horizon, dtype=np.int64)
        self._use[key][start:end] += amount
        self._blocked[key] = {}
