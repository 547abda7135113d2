"""Finds a plan that keeps every deadline, or proves that there is none."""

from __future__ import annotations

import datetime as dt

from allocator.cpmodel.build import build
from allocator.cpmodel.hints import set_hints
from allocator.domain import Scenario
from allocator.domain.quantities import When, end_of
from allocator.errors import InfeasibleError
from allocator.planner.clock import Clock
from allocator.planner.cpsat import Run
from allocator.planner.first_plan import first_plan
from allocator.planner.incumbent import Incumbent
from allocator.planner.progress import Throttle
from allocator.problem.compile import compile_problem
from allocator.problem.model import Problem

SHARE_OF_TIME = 0.5
"""Share of the time limit in which a plan must be found before the search gives up."""


def find_feasible(
    problem: Problem,
    scenario: Scenario,
    incumbent: Incumbent,
    clock: Clock,
    *,
    cores: int,
    seed: int,
    relax: bool = False,
) -> None:
    """Search until there is a plan that keeps every deadline; if relaxed, any plan.

    Raises
    ------
    InfeasibleError
        If that is proved impossible.
    """
    incumbent.phase = "meet the deadlines"
    incumbent.engine = "CP-SAT"
    incumbent.report(force=True)
    model = build(problem, tiers=(), relax=relax)
    if incumbent.best is not None:
        set_hints(model.variables, incumbent.best.solution)
    run = Run(
        clock=clock,
        cores=cores,
        seed=seed,
        on_solution=incumbent.offer,
        on_bound=lambda _bound: None,
    )
    seconds = clock.left * SHARE_OF_TIME
    clock.grant(seconds)
    outcome = run.minimize(model.variables, None, seconds)
    if outcome.solution is not None:
        incumbent.offer(outcome.solution)
    if outcome.status != "infeasible":
        return
    if relax:
        if problem.exact_horizon:
            raise InfeasibleError("no plan keeps every rule, even with all deadlines relaxed")
    elif problem.exact_horizon or _limited_part_fails(scenario, clock, cores, seed):
        raise InfeasibleError("no plan keeps every deadline and every rule")


def _limited_part_fails(scenario: Scenario, clock: Clock, cores: int, seed: int) -> bool:
    """Prove it without the items that no deadline waits for: these can be done later.

    What is left ends by the latest deadline, so that an axis up to there loses nothing.
    """
    limited, latest = _limited(scenario)
    if latest is None:
        return False
    days = max(0, (latest - scenario.plan_from).days) + 2
    part = scenario.model_copy(
        update={"items": tuple(item for item in scenario.items if item.id in limited)}
    )
    problem = compile_problem(part, axis_days=max(1, days), exact_horizon=True)
    nothing = Incumbent(problem, None, clock, Throttle(None))
    try:
        find_feasible(problem, part, nothing, clock, cores=cores, seed=seed)
    except InfeasibleError:
        return True
    return False


def _limited(scenario: Scenario) -> tuple[set[str], dt.datetime | None]:
    """Return the items that have a deadline or precede one that has, and the latest deadline."""
    ends: list[When] = [] if scenario.calendar.end is None else [scenario.calendar.end]
    found = {item.id for item in scenario.items} if ends else set()
    for item in scenario.items:
        project = scenario.project_by_id.get(item.project or "")
        for when in (item.hard_end, project.deadline if project else None):
            if when is not None:
                ends.append(when)
                found.add(item.id)
    latest = max((end_of(when) for when in ends), default=None)
    return scenario.with_predecessors(found), latest


def can_be_met(scenario: Scenario, clock: Clock, *, cores: int, seed: int) -> bool | None:
    """Return whether some plan keeps every deadline; None if the clock runs out before."""
    start = first_plan(scenario, clock, seed, quick=True)
    if start.candidate is not None and start.candidate.feasible:
        return True
    incumbent = Incumbent(start.problem, start.candidate, clock, Throttle(None))
    try:
        find_feasible(start.problem, scenario, incumbent, clock, cores=cores, seed=seed)
    except InfeasibleError:
        return False
    return True if incumbent.best is not None and incumbent.best.feasible else None
