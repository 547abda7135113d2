"""Every number of a forecast that is not in the scenario, with its unit and source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from allocator.domain.params import Count, Fraction, Params, Positive, Range


@dataclass(frozen=True, kw_only=True)
class ForecastParams(Params):
    """How many futures there are, and what is told of them.

    Attributes
    ----------
    futures
        Futures where nobody asks for another number. At 1,000 the standard error of a chance is
        1.6 points at most, and that of a P95 about 0.07 of the standard deviation of the date.
    confidence
        Confidence of the date that can be promised where nobody names another one; a promise
        has its own.
    drivers
        Drivers that are told of each milestone, each project and the whole.
    driver_bins
        Groups of futures, equally large, by the value of what may be a driver.
    futures_per_bin
        Futures that a group has at least; fewer futures make fewer groups.
    least_driver_share
        Share of the variance below which nothing is called a driver.
    driver_futures
        Futures from which drivers are found at most: more tell them no better.
    gain_controls
        Uncertain values whose linear effect is taken out of a date before the futures with and
        without a risk, or an item's failures, are compared.
    least_gain_days
        Working days from which such a gain is told of what is not among the strongest drivers.
    noise_deviations
        Standard deviations of the sampling error by which a share, or a gain, must be off zero: so
        many are compared that the largest of those that are nothing is about three off.
    second_opinion_distance
        Fraction of the time until the plan's P85 by which a forecast by throughput may differ
        without a warning. An assumption.
    second_opinion_days
        Calendar days by which it may always differ. An assumption: two working weeks.
    one_sided_deviations
        Standard errors by which a chance must be below the confidence for a promise to count as
        broken: one-sided 95 %.
    """

    futures: Positive = 1000
    confidence: Fraction = 0.85
    drivers: Count = 5
    driver_bins: Annotated[int, Range(2, 32)] = 8
    futures_per_bin: Positive = 50
    least_driver_share: Fraction = 0.01
    driver_futures: Positive = 4000
    gain_controls: Count = 40
    least_gain_days: Annotated[float, Range(0, 100)] = 0.05
    noise_deviations: Annotated[float, Range(0, 10)] = 3.5
    second_opinion_distance: Fraction = 0.25
    second_opinion_days: Count = 14
    one_sided_deviations: Annotated[float, Range(0, 5)] = 1.645


DEFAULT_PARAMS = ForecastParams()
