"""Repairs a baseline with as little change as can be, and reads other known plans."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from allocator.domain import PlanItem
from allocator.heuristics.candidate import Candidate
from allocator.heuristics.kernel.decode import STEPS_PER_SLOT
from allocator.heuristics.kernel.decoder import Decoder
from allocator.heuristics.priorities import FloatArray
from allocator.problem.activity import Activity
from allocator.problem.mandatory import mandatory
from allocator.problem.model import Problem, Solution
from allocator.problem.team_matching import Team, match_team
from allocator.problem.timeline import IntArray


def repaired(problem: Problem, shares_with: Decoder, tail: FloatArray) -> Iterator[Candidate]:
    """Yield plans in which everything stays with its people and starts no earlier than it did.

    What is new comes after everything, as soon as what waits for it asks, or before everything,
    in turn; what is optional and was not planned is left out, then taken in.

    Parameters
    ----------
    problem
        Nothing is yielded if it has no baseline.
    shares_with
        A decoder of the problem.
    tail
        By activity: length of the longest chain from it on; of what is new the longest goes first.
    """
    baseline = problem.baseline
    if not any(start is not None for start in baseline.starts):
        return
    decoder = Decoder(problem, shares_with)
    stay = decoder.lock_to_baseline()
    new = [a for a in problem.activities if baseline.starts[a.index] is None]
    kept = mandatory(problem)
    spare = [a.index for a in new if a.node not in kept]
    for left_out in [spare, []] if spare else [[]]:
        decoder.drop(left_out)
        for priority in _orders(problem, stay, new, tail):
            if decoder.decode(priority):
                yield Candidate(decoder.score(), decoder.solution())


def _orders(
    problem: Problem, stay: IntArray, new: list[Activity], tail: FloatArray
) -> Iterator[IntArray]:
    if not new:
        yield stay
        return
    by_tail = np.argsort(np.argsort(-tail, kind="stable"), kind="stable")
    last = (int(stay.max(initial=0)) // STEPS_PER_SLOT + 1) * STEPS_PER_SLOT
    after, before, first = stay.copy(), stay.copy(), stay.copy()
    for activity in new:
        a = activity.index
        after[a] = last + by_tail[a]
        first[a] = int(by_tail[a]) - len(stay)
        before[a] = last
    _pull_forward(problem, before)
    yield from (after, before, first)


def _pull_forward(problem: Problem, priority: IntArray) -> None:
    """Put everything before what waits for it."""
    into: dict[int, list[int]] = {}
    for arrow in problem.arrows:
        if arrow.source.activity is not None:
            into.setdefault(arrow.succ, []).append(arrow.source.activity)
    for node in reversed(problem.order):
        a = problem.activity_of.get(node)
        for pred in () if a is None else into.get(a, ()):
            priority[pred] = min(priority[pred], priority[a] - 1)


def known_plan(
    problem: Problem, items: Iterable[PlanItem], shares_with: Decoder
) -> Candidate | None:
    """Return a plan of the same items, moved left; None if it is none of this problem."""
    solution = _solution(problem, {item.id: item for item in items})
    if solution is None:
        return None
    decoder = Decoder(problem, shares_with)
    if not decoder.decode(decoder.lock_to(solution)):
        return None
    return Candidate(decoder.score(), decoder.solution())


def _solution(problem: Problem, entries: Mapping[str, PlanItem]) -> Solution | None:
    starts: list[int | None] = []
    people: list[Team] = []
    number = {name: k for k, name in enumerate(problem.people)}
    dropped = {name for name, entry in entries.items() if entry.state == "dropped"}
    for activity in problem.activities:
        entry = entries.get(activity.id)
        if entry is None or (entry.id not in dropped and entry.start is None):
            return None
        if entry.id in dropped:
            starts.append(None)
            people.append(tuple(() for _ in activity.staffing))
            continue
        assert entry.start is not None
        begins = min((said.start for said in entry.assignments), default=entry.start)
        slot = problem.timeline.first_slot(problem.timeline.minutes(begins))
        there = [number[said.person] for said in entry.assignments if said.person in number]
        team = match_team(activity, there, slot) if slot < problem.horizon else None
        if team is None:
            return None
        starts.append(slot)
        people.append(team)
    planned = tuple(name not in dropped for name in problem.items)
    if not _leaves_out_only_what_may_be(problem, planned):
        return None
    return Solution(tuple(starts), tuple(people), planned)


def _leaves_out_only_what_may_be(problem: Problem, planned: Sequence[bool]) -> bool:
    """Whether what is left out is optional, and what is planned waits for nothing of it."""
    optional = all(each or node in problem.optional for node, each in enumerate(planned))
    return optional and all(planned[b] or not planned[a] for a, b in problem.requires)
