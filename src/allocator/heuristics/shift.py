"""Makes a plan semi-active: no item could start earlier without moving another."""

from __future__ import annotations

from allocator.heuristics.placement import Placement, place
from allocator.heuristics.sgs import Builder, Network
from allocator.problem.model import Activity, Problem, Solution


def builder_of(problem: Problem, network: Network, solution: Solution) -> Builder:
    """Book a whole solution."""
    builder = Builder(problem, network)
    for activity in problem.activities:
        start = solution.starts[activity.index]
        if start is not None:
            people = [list(chosen) for chosen in solution.people[activity.index]]
            builder.add(activity, Placement(start, people, _end(problem, activity, start, people)))
    return builder


def _end(problem: Problem, activity: Activity, start: int, people: list[list[int]]) -> int:
    end = activity.end(start, people)
    if activity.hold is None:
        return end
    return max(end, min(int(activity.hold[start]), problem.horizon))


def left_shift(problem: Problem, solution: Solution) -> Solution:
    """Move items earlier, people and the rest kept, until none can move.

    Regular objectives (all of this planner's) never get worse by it: finishes are monotone in
    starts, and links only hold back from below.
    """
    builder = builder_of(problem, Network(problem), solution)
    moved = True
    while moved:
        moved = False
        for index in sorted(builder.placed, key=lambda a: (builder.placed[a].start, a)):
            activity = problem.activities[index]
            old = builder.take_out(activity)
            found = place(
                activity,
                builder.floor(activity),
                builder.occupancy,
                lambda _need, _person, end: (end,),
                problem.horizon,
                old.people,
            )
            if found is not None and found.start < old.start:
                builder.add(activity, found)
                moved = True
            else:
                builder.add(activity, old)
    shifted = builder.solution()
    return Solution(shifted.starts, shifted.people, solution.planned)
