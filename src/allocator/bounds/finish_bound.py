"""Bounds on one finish, by the capacity between the heads and the tails of its work."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from allocator.bounds.capacity_inequalities import (
    TOLERANCE,
    CapacityInequalities,
    CapacityInequality,
)
from allocator.bounds.linear_program import FloatArray
from allocator.bounds.work import Work
from allocator.problem.model import Problem
from allocator.problem.objective import Finish
from allocator.problem.timeline import IntArray


class FinishBound:
    """Bounds on finishes by the work of everything they wait for.

    All work with heads of at least t and tails of at least q must be done between t and the
    finish less q: t + load + q, for all cuts t and q, where `CapacityInequalities` bound the load.
    This is the interval argument of energetic reasoning, with groups of people in place of one
    resource.
    """

    def __init__(self, problem: Problem, work: Work, inequalities: CapacityInequalities) -> None:
        self._problem = problem
        self._inequalities, self._params = inequalities, work.params
        pieces = work.pieces
        self.activity = np.array([piece.activity for piece in pieces], dtype=np.int64)
        self.group = np.array([piece.group for piece in pieces], dtype=np.int64)
        self.volume = np.array([piece.volume for piece in pieces], dtype=float)
        self.rate = np.array([piece.rate for piece in pieces], dtype=float)
        self.head = np.array([piece.head for piece in pieces], dtype=np.int64)
        self.held = ~inequalities.people[self.group] if len(pieces) else np.zeros(0, dtype=bool)
        self._place: dict[int, list[int]] = {}
        for k, piece in enumerate(pieces):
            self._place.setdefault(piece.activity, []).append(k)
        slot = problem.timeline.slot_minutes
        elapsed = [activity.elapsed or 0 for activity in problem.activities]
        self.aligned = problem.timeline.continuous and not any(e % slot for e in elapsed)

    def before(
        self, finish: Finish, tails: Mapping[int, tuple[int, int]]
    ) -> tuple[IntArray, IntArray]:
        """Return the pieces that must be done before a finish, and how many slots before it."""
        nodes = set(finish.nodes)
        found: list[int] = []
        tail: list[int] = []
        for activity, (from_start, from_end) in tails.items():
            for k in self._place.get(activity, ()):
                after = from_end
                if self.held[k]:
                    slots = round(1 / self.rate[k]) / self._problem.timeline.slot_minutes
                    within = self._problem.activities[activity].node in nodes
                    after = int(from_start - slots) if self.aligned else (0 if within else -1)
                if after >= 0:
                    found.append(k)
                    tail.append(after)
        return np.array(found, dtype=np.int64), np.array(tail, dtype=np.int64)

    def boundary(self, pieces: IntArray, tail: IntArray, rounds: int) -> int:
        """Return the first boundary at which everything can be done.

        Parameters
        ----------
        pieces, tail
            As from `before`.
        rounds
            How often further inequalities are sought.
        """
        if not len(pieces):
            return 0
        heads, tails, volume = self._cuts(pieces, tail)
        best, reached = self._reach(self._inequalities.pool, heads, tails, volume)
        for _ in range(rounds):
            added = [w for w in self._overloads(heads, tails, volume, reached) if w is not None]
            if not added:
                break
            more, here = self._reach(added, heads, tails, volume)
            best, reached = max(best, more), np.maximum(reached, here)
        return min(best, self._problem.horizon)

    def _cuts(self, pieces: IntArray, tail: IntArray) -> tuple[IntArray, IntArray, FloatArray]:
        """Return cuts and, shape (heads, tails, groups), the work beyond each pair of them."""
        most = self._params.max_cuts
        heads, tails = _spread(self.head[pieces], most), _spread(tail, most)
        volume = np.zeros((len(heads), len(tails), self._inequalities.count))
        row = np.searchsorted(heads, self.head[pieces], side="right") - 1
        column = np.searchsorted(tails, tail, side="right") - 1
        np.add.at(volume, (row, column, self.group[pieces]), self.volume[pieces])
        volume = np.cumsum(volume[::-1], axis=0)[::-1]
        return heads, tails, np.cumsum(volume[:, ::-1], axis=1)[:, ::-1]

    def _reach(
        self, pool: list[CapacityInequality], heads: IntArray, tails: IntArray, volume: FloatArray
    ) -> tuple[int, IntArray]:
        """Return the best boundary, and by pair of cuts the boundary at which work is done."""
        starts = np.minimum(heads, self._problem.horizon)
        done = np.broadcast_to(starts[:, None], volume.shape[:2]).copy()
        best = 0
        for weights in pool:
            load = volume @ weights.groups
            wanted = weights.begun[starts][:, None] + load * (1 - TOLERANCE) - TOLERANCE
            if weights.resource and not self.aligned:
                end = np.searchsorted(weights.ended, wanted, side="right") - 1
            else:
                end = np.searchsorted(weights.ended, wanted, side="left")
            end = np.where(load > 0, end, 0)
            done = np.maximum(done, end)
            best = max(best, int(np.where(load > 0, end + tails[None, :], 0).max()))
        return best, done

    def _overloads(
        self, heads: IntArray, tails: IntArray, volume: FloatArray, done: IntArray
    ) -> list[CapacityInequality | None]:
        """Look for overload where the bound is greatest and over everything."""
        order = np.argsort(-(done + tails[None, :]), axis=None, kind="stable")[
            : self._params.max_overload_pairs
        ]
        pairs = [(0, 0), *(divmod(int(k), len(tails)) for k in order)]
        found, horizon = [], self._problem.horizon
        for row, column in dict.fromkeys(pairs):
            end, start = min(int(done[row, column]), horizon), min(int(heads[row]), horizon)
            capacity = np.maximum(
                self._inequalities.ended[:, end] - self._inequalities.begun[:, start], 0.0
            )
            found.append(self._inequalities.overload(volume[row, column], capacity))
        return found


def _spread(values: IntArray, most: int) -> IntArray:
    """Return the distinct values, the least first, at most so many of them."""
    distinct = np.unique(values)
    if len(distinct) <= most:
        return distinct
    return distinct[np.linspace(0, len(distinct) - 1, most).astype(np.int64)]
