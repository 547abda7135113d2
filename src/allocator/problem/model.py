"""The integer problem: what is left of a scenario once dates and people are numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from allocator.domain import Scenario, WorkItem
from allocator.problem.finish import fewest_slots
from allocator.problem.late import Late
from allocator.problem.standing import Baseline
from allocator.problem.timeline import IntArray, Timeline

if TYPE_CHECKING:
    from allocator.problem.flat_terms import FlatTerms


class Part(Enum):
    """An instant of an activity, as a function of one of its variables.

    START and ELAPSED (the end of its elapsed time) are functions of the start slot, PEOPLE
    (the end of the last one's work) of the end boundary. The finish is the later of PEOPLE
    and ELAPSED.
    """

    START = "start"
    PEOPLE = "people"
    ELAPSED = "elapsed"


@dataclass(frozen=True)
class Staffing:
    """One need with its candidates.

    Attributes
    ----------
    count
        How many people it takes.
    share
        Share of each one's time, in units of 1 / ``Problem.share_scale``.
    effort_hours
        Effort of each one.
    people
        Indices of the candidates.
    finish
        For each candidate, shape (H,): finish boundary for every start slot.
    """

    count: int
    share: int
    effort_hours: Fraction
    people: tuple[int, ...]
    finish: tuple[IntArray, ...]

    @cached_property
    def table(self) -> dict[int, IntArray]:
        """Finish tables by candidate."""
        return dict(zip(self.people, self.finish, strict=True))

    @cached_property
    def fewest_slots(self) -> int:
        """The fewest slots from start to finish that any candidate takes; 0 without a start."""
        tables = {id(table): table for table in self.finish}
        return min(map(fewest_slots, tables.values()), default=0)

    def end(self, person: int, start: int) -> int:
        """Return the boundary at which a candidate who starts in a slot is done."""
        return int(self.table[person][start])


@dataclass(frozen=True)
class Activity:
    """A work item that takes time.

    Attributes
    ----------
    index
        Position among the activities.
    node
        Position among the scenario's items.
    staffing
        Its needs; empty for a purely elapsed item.
    elapsed
        Its elapsed time in minutes, or None.
    hold
        Shape (H,), or None without elapsed time: first boundary index whose slot begins at or
        after the end of the elapsed time started in each slot (at most H); NEVER where an
        item without people may not start.
    demands
        Pairs of resource index and amount.
    release
        First slot in which it may start.
    """

    index: int
    node: int
    item: WorkItem
    optional: bool
    staffing: tuple[Staffing, ...]
    elapsed: int | None
    hold: IntArray | None
    demands: tuple[tuple[int, int], ...]
    release: int

    @property
    def group(self) -> str:
        """The name of its project, or of itself if it has none."""
        item = self.item
        return f"item {item.id}" if item.project is None else f"project {item.project}"

    def end(self, start: int, people: Sequence[Sequence[int]]) -> int:
        """Return the boundary at which the last of the people, by need, is done.

        It is the start itself where the item has no people.
        """
        ends = [
            staffing.end(person, start)
            for staffing, chosen in zip(self.staffing, people, strict=True)
            for person in chosen
        ]
        return max(ends, default=start)


@dataclass(frozen=True)
class Source:
    """An instant of an activity, or a fixed instant, that others wait for.

    Attributes
    ----------
    activity
        Index, or None for a fixed instant.
    part
        Which instant of the activity.
    instants
        Shape (H,) or (H + 1,), by the value of the part's variable; shape (1,) if fixed.
    backward
        Whether -W of the instants is measured in place of W.
    """

    activity: int | None
    part: Part
    instants: IntArray
    backward: bool = False


@dataclass(frozen=True)
class Arrow:
    """A precedence between two activities, as a step function.

    At least one of the targets must be kept: the variable of the successor's part is at least
    ``least[v]`` where v is the value of the source's variable.

    Attributes
    ----------
    source
        What is waited for; fixed instants have ``source.activity`` None and v = 0.
    succ
        Index of the waiting activity.
    targets
        Pairs of part and table ``least`` (NEVER where the axis is too short).
    nodes
        Item positions of predecessor and successor of the link, and of the milestones between.
    """

    source: Source
    succ: int
    targets: tuple[tuple[Part, IntArray], ...]
    nodes: tuple[int, ...]


@dataclass(frozen=True)
class Finish:
    """The finish of an item, a project or everything: the latest of its sources.

    Attributes
    ----------
    nodes
        The items it is about; it counts when one of them is planned.
    sources
        Pairs of item position and source; a source counts when its item is planned.
    """

    nodes: tuple[int, ...]
    sources: tuple[tuple[int, Source], ...]


@dataclass(frozen=True)
class Term:
    """weight x max(0, W(finish) - due), in ticks.

    Attributes
    ----------
    due
        In ticks; 0 for flow and makespan.
    late
        None where only working time counts, as for flow and makespan.
    """

    weight: int
    due: int
    finish: Finish
    late: Late | None = None


@dataclass(frozen=True)
class Limit:
    """A deadline, or what a frozen item asks of those before it: no finish after an instant."""

    kind: Literal["item", "project", "calendar", "freeze"]
    id: str | None
    instant: int
    finish: Finish


@dataclass(frozen=True)
class Booking:
    """An amount of a person (in share units) or of a resource that is taken for [start, end)."""

    kind: str
    index: int
    start: int
    end: int
    amount: int


@dataclass(frozen=True)
class Ceiling:
    """The greatest value of the variable of an activity's part."""

    activity: int
    part: Part
    value: int


@dataclass(frozen=True)
class Fixed:
    """An item about whose place nothing is to be decided.

    Attributes
    ----------
    activity
        What it would be if there were; its index is -1.
    start, end
        Slot in which it starts, and boundary at which its people are done.
    people
        By need.
    """

    activity: Activity
    start: int
    end: int
    people: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Problem:
    """Arrays and tables of one scenario on one axis.

    Attributes
    ----------
    activities
        Items that take time, in scenario order.
    milestones
        Item position -> sources whose latest is the milestone's instant.
    arrows
        All precedence, milestones folded in.
    requires
        Pairs (a, b) of item positions: a is planned only if b is.
    order
        Item positions in topological order of the links.
    limits
        The deadlines.
    terms
        Tardiness and flow terms and the makespan's, by tier name.
    tick
        Minutes of W that all term values are multiples of.
    weight_scale
        Terms' weights are priorities times this, by tier.
    costs
        (activity, need, person) -> rate x effort hours x ``cost_scale``.
    values
        Item position -> value of the optional item x ``value_scale``.
    share_scale, capacities
        A person's whole time in share units; capacities of the resources.
    exact_horizon
        Whether some optimum is known to end before the axis does.
    baseline
        Where the activities were, and what a change of that weighs.
    goals
        Tier name -> value at or below which it counts as met.
    fixed
        Frozen items by position; what they take is booked.
    fixed_cost
        What their people cost.
    booked, ceilings
        What is taken by activities, and asked by links to activities, that are not part of the
        problem; see ``part``.
    """

    scenario: Scenario
    timeline: Timeline
    activities: tuple[Activity, ...]
    activity_of: Mapping[int, int]
    milestones: Mapping[int, tuple[Source, ...]]
    arrows: tuple[Arrow, ...]
    requires: tuple[tuple[int, int], ...]
    order: tuple[int, ...]
    limits: tuple[Limit, ...]
    terms: Mapping[str, tuple[Term, ...]]
    tick: int
    weight_scale: Mapping[str, int]
    costs: Mapping[tuple[int, int, int], int]
    cost_scale: int
    values: Mapping[int, int]
    value_scale: int
    share_scale: int
    capacities: tuple[int, ...]
    exact_horizon: bool
    booked: tuple[Booking, ...] = ()
    ceilings: tuple[Ceiling, ...] = ()
    baseline: Baseline = field(default_factory=Baseline)
    goals: Mapping[str, int] = field(default_factory=dict)
    fixed: Mapping[int, Fixed] = field(default_factory=dict)
    fixed_cost: int = 0

    @property
    def horizon(self) -> int:
        """Number of slots of the axis."""
        return self.timeline.horizon

    @cached_property
    def possible_pairs(self) -> int:
        """Number of (need, candidate) pairs: how large the choice of people is."""
        return sum(len(s.people) for activity in self.activities for s in activity.staffing)

    @cached_property
    def _tick_tables(self) -> dict[tuple[int, bool], IntArray]:
        return {}

    @cached_property
    def _late_tables(self) -> dict[tuple[int, bool, Late], IntArray]:
        return {}

    @cached_property
    def flat_terms(self) -> dict[str, FlatTerms]:
        """The terms by tier as arrays, filled by the evaluation of solutions."""
        return {}

    def ticks(self, source: Source) -> IntArray:
        """Return W (backward: -W) of the source's instants in ticks, by its variable's value."""
        key = id(source.instants), source.backward
        if key not in self._tick_tables:
            ticks = self.timeline.team_minutes(source.instants) // self.tick
            self._tick_tables[key] = -ticks if source.backward else ticks
        return self._tick_tables[key]

    def reached(self, source: Source, term: Term) -> IntArray:
        """Return what the source's instants count as for a term, in ticks: W, late at least."""
        ticks = self.ticks(source)
        if term.late is None:
            return ticks
        key = id(source.instants), source.backward, term.late
        if key not in self._late_tables:
            self._late_tables[key] = term.late.raised(
                source.instants, ticks, backward=source.backward
            )
        return self._late_tables[key]

    def goal(self, tier: str, value: int) -> int:
        """Return what a value of a tier counts as: no less than its goal."""
        return max(value, self.goals.get(tier, 0))


@dataclass(frozen=True)
class Solution:
    """Starts and people; everything else follows.

    Attributes
    ----------
    starts
        Start slot by activity; None if dropped.
    people
        People by activity and need.
    planned
        By item position, milestones included.
    """

    starts: tuple[int | None, ...]
    people: tuple[tuple[tuple[int, ...], ...], ...]
    planned: tuple[bool, ...]
