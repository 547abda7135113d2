"""Forecasts when so many items will be done from how many were finished a week.

Futures draw runs of past weeks (stationary bootstrap: Politis and Romano 1994, JASA 89), each with
what was finished and what came up in it. The pace drifts besides, as teams change: without it, P85
holds in two thirds of the cases only, as a back-test on public trackers shows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from allocator.errors import InputError
from allocator.forecasting.throughput_params import (
    DEFAULT_THROUGHPUT_PARAMS,
    ThroughputParams,
)

F64 = npt.NDArray[np.float64]
Growth = float | Literal["created"]
"""Items that come up for each one finished, or ``created``: as many as were created."""

_WEEK = 7
_SATURDAY = 5


@dataclass(frozen=True)
class WeeklyCounts:
    """Whole weeks of history, the oldest first.

    Attributes
    ----------
    finished, created
        Items a week, shape (weeks,).
    end
        The day after the last week.
    """

    finished: F64
    created: F64
    end: dt.date


@dataclass(frozen=True)
class ThroughputFutures:
    """When the items are done, future by future.

    Attributes
    ----------
    start
        First day of the forecast.
    weeks
        Weeks until all are done, with the fraction of the last one; infinite where they are not
        done within the horizon; shape (futures,).
    done
        Items that are done by the end of each week, shape (futures, weeks).
    """

    start: dt.date
    weeks: F64
    done: F64

    def finish(self, chance: float) -> dt.date | None:
        """Return the day by which all are done with a chance; None if not within the horizon."""
        weeks = float(np.quantile(self.weeks, chance, method="higher"))
        return None if np.isinf(weeks) else day_after(self.start, weeks)

    def chance_by(self, day: dt.date) -> float:
        """Return the share of the futures in which all are done by the end of a day."""
        return float(np.mean(self.weeks <= weeks_until(self.start, day) + 1e-9))

    def done_by(self, day: dt.date, chance: float) -> int:
        """Return how many items, at least, are done by the end of a day with a chance."""
        weeks = min(weeks_until(self.start, day), float(self.done.shape[1]))
        whole = int(weeks)
        before = self.done[:, whole - 1] if whole else np.zeros(len(self.done))
        after = self.done[:, min(whole, self.done.shape[1] - 1)]
        done = before + (weeks - whole) * (after - before)
        return int(np.floor(np.quantile(done, 1 - chance, method="lower") + 1e-9))


def weekly_counts(
    finished: Sequence[dt.date],
    created: Sequence[dt.date],
    *,
    end: dt.date | None = None,
    params: ThroughputParams = DEFAULT_THROUGHPUT_PARAMS,
) -> WeeklyCounts:
    """Count items by week, backward from the end of the history.

    Parameters
    ----------
    finished, created
        Days; what lies after the end does not count.
    end
        The day after the history; default: the day after the last item was finished.
    params
        With the least history.

    Raises
    ------
    InputError
        There are too few weeks or items.
    """
    end = end or max(finished, default=dt.date.min) + dt.timedelta(days=1)
    days = [day for day in finished if day < end]
    weeks = (end - min(days)).days // _WEEK if days else 0
    counts = _by_week(days, end, weeks)
    if weeks < params.least_weeks or counts.sum() < params.least_items:
        raise InputError(
            f"{len(days)} items finished in {weeks} whole weeks are too little to forecast from",
            hint=f"give {params.least_weeks} weeks and {params.least_items} items at least",
        )
    return WeeklyCounts(counts, _by_week(created, end, weeks), end)


def _by_week(days: Sequence[dt.date], end: dt.date, weeks: int) -> F64:
    ago = np.array([(end - day).days - 1 for day in days if day < end], int) // _WEEK
    counts: F64 = np.bincount(ago[ago < weeks], minlength=weeks).astype(float)
    return counts[::-1]


def simulate_throughput(
    history: WeeklyCounts,
    items: int,
    *,
    start: dt.date | None = None,
    growth: Growth = 0.0,
    through: dt.date | None = None,
    futures: int = 10_000,
    seed: int = 0,
    params: ThroughputParams = DEFAULT_THROUGHPUT_PARAMS,
) -> ThroughputFutures:
    """Simulate the weeks until so many items are done.

    Parameters
    ----------
    history
        What was finished and created.
    items
        To be done, above 0.
    start
        First day of the forecast; default: the day after the history.
    growth
        Items that come up on the way.
    through
        Day until which what is done is counted at least.
    futures, seed
        How many, and of which draws.
    params
        Numbers of the forecast.
    """
    random = np.random.default_rng(seed)
    window = slice(-params.window_weeks, None)
    past_done, past_new = history.finished[window], history.created[window]
    run = _WeekRuns(len(past_done), futures, params, random)
    done = np.zeros(futures)
    left = np.full(futures, float(items))
    weeks = np.full(futures, np.inf)
    finished: list[F64] = []
    start = start or history.end
    least = 0 if through is None else int(np.ceil(weeks_until(start, through)))
    for week in range(params.horizon_weeks):
        drawn, pace = run.next()
        step = past_done[drawn] * pace
        new = past_new[drawn] if growth == "created" else growth * np.minimum(step, left)
        ends = np.isinf(weeks) & (step > 0) & (left + new - step <= 1e-9)
        weeks[ends] = week + (left + new)[ends] / step[ends]
        left = np.where(np.isinf(weeks), left + new - step, 0.0)
        done = done + step
        finished.append(done)
        if week + 1 >= least and not np.isinf(weeks).any():
            break
    return ThroughputFutures(start, weeks, np.stack(finished, axis=1))


class _WeekRuns:
    """Draws the weeks of all futures, one week at a time."""

    def __init__(
        self, weeks: int, futures: int, params: ThroughputParams, random: np.random.Generator
    ) -> None:
        self._weeks, self._random = weeks, random
        self._jump, self._drift_sd = 1 / params.block_weeks, params.drift_sd
        self._week = random.integers(weeks, size=futures)
        self._drift = np.zeros(futures)

    def next(self) -> tuple[npt.NDArray[np.intp], F64]:
        """Return the past week of each future, and its factor on the pace."""
        count = len(self._week)
        jumps = self._random.random(count) < self._jump
        fresh = self._random.integers(self._weeks, size=count)
        self._week = np.where(jumps, fresh, (self._week + 1) % self._weeks)
        self._drift = self._drift + self._drift_sd * self._random.standard_normal(count)
        return self._week, np.exp(self._drift)


def trend(
    history: WeeklyCounts, params: ThroughputParams = DEFAULT_THROUGHPUT_PARAMS
) -> tuple[float, float] | None:
    """Return items a week lately and before, where the two are far apart; else None.

    The last weeks are compared with the other weeks of the window by Welch's standard error
    (Welch 1947, Biometrika 34).
    """
    window = history.finished[-params.window_weeks :]
    late, early = window[-params.trend_weeks :], window[: -params.trend_weeks]
    if len(early) < params.trend_weeks:
        return None
    error = np.sqrt(late.var(ddof=1) / len(late) + early.var(ddof=1) / len(early))
    far = abs(late.mean() - early.mean()) > params.trend_errors * error
    return (float(late.mean()), float(early.mean())) if far else None


def day_after(start: dt.date, weeks: float) -> dt.date:
    """Return the working day on which so many weeks from a day on have gone by.

    A week has five working days; its work is spread evenly over them.
    """
    whole = int(np.ceil(weeks - 1e-9)) - 1
    days = _workdays(start + dt.timedelta(days=_WEEK * max(whole, 0)))
    part = int(np.ceil((weeks - whole) * len(days) - 1e-9))
    return days[max(part, 1) - 1]


def weeks_until(start: dt.date, day: dt.date) -> float:
    """Return the weeks from the beginning of a day to the end of another, in working days."""
    if day < start:
        return 0.0
    whole = (day - start).days // _WEEK
    days = _workdays(start + dt.timedelta(days=_WEEK * whole))
    return whole + sum(one <= day for one in days) / len(days)


def _workdays(first: dt.date) -> list[dt.date]:
    """Return the days from Monday to Friday of the week that begins on a day."""
    days = [first + dt.timedelta(days=number) for number in range(_WEEK)]
    return [day for day in days if day.weekday() < _SATURDAY]
