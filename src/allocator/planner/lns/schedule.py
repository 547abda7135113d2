"""A problem with one solution: starts, ends and links of every activity, looked up once."""

from __future__ import annotations

from functools import cached_property

from allocator.problem.activity import Activity
from allocator.problem.evaluation import Evaluator
from allocator.problem.model import Solution


class Schedule:
    """The schedule around which neighbourhoods are drawn and subproblems are built.

    Parameters
    ----------
    evaluator
        Scores solutions of the problem.
    solution
        How it is planned.

    Attributes
    ----------
    evaluation
        Ends and tiers of the solution.
    starts
        Slot in which each activity starts; -1 if it is dropped.
    ends
        Boundary until which each activity lasts; -1 if it is dropped.
    """

    def __init__(self, evaluator: Evaluator, solution: Solution) -> None:
        problem = self.problem = evaluator.problem
        self.solution = solution
        self.evaluation = evaluator.evaluate(solution)
        self.starts = [-1 if start is None else start for start in solution.starts]
        self.ends = [self._end_of(a) for a in problem.activities]

    def _end_of(self, activity: Activity) -> int:
        """Return the boundary until which an activity lasts; -1 if it is dropped."""
        start, end = self.solution.starts[activity.index], self.evaluation.ends[activity.index]
        if start is None or end is None:
            return -1
        if activity.hold is None:
            return end
        return max(end, min(activity.hold[start], self.problem.horizon))

    def can_change(self, a: int) -> bool:
        """Return whether an activity can change without others: one that is planned always can."""
        node = self.problem.activities[a].node
        return self.starts[a] >= 0 or not self._is_linked[node]

    @cached_property
    def _is_linked(self) -> list[bool]:
        """Whether an item requires another, or another requires it, by item."""
        found = [False] * len(self.solution.planned)
        for one, other in self.problem.requires:
            found[one] = found[other] = True
        return found

    @cached_property
    def arrows_of(self) -> list[list[int]]:
        """The arrows from and to each activity."""
        found: list[list[int]] = [[] for _ in self.starts]
        for k, arrow in enumerate(self.problem.arrows):
            found[arrow.succ].append(k)
            if arrow.source.activity is not None:
                found[arrow.source.activity].append(k)
        return found
