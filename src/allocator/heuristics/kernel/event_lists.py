"""Writes what decoding without delay needs to know of a problem; see ``no_delay``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import numpy as np

from allocator.heuristics.kernel import layout as at
from allocator.heuristics.kernel.packing import integers, pointers, stretches
from allocator.heuristics.network import Network
from allocator.problem.activity import Staffing
from allocator.problem.mandatory import mandatory
from allocator.problem.model import Problem
from allocator.problem.precedence import Arrow
from allocator.problem.timeline import NEVER, IntArray, Table


def takes_whole_time(problem: Problem) -> bool:
    """Return whether every need takes people's whole time, and nobody is booked."""
    booked = any(each.kind == "person" for each in problem.booked)
    shares = {staffing.share for a in problem.activities for staffing in a.staffing}
    return not booked and shares <= {problem.share_scale}


def event_lists(
    problem: Problem, network: Network, lists: Mapping[int, IntArray]
) -> dict[int, IntArray]:
    """Return what is known of events, chains and terms; ``lists`` are those of needs and terms."""
    fewest = _fewest_slots(problem)
    sources = lists[at.SOURCE_ACTIVITY]
    read: list[list[int]] = [[] for _ in problem.activities]
    for k in np.flatnonzero(sources >= 0).tolist():
        read[sources[k]].append(k)
    measure_ptr, measure = stretches(read)
    counts = np.diff(lists[at.SOURCE_PTR])
    term = np.repeat(np.arange(len(counts)), counts)
    return {
        **_class_lists(problem, _plain(problem, network, lists[at.RULED]), lists[at.SCARCITY]),
        at.TAIL: _tails(problem, network, fewest),
        at.STIRS: _stirs(problem),
        at.MEASURE_PTR: measure_ptr,
        at.MEASURE: measure,
        at.SOURCE_TERM: term,
        at.SOURCE_REST: _rests(problem, network, fewest, lists, term, read),
    }


def _fewest_slots(problem: Problem) -> list[int]:
    """Return the slots that people work on each activity at least."""
    return [max((s.fewest_slots for s in a.least), default=0) for a in problem.activities]


def _class_lists(problem: Problem, plain: IntArray, scarcity: IntArray) -> dict[int, IntArray]:
    """Return the classes of needs that the same people can fill, and what is plain.

    In a class goes first who takes fewest slots for its longest need, then who is least needed.
    """
    numbers: dict[tuple[int, ...], int] = {}
    longest: dict[tuple[int, ...], Staffing] = {}
    waiting: Counter[int] = Counter()
    of_need = []
    for activity, is_plain in zip(problem.activities, plain, strict=True):
        for staffing in activity.staffing:
            k = numbers.setdefault(staffing.people, len(numbers))
            of_need.append(k)
            waiting[k] += int(is_plain)
            known = longest.setdefault(staffing.people, staffing)
            if staffing.effort_hours > known.effort_hours:
                longest[staffing.people] = staffing
    order: list[list[int]] = []
    members: list[list[tuple[int, int]]] = [[] for _ in problem.people]
    for k, (people, staffing) in enumerate(longest.items()):
        least = [table.fewest_slots for table in staffing.finish]
        rank_of = scarcity[list(people)].tolist()
        places = range(len(people))
        order.append(sorted(places, key=lambda p: (least[p], rank_of[p], people[p])))
        for rank, place in enumerate(order[-1]):
            members[people[place]].append((k, rank))
    class_ptr, class_order = stretches(order)
    persons = [[who[place] for place in places] for who, places in zip(longest, order, strict=True)]
    member_ptr = pointers(map(len, members))
    flat_members = [each for member in members for each in member]
    return {
        at.CLASS_OF: integers(of_need),
        at.CLASS_PTR: class_ptr,
        at.CLASS_ORDER: class_order,
        at.CLASS_PERSON: stretches(persons)[1],
        at.QUEUE_PTR: pointers(waiting[k] for k in range(len(numbers))),
        at.MEMBER_PTR: member_ptr,
        at.MEMBER_CLASS: integers(k for k, _ in flat_members),
        at.MEMBER_RANK: integers(rank for _, rank in flat_members),
        at.PLAIN: plain,
    }


def _plain(problem: Problem, network: Network, ruled: IntArray) -> IntArray:
    """Return which activities one person does, with links into the start and nothing else."""
    paired = problem.people_rules.members
    return integers(
        a.index not in paired
        and len(a.staffing) == 1
        and a.staffing[0].count == 1
        and not a.demands
        and a.hold is None
        and not ruled[a.index]
        and all(_into_start(problem.arrows[k]) for k in network.into[a.index])
        for a in problem.activities
    )


def _into_start(arrow: Arrow) -> bool:
    ends = [at.ENDPOINTS[endpoint] for endpoint, _ in arrow.targets]
    return ends == [at.AT_START] or ends == [at.AT_ELAPSED_END]


def _topological(problem: Problem) -> list[int]:
    return [problem.activity_of[n] for n in problem.order if n in problem.activity_of]


def _tails(problem: Problem, network: Network, fewest: list[int]) -> IntArray:
    """Return the slots from each activity's start to the end of its longest chain."""
    tail = list(fewest)
    for a, activity in enumerate(problem.activities):
        if activity.hold is not None:
            tail[a] = max(tail[a], activity.hold.fewest_slots)
    for a in reversed(_topological(problem)):
        tail[a] += max((tail[b] for b in network.followers[a]), default=0)
    return integers(tail)


def _stirs(problem: Problem) -> IntArray:
    """Return in which slots somebody begins to work, or something booked ends."""
    stirs = np.zeros(problem.horizon + 1, dtype=np.int64)
    tables: set[Table] = {a.hold for a in problem.activities if a.hold is not None}
    for staffing in {s for a in problem.activities for s in a.staffing}:
        tables.update(staffing.finish)
    for table in tables:
        can_start = table.values[: problem.horizon] < NEVER
        stirs[1 : len(can_start)] |= can_start[1:] & ~can_start[:-1]
    for booking in problem.booked:
        stirs[min(booking.end, problem.horizon)] = 1
    return stirs


def _rests(
    problem: Problem,
    network: Network,
    fewest: list[int],
    lists: Mapping[int, IntArray],
    term: IntArray,
    read: list[list[int]],
) -> IntArray:
    """Return by source how many slots a term that reads the end of work lasts after it at least.

    Followed are links from end to start, without overlap, to what cannot be dropped and is read by
    the same term in the same way.
    """
    kept, row = mandatory(problem), lists[at.SOURCE_ROW]
    at_end = lists[at.SOURCE_ENDPOINT] == at.AT_WORK_END
    rest = np.zeros(len(row), dtype=np.int64)
    follows = _followers_at_end(problem)
    for a in reversed(_topological(problem)):
        mine = {(term[k], row[k]): k for k in read[a] if at_end[k]}
        for b in follows[a] if mine else ():
            if problem.activities[b].node not in kept:
                continue
            for k in read[b]:
                mate = mine.get((term[k], row[k])) if at_end[k] else None
                if mate is not None:
                    rest[mate] = max(rest[mate], fewest[b] + rest[k])
    return rest


def _followers_at_end(problem: Problem) -> list[list[int]]:
    """Return by activity those that start no earlier than its work ends."""
    follows: list[list[int]] = [[] for _ in problem.activities]
    slots = np.arange(problem.horizon)
    late: dict[Table, bool] = {}
    for arrow in problem.arrows:
        source = arrow.source
        if source.activity is None or at.ENDPOINTS[source.endpoint] != at.AT_WORK_END:
            continue
        if not _into_start(arrow):
            continue
        table = arrow.targets[0][1]
        if table not in late:
            late[table] = bool((table.values[: problem.horizon] >= slots).all())
        if late[table]:
            follows[source.activity].append(arrow.succ)
    return follows
