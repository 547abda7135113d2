"""Solves a part of a problem; runs in a worker process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from allocator.cpmodel.build import build
from allocator.cpmodel.extract import extract
from allocator.cpmodel.hints import set_hints
from allocator.problem.evaluate import Evaluation
from allocator.problem.model import Problem, Solution


@dataclass(frozen=True)
class Answer:
    """What came of a part.

    Attributes
    ----------
    solution
        A better solution, None if none was found.
    proved
        Whether there is no better one.
    """

    solution: Solution | None
    proved: bool


@dataclass(frozen=True)
class Question:
    """A part to be improved.

    Attributes
    ----------
    problem, solution
        The part, and what it is now.
    tier
        The tier to improve; those before it must not get worse, those after it may.
    room
        By how much a tier before it may get worse all the same, since it has a goal.
    seconds
        Limit of time.
    seed
        Of the solver.
    """

    problem: Problem
    solution: Solution
    tier: str
    before: tuple[str, ...]
    seconds: float
    seed: int
    room: Mapping[str, int] = field(default_factory=dict)


def answer(question: Question) -> Answer:
    """Improve a part with one CP-SAT worker."""
    from ortools.sat.python import cp_model

    problem = question.problem
    now = Evaluation(problem, question.solution)
    value = now.tier(question.tier)
    relax = "deadlines" in (question.tier, *question.before)
    model = build(problem, tiers=(*question.before, question.tier), relax=relax)
    variables = model.variables
    for name in question.before:
        variables.model.add(model.tiers[name] <= now.tier(name) + question.room.get(name, 0))
    variables.model.add(model.tiers[question.tier] < value)
    variables.model.minimize(model.tiers[question.tier])
    set_hints(variables, question.solution)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = question.seed
    solver.parameters.max_time_in_seconds = question.seconds
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.linearization_level = 0
    solver.parameters.catch_sigint_signal = False
    status = solver.solve(variables.model)
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Answer(extract(variables, solver.value), status == cp_model.OPTIMAL)
    return Answer(None, status == cp_model.INFEASIBLE)
