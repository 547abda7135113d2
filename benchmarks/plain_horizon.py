"""How many slots a peer's model needs: enough for a best plan, where that can be known."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

from clocks import Clocks

if TYPE_CHECKING:
    from plain import Project, Task

AXIS = 4
"""An axis is at most so many times as long as a plan made without any search."""


def slots_enough(
    tasks: Sequence[Task], projects: Sequence[Project], clocks: Clocks, tier: str
) -> tuple[int, bool]:
    """Return slots for a plan, and whether some best plan is known to end within them.

    From a plan made without any search: its makespan, or with tardiness the latest slot at which
    a project may end in a plan that is no worse, cut to four times its makespan, since longer
    axes ruin a CP-SAT model. With resources, or where some tardiness weighs nothing, it is the
    end of one task after the other in any order, after the last release.
    """
    weights = [projects[t.project].weight if t.project is not None else 0 for t in tasks]
    if any(task.demands for task in tasks) or (tier == "tardiness" and min(weights) <= 0):
        end = max(task.release for task in tasks)
        for task in tasks:
            ends = [clocks.work(p, end, n)[1] for p, n in task.people]
            end = max(ends, default=end + task.length)
        return end, clocks.uniform
    ends, value = _greedy(tasks, projects, clocks)
    if tier == "makespan":
        return max(ends), True
    enough = max(max(ends), *(p.due + value // p.weight for p in projects if p.weight))
    cut = min(enough, AXIS * max(ends))
    return cut, cut == enough


def _greedy(
    tasks: Sequence[Task], projects: Sequence[Project], clocks: Clocks
) -> tuple[list[int], int]:
    """Return ends and tardiness of a plan: what is ready first goes to whoever ends it first."""
    after: list[list[int]] = [[] for _ in tasks]
    waits = [len(task.after) for task in tasks]
    for k, task in enumerate(tasks):
        for before in task.after:
            after[before].append(k)
    due = [projects[task.project].due if task.project is not None else 0 for task in tasks]
    heap = [(task.release, due[k], k) for k, task in enumerate(tasks) if not task.after]
    heapify(heap)
    ends = [0] * len(tasks)
    free: dict[int, int] = {}
    while heap:
        ready, _, k = heappop(heap)
        ends[k] = ready + tasks[k].length
        if tasks[k].people:
            ends[k], person = min(
                (clocks.work(p, max(ready, free.get(p, 0)), n)[1], p) for p, n in tasks[k].people
            )
            free[person] = ends[k]
        for successor in after[k]:
            waits[successor] -= 1
            if not waits[successor]:
                first = max(tasks[successor].release, *(ends[b] for b in tasks[successor].after))
                heappush(heap, (first, due[successor], successor))
    last = [0] * len(projects)
    for task, end in zip(tasks, ends, strict=True):
        if task.project is not None:
            last[task.project] = max(last[task.project], end)
    late = (p.weight * max(0, end - p.due) for p, end in zip(projects, last, strict=True))
    return ends, sum(late)
