"""The future in which nothing is uncertain, which should be the plan."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np

from allocator.domain.forecast import PolicyName
from allocator.forecasting.prepared import CompiledAxis, PreparedPlan
from allocator.forecasting.results.dates import FutureDates
from allocator.forecasting.results.quantiles import quantiles
from allocator.forecasting.simulation.arrays import DrawBlock
from allocator.forecasting.simulation.building import nothing_drawn
from allocator.forecasting.simulation.futures import POLICIES


@dataclass(frozen=True)
class CertainFuture:
    """What a policy makes of a plan where every estimate is right and nothing happens.

    Attributes
    ----------
    moved
        Ids of the items that end at another instant than in the plan.
    finish
        When everything is finished; None where it never is.
    """

    moved: frozenset[str]
    finish: dt.datetime | None


def certain_future(prepared: PreparedPlan, policy: PolicyName) -> CertainFuture:
    """Simulate the future in which nothing is uncertain."""
    axis = prepared.axis(0)
    futures = POLICIES[policy](axis.model, _nothing_happens(axis))
    dates = FutureDates(axis.problem, axis.possible, futures)
    moved = frozenset(
        entry.id
        for entry in prepared.plan.items
        if entry.finish is not None
        and entry.state != "dropped"
        and int(dates.item(entry.id)[0]) != dates.timeline.minutes(entry.finish)
    )
    (finish,) = quantiles(dates.whole, [1.0])
    return CertainFuture(moved, None if finish is None else dates.timeline.moment(finish))


def _nothing_happens(axis: CompiledAxis) -> DrawBlock:
    """Return a future in which tries succeed and no work is added."""
    block = nothing_drawn(axis.model, 1)
    rows = block.skip_row.copy()
    not_needed = {*axis.possible.only_if, *axis.possible.added_scope}
    for activity in axis.problem.activities:
        if activity.id in not_needed:
            rows[activity.index] = 0
    return replace(block, skip_row=rows, skips=np.ones((1, 1), dtype=np.bool_))
