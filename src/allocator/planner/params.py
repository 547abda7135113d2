"""Every number of the search, with its unit and where its value comes from.

Where no other source is named, a value was measured on the suites of benchmarks/README.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from allocator.bounds.params import BoundsParams
from allocator.domain.params import Count, Factor, Fraction, Params, Positive, Seconds
from allocator.heuristics.params import HeuristicsParams
from allocator.planner.cluster.params import ClusterParams
from allocator.planner.lns.params import LnsParams
from allocator.planner.starts_first.params import StartsFirstParams


@dataclass(frozen=True, kw_only=True)
class FirstPlanParams(Params):
    """Step 1: a planning horizon that is long enough, and schedules on it by priority rules.

    Attributes
    ----------
    first_horizon_days
        Calendar days of the first horizon that is tried: a year. It is doubled until all fits.
    horizon_margin_days
        Calendar days after the last date of a scenario in an estimate of how long all takes.
    horizon_step_days
        Calendar days by which a horizon that is too short grows at least.
    time_fraction
        Fraction of the time limit that goes into schedules beyond one for each rule.
    seconds_per_item
        Most seconds for each item that go into these: small problems are better left to the search.
    rules
        Schedules, one for each priority rule, that are built even if that takes longer.
    rules_time_fraction
        Fraction of the time limit that the schedules by priority rules may take.
    late_factor
        Factor on the time for schedules as long as none meets every deadline.
    horizon_factor
        Least length of a horizon that is not proved to be long enough, in lengths of the plan.
    short_horizon_slots
        Slots up to which a horizon costs next to nothing: it is taken whole if it is proved.
    horizon_tolerance
        Factor by which a horizon may be too long before it is cut.
    work_fraction
        Fraction of the time limit that the schedules of a reproducible run stand for.
    schedules
        Most schedules of a reproducible run, not counting those for each item; and schedules that
        are tried where the first has no place for an item.
    schedules_per_item
        Schedules more of a reproducible run for each item.
    placements_per_schedule
        Times that each activity is placed for a schedule, with its passes backward and forward.
    placements_per_second
        Activities placed in the schedules of a reproducible run that stand for a second of the time
        limit: about what one core does without the compiled kernel.
    """

    first_horizon_days: Positive = 370
    horizon_margin_days: Count = 60
    horizon_step_days: Positive = 14
    time_fraction: Fraction = 0.05
    seconds_per_item: Seconds = 0.004
    rules: Positive = 9
    rules_time_fraction: Fraction = 0.2
    late_factor: Factor = 5.0
    horizon_factor: Factor = 2.0
    short_horizon_slots: Count = 2000
    horizon_tolerance: Factor = 1.2
    work_fraction: Fraction = 0.1
    schedules: Positive = 40
    schedules_per_item: Count = 4
    placements_per_schedule: Positive = 4
    placements_per_second: Factor = 20_000


@dataclass(frozen=True, kw_only=True)
class TierParams(Params):
    """How the time limit is divided between deadlines and tiers.

    Attributes
    ----------
    deadline_time_fraction
        Fraction of the time left that goes into meeting deadlines where the first plan does not.
    max_model_pairs
        Possible (item, person) pairs beyond which CP-SAT gets no model for meeting deadlines.
    time_fraction
        Fraction of the time left that a tier gets if a later one is not proved yet.
    stability_time_fraction
        The same fraction for stability, after which there is little left to improve.
    min_repeat_seconds
        Seconds left from which the tiers that are not proved are gone through again.
    """

    deadline_time_fraction: Fraction = 0.5
    max_model_pairs: Count = 60_000
    time_fraction: Fraction = 0.5
    stability_time_fraction: Fraction = 0.8
    min_repeat_seconds: Seconds = 2.0


@dataclass(frozen=True, kw_only=True)
class WholeModelParams(Params):
    """When the whole model is solved, and for how long.

    Attributes
    ----------
    tiny_activities
        Activities up to which the whole model is the only operator.
    small_activities
        Activities up to which a problem is small.
    medium_activities
        Activities up to which a problem is of medium size; beyond it the whole model gets no time
        where people are scarce.
    medium_pairs
        Possible (item, person) pairs beyond which the whole model gets no time, unless the problem
        is tiny.
    small_time_fraction
        Fraction of a tier's time that it gets on small problems where people are scarce.
    medium_time_fraction
        Fraction of a tier's time that it gets on medium problems where people are scarce.
    resource_activities
        Activities beyond which it gets no time where only resources are scarce.
    small_resource_time_fraction
        Fraction of a tier's time that it gets on small problems where only resources are scarce.
    resource_time_fraction
        Fraction of a tier's time that it gets on larger ones.
    min_seconds_per_activity
        Seconds for each activity below which the whole model is not worth its start: CP-SAT goes
        through its presolve to the end, however long after the limit.
    min_uncertain_seconds_per_activity
        The same on medium problems where it depends on who does it and when how long work takes:
        their models are large, and prove next to nothing sooner.
    stall_fraction
        Fraction of its time after which it makes room for the search where durations depend on
        people and calendars, and it has closed next to nothing of the gap between plan and bound
        (``operators.closed_gap_fraction``).
    """

    tiny_activities: Count = 40
    small_activities: Count = 100
    medium_activities: Count = 200
    medium_pairs: Count = 20_000
    small_time_fraction: Fraction = 0.95
    medium_time_fraction: Fraction = 0.75
    resource_activities: Count = 1_000
    small_resource_time_fraction: Fraction = 0.3
    resource_time_fraction: Fraction = 0.1
    min_seconds_per_activity: Seconds = 0.02
    min_uncertain_seconds_per_activity: Seconds = 0.3
    stall_fraction: Fraction = 0.25


@dataclass(frozen=True, kw_only=True)
class CpSatParams(Params):
    """How CP-SAT is run.

    Attributes
    ----------
    workers_per_core
        Workers for each core, as long as there are no more than ``max_workers``. With one worker a
        core whole strategies are left out on small machines; with too many each is starved.
    max_workers
        Workers beyond which there is at most one for each core.
    reproducible_workers
        Strategies that take turns on one thread in a reproducible run, whatever the cores.
    deterministic_time_per_second
        CP-SAT's deterministic time that stands for a second of the time limit in a reproducible
        run: about what one core does in a second.
    seconds_per_constraint
        Seconds of the time limit that building and loading a model stands for then, for each of its
        constraints.
    """

    workers_per_core: Positive = 2
    max_workers: Positive = 8
    reproducible_workers: Positive = 4
    deterministic_time_per_second: Factor = 0.2
    seconds_per_constraint: Factor = 2e-5


@dataclass(frozen=True, kw_only=True)
class BaselineSearchParams(Params):
    """The search near a baseline, for a tier that comes before stability.

    Attributes
    ----------
    weighted_time_fraction
        Fraction of a tier's time in which it is minimised together with the changes.
    change_weight
        Hours of the tier that an hour of change weighs in the sum.
    climbs
        Climbs that each thread begins with, of which the best goes on; one in large organisations.
    search_time_fraction
        Fraction of the rest of a tier's time that the search gets before the whole model: what is
        near a known plan is found by small changes of it.
    """

    weighted_time_fraction: Fraction = 0.3
    change_weight: Factor = 0.01
    climbs: Positive = 4
    search_time_fraction: Fraction = 0.6


@dataclass(frozen=True, kw_only=True)
class ShareParams(Params):
    """Adaptive shares of the search threads' time; see ``AdaptiveShares``.

    Attributes
    ----------
    memory
        Factor on gains and seconds so far with each turn, so that recent turns count most.
    max_turn_gain
        Most that a turn is credited with, as a fraction of the tier's value: the first gains are
        large whoever makes them, and would decide about the shares for long.
    min_people_shares
        Least share of the time of each operator, by name, where people are scarce: which of them
        gains depends on the size, so that most of the time is for what gains.
    many_activities
        Activities beyond which LNS is not worth that share: a subproblem is little of the whole.
    min_lns_share_of_many
        Its least share there.
    min_resource_shares
        The same where only resources are scarce: there most is found by moving few activities.
    default_min_share
        Least share of an operator that is not named.
    """

    memory: Fraction = 0.97
    max_turn_gain: Fraction = 0.02
    min_people_shares: Mapping[str, Fraction] = field(
        default_factory=lambda: {
            "projects": 0.05,
            "climb": 0.05,
            "breed": 0.03,
            "orders": 0.1,
            "lns": 0.3,
        }
    )
    many_activities: Count = 500
    min_lns_share_of_many: Fraction = 0.07
    min_resource_shares: Mapping[str, Fraction] = field(
        default_factory=lambda: {
            "projects": 0.02,
            "climb": 0.05,
            "breed": 0.1,
            "orders": 0.7,
            "lns": 0.05,
        }
    )
    default_min_share: Fraction = 0.05

    def __post_init__(self) -> None:
        super().__post_init__()
        for name in ("min_people_shares", "min_resource_shares"):
            total = sum(getattr(self, name).values())
            if total > 1.0:
                raise ValueError(f"ShareParams.{name} add up to {total:g}; it must be 0 to 1")


@dataclass(frozen=True, kw_only=True)
class OperatorParams(Params):
    """Turns of the operators that share the search threads.

    Attributes
    ----------
    project_race_turns
        Turns that each way to decode orders of projects has until the one that is ahead has all.
    slice_seconds
        Seconds of a turn on the kernel.
    min_slice_seconds
        Least seconds of a turn where a tier's time is nearly over.
    idle_seconds
        Seconds that a thread sleeps when no operator can run.
    warm_up_time_fraction
        Fraction of a tier's time in which the kernel searches before the whole model.
    warm_up_seconds
        Most seconds in which the kernel searches before the whole model.
    max_breed_activities
        Activities beyond which a population takes too long to pay.
    order_noise
        Standard deviation, as a fraction of all places, by which places in the best order are
        disturbed for a fresh start where only resources are scarce.
    first_look_time_fraction
        Fraction of a tier's time in which the whole model looks at a small problem before all else.
    first_look_seconds
        Most seconds of that.
    first_turn_fraction
        Fraction of a tier's time in which the first of several exclusive operators shows what it
        can do.
    min_turn_seconds
        Least seconds of a turn of an exclusive operator.
    closed_gap_fraction
        Fraction of the gap between plan and bound that an exclusive operator must close in a turn
        to go on with the next.
    follow_fraction
        Fraction of the best plan's value in the tier in focus: climbing and orders that are worse
        by more go on from that plan.
    placements_per_second
        Activities placed in schedules that stand for a second of the time limit in a reproducible
        run: about what the compiled kernel does on one core.
    placements_per_step
        Times that each activity is placed in a step of an operator, by its name, as far as steps
        take longer than placing all once.
    """

    project_race_turns: Positive = 4
    slice_seconds: Seconds = 0.25
    min_slice_seconds: Seconds = 0.01
    idle_seconds: Seconds = 0.05
    warm_up_time_fraction: Fraction = 0.05
    warm_up_seconds: Seconds = 1.5
    max_breed_activities: Count = 2_000
    order_noise: Factor = 0.1
    first_look_time_fraction: Fraction = 0.25
    first_look_seconds: Seconds = 1.0
    first_turn_fraction: Fraction = 0.1
    min_turn_seconds: Seconds = 2.0
    closed_gap_fraction: Fraction = 0.05
    follow_fraction: Fraction = 0.1
    placements_per_second: Factor = 4_000_000
    placements_per_step: Mapping[str, Factor] = field(
        default_factory=lambda: {"projects": 1.0, "climb": 2.0, "breed": 4.0, "orders": 4.0}
    )


@dataclass(frozen=True, kw_only=True)
class ResumptionParams(Params):
    """The last step: work in progress is resumed as early as costs nothing.

    Attributes
    ----------
    max_activities
        Activities up to which CP-SAT looks for the earliest resumption.
    max_seconds
        Seconds that CP-SAT may take for it, out of the time limit.
    """

    max_activities: Count = 40
    max_seconds: Seconds = 2.0


@dataclass(frozen=True, kw_only=True)
class SearchParams(Params):
    """Every number of the search: its parts in the order of the method, then those it builds on.

    Attributes
    ----------
    bound_time_fraction
        Fraction of the time left that the bounds of each tier may take, beside the search.
    max_workers_per_core
        Most cores that may be asked for, for each that there is: each takes a process, and
        hundreds would fill any memory.
    join_seconds
        Seconds that a background thread may take to end.
    """

    first_plan: FirstPlanParams = FirstPlanParams()
    tiers: TierParams = TierParams()
    whole_model: WholeModelParams = WholeModelParams()
    starts_first: StartsFirstParams = field(default_factory=StartsFirstParams)
    cpsat: CpSatParams = CpSatParams()
    baseline_search: BaselineSearchParams = BaselineSearchParams()
    shares: ShareParams = ShareParams()
    operators: OperatorParams = OperatorParams()
    lns: LnsParams = field(default_factory=LnsParams)
    cluster: ClusterParams = field(default_factory=ClusterParams)
    resumption: ResumptionParams = ResumptionParams()
    heuristics: HeuristicsParams = field(default_factory=HeuristicsParams)
    bounds: BoundsParams = field(default_factory=BoundsParams)
    bound_time_fraction: Fraction = 0.2
    max_workers_per_core: Positive = 8
    join_seconds: Seconds = 10.0


DEFAULT_PARAMS = SearchParams()
