"""The parts of the bounds for one scenario, made as ``bounds/tier_bounds.py`` makes them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from allocator.bounds.capacity_inequalities import CapacityInequalities
from allocator.bounds.finish_bound import FinishBound
from allocator.bounds.params import BoundsParams
from allocator.bounds.period_grid import PeriodGrid, TermWork
from allocator.bounds.tails import Tails
from allocator.bounds.work import Work
from allocator.domain import Scenario
from allocator.problem.compile import compile_problem
from allocator.problem.model import Problem
from allocator.problem.time_windows import time_windows

PARAMS = BoundsParams()


@dataclass(frozen=True)
class Loads:
    """What bounds on finishes are made of."""

    problem: Problem
    tails: Tails
    work: Work
    inequalities: CapacityInequalities
    finishes: FinishBound

    def grid(self, borders: list[int]) -> PeriodGrid:
        """Return a grid of periods."""
        array = np.array(borders, dtype=np.int64)
        return PeriodGrid(self.problem, self.finishes, self.inequalities, array, 1)

    def term_works(self, tier: str) -> list[TermWork]:
        """Return the terms of a tier with their work, each bounded by its load alone."""
        found = []
        for term in self.problem.tier(tier).terms:
            pieces, tail = self.finishes.before(term.finish, self.tails.of(term.finish))
            boundary = self.finishes.boundary(pieces, tail, rounds=1)
            instant = self.problem.timeline.ends[boundary : boundary + 1]
            ticks = int(self.problem.timeline.team_minutes(instant)[0]) // self.problem.tick
            found.append(TermWork(term, pieces, tail, ticks))
        return found


def loads(of: Scenario, *, days: int = 60) -> Loads:
    """Return the loads of a scenario on an axis of so many days."""
    problem = compile_problem(of, axis_days=days)
    tails = Tails(problem)
    work = Work(problem, time_windows(problem), tails, PARAMS.load)
    inequalities = CapacityInequalities(work, lambda: False)
    finishes = FinishBound(problem, work, inequalities)
    return Loads(problem, tails, work, inequalities, finishes)
