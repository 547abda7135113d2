"""Adapts a known plan to a change by putting what has to move elsewhere in the order."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from allocator.domain import PlanItem
from allocator.heuristics.candidate import Candidate
from allocator.heuristics.kernel.decode import STEPS_PER_SLOT
from allocator.heuristics.kernel.decoder import Decoder
from allocator.problem.model import Problem, Solution

ROUNDS = 4
"""Times that the best so far is taken for what is put elsewhere next."""

FIRST_MOVED = 8
"""Of the activities that move, how many are put elsewhere in turn, the first ones by start."""

KNOWN_PLACES = (-1.0, 0.0, 1.0)
"""Where the first that move go in the known order: by so many times the length of their move later
than they are now; what moves behind them stands where it is known."""

PLACES = (-1.0, 0.0, 1.0)
"""Where one goes: by so many times the length of its move later than it is now."""


def with_displaced_work(
    problem: Problem, shares_with: Decoder, known: Sequence[PlanItem], adapted: Candidate
) -> Candidate:
    """Return an adapted plan, or a better one.

    A schedule in the order of a known plan pushes on everything behind what comes later, also
    where somebody else could take it or another item could go first. So the first activities that
    move are put later in the order, or given to whoever can do them, or all that move is, or all.

    What comes of it is a plan of the changed scenario, so that no delay costs more.

    Parameters
    ----------
    problem, shares_with
        What is planned, and a decoder of it.
    known
        Items of the known plan with dates.
    adapted
        What the known plan becomes in its order.
    """
    starts = _known_starts(problem, known)
    decoder, best = Decoder(problem, shares_with), adapted
    for _ in range(ROUNDS):
        moved = _moved(starts, best.solution)
        found = [best]
        if moved:
            found += [*_in_known_order(decoder, best, moved), *_elsewhere(decoder, best, moved)]
        better = min(found, key=lambda each: each.score)
        if better.score >= best.score:
            break
        best = better
    return best


def _known_starts(problem: Problem, known: Sequence[PlanItem]) -> list[int | None]:
    """Return the slots in which the known plan starts its activities, or takes them up again."""
    entries = {entry.id: entry for entry in known if entry.start is not None}
    starts: list[int | None] = []
    for activity in problem.activities:
        entry = entries.get(activity.id)
        if entry is None or entry.start is None:
            starts.append(None)
            continue
        begins = min((said.start for said in entry.assignments), default=entry.start)
        starts.append(problem.timeline.first_slot(problem.timeline.minutes(begins)))
    return starts


def _moved(starts: Sequence[int | None], solution: Solution) -> dict[int, int]:
    """Return by how many slots activities start later than known, those first that did first."""
    found = {
        a: now - was
        for a, (was, now) in enumerate(zip(starts, solution.starts, strict=True))
        if was is not None and now is not None and now > was
    }
    return dict(sorted(found.items(), key=lambda one: (starts[one[0]] or 0, one[0])))


def _in_known_order(
    decoder: Decoder, best: Candidate, moved: Mapping[int, int]
) -> Iterator[Candidate]:
    """Yield schedules in the known order, but for the first that move, which go later."""
    everything = range(len(best.solution.starts))
    for first in {1: list(moved)[:1], 3: list(moved)[:3]}.values():
        for place in KNOWN_PLACES:
            shift = {a: -length for a, length in moved.items()}
            shift |= {a: int(place * moved[a]) for a in first}
            for freed in ((), first, moved, everything):
                yield from _decoded(decoder, best, shift, freed)


def _elsewhere(decoder: Decoder, best: Candidate, moved: Mapping[int, int]) -> Iterator[Candidate]:
    """Yield schedules with one activity elsewhere, its people kept or not."""
    nobody: Collection[int] = ()
    for activity in list(moved)[:FIRST_MOVED]:
        for place in PLACES:
            shift = {activity: int(place * moved[activity])}
            yield from _decoded(decoder, best, shift, nobody)
            yield from _decoded(decoder, best, shift, shift)


def _decoded(
    decoder: Decoder, best: Candidate, shift: Mapping[int, int], freed: Collection[int]
) -> Iterator[Candidate]:
    """Yield a schedule in the order of another one, but for what is shifted by some slots.

    Everybody keeps their work, but for what is freed: whoever can may do it.
    """
    priority = decoder.lock_to(best.solution)
    for activity, slots in shift.items():
        priority[activity] += slots * STEPS_PER_SLOT
    for activity in freed:
        decoder.lock(None, activity)
    if decoder.decode(priority):
        yield Candidate(decoder.score(), decoder.solution())
