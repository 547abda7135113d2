"""Writes what the kernel knows of needs, and of the candidates for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import numpy as np

from allocator.heuristics.kernel import layout as at
from allocator.heuristics.kernel.layout import UNREACHABLE
from allocator.heuristics.kernel.packing import PackedTables, integers, pointers
from allocator.problem.model import Problem
from allocator.problem.timeline import IntArray


def need_lists(problem: Problem, slots: PackedTables) -> dict[int, IntArray]:
    """Return the lists of needs and candidates; their finish tables go into ``slots``."""
    needs = [staffing for activity in problem.activities for staffing in activity.staffing]
    candidates = _Candidates(problem, slots)
    return {
        at.NEED_PTR: pointers(len(activity.staffing) for activity in problem.activities),
        at.NEED_COUNT: integers(need.count for need in needs),
        at.NEED_SHARE: integers(need.share for need in needs),
        at.CAND_PTR: candidates.ptr,
        at.CAND_PERSON: candidates.person,
        at.CAND_ROW: candidates.row,
        at.CAND_LEAST: candidates.least,
        at.CAND_COST: candidates.cost,
        at.CAND_OTHER: candidates.other,
        at.CAND_WEIGHT: candidates.weight,
        at.CAND_RANK: candidates.rank,
        at.CAND_ORDER: candidates.order,
        at.CAND_CHANGE: candidates.change,
        at.SCARCITY: candidates.scarcity,
    }


class _Candidates:
    """What is known of every candidate of every need, and how needed each person is.

    Attributes
    ----------
    ptr
        Where the candidates of each need begin.
    person, row, least, cost, change
        By candidate: person, finish table, fewest slots, cost, what it weighs that they are new.
    other, weight, rank
        By candidate: effort of who is not preferred; what they weigh in the first tier, empty where
        that is not about people; who comes first among equals, not new or preferred.
    scarcity
        By person: rank by how much work counts on them, in slots, shared among candidates.
    order
        By need: its candidates by fewest slots, then rank, then scarcity, then person.
    """

    def __init__(self, problem: Problem, slots: PackedTables) -> None:
        needs = [s for a in problem.activities for s in a.staffing]
        uses = Counter(needs)
        people, row, least = {}, {}, {}
        needed = np.zeros(len(problem.people))
        for staffing, times in uses.items():
            people[staffing] = integers(staffing.people)
            row[staffing] = integers(slots.row(table) for table in staffing.finish)
            least[staffing] = integers(table.fewest_slots for table in staffing.finish)
            share = (
                least[staffing].min(initial=UNREACHABLE)
                * staffing.count
                / max(1, len(least[staffing]))
            )
            needed[people[staffing]] += times * share
        self.ptr = pointers(len(s.people) for s in needs)
        self.person, self.row, self.least = (
            np.concatenate([integers([]), *(parts[s] for s in needs)])
            for parts in (people, row, least)
        )
        self.cost = self._weights(problem, problem.costs if problem.needs_costs else {})
        self.other = self._weights(problem, problem.preferences)
        first = {"cost": self.cost, "preference": self.other}
        self.weight = first.get(problem.tier_names[0], integers([]))
        self.change = self._weights(problem, problem.baseline.changes)
        self.rank = self._ranks(problem)
        self.scarcity = np.unique(needed, return_inverse=True)[1].astype(np.int64)
        need = np.repeat(np.arange(len(needs)), np.diff(self.ptr))
        keys = (self.person, self.scarcity[self.person], self.rank, self.least, need)
        self.order = np.lexsort(keys).astype(np.int64)

    def _weights(self, problem: Problem, weights: Mapping[tuple[int, int, int], int]) -> IntArray:
        """Return by candidate what somebody weighs on a need; 0 where nothing is said."""
        if not weights:
            return np.zeros(len(self.person), dtype=np.int64)
        return integers(
            weights.get((a.index, n, p), 0)
            for a in problem.activities
            for n, s in enumerate(a.staffing)
            for p in s.people
        )

    def _ranks(self, problem: Problem) -> IntArray:
        """Return who comes first among equals: not new, or preferred, by the order of the tiers."""
        names = problem.tier_names
        if "preference" not in names:
            return self.change
        is_first = "stability" not in names or names.index("preference") < names.index("stability")
        keys = (self.change, self.other) if is_first else (self.other, self.change)
        order = np.lexsort(keys)
        changes = np.any([np.diff(key[order], prepend=0) != 0 for key in keys], axis=0)
        ranks = np.empty(len(order), dtype=np.int64)
        ranks[order] = np.cumsum(changes)
        return ranks
