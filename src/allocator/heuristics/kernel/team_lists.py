"""Writes the rules about who is put together, and who takes over from whom."""

from __future__ import annotations

from itertools import chain

import numpy as np

from allocator.heuristics.kernel import layout as at
from allocator.heuristics.kernel.packing import PackedTables, integers, pointers, stretches
from allocator.problem.activity import Activity
from allocator.problem.handovers import Handover
from allocator.problem.model import Problem
from allocator.problem.timeline import IntArray


def team_lists(problem: Problem, slots: PackedTables) -> dict[int, IntArray]:
    """Return the rules about teams, by activity; their tables go into ``slots``."""
    handovers = problem.handovers
    common_ptr, common_row = _common_time(problem, slots)
    asked: list[list[Handover]] = [[] for _ in problem.activities]
    for link in handovers.links:
        index = link.pred if link.succ is None else link.succ
        assert index is not None
        asked[index].append(link)
    links = list(chain.from_iterable(asked))
    given_ptr, given = stretches(sorted(link.places) for link in links)
    people = range(len(problem.people))
    mornings = {p: slots.row(table) for p, table in handovers.mornings.items()}
    return {
        at.RULED: integers(
            activity.common is not None or bool(of_it)
            for activity, of_it in zip(problem.activities, asked, strict=True)
        ),
        at.COMMON_PTR: common_ptr,
        at.COMMON_ROW: common_row,
        at.HANDOVER_PTR: pointers(map(len, asked)),
        at.HANDOVER_PRED: integers(
            -1 if link.succ is None or link.pred is None else link.pred for link in links
        ),
        at.HANDOVER_STRICT: integers(link.succ is None for link in links),
        at.GIVEN_PTR: given_ptr,
        at.GIVEN_PLACE: given,
        at.PERSON_PLACE: integers(handovers.place_of),
        at.MORNING_ROW: integers(mornings.get(p, -1) for p in people),
    }


def _common_time(problem: Problem, slots: PackedTables) -> tuple[IntArray, IntArray]:
    """Return where the limits of each activity begin, -1 without any, and the limits.

    Those of an activity are a square over its candidates: a row of ``slots``, or -1. Equal ones
    stand there once.
    """
    known: dict[tuple[object, ...], int] = {}
    squares: list[IntArray] = [integers([])]
    begins, length = [], 0
    for activity in problem.activities:
        if activity.common is None:
            begins.append(-1)
            continue
        key = (activity.common, *activity.staffing)
        if key not in known:
            known[key] = length
            squares.append(_square(activity, slots))
            length += len(squares[-1])
        begins.append(known[key])
    return integers(begins), np.concatenate(squares)


def _square(activity: Activity, slots: PackedTables) -> IntArray:
    """Return, for every two candidates of an activity, their limit."""
    assert activity.common is not None
    firsts = pointers(len(staffing.people) for staffing in activity.staffing)
    place = [
        {p: int(firsts[n]) + k for k, p in enumerate(staffing.people)}
        for n, staffing in enumerate(activity.staffing)
    ]
    square = np.full((int(firsts[-1]), int(firsts[-1])), -1, dtype=np.int64)
    for (n, m), limits in activity.common.limits.items():
        for (p, q), limit in limits.items():
            if p in place[n] and q in place[m]:
                one, other = place[n][p], place[m][q]
                square[one, other] = square[other, one] = slots.row(limit)
    return square.ravel()
