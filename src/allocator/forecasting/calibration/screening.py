"""Refuses histories whose actuals are no measurements, and counts what ranges have held.

Some trackers, and some people, fill time spent with the estimate when an item is closed. Such rows
say that estimates are perfect.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from allocator.domain.calibration import RangeHits
from allocator.forecasting.calibration.params import CalibrationParams, ScreeningParams
from allocator.forecasting.calibration.task_history import NO_DAY, TaskHistory

_RANGE_LEVELS = (0.1, 0.5, 0.9)  # what low, likely and high are taken for without a history


def why_copied(tasks: TaskHistory, params: ScreeningParams) -> str | None:
    """Return why the actuals cannot be measurements, in words; None where they can."""
    equal = np.isclose(tasks.actual, tasks.estimate, rtol=params.tolerance)
    if len(tasks) < params.least_rows:
        return None
    if equal.mean() >= params.copied_fraction:
        return (
            f"the actual equals the estimate in {equal.sum()} of {len(tasks)} finished tasks, so "
            "it is copied, not measured\n    hint: export the time that was logged, or leave the "
            "actuals out and give the days on which work started and finished"
        )
    return _copied_since(tasks, equal, params)


def _copied_since(
    tasks: TaskHistory, equal: npt.NDArray[np.bool_], params: ScreeningParams
) -> str | None:
    dated = tasks.day != NO_DAY
    months = tasks.day[dated].astype("datetime64[D]").astype("datetime64[M]")
    same = equal[dated]
    for month in np.unique(months):
        late = months >= month
        if late.sum() < params.least_rows or len(np.unique(months[late])) < params.least_months:
            return None
        if late.all():
            continue
        now, before = same[late].mean(), same[~late].mean()
        if now >= params.copied_fraction and now - before >= params.least_rise:
            since = dt.date.fromisoformat(f"{month}-01")
            return (
                f"from {since:%B %Y} on the actual equals the estimate in {same[late].sum()} of "
                f"{late.sum()} finished tasks, before in {100 * before:.0f} % of them, so it is "
                f"copied since then\n    hint: leave out what was finished after {since:%B %Y} "
                "began, or export the time that was logged"
            )
    return None


@dataclass(frozen=True)
class RangeOutcome:
    """Where actuals lay against the ranges that were estimated: shares of the tasks."""

    tasks: int
    below: float
    inside: float
    above: float


def range_outcome(tasks: TaskHistory) -> RangeOutcome | None:
    """Return how often ranges held, ends included; None where there were none."""
    ranged = ~np.isnan(tasks.low) & ~np.isnan(tasks.high)
    if not ranged.any():
        return None
    below = float((tasks.actual < tasks.low)[ranged].mean())
    above = float((tasks.actual > tasks.high)[ranged].mean())
    return RangeOutcome(int(ranged.sum()), below, 1 - below - above, above)


def range_hits(tasks: TaskHistory, params: CalibrationParams) -> RangeHits | None:
    """Return how often actuals lay below what ranges said; None where there were no ranges.

    Equal counts half. 10, 50 and 90 % count as a few tasks, so that no level is 0 or 100 %.
    """
    ranged = ~np.isnan(tasks.low) & ~np.isnan(tasks.high)
    if not ranged.any():
        return None
    actual = tasks.actual[ranged]
    bounds = (tasks.low[ranged], tasks.estimate[ranged], tasks.high[ranged])
    weight = params.prior.range_tasks
    shares = [
        ((actual < bound).sum() + (actual == bound).sum() / 2 + weight * level)
        / (len(actual) + weight)
        for bound, level in zip(bounds, _RANGE_LEVELS, strict=True)
    ]
    low, likely, high = (round(100 * float(share), 1) for share in shares)
    return RangeHits(tasks=len(actual), below_low=low, below_likely=likely, below_high=high)
