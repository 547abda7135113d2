"""Every number of the heuristics, with its unit and where its value comes from.

Where no other source is named, a value was measured on the suites of benchmarks/README.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from allocator.domain.params import Count, Factor, Fraction, Params, Positive, Range


@dataclass(frozen=True, kw_only=True)
class RuleParams(Params):
    """Priority rules of the first plan.

    Attributes
    ----------
    latest_start_weights
        Weights of the ranks of latest starts against those of projects, one rule for each; on
        generated teams of 300 to 10,000 items the best lay between the first two and the third.
    look_ahead
        Slack that makes a project less urgent, in mean lengths of chains: the k of the apparent
        tardiness cost (Vepsalainen, Morton, 1987, "Priority rules for job shops with weighted
        tardiness costs").
    max_ranked_projects
        Projects beyond which they are not ranked one by one by apparent tardiness cost.
    """

    latest_start_weights: tuple[Factor, ...] = (0.5, 0.35, 0.75, 1.0, 2.0)
    look_ahead: Factor = 0.25
    max_ranked_projects: Count = 2_000


@dataclass(frozen=True, kw_only=True)
class DisturbanceParams(Params):
    """Disturbed orders: places of activities, from 0 to 1, some of them moved at random.

    Attributes
    ----------
    min_order_deviation
        Least standard deviation by which places in an order are moved, as a fraction of the order.
    order_deviation_range
        How much greater that deviation is at most.
    whole_project_share
        Share of disturbed orders in which projects move as a whole; in the kernel in tenths.
    moved_project_shares
        Shares of the projects that move as a whole, one of three drawn at random.
    few_share
        Share of disturbed schedules in which only a few activities move, in the others all do; in
        the kernel in tenths.
    max_few
        Most activities that move where only a few do.
    few_deviation
        Standard deviation by which the starts of a few activities are moved, as a fraction of the
        plan's length.
    all_deviation
        The same where the starts of all activities are moved.
    """

    min_order_deviation: Fraction = 0.02
    order_deviation_range: Fraction = 0.2
    whole_project_share: Fraction = 0.7
    moved_project_shares: tuple[Fraction, Fraction, Fraction] = (0.05, 0.2, 1.0)
    few_share: Fraction = 0.7
    max_few: Positive = 5
    few_deviation: Fraction = 0.15
    all_deviation: Fraction = 0.03

    def __post_init__(self) -> None:
        super().__post_init__()
        if (count := len(self.moved_project_shares)) != 3:
            raise ValueError(
                f"DisturbanceParams.moved_project_shares has {count} numbers; it must have 3"
            )


@dataclass(frozen=True, kw_only=True)
class ConstructionParams(Params):
    """Randomised schedules of the first plan.

    Attributes
    ----------
    order_share
        Share of these schedules that disturb the best order; the others disturb the best schedule.
    disturbance
        How both are disturbed.
    compile_pairs
        Possible (item, person) pairs beyond which the compiled kernel is loaded at once.
    compile_activities
        Activities beyond which the compiled kernel is loaded after the first schedule.
    """

    order_share: Fraction = 0.5
    disturbance: DisturbanceParams = DisturbanceParams()
    compile_pairs: Count = 20_000
    compile_activities: Count = 100


@dataclass(frozen=True, kw_only=True)
class MoveParams(Params):
    """Sizes of the moves of the search.

    Attributes
    ----------
    max_moved
        Most activities that "move several" moves.
    activity_reach
        Most slots by which an activity is moved: the plan's length divided by this.
    project_reach
        The same for a project.
    person_reach
        The same for what a person does.
    max_span
        Longest stretch of time that is reordered, in 64ths of the plan's length.
    max_handed_over
        Most activities that are given to other people.
    max_chain
        Most activities of a chain that move, or that are passed before a wait is changed.
    max_returned
        Most activities put back to the baseline with what is in their way there.
    return_reach
        Most slots from an activity in the baseline to others put back with it: the planning
        horizon divided by this.
    """

    max_moved: Annotated[int, Range(2)] = 7
    activity_reach: Positive = 3
    project_reach: Positive = 2
    person_reach: Positive = 8
    max_span: Positive = 16
    max_handed_over: Positive = 3
    max_chain: Positive = 24
    max_returned: Annotated[int, Range(2)] = 17
    return_reach: Positive = 16


@dataclass(frozen=True, kw_only=True)
class ClimbParams(Params):
    """Late acceptance hill climbing with moves that are chosen by what they gain.

    Burke, Bykov (2017), "The late acceptance hill-climbing heuristic".

    Attributes
    ----------
    history_length
        Steps back that a schedule is compared with to be accepted.
    gain_better
        What a move, or another choice, gains by a schedule that is better than the current one, in
        its own neutral weights.
    gain_best
        The same by a schedule that is better than all.
    gain_memory
        Times that a choice is made until a gain of it has faded to about a third.
    serial_weight
        Neutral weight of decoding by the serial scheme.
    parallel_weight
        Neutral weight of decoding by the parallel scheme.
    justified_weight
        Neutral weight of decoding by the serial scheme with a backward pass between, which takes
        two and a half times as long and pays most.
    max_parallel_activities
        Activities up to which the parallel scheme is worth its time.
    open_weight
        Neutral weight of opening everything to anybody, beside 1 for leaving people where they are.
    max_open_candidates
        Mean candidates of an activity beyond which ``open_weight`` falls in inverse proportion.
    return_weight
        Neutral weight of moves back to the baseline, beside 1 for every other move.
    patience
        Steps without a better schedule, in lengths of the history, until worse ones are let in.
    reheats
        How much worse a schedule may be then, in turn: the value of the tier divided by this.
    first_steps
        Steps of the first slice, by which the rate is measured.
    """

    history_length: Positive = 64
    gain_better: Count = 1
    gain_best: Count = 8
    gain_memory: Positive = 32
    serial_weight: Fraction = 0.4
    parallel_weight: Fraction = 0.1
    justified_weight: Fraction = 1.0
    max_parallel_activities: Count = 500
    open_weight: Fraction = 0.05
    max_open_candidates: Factor = 30.0
    return_weight: Count = 5
    patience: Positive = 20
    reheats: tuple[Positive, ...] = (256, 64, 16, 128, 32, 8)
    first_steps: Positive = 4


@dataclass(frozen=True, kw_only=True)
class BreedParams(Params):
    """A population of schedules.

    Valls, Ballestín, Quintanilla (2008), "A hybrid genetic algorithm for the resource-constrained
    project scheduling problem".

    Attributes
    ----------
    small_activities
        Activities up to which a problem is small; on larger ones a population takes long to come
        together.
    members
        Schedules in the population on small problems.
    large_members
        The same on larger ones.
    patience
        Children for each member without a better schedule, until the population is made anew, on
        small problems.
    large_patience
        The same on larger ones.
    near_reach
        Most slots by which first members differ from the best schedule, in turn: its length divided
        by this.
    far_reach
        The same in every second population, which begins further away.
    mutation_odds
        One in how many activities of a child is moved.
    mutation_reach
        Most slots by which such an activity is moved: the mother's length divided by this.
    first_children
        Children of the first slice, by which the rate is measured.
    """

    small_activities: Count = 200
    members: Positive = 150
    large_members: Positive = 60
    patience: Positive = 200
    large_patience: Positive = 60
    near_reach: tuple[Positive, ...] = (64, 32, 16, 8)
    far_reach: tuple[Positive, ...] = (4, 2, 1)
    mutation_odds: Positive = 40
    mutation_reach: Positive = 4
    first_children: Positive = 4


@dataclass(frozen=True, kw_only=True)
class SampleParams(Params):
    """Schedules built anew around the best one.

    Attributes
    ----------
    disturbance
        How orders and starts are disturbed where people are scarce.
    max_few
        Most activities that move where only resources are scarce.
    min_deviation_part
        Greatest standard deviation by which these move: the plan's length divided by this.
    deviation_parts
        How many such deviations are drawn from, each time by a divisor that is greater by one.
    patience
        Schedules without a better one until sampling starts from another order, where people are
        scarce.
    resource_patience
        The same where only resources are scarce.
    first_schedules
        Schedules of the first slice, by which the rate is measured.
    """

    disturbance: DisturbanceParams = DisturbanceParams(few_deviation=1 / 7, all_deviation=1 / 33)
    max_few: Positive = 3
    min_deviation_part: Positive = 2
    deviation_parts: Positive = 20
    patience: Positive = 1_000
    resource_patience: Positive = 30_000
    first_schedules: Positive = 4


@dataclass(frozen=True, kw_only=True)
class ProjectOrderParams(Params):
    """The order of projects, decoded without delay or in turn.

    Attributes
    ----------
    due_fractions
        Orders by due dates that are begun at: in each, the project of the greatest weight is due
        earlier by this fraction of its date, others in proportion to their weight.
    history_length
        Steps back that an order is compared with.
    largest_shift
        Greatest standard deviation by which a project is moved: the span of all projects divided
        by this.
    shift_widths
        How many such deviations are drawn from, each half the one before.
    exchange_share
        Fraction of the steps in which two projects change places as well.
    item_share
        Fraction of the steps that move one activity within its project.
    patience
        Steps without a better order until worse ones are accepted for a while, from the best on.
    reheats
        By how much worse, in turn: fraction of the best value.
    first_steps
        Steps of the first slice, by which the rate is measured.
    """

    due_fractions: tuple[Factor, ...] = (0.0, 0.25, 0.5, 1.0, 2.0)
    history_length: Positive = 16
    largest_shift: Positive = 8
    shift_widths: Positive = 6
    exchange_share: Fraction = 0.1
    item_share: Fraction = 0.1
    patience: Positive = 500
    reheats: tuple[Fraction, ...] = (0.1, 0.2, 0.3)
    first_steps: Positive = 4


@dataclass(frozen=True, kw_only=True)
class ResumeParams(Params):
    """Work in progress is resumed earlier.

    Attributes
    ----------
    max_placements
        Activities placed in all attempts together: a quarter of a second of uncompiled decoding.
    min_attempts
        Attempts that are made however large the problem is.
    """

    max_placements: Count = 5_000
    min_attempts: Count = 2


@dataclass(frozen=True, kw_only=True)
class HeuristicsParams(Params):
    """Every number of the heuristics."""

    rules: RuleParams = RuleParams()
    construction: ConstructionParams = ConstructionParams()
    moves: MoveParams = MoveParams()
    climb: ClimbParams = ClimbParams()
    breed: BreedParams = BreedParams()
    sample: SampleParams = SampleParams()
    project_orders: ProjectOrderParams = ProjectOrderParams()
    resume: ResumeParams = ResumeParams()


DEFAULT_PARAMS = HeuristicsParams()
