"""When what items wait for comes from outside, where only a range of dates is known.

Items that wait for the same thing from the same owner get it at once: their draws are one. A date
between low, likely and high is read as estimates are, but in time: with ``range: N`` it is normal
on either side of likely, else a beta distribution from low to high. Nothing comes before the
present.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from allocator.domain import WorkItem
from allocator.domain.quantities import beginning
from allocator.domain.uncertainty import DateRange
from allocator.forecasting.draws.addresses import U64, addresses, drawn_bits
from allocator.forecasting.draws.distributions import RangeLevels, pert_table
from allocator.forecasting.draws.quantile_tables import (
    F64,
    GRID,
    at_scores,
    looked_up,
    normal_table,
)
from allocator.forecasting.possible_work import PossibleWork
from allocator.forecasting.simulation.arrays import I32, I64
from allocator.problem.model import Problem
from allocator.problem.timeline import Timeline


@dataclass(frozen=True)
class DeliveryDraws:
    """The deliveries whose dates are not known yet.

    Attributes
    ----------
    own, instants
        Shapes (D,) and (D, SCORE_CELLS + 1): dimension of each, and score table of its instant in
        minutes of the axis.
    awaited
        By entry that waits: the deliveries.
    starts
        Shape (H,): minutes at which slots begin.
    """

    own: U64
    instants: F64
    awaited: tuple[tuple[int, tuple[int, ...]], ...]
    starts: I64

    def block(self, first: int, count: int) -> I32:
        """Return the least start slot of each entry that waits, shape (entries, count)."""
        bits = drawn_bits(first, count, self.own)
        scores = looked_up(normal_table(), bits)
        minutes = np.array(
            [at_scores(t, s) for t, s in zip(self.instants, scores, strict=True)]
        ).reshape(scores.shape)
        slots = np.searchsorted(self.starts, np.ceil(minutes), side="left").astype(np.int32)
        out = np.zeros((len(self.awaited), count), dtype=np.int32)
        for row, (_, deliveries) in enumerate(self.awaited):
            out[row] = slots[list(deliveries)].max(axis=0)
        return out


def delivery_draws(
    possible: PossibleWork,
    ranges: dict[str, tuple[tuple[str, DateRange], ...]],
    problem: Problem,
    levels: RangeLevels,
    *,
    seed: int,
) -> DeliveryDraws:
    """Return the draws of deliveries.

    Parameters
    ----------
    ranges
        By item: what it waits for, by name, see ``awaited_ranges``.
    levels
        What low, likely and high stand for.
    """
    names: dict[tuple[str, DateRange], int] = {}
    awaited = []
    for entry, activity in enumerate(problem.activities):
        own = ranges.get(activity.id, ())
        if own and not possible.scenario.item_by_id[activity.id].is_started:
            awaited.append((entry, tuple(names.setdefault(each, len(names)) for each in own)))
    timeline = problem.timeline
    present = timeline.minutes(possible.scenario.plan_from)
    tables = [np.maximum(_instants(dates, timeline, levels), present) for _, dates in names]
    return DeliveryDraws(
        own=addresses(seed, [name for name, _ in names], "delivery"),
        instants=np.array(tables).reshape(len(names), len(GRID)),
        awaited=tuple(awaited),
        starts=timeline.starts,
    )


def awaited_ranges(item: WorkItem) -> Iterator[tuple[str, DateRange]]:
    """Yield what an item waits for without a certain date: its name, with the owner, and when."""
    for each in item.waits_for:
        if isinstance(each.arrival, DateRange):
            yield f"{each.what} {each.owner}", each.arrival


def _instants(dates: DateRange, timeline: Timeline, levels: RangeLevels) -> F64:
    low, likely, high = (
        float(timeline.minutes(beginning(when))) for when in (dates.low, dates.likely, dates.high)
    )
    if levels.scores is None:
        return pert_table(low, likely, high)
    first, middle, last = levels.scores
    distance = GRID - middle
    slope = np.where(
        distance < 0, (likely - low) / (middle - first), (high - likely) / (last - middle)
    )
    return np.asarray(likely + slope * distance)
