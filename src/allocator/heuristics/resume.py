"""Resumes work in progress earlier, where no objective gets worse by it."""

from __future__ import annotations

from dataclasses import dataclass

from allocator.heuristics.kernel.decode import STEPS_PER_SLOT
from allocator.heuristics.kernel.decoder import Decoder
from allocator.heuristics.params import DEFAULT_PARAMS, ResumeParams
from allocator.problem.activity import Activity
from allocator.problem.evaluation import Evaluator
from allocator.problem.model import Problem, Solution
from allocator.problem.timeline import IntArray


@dataclass(frozen=True)
class ObjectiveLimits:
    """Values that a plan may not exceed, so as to be worse than another one in no objective.

    Attributes
    ----------
    values
        The excess over deadlines, then every objective, also below its goal.
    under_way
        The activities in progress.
    """

    evaluator: Evaluator
    values: tuple[int, ...]
    under_way: tuple[Activity, ...]

    @classmethod
    def of(cls, evaluator: Evaluator, solution: Solution) -> ObjectiveLimits:
        """Return the values of a solution."""
        under_way = tuple(a for a in evaluator.problem.activities if a.under_way)
        return cls(evaluator, _values(evaluator, solution), under_way)

    def value(self, tier: str) -> int:
        """Return the limit of an objective."""
        return self.values[1 + self.evaluator.problem.tier_names.index(tier)]

    def allow(self, solution: Solution) -> bool:
        """Whether a solution exceeds none of them."""
        values = _values(self.evaluator, solution)
        return all(new <= old for new, old in zip(values, self.values, strict=True))

    def has_postponed_work(self, solution: Solution) -> bool:
        """Whether work in progress is resumed later than it could be if it were alone."""
        starts = ((a.release, solution.starts[a.index]) for a in self.under_way)
        return any(start is not None and start > release for release, start in starts)


def resumed_solution(
    evaluator: Evaluator,
    solution: Solution,
    shares_with: Decoder | None = None,
    params: ResumeParams = DEFAULT_PARAMS.resume,
) -> Solution:
    """Resume items in progress earlier where no objective gets worse.

    Each of them, from the one that is resumed last, is tried before everything that its candidates
    do earlier, the rest kept in its order: first with people as they are, then with anybody who
    can. A plan is kept if no objective gets worse, no deadline is broken further, and the items in
    progress are resumed earlier in sum.

    Parameters
    ----------
    evaluator, solution
        An evaluator of the problem, and a solution, all of which fits on the axis.
    shares_with
        A decoder of the same problem, whose arrays are shared.
    """
    limits = ObjectiveLimits.of(evaluator, solution)
    if not limits.has_postponed_work(solution):
        return solution
    return _Resumption(limits, solution, shares_with, params).run()


def sum_of_resumptions(problem: Problem, solution: Solution) -> int:
    """Return the sum of the slots in which items in progress are resumed."""
    return sum(
        start
        for activity, start in zip(problem.activities, solution.starts, strict=True)
        if activity.under_way and start is not None
    )


class _Resumption:
    def __init__(
        self,
        limits: ObjectiveLimits,
        solution: Solution,
        shares_with: Decoder | None,
        params: ResumeParams,
    ) -> None:
        self._limits, self._problem = limits, limits.evaluator.problem
        self._decoder = Decoder(self._problem, shares_with)
        fitting = params.max_placements // max(1, len(self._problem.activities))
        self._attempts = max(params.min_attempts, fitting)
        self._best, self._sum = solution, sum_of_resumptions(self._problem, solution)

    def run(self) -> Solution:
        """Return the best solution found."""
        self._try({activity.index: -1 for activity, _ in self._postponed()}, free=False)
        for activity, _ in sorted(self._postponed(), key=lambda pair: -pair[1]):
            self._bring_forward(activity)
        return self._best

    def _postponed(self) -> list[tuple[Activity, int]]:
        """Return what could be resumed earlier if it were alone, with its start."""
        starts = ((a, self._best.starts[a.index]) for a in self._limits.under_way)
        return [(a, start) for a, start in starts if start is not None and start > a.release]

    def _bring_forward(self, activity: Activity) -> None:
        for free in (False, True):
            for place in self._places(activity):
                if self._attempts <= 0 or self._try({activity.index: place}, free=free):
                    return

    def _places(self, activity: Activity) -> list[int]:
        """Return priorities just before each thing that those who may do it do earlier."""
        own = self._best.starts[activity.index]
        able = {person for staffing in activity.staffing for person in staffing.people}
        found = {
            start * STEPS_PER_SLOT - 1
            for other, start in enumerate(self._best.starts)
            if start is not None and own is not None and start < own
            if any(person in able for chosen in self._best.people[other] for person in chosen)
        }
        return sorted({-1, *found})

    def _try(self, first: dict[int, int], *, free: bool) -> bool:
        """Decode with some activities elsewhere in the order; keep what is better."""
        self._attempts -= 1
        if not self._decoder.decode(self._priorities(first, free=free)):
            return False
        found = self._decoder.solution()
        total = sum_of_resumptions(self._problem, found)
        if total >= self._sum or not self._limits.allow(found):
            return False
        self._best, self._sum = found, total
        return True

    def _priorities(self, first: dict[int, int], *, free: bool) -> IntArray:
        priority = self._decoder.lock_to(self._best)
        for index, place in first.items():
            priority[index] = place
        for activity in self._problem.activities if free else ():
            self._decoder.lock(None, activity.index)
        return priority


def _values(evaluator: Evaluator, solution: Solution) -> tuple[int, ...]:
    """Return the excess over deadlines and every objective, also below its goal."""
    evaluation = evaluator.evaluate(solution)
    tiers = (evaluation.tier(name) for name in evaluator.problem.tier_names)
    return (evaluation.tier("deadlines"), *tiers)
