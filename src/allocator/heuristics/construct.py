"""Builds a first plan: by every priority rule once, then by disturbing the best order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from allocator.domain.garbage_collection import without_garbage_collection
from allocator.heuristics.candidate import Candidate, Score, scored
from allocator.heuristics.disturb import disturbed_order, disturbed_starts
from allocator.heuristics.kernel.decoder import Decoder
from allocator.heuristics.kernel.disturb import ORDER_SPAN
from allocator.heuristics.kernel.warmup import load_compiled
from allocator.heuristics.network import Network
from allocator.heuristics.params import DEFAULT_PARAMS, HeuristicsParams
from allocator.heuristics.priorities import FloatArray, Rules, ranks
from allocator.heuristics.repair import repaired
from allocator.problem.baseline import Baseline
from allocator.problem.mandatory import mandatory
from allocator.problem.model import Problem, Solution

__all__ = ["Candidate", "Constructor", "Score", "construct", "scored"]


HELD_FIRST = 100.0
"""More than any two places in an order lie apart: what has to start then goes first."""


class Constructor:
    """Builds schedules of one problem by rules and at random.

    Parameters
    ----------
    problem
        What is scheduled.
    seed
        Seed of the randomised restarts.
    shares_with
        One for the same problem, whose arrays are shared.
    params
        The numbers of the heuristics.
    """

    @without_garbage_collection()
    def __init__(
        self,
        problem: Problem,
        seed: int,
        shares_with: Constructor | None = None,
        params: HeuristicsParams = DEFAULT_PARAMS,
    ) -> None:
        self.problem = problem
        self._params = params.construction
        if problem.possible_pairs > self._params.compile_pairs:
            load_compiled()
        self.decoder: Decoder = Decoder(
            problem, None if shares_with is None else shares_with.decoder
        )
        self._rules: Rules = (
            Rules(problem, Network(problem), params.rules)
            if shares_with is None
            else shares_with._rules
        )
        self._random = np.random.default_rng(seed)
        kept = mandatory(problem)
        self._optional = frozenset(a.index for a in problem.activities if a.node not in kept)
        self._held = _held(problem)
        self._best: Candidate | None = None
        self._order = ranks(self._rules.tail)

    @property
    def order(self) -> FloatArray:
        """The order, from 0 to 1, of the best schedule that was built by one."""
        return self._order

    def candidates(self) -> Iterator[Candidate | None]:
        """Yield one candidate after another without end; None where nothing fit on the axis.

        Where there is a baseline, what it becomes with as little change as can be comes first.
        """
        yield from self.repaired()
        for priority in self._rules.all().values():
            for candidate in self._variants(ranks(priority)):
                self._note(candidate, ranks(priority))
                yield candidate
        while True:
            yield self.draw()

    def repaired(self) -> Iterator[Candidate]:
        """Yield what the baseline becomes; see ``repair``."""
        return repaired(self.problem, self.decoder, self._rules.tail)

    def adapted(self, known: Baseline) -> Iterator[Candidate]:
        """Return what a plan becomes that the problem is not kept near; see ``repair``."""
        near = replace(self.problem, baseline=known)
        return repaired(near, self.decoder, self._rules.tail)

    def draw(self) -> Candidate | None:
        """Return a schedule by the best order, disturbed; None if it does not fit on the axis."""
        random, disturbance = self._random, self._params.disturbance
        if self._best is None or random.random() < self._params.order_share:
            projects, names = self._rules.groups
            priority = disturbed_order(self._order, projects, len(names), disturbance, random)
        else:
            priority = disturbed_starts(self._best.solution, disturbance, random)
        candidate = self._build(priority, frozenset())
        self._note(candidate, ranks(priority))
        return candidate

    def _note(self, candidate: Candidate | None, order: FloatArray) -> None:
        if candidate is not None and (self._best is None or candidate.score <= self._best.score):
            self._best, self._order = candidate, order

    def _variants(self, priority: FloatArray) -> Iterator[Candidate | None]:
        yield self._build(priority, frozenset())
        if self._optional:
            yield self._build(priority, self._optional)
            late = priority.copy()
            late[list(self._optional)] += 10.0
            yield self._build(late, frozenset())

    def _build(self, priority: FloatArray, skip: frozenset[int]) -> Candidate | None:
        """Decode, and drop optional items as long as only such are past a deadline."""
        if self._held:
            priority = priority.copy()
            priority[self._held] -= HELD_FIRST
        keys = np.asarray(priority * ORDER_SPAN, dtype=np.int64)
        while True:
            self.decoder.drop(skip)
            if not self.decoder.decode(keys):
                return None
            candidate = self._justified(Candidate(self.decoder.score(), self.decoder.solution()))
            late = frozenset() if candidate.feasible else self._late_activities(candidate.solution)
            if not late or not late <= self._optional:
                return candidate
            skip = skip | late

    def _justified(self, candidate: Candidate) -> Candidate:
        """Return the better of the schedule just decoded and what a backward pass makes of it."""
        if not self.decoder.justify(1 if candidate.feasible else 0):
            return candidate
        score = self.decoder.score()
        if score >= candidate.score:
            return candidate
        return Candidate(score, self.decoder.solution())

    def _late_activities(self, solution: Solution) -> frozenset[int]:
        """Return the planned activities that are past a deadline."""
        evaluation = self.decoder.evaluator.evaluate(solution)
        late = set()
        for limit in self.problem.limits:
            for node, source in limit.finish.sources:
                value = evaluation.variable(source)
                if (
                    source.activity is not None
                    and solution.planned[node]
                    and value is not None
                    and source.instants[value] > limit.instant
                ):
                    late.add(source.activity)
        return frozenset(late)


def _held(problem: Problem) -> list[int]:
    """Return the activities whose start is given, and all that these wait for."""
    found = {activity.index for activity in problem.activities if activity.is_held}
    waiting = list(found)
    into: dict[int, list[int]] = {}
    for arrow in problem.arrows if found else ():
        if arrow.source.activity is not None:
            into.setdefault(arrow.succ, []).append(arrow.source.activity)
    while waiting:
        for a in into.get(waiting.pop(), ()):
            if a not in found:
                found.add(a)
                waiting.append(a)
    return sorted(found)


def construct(
    constructor: Constructor, *, enough: Callable[[int, Candidate | None], bool]
) -> Candidate | None:
    """Return the best of many schedules.

    Parameters
    ----------
    constructor
        Builds them.
    enough
        Asked after every schedule, with their number and the best so far, whether to stop.

    Returns
    -------
    None if no schedule fitted on the axis.
    """
    best: Candidate | None = None
    for count, candidate in enumerate(constructor.candidates(), start=1):
        if candidate is not None and (best is None or candidate.score < best.score):
            best = candidate
        if enough(count, best):
            return best
    return best
