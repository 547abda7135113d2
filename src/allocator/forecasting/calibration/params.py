"""Every number of the calibration, with its unit and where its value comes from.

Where no other source is named, a value was chosen on eleven splits of three public histories
(benchmarks/calibration.py), by the mean and the worst loss over all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from allocator.domain.params import Count, Factor, Fraction, Params, Positive, Range


@dataclass(frozen=True, kw_only=True)
class RatioCurveParams(Params):
    """The distribution of ratios by size of the estimate.

    Attributes
    ----------
    nodes
        Sizes at which the distribution is estimated.
    outer_fraction
        Fraction of the tasks that are smaller than the least size, and larger than the largest.
    bandwidth
        Width of the kernel in standard deviations of the logarithm of the size times
        tasks ** (-1/5): Silverman (1986), "Density Estimation", section 3.4.
    least_bandwidth
        Least width of the kernel, in the logarithm of the size.
    prior_tasks
        Tasks that the prior counts as at each size.
    """

    nodes: Annotated[int, Range(2)] = 15
    outer_fraction: Annotated[float, Range(0.0, 0.4)] = 0.02
    bandwidth: Factor = 0.9
    least_bandwidth: Annotated[float, Range(0.001)] = 0.1
    prior_tasks: Factor = 30.0


@dataclass(frozen=True, kw_only=True)
class GroupEffectParams(Params):
    """How persons, projects and kinds of work are told apart.

    Attributes
    ----------
    task_worth
        Independent tasks that a task counts as for its group, as tasks in a row resemble each
        other.
    item_worth
        The same of a template's item, each finished one of which is of another use. In simulated
        histories whose items differ by 0.2 and 0.4 (sd of the logarithm) the losses of new uses
        are 1 to 11 % below those with ``task_worth``, and at most 1 % above where none differs.
    stretch_tasks
        Tasks that the variance of the whole counts as in the variance of a group.
    rounds
        Times that the effects are estimated by turns.
    score_points
        Points over the piece of the distribution that a ratio has which repeats.
    least_template_tasks
        Finished items of a template at a size from which its own ratios take the place of its
        ranges. A convention.
    """

    task_worth: Annotated[float, Range(0.001, 1.0)] = 0.25
    item_worth: Annotated[float, Range(0.001, 1.0)] = 1.0
    stretch_tasks: Factor = 20.0
    rounds: Positive = 4
    score_points: Positive = 8
    least_template_tasks: Positive = 10


@dataclass(frozen=True, kw_only=True)
class PriorWeightParams(Params):
    """How far a few finished tasks move the prior.

    Attributes
    ----------
    few_tasks
        Finished tasks below which groups are not told apart.
    shift_tasks
        Tasks that the place of the prior counts as.
    spread_tasks
        Tasks that the spread of the prior counts as.
    range_tasks
        Tasks that the levels 10, 50, 90 % count as in the hit rate of ranges. A convention.
    """

    few_tasks: Positive = 30
    shift_tasks: Factor = 40.0
    spread_tasks: Factor = 20.0
    range_tasks: Annotated[float, Range(0.1)] = 10.0


@dataclass(frozen=True, kw_only=True)
class SmallestTimeParams(Params):
    """When a team records time in a unit, below which no task can be.

    Attributes
    ----------
    multiples_fraction
        Fraction of all times that must be multiples of the least actual.
    used_fraction
        Fraction of the actuals that must be the least itself.
    values
        Different multiples from which a unit can be told.
    tolerance
        Distance from a whole number, in units, up to which a time is a multiple.
    """

    multiples_fraction: Fraction = 0.95
    used_fraction: Fraction = 0.2
    values: Positive = 3
    tolerance: Fraction = 0.02


@dataclass(frozen=True, kw_only=True)
class CommonFactorParams(Params):
    """How the common factors of persons and projects are estimated.

    Attributes
    ----------
    sum_tasks
        Consecutive tasks of a person in a sum.
    futures
        Futures of each sum.
    test_starts
        Fractions of the history in time until which models are fitted that forecast the next part.
    test_ends
        Fractions of the history in time where these parts end.
    prior_sums
        Sums that the prior counts as.
    covariance_limit
        Largest miss that counts for the project's factor, in standard deviations of the excess.
    least_own_variance
        Least fraction of the variance of a task that is its own.
    """

    sum_tasks: Annotated[int, Range(2)] = 20
    futures: Positive = 500
    test_starts: tuple[Fraction, ...] = (0.3, 0.5, 0.7)
    test_ends: tuple[Fraction, ...] = (0.5, 0.7, 1.0)
    prior_sums: Factor = 10.0
    covariance_limit: Factor = 2.5
    least_own_variance: Fraction = 0.3


@dataclass(frozen=True, kw_only=True)
class ScreeningParams(Params):
    """When actuals cannot be measurements, because they repeat the estimates.

    Measured histories have equal rows too: 11, 38 and 47 % in the public ones, and 90 % where
    the estimate is below a quarter of an hour.

    Attributes
    ----------
    copied_fraction
        Fraction of equal rows from which all are taken for copied.
    least_rows
        Rows from which that can be judged.
    least_months
        Months in a row from which a change of habit can be told.
    least_rise
        Least rise of the fraction of equal rows at such a change.
    tolerance
        Relative difference up to which two times are equal.
    """

    copied_fraction: Fraction = 0.9
    least_rows: Positive = 10
    least_months: Positive = 3
    least_rise: Fraction = 0.4
    tolerance: Fraction = 1e-4


@dataclass(frozen=True, kw_only=True)
class CalibrationParams(Params):
    """All numbers of the calibration.

    Attributes
    ----------
    test_fraction
        Fraction of the finished tasks, the last in time, that the calibration tests itself on.
    test_futures
        Futures of each sum in that test; with 400 the fraction of the sums outside a range moves by
        0.05 from seed to seed.
    """

    test_fraction: Annotated[float, Range(0.05, 0.9)] = 0.3
    test_futures: Count = 2000
    curve: RatioCurveParams = RatioCurveParams()
    groups: GroupEffectParams = GroupEffectParams()
    prior: PriorWeightParams = PriorWeightParams()
    smallest_time: SmallestTimeParams = SmallestTimeParams()
    factors: CommonFactorParams = CommonFactorParams()
    screening: ScreeningParams = ScreeningParams()


DEFAULT_PARAMS = CalibrationParams()
