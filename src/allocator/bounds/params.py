"""Every number of the bounds, with its unit and where its value comes from.

Values were measured on the suites of benchmarks/README.md. Tolerances that keep a bound valid in
spite of rounding are constants beside the arithmetic, since no other value would be right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from allocator.domain.params import Count, Factor, Fraction, Params, Positive, Range, Seconds


@dataclass(frozen=True, kw_only=True)
class LoadParams(Params):
    """Bounds on single finishes, by the load of those who can do the work.

    Attributes
    ----------
    speed_steps
        Parts of the fastest person's speed to which speeds are rounded up, so that groups that
        are nearly alike are one.
    max_groups
        Groups of candidates that are told apart; the least loaded beyond are taken together.
    max_inequalities
        Inequalities between the load of groups and their capacity that are kept, beside one for
        each group.
    separation_seconds
        Longest run of the linear program that finds a further one.
    max_cuts
        Heads, and tails, at which work is cut.
    max_overload_pairs
        Pairs of head and tail at which overload is sought in one round.
    single_term_rounds
        Rounds in which overload is sought where a tier has one term.
    term_rounds
        Rounds in which overload is sought for each term of several.
    max_separated_terms
        Terms of a tier beyond which no overload is sought for each.
    shared_rounds
        Rounds in which overload is sought for the work of all terms together.
    """

    speed_steps: Positive = 64
    max_groups: Positive = 80
    max_inequalities: Count = 120
    separation_seconds: Seconds = 5.0
    max_cuts: Positive = 32
    max_overload_pairs: Count = 10
    single_term_rounds: Count = 12
    term_rounds: Count = 2
    max_separated_terms: Count = 40
    shared_rounds: Count = 2


@dataclass(frozen=True, kw_only=True)
class GridParams(Params):
    """One linear program over periods.

    Attributes
    ----------
    groups
        Groups of people told apart.
    periods
        Most periods.
    nonzeros
        Most nonzeros; there are fewer periods where it would have more.
    integer_time_fraction
        Fraction of the time left for a run with each term finished or not at each border; 0 for
        the linear program alone.
    """

    groups: Positive
    periods: Positive
    nonzeros: Positive
    integer_time_fraction: Fraction = 0.0


@dataclass(frozen=True, kw_only=True)
class PeriodParams(Params):
    """Linear programs in which all terms share the people, period by period.

    Attributes
    ----------
    grids
        The programs in the order in which they are run.
    min_periods
        Periods below which a program says too little to be run.
    period_shrinkage
        Factor on the number of periods while a program is too large.
    cell_nonzeros
        Nonzeros of a term's work by one group in a period, to estimate the size of a program.
    span_nonzeros
        Nonzeros more for each period that this work spans.
    edge_fraction
        Fraction of the periods before any term may be finished, and of those after all work may be.
    horizon_factor
        End of the grid, in lengths of the time in which everybody together could do all work.
    min_gain
        Relative gain of a round of further inequalities that counts.
    max_idle_rounds
        Rounds without such a gain after which no more are sought.
    """

    grids: tuple[GridParams, ...] = (
        GridParams(groups=1, periods=200, nonzeros=50_000),
        GridParams(groups=4, periods=60, nonzeros=50_000),
        GridParams(groups=1, periods=200, nonzeros=250_000),
        GridParams(groups=1, periods=60, nonzeros=30_000, integer_time_fraction=0.15),
        GridParams(groups=80, periods=60, nonzeros=60_000),
        GridParams(groups=1, periods=120, nonzeros=120_000, integer_time_fraction=0.3),
        GridParams(groups=4, periods=120, nonzeros=400_000, integer_time_fraction=0.3),
        GridParams(groups=80, periods=120, nonzeros=250_000),
        GridParams(groups=80, periods=60, nonzeros=250_000, integer_time_fraction=1.0),
    )
    min_periods: Annotated[int, Range(3)] = 10
    period_shrinkage: Annotated[float, Range(0.1, 0.99)] = 0.9
    cell_nonzeros: Factor = 6.0
    span_nonzeros: Factor = 0.3
    edge_fraction: Annotated[float, Range(0.0, 0.3)] = 0.15
    horizon_factor: Annotated[float, Range(1.0)] = 1.25
    min_gain: Factor = 1e-3
    max_idle_rounds: Positive = 2


@dataclass(frozen=True, kw_only=True)
class WindowParams(Params):
    """Bounds by windows of time that are too short for what finishes ask for.

    Attributes
    ----------
    groups
        Groups of people told apart.
    crowds
        Crowds, the most loaded ones, whose work is held against the people in them.
    max_literals
        Most borders of all terms together; the grid is coarser where there would be more.
    min_borders
        Borders below which the grid would be too coarse to say much.
    horizon_factor
        End of the grid, in lengths of the time in which everybody together could do all work.
    max_begins
        Boundaries at which windows begin, in one search for those that are too short.
    max_ends
        Boundaries at which they end.
    windows_at_once
        Windows that are learnt from one choice of finishes.
    searched_windows
        Windows, the tightest ones, in which other groups are sought where those known suffice.
    min_excess
        Excess of the work in a window, as a part of the capacity, below which it is let be.
    choice_seconds
        Longest search for the finishes that cost least.
    look_seconds
        How often that search is asked to end.
    time_fraction
        Fraction of the time left for the bounds that goes into windows; the programs over periods
        come after.
    """

    groups: Positive = 80
    crowds: Count = 100
    max_literals: Positive = 3_000
    min_borders: Positive = 30
    horizon_factor: Annotated[float, Range(1.0)] = 2.0
    max_begins: Positive = 40
    max_ends: Positive = 120
    windows_at_once: Positive = 10
    searched_windows: Count = 20
    min_excess: Factor = 1e-4
    choice_seconds: Seconds = 5.0
    look_seconds: Seconds = 0.1
    time_fraction: Fraction = 0.4


@dataclass(frozen=True, kw_only=True)
class SetParams(Params):
    """Bounds on single finishes, by the sets of items that can be under way together.

    Attributes
    ----------
    max_activities
        Activities that a finish waits for, beyond which there are too many sets.
    max_crowds
        Crowds, the most loaded ones, whose people are counted.
    set_seconds
        Longest search for the dearest set at given prices.
    max_seconds
        Most seconds for one finish.
    """

    max_activities: Count = 120
    max_crowds: Positive = 100
    set_seconds: Seconds = 1.0
    max_seconds: Seconds = 10.0


@dataclass(frozen=True, kw_only=True)
class BoundsParams(Params):
    """Every number of the bounds: on single finishes, and on what all share.

    Attributes
    ----------
    small_time_fraction
        Fraction of the time left that the bounds of each tier may take where the problem is of
        medium size at most, so that they may prove the plan; else ``bound_time_fraction``.
    tiny_delay_seconds
        Seconds that the whole model has for a tiny problem before bounds are sought beside it.
    """

    load: LoadParams = LoadParams()
    sets: SetParams = SetParams()
    periods: PeriodParams = PeriodParams()
    windows: WindowParams = WindowParams()
    small_time_fraction: Fraction = 0.4
    tiny_delay_seconds: Seconds = 1.0


DEFAULT_PARAMS = BoundsParams()
