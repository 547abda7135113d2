"""Finds a plan that keeps every deadline, or proves that there is none."""

from __future__ import annotations

from allocator.cpmodel.build import build
from allocator.cpmodel.hints import set_hints
from allocator.domain import Scenario
from allocator.errors import InfeasibleError
from allocator.problem.model import Problem
from allocator.solve.axis import first_plan
from allocator.solve.clock import Clock
from allocator.solve.cpsat import Run
from allocator.solve.incumbent import Incumbent
from allocator.solve.progress import Throttle

SHARE_OF_TIME = 0.5
"""Share of the time limit in which a plan must be found before the search gives up."""


def find_feasible(
    problem: Problem, incumbent: Incumbent, clock: Clock, *, cores: int, seed: int
) -> None:
    """Search until the incumbent keeps every deadline.

    Raises
    ------
    InfeasibleError
        If that is proved impossible.
    """
    incumbent.phase = "meet the deadlines"
    incumbent.engine = "CP-SAT"
    incumbent.report(force=True)
    model = build(problem, tiers=())
    if incumbent.best is not None:
        set_hints(model.variables, incumbent.best.solution)
    run = Run(
        clock=clock,
        cores=cores,
        seed=seed,
        on_solution=incumbent.offer,
        on_bound=lambda _bound: None,
    )
    outcome = run.minimize(model.variables, None, clock.left * SHARE_OF_TIME)
    if outcome.solution is not None:
        incumbent.offer(outcome.solution)
    if outcome.status == "infeasible":
        raise InfeasibleError("no plan keeps every deadline and every rule")


def can_be_met(scenario: Scenario, clock: Clock, *, cores: int, seed: int) -> bool | None:
    """Return whether some plan keeps every deadline; None if the clock runs out before."""
    start = first_plan(scenario, clock, seed, quick=True)
    if start.candidate is not None and start.candidate.feasible:
        return True
    incumbent = Incumbent(start.problem, start.candidate, clock, Throttle(None))
    try:
        find_feasible(start.problem, incumbent, clock, cores=cores, seed=seed)
    except InfeasibleError:
        return False
    return True if incumbent.best is not None and incumbent.best.feasible else None
