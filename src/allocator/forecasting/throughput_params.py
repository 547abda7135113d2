"""Every number of the forecast by throughput, with its unit and where its value comes from.

Where no other source is named, a value was chosen in a back-test on twenty public trackers
(benchmarks/calibration.py).
"""

from __future__ import annotations

from dataclasses import dataclass

from allocator.domain.params import Factor, Params, Positive


@dataclass(frozen=True, kw_only=True)
class ThroughputParams(Params):
    """How finished items a week are taken for the weeks to come.

    Attributes
    ----------
    window_weeks
        Last weeks that are drawn from.
    least_weeks
        Weeks of history below which nothing is forecast.
    least_items
        Finished items below which nothing is forecast.
    block_weeks
        Mean length of the runs of weeks that are drawn together, as a good week is followed by
        another: stationary bootstrap, Politis and Romano (1994), JASA 89.
    drift_sd
        Standard deviation of the weekly change of the logarithm of the pace, a random walk.
    horizon_weeks
        Weeks after which a future is given up.
    trend_weeks
        Last weeks whose pace is compared with the weeks of the window before them.
    trend_errors
        Standard errors of the difference from which the two are told to be far apart.
    """

    window_weeks: Positive = 26
    least_weeks: Positive = 8
    least_items: Positive = 10
    block_weeks: Positive = 4
    drift_sd: Factor = 0.15
    horizon_weeks: Positive = 520
    trend_weeks: Positive = 8
    trend_errors: Factor = 2.5


DEFAULT_THROUGHPUT_PARAMS = ThroughputParams()
