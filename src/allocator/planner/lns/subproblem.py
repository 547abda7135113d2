"""A subproblem of a large neighbourhood search, and how its solution goes back into the whole."""

from __future__ import annotations

from dataclasses import dataclass

from allocator.problem.model import Problem, Solution


@dataclass(frozen=True)
class Subproblem:
    """A problem made of some activities of a whole, all others fixed.

    It has a shorter timeline; what fixed activities take is booked, and their links are least and
    greatest values. A solution of it, merged, is a solution of the whole.

    Attributes
    ----------
    problem
        The subproblem's own problem.
    solution
        The whole's solution, restricted to it.
    members
        Activity of the whole by activity of the subproblem.
    first_slot
        Slot of the whole's timeline at which the subproblem's begins.
    """

    problem: Problem
    solution: Solution
    members: tuple[int, ...]
    first_slot: int

    def merge(self, whole: Solution, found: Solution, problem: Problem) -> Solution:
        """Return the whole's solution with a solution of the subproblem put in its place.

        Parameters
        ----------
        whole, problem
            The solution around which the subproblem was built, and the problem of that.
        found
            The solution of the subproblem.
        """
        starts, people, planned = list(whole.starts), list(whole.people), list(whole.planned)
        for k, a in enumerate(self.members):
            start = found.starts[k]
            starts[a] = None if start is None else start + self.first_slot
            people[a] = found.people[k]
            planned[problem.activities[a].node] = found.planned[k]
        return Solution(tuple(starts), tuple(people), tuple(planned))
