"""A first plan: every priority rule once, then randomised restarts around the best."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from allocator.heuristics.candidate import Candidate, Score, scored
from allocator.heuristics.kernel import jit, warm
from allocator.heuristics.kernel.decoder import Decoder
from allocator.heuristics.network import Network
from allocator.heuristics.priorities import FloatArray, Rules, ranks
from allocator.heuristics.repair import repaired
from allocator.problem.evaluate import Evaluation
from allocator.problem.model import Problem, Solution
from allocator.problem.windows import mandatory

NEW_ORDERS = 0.5
"""Share of random schedules that start from the best order, not the best schedule."""
WHOLE_PROJECTS = 0.7
"""Share of disturbed orders in which projects move as a whole."""
MOVED_PROJECTS = (0.05, 0.2, 1.0)
"""Shares of the projects that then move, drawn at random."""
SMALL_MOVES = 0.7
"""Share of moves of the best schedule that concern at most five activities."""

STEPS = 1 << 20
"""Steps of priority from the first to the last activity of a rule."""

LARGE = 20_000
"""Possible (item, person) pairs from which the compiled kernel is worth loading at once."""
MANY = 100
"""Activities from which it is worth loading for more than the first schedules."""

__all__ = ["Candidate", "Constructor", "Score", "construct", "load_compiled", "scored"]


class Constructor:
    """Builds schedules of one problem by rules and at random.

    Parameters
    ----------
    problem
        What is scheduled.
    seed
        Of the randomised restarts.
    like
        One for the same problem, whose arrays are shared.
    """

    def __init__(self, problem: Problem, seed: int, like: Constructor | None = None) -> None:
        self.problem = problem
        if problem.possible_pairs > LARGE:
            load_compiled()
        self.decoder: Decoder = Decoder(problem, None if like is None else like.decoder)
        self._rules: Rules = Rules(problem, Network(problem)) if like is None else like._rules
        self._random = np.random.default_rng(seed)
        kept = mandatory(problem)
        self._optional = frozenset(a.index for a in problem.activities if a.node not in kept)
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

    def draw(self) -> Candidate | None:
        """Return a schedule by the best order, disturbed; None if it does not fit on the axis."""
        if self._best is None or self._random.random() < NEW_ORDERS:
            priority = self._disturbed(self._order)
        else:
            priority = self._moved(self._best.solution)
        candidate = self._build(priority, frozenset())
        self._note(candidate, ranks(priority))
        return candidate

    def _note(self, candidate: Candidate | None, order: FloatArray) -> None:
        if candidate is not None and (self._best is None or candidate.score <= self._best.score):
            self._best, self._order = candidate, order

    def _disturbed(self, rule: FloatArray) -> FloatArray:
        """Return an order in which projects, or single activities, are a little elsewhere."""
        width = 0.02 + 0.2 * self._random.random()
        group, names = self._rules.groups
        if len(names) > 1 and self._random.random() < WHOLE_PROJECTS:
            moved = self._random.random(len(names)) < self._random.choice(MOVED_PROJECTS)
            return rule + np.where(moved, self._random.normal(0.0, width, len(names)), 0.0)[group]
        return rule + self._random.normal(0.0, width, len(rule))

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
        return starts / length

    def _variants(self, priority: FloatArray) -> Iterator[Candidate | None]:
        yield self._build(priority, frozenset())
        if self._optional:
            yield self._build(priority, self._optional)
            late = priority.copy()
            late[list(self._optional)] += 10.0
            yield self._build(late, frozenset())

    def _build(self, priority: FloatArray, skip: frozenset[int]) -> Candidate | None:
        """Decode, and drop optional items as long as only such are past a deadline."""
        keys = np.asarray(priority * STEPS, dtype=np.int64)
        while True:
            self.decoder.drop(skip)
            if not self.decoder.decode(keys):
                return None
            candidate = self._passed(Candidate(self.decoder.score(), self.decoder.solution()))
            late = frozenset() if candidate.feasible else self._late(candidate.solution)
            if not late or not late <= self._optional:
                return candidate
            skip = skip | late

    def _passed(self, candidate: Candidate) -> Candidate:
        """Return the better of the schedule just decoded and what a backward pass makes of it."""
        if not self.decoder.again(1 if candidate.feasible else 0):
            return candidate
        score = self.decoder.score()
        if score >= candidate.score:
            return candidate
        return Candidate(score, self.decoder.solution())

    def _late(self, solution: Solution) -> frozenset[int]:
        """Return the planned activities that are past a deadline."""
        evaluation = Evaluation(self.problem, solution)
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


def load_compiled() -> None:
    """Put the compiled kernel in place if it lies on disk."""
    if warm.ready():
        jit.enable()


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
