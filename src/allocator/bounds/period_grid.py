"""Periods, and the work that a finish in one of them requires by the end of each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from allocator.bounds.capacity_inequalities import CapacityInequalities
from allocator.bounds.finish_bound import FinishBound
from allocator.bounds.linear_program import FloatArray
from allocator.problem.activity import Endpoint
from allocator.problem.model import Problem
from allocator.problem.objective import Term
from allocator.problem.timeline import IntArray


@dataclass(frozen=True)
class TermWork:
    """A term with the work that its finish waits for.

    Attributes
    ----------
    term
        Weight, due and finish.
    pieces, tail
        As from `FinishBound.before`.
    alone
        Bound on the finish in ticks, everybody at its service.
    """

    term: Term
    pieces: IntArray
    tail: IntArray
    alone: int


class PeriodGrid:
    """A grid of boundaries, and work on it.

    Parameters
    ----------
    borders
        Shape (K + 1,): boundaries, the first 0, all of them multiples of the grain.
    grain
        See ``problem/grain.py``: a finish after a border is a grain later at least.
    """

    def __init__(
        self,
        problem: Problem,
        load: FinishBound,
        inequalities: CapacityInequalities,
        borders: IntArray,
        grain: int,
    ) -> None:
        self.borders, self._grain = borders, grain
        self.count = len(borders) - 1
        self._problem = problem
        self._load = load
        self._inequalities = inequalities
        timeline = problem.timeline
        self._clock = timeline.ends.astype(float)
        self._begins = np.append(timeline.starts, timeline.ends[-1:]).astype(float)
        self._ticks = timeline.team_minutes(timeline.ends) // problem.tick

    def capacity(self, ended: FloatArray) -> FloatArray:
        """Return capacity by period, shape (K,) or (classes, K), from sums up to boundaries."""
        return np.diff(ended[..., self.borders], axis=-1)

    def possible(self, pieces: IntArray) -> FloatArray:
        """Return, shape (pieces, K), the most of each that can be done by the end of a period."""
        load = self._load
        head = np.minimum(load.head[pieces], self._problem.horizon)
        held = load.held[pieces][:, None]
        ends = self.borders[1:]
        slots = ends[None, :] - head[:, None]
        minutes = self._clock[ends][None, :] - self._begins[head][:, None]
        done = np.clip(np.where(held, minutes, slots) * load.rate[pieces][:, None], 0.0, 1.0)
        return np.asarray(done * load.volume[pieces][:, None])

    def required(self, pieces: IntArray, tail: IntArray) -> FloatArray:
        """Return how much of a group's work must be done by period i for a finish by period k.

        What is not done by then has a rate at which each piece can go on, and all together the
        capacity of those who can do them, until the finish less the tails. Shape (K, K), by
        (i, k).
        """
        load, ends = self._load, self.borders[1:]
        due = np.maximum(ends[None, :] - tail[:, None], 0)
        held = load.held[pieces][:, None, None]
        slots = due[:, None, :] - ends[None, :, None]
        minutes = self._clock[due][:, None, :] - self._clock[ends][None, :, None]
        left = np.clip(np.where(held, minutes, slots) * load.rate[pieces][:, None, None], 0.0, 1.0)
        volume = load.volume[pieces]
        done = np.tensordot(volume, 1.0 - left, axes=1)
        ended = self._inequalities.pool[int(load.group[pieces[0]])].ended
        last = np.maximum(ends - int(tail.min()), 0)
        together = volume.sum() - np.maximum(ended[last][None, :] - ended[ends][:, None], 0.0)
        return np.minimum.accumulate(np.clip(np.maximum(done, together), 0.0, None), axis=1)

    def costs(self, term_work: TermWork) -> tuple[int, FloatArray]:
        """Return the first period in which a term can finish, and its least value by period.

        Shape (K + 1,): in ticks x weight for a finish in each period, and after the last.
        """
        first = int(np.searchsorted(self._ticks[self.borders[1:]], term_work.alone, side="left"))
        after = self.borders.copy()
        if all(
            s.endpoint is Endpoint.WORK_END
            and s.instants is self._problem.timeline.boundary_instants
            for _, s in term_work.term.finish.sources
        ):
            after = np.minimum(after + self._grain, self._problem.horizon)
        reached = np.maximum(self._ticks[after], term_work.alone)
        return first, (term_work.term.weight * np.maximum(reached - term_work.term.due, 0)).astype(
            float
        )
