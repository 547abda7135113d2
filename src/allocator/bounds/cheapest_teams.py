"""What the people of all items cost at least: the cheapest team of each item."""

from __future__ import annotations

from allocator.bounds.linear_program import HighsRunner, LinearProgram, Stop, safe_bound
from allocator.problem.activity import Activity
from allocator.problem.mandatory import mandatory
from allocator.problem.model import Problem


def cheapest_teams(problem: Problem, seconds: float, stop: Stop) -> int | None:
    """Return the sum of the costs of the cheapest teams, nobody in one of them twice.

    Each item is an assignment problem by itself, so the linear program of all has whole optima.
    None if the time did not suffice.
    """
    kept = mandatory(problem)
    fixed, program = problem.fixed_cost, LinearProgram()
    for activity in problem.activities:
        if activity.node not in kept:
            continue
        needs = [_cheapest(problem, activity, need) for need in range(len(activity.staffing))]
        chosen = [person for people in needs for person, _ in people]
        if len(chosen) == len(set(chosen)):
            fixed += sum(cost for people in needs for _, cost in people)
        else:
            _add_assignment(program, problem, activity)
    if not program.cost:
        return fixed
    solved = HighsRunner(program).run(seconds, stop)
    if solved is None:
        return None
    least = safe_bound(program, solved[1])
    return fixed + max(0, -int(-least // 1))


def _cheapest(problem: Problem, activity: Activity, need: int) -> list[tuple[int, int]]:
    """Return the cheapest candidates of a need with their costs."""
    staffing = activity.staffing[need]
    costs = sorted((problem.costs[activity.index, need, p], p) for p in staffing.people)
    return [(person, cost) for cost, person in costs[: staffing.count]]


def _add_assignment(program: LinearProgram, problem: Problem, activity: Activity) -> None:
    used: dict[int, list[int]] = {}
    for need, staffing in enumerate(activity.staffing):
        costs = [problem.costs[activity.index, need, p] for p in staffing.people]
        columns = program.add_columns(len(costs), 0.0, 1.0, costs)
        program.add_row(columns, [1.0] * len(costs), staffing.count, float("inf"))
        for column, person in zip(columns, staffing.people, strict=True):
            used.setdefault(person, []).append(column)
    for columns_of in used.values():
        if len(columns_of) > 1:
            program.add_row(columns_of, [1.0] * len(columns_of), -float("inf"), 1.0)
