"""A first plan: every priority rule once, then randomised restarts around the best."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from allocator.heuristics.placement import PersonKey
from allocator.heuristics.priorities import FloatArray, Rules
from allocator.heuristics.sgs import Builder, KeyOf, Network, serial_sgs
from allocator.problem.evaluate import Evaluation
from allocator.problem.model import Activity, Problem, Solution
from allocator.problem.windows import mandatory

NEW_ORDERS = 0.3
"""Share of random schedules that start from the best priority rule, not the best schedule."""
SMALL_MOVES = 0.7
"""Share of moves of the best schedule that concern at most five activities."""

Score = tuple[int, ...]
"""Deadline excess, then the tiers in their order; less is better."""


@dataclass(frozen=True)
class Candidate:
    """A solution with its score."""

    score: Score
    solution: Solution

    @property
    def feasible(self) -> bool:
        """Whether all deadlines are met."""
        return self.score[0] == 0


def scored(problem: Problem, solution: Solution) -> Candidate:
    """Evaluate a solution."""
    evaluation = Evaluation(problem, solution)
    return Candidate((evaluation.tier("deadlines"), *evaluation.tiers()), solution)


class Constructor:
    """Builds schedules of one problem by rules and at random."""

    def __init__(self, problem: Problem, seed: int) -> None:
        self._problem = problem
        self._network = Network(problem)
        self._rules = Rules(problem, self._network)
        self._random = np.random.default_rng(seed)
        self._scarcity = self._how_needed()
        self._optional = self._droppable()

    def candidates(self) -> Iterator[Candidate | None]:
        """Yield one candidate after another without end; None where nothing fit on the axis."""
        best: Candidate | None = None
        rule = _as_ranks(-self._rules.tail)
        for priority in self._rules.all().values():
            for candidate in self._variants(priority):
                if candidate is not None and (best is None or candidate.score < best.score):
                    best, rule = candidate, _as_ranks(priority)
                yield candidate
        while True:
            if best is None or self._random.random() < NEW_ORDERS:
                noise = self._random.normal(0.0, 0.02 + 0.2 * self._random.random(), len(rule))
                priority = rule + noise
            else:
                priority = self._moved(best.solution)
            candidate = self._build(priority, frozenset())
            if candidate is not None and (best is None or candidate.score <= best.score):
                best, rule = candidate, _as_ranks(priority)
            yield candidate

    def _moved(self, solution: Solution) -> FloatArray:
        """Return the order of a solution with a few activities moved, or all of them a little."""
        starts = np.array([np.nan if start is None else float(start) for start in solution.starts])
        length = max(1.0, float(np.nanmax(starts, initial=1.0)))
        starts = np.where(np.isnan(starts), 1.2 * length, starts)
        if self._random.random() < SMALL_MOVES:
            count = min(len(starts), int(self._random.integers(1, 6)))
            chosen = self._random.choice(len(starts), count, replace=False)
            starts[chosen] += self._random.normal(0.0, 0.15 * length, count)
        else:
            starts += self._random.normal(0.0, 0.03 * length, len(starts))
        return starts

    def _variants(self, priority: FloatArray) -> Iterator[Candidate | None]:
        yield self._build(priority, frozenset())
        if self._optional:
            yield self._build(priority, self._optional)
            late = priority.copy()
            late[list(self._optional)] += 10 * (1 + np.ptp(np.where(np.isinf(late), 0, late)))
            yield self._build(late, frozenset())

    def _build(self, priority: FloatArray, skip: frozenset[int]) -> Candidate | None:
        builder = serial_sgs(
            self._problem, self._network, list(priority), self._key_of(), skip=skip
        )
        return None if builder is None else self._score(builder, skip)

    def _score(self, builder: Builder, skip: frozenset[int]) -> Candidate:
        """Evaluate, and drop optional items as long as one is past a deadline."""
        candidate = scored(self._problem, builder.solution())
        while not candidate.feasible:
            late = self._late_optional(candidate.solution)
            if not late:
                break
            builder.take_out(self._problem.activities[late[-1]])
            candidate = scored(self._problem, builder.solution())
        return candidate

    def _late_optional(self, solution: Solution) -> list[int]:
        """Return the droppable planned activities that are past a deadline, by start."""
        evaluation = Evaluation(self._problem, solution)
        late = set()
        for limit in self._problem.limits:
            for node, source in limit.finish.sources:
                value = evaluation.variable(source)
                if (
                    source.activity in self._optional
                    and solution.planned[node]
                    and value is not None
                    and source.instants[value] > limit.instant
                ):
                    late.add(source.activity)
        return sorted(late, key=lambda a: (solution.starts[a] or 0, a))

    def _droppable(self) -> frozenset[int]:
        """Return the activities that no mandatory item waits for."""
        kept = mandatory(self._problem)
        return frozenset(a.index for a in self._problem.activities if a.node not in kept)

    def _how_needed(self) -> FloatArray:
        """Return how much work counts on each person, in slots, shared among candidates."""
        needed = np.zeros(len(self._problem.scenario.people))
        for activity in self._problem.activities:
            for staffing in activity.staffing:
                part = self._rules.duration[activity.index] * staffing.count / len(staffing.people)
                needed[list(staffing.people)] += part
        return needed

    def _key_of(self) -> KeyOf:
        """Who is done first; among equals who is least needed elsewhere. Cost first if it leads."""
        tiers = self._problem.scenario.tiers
        cost_first = "cost" in tiers and tiers.index("cost") == 0
        scarcity, costs = self._scarcity, self._problem.costs

        def key_of(activity: Activity) -> PersonKey:
            def key(need: int, person: int, end: int) -> tuple[float, ...]:
                cost = float(costs[activity.index, need, person]) if cost_first else 0.0
                return cost, float(end), float(scarcity[person])

            return key

        return key_of


def _as_ranks(priority: FloatArray) -> FloatArray:
    order = np.argsort(priority, kind="stable")
    ranks = np.empty(len(priority))
    ranks[order] = np.arange(len(priority)) / max(1, len(priority) - 1)
    return ranks


def construct(
    problem: Problem, *, seed: int, enough: Callable[[int, Candidate | None], bool]
) -> Candidate | None:
    """Return the best of many schedules.

    Parameters
    ----------
    problem
        What is scheduled.
    seed
        Of the randomised restarts.
    enough
        Asked after every schedule, with their number and the best so far, whether to stop.

    Returns
    -------
    None if no schedule fitted on the axis.
    """
    best: Candidate | None = None
    for count, candidate in enumerate(Constructor(problem, seed).candidates(), start=1):
        if candidate is not None and (best is None or candidate.score < best.score):
            best = candidate
        if enough(count, best):
            return best
    return best
