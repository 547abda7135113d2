"""Gives work of projects that exceed their budgets to people who cost less."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from allocator.heuristics.candidate import Candidate
from allocator.heuristics.kernel.decoder import Decoder
from allocator.problem.budgets import Budget
from allocator.problem.model import Problem, Solution

_NEARLY = 0.9
"""Fraction of the most that is saved which is nearly as much."""


@dataclass(frozen=True)
class _Exchange:
    """Somebody on a need for somebody who costs less.

    Attributes
    ----------
    saving
        By how much less, in units of cost.
    slots
        By how many slots later they are done, from the same start.
    length
        Slots from there until they are done.
    """

    activity: int
    need: int
    old: int
    new: int
    saving: int
    slots: int
    length: int

    @property
    def gain(self) -> float:
        """What is saved for each slot that it takes longer."""
        return self.saving / (1 + max(0, self.slots))


def with_cheaper_people(decoder: Decoder, candidate: Candidate) -> Candidate | None:
    """Return a schedule with cheaper people, where a candidate exceeds budgets.

    Of each project those change hands of which most is saved for each slot that it takes longer,
    until its budget is kept.

    Parameters
    ----------
    decoder
        Of the problem; nobody is locked to anything afterwards.
    candidate
        Any.

    Returns
    -------
    Candidate or None
        None where no budget is exceeded, nobody is cheaper, or no place is found for all.
    """
    problem, solution = decoder.problem, candidate.solution
    people = [list(map(list, needs)) for needs in solution.people]
    loads = _loads(problem, solution)
    changed = False
    for budget in problem.budgets:
        excess = budget.excess(decoder.evaluator.evaluate(solution).cost(budget))
        if excess:
            changed |= _reduce(problem, budget, solution, people, loads, excess)
    if not changed:
        return None
    cheaper = tuple(tuple(tuple(sorted(team)) for team in needs) for needs in people)
    wanted = Solution(solution.starts, cheaper, solution.planned)
    fits = decoder.decode(decoder.lock_to(wanted))
    found = Candidate(decoder.score(), decoder.solution()) if fits else None
    for activity in range(len(problem.activities)):
        decoder.lock(None, activity)
    decoder.drop(())
    return found


def _loads(problem: Problem, solution: Solution) -> list[int]:
    """Return how many slots everybody is at work."""
    loads = [0] * len(problem.people)
    for activity, start in zip(problem.activities, solution.starts, strict=True):
        if start is not None:
            for staffing, team in zip(
                activity.staffing, solution.people[activity.index], strict=True
            ):
                for person in team:
                    loads[person] += staffing.end(person, start) - start
    return loads


def _reduce(
    problem: Problem,
    budget: Budget,
    solution: Solution,
    people: list[list[list[int]]],
    loads: list[int],
    excess: int,
) -> bool:
    """Exchange people until an excess is saved; return whether anybody was exchanged.

    Of those who save nearly as much whoever has least to do is taken.
    """
    places = [one for a in budget.activities for one in _exchanges(problem, solution, a)]
    places.sort(key=lambda exchanges: -exchanges[0].gain)
    moved = False
    for exchanges in places:
        if excess <= 0:
            break
        team = people[exchanges[0].activity]
        near = [
            one
            for one in exchanges
            if one.gain >= _NEARLY * exchanges[0].gain
            and not any(one.new in others for others in team)
        ]
        if near:
            best = min(near, key=lambda one: (loads[one.new], one.new))
            team[best.need][team[best.need].index(best.old)] = best.new
            loads[best.new] += best.length
            loads[best.old] -= best.length - best.slots
            excess -= best.saving
            moved = True
    return moved


def _exchanges(problem: Problem, solution: Solution, a: int) -> Iterator[list[_Exchange]]:
    """Yield, for each one on an activity, who could take their place for less, the best first."""
    start, costs = solution.starts[a], problem.costs
    if start is None:
        return
    for n, staffing in enumerate(problem.activities[a].staffing):
        for old in solution.people[a][n]:
            found = [
                _Exchange(
                    activity=a,
                    need=n,
                    old=old,
                    new=new,
                    saving=costs[a, n, old] - costs[a, n, new],
                    slots=staffing.end(new, start) - staffing.end(old, start),
                    length=staffing.end(new, start) - start,
                )
                for new in staffing.people
                if costs[a, n, new] < costs[a, n, old]
                and staffing.end(new, start) <= problem.horizon
            ]
            if found:
                yield sorted(found, key=lambda one: (-one.gain, one.new))
