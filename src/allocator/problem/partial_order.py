"""The order in which activities of a plan follow each other at people and resources.

With these links, and everybody at what they do, the plan may be moved in time but not reordered:
a "partial order schedule" (Policella, Cesta, Oddi, Smith, 2007, "From precedence constraint
posting to partial order schedules").
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from allocator.problem.model import Problem, Solution

Pair = tuple[int, int]


def order_pairs(
    problem: Problem, solution: Solution, ends: Sequence[int], activities: Iterable[int]
) -> list[Pair]:
    """Return pairs (one, next) of activities that are at the same person or resource in turn.

    Parameters
    ----------
    problem, solution
        A plan.
    ends
        By activity: the boundary until which it lasts.
    activities
        Those between which the order is wanted; the dropped ones have none.
    """
    kept = sorted(
        (a for a in activities if solution.starts[a] is not None),
        key=lambda a: (solution.starts[a] or 0, ends[a], a),
    )
    queues: dict[tuple[str, int], _Queue] = defaultdict(_Queue)
    pairs: dict[Pair, None] = {}
    for a in kept:
        start = solution.starts[a]
        assert start is not None
        for key, amount in _holds(problem, solution, a):
            pairs.update(dict.fromkeys(queues[key].take(a, start, ends[a], amount)))
    return list(pairs)


def _holds(problem: Problem, solution: Solution, a: int) -> Iterator[tuple[tuple[str, int], int]]:
    activity = problem.activities[a]
    for staffing, chosen in zip(activity.staffing, solution.people[a], strict=True):
        for person in chosen:
            yield ("person", person), staffing.share
    for resource, amount in activity.demands:
        yield ("resource", resource), amount


class _Queue:
    """Who held how much of one person or resource last, and until when."""

    def __init__(self) -> None:
        self._lots: list[tuple[int, int, int]] = []  # until, activity, amount

    def take(self, a: int, start: int, end: int, amount: int) -> Iterator[Pair]:
        """Yield a pair with each activity that passes a part of the amount on, latest first."""
        if end <= start or amount <= 0:
            return
        left, kept = amount, []
        for until, other, held in sorted(self._lots, reverse=True):
            given = min(held, left) if until <= start else 0
            if given:
                yield other, a
                left -= given
            if held > given:
                kept.append((until, other, held - given))
        kept.append((end, a, amount))
        self._lots = kept
