"""The slots in which work that is taken over from people elsewhere may begin."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from allocator.forecasting.simulation.arrays import I32
from allocator.forecasting.simulation.building import ints
from allocator.forecasting.simulation.planned_work import Team
from allocator.problem.model import Problem


def begin_rows(
    problem: Problem, people: Sequence[Team], planned: Sequence[bool], extra: int
) -> tuple[I32, I32]:
    """Return the row of each entry, and the rows: ``EntryArrays.begin_row`` and ``begins``.

    Who hands over and who takes over is as in the plan, so that it is known where they are.

    Parameters
    ----------
    problem
        With its handovers.
    people, planned
        By activity: who does it, and whether the plan has it.
    extra
        Entries behind the activities, which may begin in any slot.
    """
    handovers = problem.handovers
    numbers = [-1] * (len(people) + extra)
    rows: list[I32] = []
    for link in handovers.links:
        if link.succ is None or numbers[link.succ] >= 0:
            continue
        if link.pred is not None and not planned[link.pred]:
            continue
        takers = people[link.succ]
        there = link.places if link.pred is None else handovers.places(people[link.pred])
        if planned[link.succ] and not there & handovers.places(takers):
            mornings = [handovers.mornings[p].values for part in takers for p in part]
            numbers[link.succ] = len(rows)
            rows.append(_next(np.max(mornings, axis=0) > 0))
    return ints(numbers), np.stack(rows or [np.zeros(problem.horizon + 1, dtype=np.int32)])


def _next(allowed: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> I32:
    """Return the first allowed slot from each on; the horizon where there is none."""
    horizon = len(allowed)
    at = np.append(np.where(allowed, np.arange(horizon), horizon), horizon)
    return np.minimum.accumulate(at[::-1])[::-1].astype(np.int32)
