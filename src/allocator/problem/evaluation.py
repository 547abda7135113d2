"""Evaluates solutions: the value of each tier in its integer units."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property

import numpy as np

from allocator.problem.activity import Endpoint
from allocator.problem.budgets import Budget
from allocator.problem.flat_terms import FlatTerms
from allocator.problem.lateness import MIN_LATE_MINUTES, ClockLateness
from allocator.problem.model import Problem, Solution
from allocator.problem.objective import Finish, Limit, Term, TierKind
from allocator.problem.precedence import Source
from allocator.problem.timeline import BoolArray, IntArray, Table


def end_boundary(problem: Problem, solution: Solution, activity: int) -> int:
    """Return the boundary at which the last of an activity's people is done.

    Raises
    ------
    ValueError
        If somebody cannot start, or does not finish on the axis.
    """
    start = solution.starts[activity]
    assert start is not None
    end = problem.activities[activity].end(start, solution.people[activity])
    if end > problem.horizon:
        raise ValueError(f"{problem.activities[activity].id} does not finish on the axis")
    return end


class Evaluator:
    """Evaluates solutions of one problem, and remembers the tables that this takes.

    It may be used from several threads.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._ticks: dict[tuple[Table, bool], Table] = {}
        self._late: dict[tuple[Table, bool, ClockLateness], Table] = {}
        self._flat: dict[str, FlatTerms] = {}

    def evaluate(self, solution: Solution) -> Evaluation:
        """Return the instants and tier values of a solution."""
        return Evaluation(self, solution)

    def ticks(self, source: Source) -> Table:
        """Return W (backward: -W) of the source's instants in ticks, by its variable's value."""
        key = source.instants, source.backward
        if key not in self._ticks:
            minutes = self.problem.timeline.team_minutes(source.instants.values)
            ticks = minutes // self.problem.tick
            self._ticks[key] = Table(-ticks if source.backward else ticks)
        return self._ticks[key]

    def reached(self, source: Source, term: Term) -> Table:
        """Return what the source's instants count as for a term, in ticks: W, late at least."""
        ticks = self.ticks(source)
        if term.late is None:
            return ticks
        key = source.instants, source.backward, term.late
        if key not in self._late:
            self._late[key] = term.late.raised(source.instants, ticks, backward=source.backward)
        return self._late[key]

    def flat_terms(self, tier: str) -> FlatTerms:
        """Return the terms of a tier, by its name, as arrays."""
        if tier not in self._flat:
            self._flat[tier] = FlatTerms(self.problem.tier(tier).terms, self.reached)
        return self._flat[tier]


class Evaluation:
    """The instants and tier values of one solution; made by ``Evaluator.evaluate``.

    Attributes
    ----------
    ends
        By activity: boundary at which its people are done; its start if it has none; None if
        it is dropped.
    """

    def __init__(self, evaluator: Evaluator, solution: Solution) -> None:
        problem = self._problem = evaluator.problem
        self._evaluator = evaluator
        self._solution = solution
        self.ends = [
            None if start is None else end_boundary(problem, solution, a)
            for a, start in enumerate(solution.starts)
        ]

    def variable(self, source: Source) -> int | None:
        """Return the value of a source's variable; None if its activity is dropped."""
        if source.activity is None:
            return 0
        if source.endpoint is Endpoint.WORK_END:
            return self.ends[source.activity]
        return self._solution.starts[source.activity]

    def late_ticks(self, term: Term) -> int:
        """Return by how many ticks a term's finish is past its due; 0 if nothing is planned."""
        reached = self._latest(term.finish, lambda source: self._evaluator.reached(source, term))
        return 0 if reached is None else max(0, reached - term.due)

    def _latest(self, finish: Finish, table: Callable[[Source], Table]) -> int | None:
        reached = []
        for node, source in finish.sources:
            value = self.variable(source)
            if self._solution.planned[node] and value is not None:
                reached.append(table(source)[value])
        return max(reached, default=None)

    def instant(self, finish: Finish) -> int | None:
        """Return the instant of a finish; None if nothing of it is planned."""
        return self._latest(finish, lambda source: source.instants)

    def excess(self, limit: Limit) -> int:
        """Return by how much a deadline is broken: team minutes beyond it plus one slot, or 0."""
        instant = self.instant(limit.finish)
        if instant is None or instant <= limit.instant:
            return 0
        late, allowed = self._problem.timeline.team_minutes(np.array([instant, limit.instant]))
        return int(late - allowed) + self._problem.timeline.slot_minutes

    def late_minutes(self, limit: Limit) -> int:
        """Return the lateness of the finish after a deadline in team minutes; 0 if it is kept."""
        instant = self.instant(limit.finish)
        if instant is None or instant <= limit.instant:
            return 0
        late, allowed = self._problem.timeline.team_minutes(np.array([instant, limit.instant]))
        return max(MIN_LATE_MINUTES, int(late - allowed))

    def tier(self, name: str) -> int:
        """Return the value of a tier in its integer units, whatever its goal."""
        problem = self._problem
        kind = problem.tier(name).kind
        if kind is TierKind.DEADLINES:
            broken = sum(self.excess(limit) for limit in problem.limits)
            return broken + sum(b.penalty(cost) for b, cost in self._budgeted(hard=True))
        if kind is TierKind.VALUE:
            return sum(v for node, v in problem.values.items() if not self._solution.planned[node])
        if kind in (TierKind.COST, TierKind.PREFERENCE):
            weights, fixed = problem.weights_of_people(kind)
            return fixed + sum(weights.get(key, 0) for key in self._pairs())
        if kind is TierKind.BUDGET:
            return sum(b.excess(cost) for b, cost in self._budgeted(hard=False))
        total = self._evaluator.flat_terms(name).total(*self._arrays)
        return total + self._changes() if kind is TierKind.STABILITY else total

    def _pairs(self) -> Iterator[tuple[int, int, int]]:
        """Yield who is on what: activity, need, person."""
        for a, needs in enumerate(self._solution.people):
            for n, people in enumerate(needs):
                for person in people:
                    yield a, n, person

    @property
    def exceeds_limits(self) -> bool:
        """Whether the people of some project cost more than its limit."""
        return any(budget.excess(cost) for budget, cost in self._budgeted(hard=True))

    def _budgeted(self, *, hard: bool) -> Iterator[tuple[Budget, int]]:
        """Yield the budgets that are limits, or those that are goals, each with its cost."""
        for budget in self._problem.budgets:
            if budget.hard == hard:
                yield budget, self.cost(budget)

    def cost(self, budget: Budget) -> int:
        """Return what the people of a budget's activities cost, in units of cost."""
        costs, chosen = self._problem.costs, self._solution.people
        return sum(
            costs[a, n, person]
            for a in budget.activities
            for n, people in enumerate(chosen[a])
            for person in people
        )

    def _changes(self) -> int:
        """Return what new people and dropped items weigh against the baseline."""
        baseline = self._problem.baseline
        dropped = (v for node, v in baseline.drops.items() if not self._solution.planned[node])
        return sum(dropped) + sum(baseline.changes.get(key, 0) for key in self._pairs())

    @cached_property
    def _arrays(self) -> tuple[IntArray, IntArray, BoolArray]:
        """Starts and ends by activity, -1 where dropped, and what is planned by item."""
        starts, ends = (
            np.array([-1 if slot is None else slot for slot in slots], dtype=np.int64)
            for slots in (self._solution.starts, self.ends)
        )
        return starts, ends, np.array(self._solution.planned, dtype=bool)

    def tiers(self) -> tuple[int, ...]:
        """Return what the tiers count as, in their order: no less than their goals."""
        return tuple(tier.counted(self.tier(tier.name)) for tier in self._problem.tiers)
