"""The problem that is searched: a scenario with dates and people as integers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from allocator.problem.activity import Activity, FixedItem
from allocator.problem.baseline import Baseline
from allocator.problem.budgets import Budget
from allocator.problem.capacity import Capacity
from allocator.problem.handovers import Handovers
from allocator.problem.objective import DEADLINES, Limit, Tier, TierKind
from allocator.problem.people_pairs import PeopleRules
from allocator.problem.precedence import Arrow, Source
from allocator.problem.timeline import Timeline


@dataclass(frozen=True)
class Booking:
    """An amount of a person (in share units) or of a resource that is taken for [start, end)."""

    kind: str
    index: int
    start: int
    end: int
    amount: int


@dataclass(frozen=True)
class Problem:
    """Activities to be placed on an axis, by whom, and what is minimised.

    Attributes
    ----------
    items, people
        Ids by position.
    optional
        Positions of the items that may be dropped.
    activities
        Items that take time, in the order of the items.
    milestones
        Item position -> sources whose latest is the milestone's instant.
    arrows
        All precedence, milestones folded in.
    requires
        Pairs (a, b) of item positions: a is planned only if b is.
    follows
        Pairs (a, b) of item positions: a starts no earlier than b finishes.
    order
        Item positions in topological order of the links.
    limits
        The deadlines.
    tiers
        What is minimised, the most important first.
    tick
        Minutes of W that all term values are multiples of.
    costs
        (activity, need, person) -> rate x effort hours, in units of the tier of that kind.
    budgets
        Those of projects, in the same units.
    cost_unit
        What such a unit is worth.
    values
        Item position -> value of the optional item, in units of the tier of that kind.
    share_scale, capacities
        A person's whole time in share units; capacities of the resources.
    working_time
        Person -> what they can work in each slot, of those who can do anything.
    group_weights
        Weight of the activities of a group, where it is not 1; see ``Activity.group``.
    exact_horizon
        Whether some optimum is known to end before the axis does.
    baseline
        Where the activities were, and what a change of that weighs.
    fixed
        Frozen items by position; what they take is booked.
    fixed_cost
        What their people cost.
    preferences
        (activity, need, person) -> effort of somebody who is not preferred where somebody is, in
        units of the tier of that kind; those of 0 are left out.
    fixed_preference
        The same of the people of frozen items.
    booked
        What is taken by work that is not part of the problem.
    people_rules
        What activities ask of each other's people, and how many items people may be on.
    handovers
        Links across places that ask for a morning.
    """

    items: tuple[str, ...]
    people: tuple[str, ...]
    optional: frozenset[int]
    timeline: Timeline
    activities: tuple[Activity, ...]
    activity_of: Mapping[int, int]
    milestones: Mapping[int, tuple[Source, ...]]
    arrows: tuple[Arrow, ...]
    requires: tuple[tuple[int, int], ...]
    follows: tuple[tuple[int, int], ...]
    order: tuple[int, ...]
    limits: tuple[Limit, ...]
    tiers: tuple[Tier, ...]
    tick: int
    costs: Mapping[tuple[int, int, int], int]
    values: Mapping[int, int]
    share_scale: int
    capacities: tuple[int, ...]
    working_time: Mapping[int, Capacity]
    group_weights: Mapping[str, float]
    exact_horizon: bool
    booked: tuple[Booking, ...] = ()
    baseline: Baseline = field(default_factory=Baseline)
    fixed: Mapping[int, FixedItem] = field(default_factory=dict)
    fixed_cost: int = 0
    preferences: Mapping[tuple[int, int, int], int] = field(default_factory=dict)
    fixed_preference: int = 0
    people_rules: PeopleRules = field(default_factory=PeopleRules)
    budgets: tuple[Budget, ...] = ()
    cost_unit: Fraction = Fraction(1)
    handovers: Handovers = field(default_factory=Handovers)

    @property
    def horizon(self) -> int:
        """Number of slots of the axis."""
        return self.timeline.horizon

    @cached_property
    def tier_names(self) -> tuple[str, ...]:
        """The names of the tiers, in their order."""
        return tuple(tier.name for tier in self.tiers)

    def tier(self, name: str) -> Tier:
        """Return a tier by its name, or that of the deadlines."""
        return self.tiers[self.tier_names.index(name)] if name != DEADLINES.name else DEADLINES

    def weights_of_people(self, kind: TierKind) -> tuple[Mapping[tuple[int, int, int], int], int]:
        """Return what people weigh on needs in a tier about who does what, and what is fixed.

        Parameters
        ----------
        kind
            COST or PREFERENCE.
        """
        if kind is TierKind.COST:
            return self.costs, self.fixed_cost
        return self.preferences, self.fixed_preference

    @property
    def needs_costs(self) -> bool:
        """Whether it matters what people cost: for an objective, or for a budget."""
        return "cost" in self.tier_names or bool(self.budgets)

    @cached_property
    def possible_pairs(self) -> int:
        """Number of (need, candidate) pairs: how large the choice of people is."""
        return sum(len(s.people) for activity in self.activities for s in activity.staffing)


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
