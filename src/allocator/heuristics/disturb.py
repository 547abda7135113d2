"""Disturbed orders: the places of activities, from 0 to 1, some of them moved at random.

``kernel/disturb.py`` does the same in whole numbers, compiled, with the parameters of the same
class.
"""

from __future__ import annotations

import numpy as np

from allocator.heuristics.params import DisturbanceParams
from allocator.heuristics.priorities import FloatArray, ranks
from allocator.problem.model import Solution
from allocator.problem.timeline import IntArray

DROPPED_PLACE = 1.2
"""Place of an activity that a solution drops, in lengths of the plan."""


def disturbed_order(
    order: FloatArray,
    projects: IntArray,
    project_count: int,
    params: DisturbanceParams,
    random: np.random.Generator,
) -> FloatArray:
    """Return an order with some projects, or all single activities, at other places.

    Parameters
    ----------
    order, projects
        By activity: its place and the number of its project.
    """
    width = params.min_order_deviation + params.order_deviation_range * random.random()
    if project_count > 1 and random.random() < params.whole_project_share:
        moved = random.random(project_count) < random.choice(params.moved_project_shares)
        return order + np.where(moved, random.normal(0.0, width, project_count), 0.0)[projects]
    return order + random.normal(0.0, width, len(order))


def disturbed_starts(
    solution: Solution, params: DisturbanceParams, random: np.random.Generator
) -> FloatArray:
    """Return the starts of a solution as places, a few of them moved or all of them a little."""
    starts = _starts(solution)
    length = max(1.0, float(np.nanmax(starts, initial=1.0)))
    starts = np.where(np.isnan(starts), DROPPED_PLACE * length, starts)
    if random.random() < params.few_share:
        count = min(len(starts), int(random.integers(1, params.max_few + 1)))
        chosen = random.choice(len(starts), count, replace=False)
        starts[chosen] += random.normal(0.0, params.few_deviation * length, count)
    else:
        starts += random.normal(0.0, params.all_deviation * length, len(starts))
    return starts / length


def noisy_order(solution: Solution, deviation: float, random: np.random.Generator) -> FloatArray:
    """Return the order of a solution's starts, all places moved by a normal deviate.

    Parameters
    ----------
    deviation
        Standard deviation, as a fraction of the order.
    """
    starts = [-1.0 if start is None else start for start in solution.starts]
    order = ranks(np.array(starts))
    return np.clip(order + random.normal(0.0, deviation, len(order)), 0.0, 1.0)


def _starts(solution: Solution) -> FloatArray:
    """Return the starts of a solution in slots, nan where an activity is dropped."""
    return np.array([np.nan if start is None else float(start) for start in solution.starts])
