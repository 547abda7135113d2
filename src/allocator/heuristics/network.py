"""The precedence network: which activity waits for which."""

from __future__ import annotations

from allocator.problem.model import Problem


class Network:
    """The arrows by the activity that they lead to, and counts of what each waits for."""

    def __init__(self, problem: Problem) -> None:
        self.into: list[list[int]] = [[] for _ in problem.activities]
        self.followers: list[list[int]] = [[] for _ in problem.activities]
        waiting: list[set[int]] = [set() for _ in problem.activities]
        for k, arrow in enumerate(problem.arrows):
            self.into[arrow.succ].append(k)
            if arrow.source.activity is not None:
                waiting[arrow.succ].add(arrow.source.activity)
        for succ, preds in enumerate(waiting):
            for pred in sorted(preds):
                self.followers[pred].append(succ)
        self.waiting = [len(preds) for preds in waiting]
