"""A part of a problem: some activities may change, all others stand as they are in a solution.

The part is a problem of its own on a shorter axis, with what the standing activities take booked
and with their links as least and greatest values. A solution of it, put back, is a solution of
the whole with everything else unmoved.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from allocator.planner.lns.cutter import Cut, PartMaker
from allocator.problem.evaluate import Evaluation
from allocator.problem.model import Activity, Problem, Solution


class Cutter:
    """Cuts parts out of one problem around one solution.

    Parameters
    ----------
    problem
        The whole.
    solution
        A plan of it.
    """

    def __init__(self, problem: Problem, solution: Solution) -> None:
        self.problem = problem
        self.solution = solution
        self.evaluation = Evaluation(problem, solution)
        self.starts = [-1 if start is None else start for start in solution.starts]
        self.ends = [self._held(a) for a in problem.activities]

    def _held(self, activity: Activity) -> int:
        """Return the boundary until which an activity lasts; -1 if it is dropped."""
        start, end = self.solution.starts[activity.index], self.evaluation.ends[activity.index]
        if start is None or end is None:
            return -1
        if activity.hold is None:
            return end
        return max(end, min(int(activity.hold[start]), self.problem.horizon))

    def cut(self, free: Iterable[int], *, room: int, ordered: Iterable[int] = ()) -> Cut | None:
        """Return the part in which only some activities may change.

        Parameters
        ----------
        free
            Activities; dropped ones that other items wait for stay as they are.
        ordered
            Activities that may move in time, with their people and in their order.
        room
            Slots by which the part's axis reaches beyond its activities, on either side.

        Returns
        -------
        None if there is nothing to change.
        """
        changing = {a for a in free if self._open(a)}
        if not any(self.starts[a] >= 0 for a in changing):
            return None
        moving = {a for a in ordered if self.starts[a] >= 0} - changing
        members = tuple(sorted(changing | moving))
        planned = [a for a in members if self.starts[a] >= 0]
        first = max(0, min(self.starts[a] for a in planned) - room)
        last = min(self.problem.horizon, max(self.ends[a] for a in planned) + room)
        return PartMaker(self, members, moving, first, last).cut()

    def _open(self, a: int) -> bool:
        """Return whether an activity may change by itself."""
        node = self.problem.activities[a].node
        return self.starts[a] >= 0 or not self._entangled[node]

    @cached_property
    def _entangled(self) -> list[bool]:
        """Whether an item waits for another, or another for it."""
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
