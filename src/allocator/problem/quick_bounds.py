"""Lower bounds that need no search: chains of links, and what people and resources can carry."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import numpy as np

from allocator.problem.activity import Activity, Staffing
from allocator.problem.evaluation import Evaluator
from allocator.problem.mandatory import mandatory
from allocator.problem.objective import Term, TierKind
from allocator.problem.precedence import Source
from allocator.problem.time_windows import TimeWindows
from allocator.problem.timeline import Table


class QuickBounds:
    """Bounds on the terms and tiers of one problem.

    They hold for all plans, those that go on after the axis too: none is beyond the axis's end.
    """

    def __init__(self, evaluator: Evaluator, windows: TimeWindows) -> None:
        problem = self._problem = evaluator.problem
        self._evaluator = evaluator
        self._windows = windows
        self._kept = mandatory(problem)
        self._groups: dict[Staffing, frozenset[int]] = {}

    def tier(self, name: str) -> int:
        """Return a lower bound on a tier in its integer units."""
        tier = self._problem.tier(name)
        if tier.kind is TierKind.VALUE:
            return 0
        if tier.kind in (TierKind.COST, TierKind.PREFERENCE):
            weights, fixed = self._problem.weights_of_people(tier.kind)
            return fixed + sum(self._least(a, weights) for a in self._problem.activities)
        if tier.kind is TierKind.BUDGET:
            goals = (budget for budget in self._problem.budgets if not budget.hard)
            return sum(budget.excess(self.cheapest(budget.activities)) for budget in goals)
        return sum(self.term(term) for term in tier.terms)

    def term(self, term: Term) -> int:
        """Return a lower bound on a term in ticks x weight."""
        if any(source.backward for _, source in term.finish.sources):
            return 0
        if self._kept.isdisjoint(term.finish.nodes):
            return 0
        least = self.reached(term)
        if term.late is not None:
            least = max(
                least, self._chains(term, lambda source: self._evaluator.reached(source, term))
            )
        return term.weight * max(0, least - term.due)

    def reached(self, term: Term) -> int:
        """Return a lower bound on W of a term's finish, in ticks; something of it is kept."""
        reached = [self._chains(term, self._evaluator.ticks)]
        activities = [
            self._problem.activities[self._problem.activity_of[node]]
            for node in term.finish.nodes
            if node in self._kept and node in self._problem.activity_of
        ]
        if len(activities) > 1:
            reached += [self._people(activities), self._resources(activities)]
        return max(reached)

    def cheapest(self, activities: Iterable[int]) -> int:
        """Return what activities cost at least, in units of cost."""
        problem = self._problem
        return sum(self._least(problem.activities[a], problem.costs) for a in activities)

    def _least(self, activity: Activity, weights: Mapping[tuple[int, int, int], int]) -> int:
        """Return what the people of an activity weigh at least, need by need."""
        if activity.node not in self._kept:
            return 0
        a, needs = activity.index, activity.staffing
        least = [
            sum(sorted(weights.get((a, n, p), 0) for p in need.people)[: need.count])
            for n, need in enumerate(needs)
        ]
        return min((sum(least[n] for n in team) for team in activity.possible_teams), default=0)

    def _chains(self, term: Term, table: Callable[[Source], Table]) -> int:
        """Return what the latest of the earliest finishes along chains of links counts as.

        Parameters
        ----------
        table
            Gives what the instants of a source count as, in ticks.
        """
        reached = [
            table(source)[self._windows.value(source)]
            for node, source in term.finish.sources
            if node in self._kept
        ]
        return max(reached, default=0)

    def _group(self, staffing: Staffing) -> frozenset[int]:
        """Return the candidates of a need."""
        if staffing not in self._groups:
            self._groups[staffing] = frozenset(staffing.people)
        return self._groups[staffing]

    def _people(self, activities: list[Activity]) -> int:
        """Return W, in ticks, before which no group of people can do what it alone can do.

        For a group S: earliest start + sum of (people x share x fewest slots) / |S|.
        """
        parts: dict[frozenset[int], tuple[int, int]] = {}
        for activity in activities:
            start = int(self._windows.earliest[activity.index])
            for staffing in activity.least:
                people = self._group(staffing)
                first, load = parts.get(people, (start, 0))
                load += staffing.count * staffing.share * staffing.fewest_slots
                parts[people] = min(first, start), load
        least = 0
        for group in {*parts, frozenset[int]().union(*parts)}:
            inside = [part for people, part in parts.items() if people <= group]
            if inside and group:
                load = sum(load for _, load in inside)
                whole = len(group) * self._problem.share_scale
                least = max(least, min(start for start, _ in inside) - (-load // whole))
        return self._ticks_at(least)

    def _ticks_at(self, boundary: int) -> int:
        timeline, horizon = self._problem.timeline, self._problem.horizon
        instant = timeline.ends[min(boundary, horizon) : min(boundary, horizon) + 1]
        return int(timeline.team_minutes(instant)[0]) // self._problem.tick

    def _resources(self, activities: list[Activity]) -> int:
        """Return W, in ticks, before which some resource cannot have carried the activities."""
        problem, timeline = self._problem, self._problem.timeline
        least = 0
        for resource, capacity in enumerate(problem.capacities):
            held = [
                (int(self._windows.earliest[a.index]), amount * self._minutes(a))
                for a in activities
                for r, amount in a.demands
                if r == resource
            ]
            if held and capacity:
                first = min(start for start, _ in held)
                if first < problem.horizon:
                    minutes = -(-sum(load for _, load in held) // capacity)
                    end = np.array([int(timeline.starts[first]) + minutes])
                    least = max(least, int(timeline.team_minutes(end)[0]) // problem.tick)
        return min(least, self._ticks_at(problem.horizon))

    def _minutes(self, activity: Activity) -> int:
        """Return the fewest clock minutes from an activity's start to its finish."""
        slots = max((staffing.fewest_slots for staffing in activity.least), default=0)
        return max(slots * self._problem.timeline.slot_minutes, activity.elapsed or 0)
