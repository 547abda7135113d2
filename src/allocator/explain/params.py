"""The numbers of what is tried to explain a plan, with unit and source."""

from __future__ import annotations

from dataclasses import dataclass, field

from allocator.domain.params import Count, Factor, Fraction, Params, Positive, Seconds
from allocator.explain.replay.params import ReplayParams


@dataclass(frozen=True, kw_only=True)
class TrialParams(Params):
    """How a changed scenario is planned on trial.

    Attributes
    ----------
    axis_factor
        Length of the horizon, in lengths of the plan.
    axis_margin_days
        Calendar days that the horizon is longer than that.
    schedules
        Schedules by priority rules that are built where the plan is no plan of the changed
        scenario, not even repaired.
    compile_items
        Items of a plan from which on the kernel is compiled, beside the trials, where it is not
        yet: uncompiled a step takes fifty times as long, and compiling some 17 s.
    """

    axis_factor: Factor = 1.25
    axis_margin_days: Count = 60
    schedules: Positive = 9
    compile_items: Positive = 10


@dataclass(frozen=True, kw_only=True)
class WhyNotParams(Params):
    """How the answer to why a plan is not otherwise is looked for.

    Attributes
    ----------
    steps
        Steps of the kernel's search in each tier for a first plan of what is asked for.
    test_seconds
        Seconds for one test of whether there is a plan at all.
    planned_ways
        Most ways in which people can take places that the planner tries.
    conflict_fraction
        Fraction of the time that is kept for the rules that forbid it, and not spent on dates.
    least_conflict_seconds
        Seconds for the rules that forbid it, also where the time is over.
    """

    steps: Positive = 2000
    test_seconds: Seconds = 8.0
    planned_ways: Positive = 3
    conflict_fraction: Fraction = 0.4
    least_conflict_seconds: Seconds = 5.0


@dataclass(frozen=True, kw_only=True)
class WhyParams(Params):
    """How the causes of a date are looked for.

    Attributes
    ----------
    seconds_per_item, least_seconds
        Seconds after which nothing further is tried, by default, for each item of the plan; and
        for the smallest plans. They suffice for one milestone on two cores of 2.5 GHz.
    screening_steps
        Steps of the kernel's search in each tier, by which what is worth confirming is found; of
        the control too.
    steps
        Steps of the searches by which a cause is confirmed, and of their control.
    trial_share
        Share of the time that one such search may take; on a slow machine it has fewer steps.
    least_steps
        Steps that it has however slow the machine is: with fewer it tells noise from gains badly.
    steps_per_item
        Steps of either kind of search at most, for each item of the plan: small plans need few.
    seeds
        Searches by which a cause is confirmed: it has to gain in each of them.
    min_days
        Working days that a cause has to gain at least, also where the controls agree.
    least_share
        Share of the mean over the seeds that a cause has to gain with the worst of them.
    max_candidates
        Things that are tried of those that may hold a date, the nearest to it first; for several
        dates in all.
    min_candidates
        Of them for each of several dates at least.
    max_confirmed
        Causes, the work itself aside, that are confirmed with every seed.
    max_given
        Causes that are the work itself that are confirmed with every seed.
    max_pair_bases
        Things, each of which gains nothing alone, to which a second one is looked for.
    max_pairs
        Second ones that are looked at for each of them.
    screening_share, confirming_share
        Shares of the time after which no further candidate is screened, and none confirmed.
    """

    seconds_per_item: Factor = 0.04
    least_seconds: Seconds = 4.0
    screening_steps: Positive = 100
    steps: Positive = 2000
    trial_share: Fraction = 0.025
    least_steps: Positive = 400
    steps_per_item: Positive = 50
    seeds: Positive = 3
    min_days: Factor = 0.1
    least_share: Fraction = 0.25
    max_candidates: Positive = 48
    min_candidates: Positive = 16
    max_confirmed: Positive = 8
    max_given: Positive = 4
    max_pair_bases: Positive = 3
    max_pairs: Positive = 8
    screening_share: Factor = 0.55
    confirming_share: Factor = 0.85


@dataclass(frozen=True, kw_only=True)
class RoadblockParams(Params):
    """How what delays cost is looked for.

    Attributes
    ----------
    steps
        Steps of the kernel's search in each tier, of each trial and of the control.
    seeds
        Searches by which the cost of a delay is told: their mean, and what all of them find late.
    min_days
        Working days by which a date has to move at least, also where the controls agree.
    free_searches
        Roadblocks, the most costly first, of which the longest delay is looked for that costs
        nothing.
    screening_share, confirming_share, free_share
        Shares of the time after which no further roadblock is looked at, none is tried with every
        seed, and no longer delay without a cost is looked for.
    """

    steps: Positive = 300
    seeds: Positive = 2
    min_days: Factor = 0.05
    free_searches: Positive = 10
    screening_share: Factor = 0.5
    confirming_share: Factor = 0.85
    free_share: Factor = 1.0


@dataclass(frozen=True, kw_only=True)
class LeverParams(Params):
    """How levers are looked for: many are tried briefly, the best planned with the planner.

    Attributes
    ----------
    max_candidates
        Changes that are tried at most, the nearest to what is asked about first.
    quick_steps, search_steps
        Steps of the kernel's search in each tier of the first trial: where a change helps at once,
        and where it helps only as other work is planned anew.
    verified, steps, seeds
        How many of the best are planned with the planner itself, and how hard: first all of them
        with one seed, then those that gain with the other seeds.
    control_seeds
        Further seeds with which nothing is changed: they tell how early it ends then, and how far
        that is chance.
    cuts
        Levers that leave work undone that is not optional, told after those that keep the scope.
    min_days
        Working days that a lever gains at least, also where the controls agree.
    screening_share, seeds_share
        Shares of the time after which nothing more is tried briefly, and with no further seed.
    futures, plain_futures
        Simulated courses of events for the chance of being on time; where the simulation is not
        compiled, when each takes 5 ms for 85 items.
    whole_items
        Items of a plan from which on the steps are taken in full; smaller plans take a share.
    """

    max_candidates: Positive = 160
    quick_steps: Positive = 200
    search_steps: Positive = 500
    verified: Positive = 12
    cuts: Positive = 3
    steps: Positive = 3000
    seeds: Positive = 3
    control_seeds: Positive = 3
    min_days: Factor = 0.1
    screening_share: Fraction = 0.5
    seeds_share: Fraction = 0.8
    futures: Positive = 400
    plain_futures: Positive = 100
    whole_items: Positive = 60


@dataclass(frozen=True, kw_only=True)
class ExplainParams(Params):
    """The numbers of all explanations."""

    trials: TrialParams = field(default_factory=TrialParams)
    why_not: WhyNotParams = field(default_factory=WhyNotParams)
    why: WhyParams = field(default_factory=WhyParams)
    replay: ReplayParams = field(default_factory=ReplayParams)
    roadblocks: RoadblockParams = field(default_factory=RoadblockParams)
    levers: LeverParams = field(default_factory=LeverParams)


DEFAULT_PARAMS = ExplainParams()
"""The numbers that are used where no others are given."""
