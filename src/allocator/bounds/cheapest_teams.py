"""What the people of all items weigh at least: the cheapest, or most preferred, team of each."""

from __future__ import annotations

from collections.abc import Mapping

from allocator.bounds.linear_program import HighsRunner, LinearProgram, Stop, safe_bound
from allocator.problem.activity import Activity
from allocator.problem.mandatory import mandatory
from allocator.problem.model import Problem
from allocator.problem.objective import TierKind

_Weights = Mapping[tuple[int, int, int], int]
"""What people weigh on needs, by activity, need and person; 0 where it is left out."""


def cheapest_teams(problem: Problem, kind: TierKind, seconds: float, stop: Stop) -> int | None:
    """Return the sum of what the cheapest teams weigh, nobody in one of them twice.

    Each item is an assignment problem by itself, so the linear program of all has whole optima.
    None if the time did not suffice.

    Parameters
    ----------
    problem
        What is planned.
    kind
        Of the tier: COST or PREFERENCE.
    seconds, stop
        When to give up.
    """
    kept = mandatory(problem)
    weights, fixed = problem.weights_of_people(kind)
    program = LinearProgram()
    for activity in problem.activities:
        if activity.node not in kept:
            continue
        if activity.choice:
            teams = activity.possible_teams
            fixed += min((_least(weights, activity, team) for team in teams), default=0)
            continue
        needs = [_cheapest(weights, activity, need) for need in range(len(activity.staffing))]
        chosen = [person for people in needs for person, _ in people]
        if len(chosen) == len(set(chosen)):
            fixed += sum(cost for people in needs for _, cost in people)
        else:
            _add_assignment(program, weights, activity)
    if not program.cost:
        return fixed
    solved = HighsRunner(program).run(seconds, stop)
    if solved is None:
        return None
    least = safe_bound(program, solved[1])
    return fixed + max(0, -int(-least // 1))


def _least(weights: _Weights, activity: Activity, team: tuple[int, ...]) -> int:
    """Return what the cheapest people of some needs weigh, somebody twice among them maybe."""
    return sum(cost for need in team for _, cost in _cheapest(weights, activity, need))


def _cheapest(weights: _Weights, activity: Activity, need: int) -> list[tuple[int, int]]:
    """Return the cheapest candidates of a need with their costs."""
    staffing = activity.staffing[need]
    costs = sorted((weights.get((activity.index, need, p), 0), p) for p in staffing.people)
    return [(person, cost) for cost, person in costs[: staffing.count]]


def _add_assignment(program: LinearProgram, weights: _Weights, activity: Activity) -> None:
    used: dict[int, list[int]] = {}
    for need, staffing in enumerate(activity.staffing):
        costs = [weights.get((activity.index, need, p), 0) for p in staffing.people]
        columns = program.add_columns(len(costs), 0.0, 1.0, costs)
        program.add_row(columns, [1.0] * len(costs), staffing.count, float("inf"))
        for column, person in zip(columns, staffing.people, strict=True):
            used.setdefault(person, []).append(column)
    for columns_of in used.values():
        if len(columns_of) > 1:
            program.add_row(columns_of, [1.0] * len(columns_of), -float("inf"), 1.0)
