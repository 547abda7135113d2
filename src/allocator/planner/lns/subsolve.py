"""Solves a subproblem with CP-SAT; runs in a worker process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from allocator.cpmodel.build import build
from allocator.cpmodel.extract import extract
from allocator.cpmodel.hints import set_hints
from allocator.problem.evaluation import Evaluator
from allocator.problem.latest_windows import latest_windows
from allocator.problem.model import Problem, Solution
from allocator.problem.time_windows import time_windows


@dataclass(frozen=True)
class SubproblemTask:
    """A subproblem to be improved.

    Attributes
    ----------
    problem, solution
        The subproblem, and its solution so far.
    tier
        The tier to improve; those before it must not get worse, those after it may.
    before
        The tiers before it.
    allowance
        By how much a tier before it may get worse all the same, because it stays within its goal.
    seconds
        Limit of time.
    seed
        Seed of the solver.
    work_per_second
        CP-SAT's deterministic time that stands for a second in a reproducible run; else None.
    """

    problem: Problem
    solution: Solution
    tier: str
    before: tuple[str, ...]
    seconds: float
    seed: int
    allowance: Mapping[str, int] = field(default_factory=dict)
    work_per_second: float | None = None


@dataclass(frozen=True)
class SubproblemOutcome:
    """What the solver found.

    Attributes
    ----------
    solution
        A better solution, None if none was found.
    proved
        Whether there is no better one.
    work
        CP-SAT's deterministic time.
    """

    solution: Solution | None
    proved: bool
    work: float = 0.0


def solve_subproblem(task: SubproblemTask) -> SubproblemOutcome:
    """Improve a subproblem with one CP-SAT worker."""
    from ortools.sat.python import cp_model

    problem, evaluator = task.problem, Evaluator(task.problem)
    now = evaluator.evaluate(task.solution)
    most = {name: now.tier(name) + task.allowance.get(name, 0) for name in task.before}
    most[task.tier] = now.tier(task.tier) - 1
    relax = "deadlines" in most
    windows = latest_windows(evaluator, time_windows(problem), most, deadlines=not relax)
    if windows is None:
        return SubproblemOutcome(None, True)
    model = build(problem, tiers=(*task.before, task.tier), relax=relax, windows=windows)
    variables = model.variables
    for name, value in most.items():
        variables.model.add(model.tiers[name] <= value)
    variables.model.minimize(model.tiers[task.tier])
    set_hints(variables, task.solution)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = task.seed
    if task.work_per_second is None:
        solver.parameters.max_time_in_seconds = task.seconds
    else:
        solver.parameters.max_deterministic_time = task.seconds * task.work_per_second
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.linearization_level = 0
    solver.parameters.catch_sigint_signal = False
    status = solver.solve(variables.model)
    work = solver.response_proto.deterministic_time
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        solution = extract(variables, solver.value)
        return SubproblemOutcome(solution, status == cp_model.OPTIMAL, work)
    return SubproblemOutcome(None, status == cp_model.INFEASIBLE, work)
