"""The one door: a scenario goes in, a checked plan comes out."""

from __future__ import annotations

import threading

from allocator.domain import Result, Scenario
from allocator.errors import InterruptedBeforePlanError, NoPlanInTimeError
from allocator.heuristics.shift import left_shift
from allocator.problem.model import Problem
from allocator.solve.axis import first_plan
from allocator.solve.clock import Clock, StopReason
from allocator.solve.feasibility import find_feasible
from allocator.solve.incumbent import Incumbent
from allocator.solve.options import SolveOptions
from allocator.solve.progress import Listener, Throttle
from allocator.solve.report import make_plan
from allocator.solve.tiers import MOST_PICKS, WholeModel, improve_all, starting_bounds


def solve(
    scenario: Scenario,
    options: SolveOptions | None = None,
    *,
    progress: Listener | None = None,
    stop: threading.Event | None = None,
) -> Result:
    """Plan a scenario.

    Parameters
    ----------
    scenario
        Validated; see ``allocator.scenario.load``.
    options
        Limits and choices.
    progress
        Called at most ten times a second, from any thread, with the state of the search.
    stop
        Set it to end the search at once with the best plan so far.

    Raises
    ------
    InfeasibleError
        No plan keeps every hard constraint.
    NoPlanInTimeError
        The time ran out before a plan was found.
    InterruptedBeforePlanError
        Stopped before a plan was found.
    DefectError
        The plan failed the independent check.
    """
    options = options or SolveOptions()
    clock = Clock(options.time_limit, stop, reproducible=options.reproducible)
    start = first_plan(scenario, clock, options.seed)
    problem = start.problem
    incumbent = Incumbent(problem, start.candidate, clock, Throttle(progress))
    incumbent.report(force=True)
    small = _picks(problem) <= MOST_PICKS
    _reach_feasibility(problem, incumbent, clock, options, small=small)
    relax = incumbent.best is not None and not incumbent.best.feasible
    tiers = ("deadlines", *scenario.tiers) if relax else scenario.tiers
    for tier, bound in starting_bounds(problem, scenario.tiers).items():
        incumbent.raise_bound(tier, bound)
    engine = None
    if small and not clock.over and not all(incumbent.proved(tier) for tier in tiers):
        engine = WholeModel(problem, incumbent, clock, options.cores, options.seed, relax)
        incumbent.engine = "CP-SAT"
    improve_all(engine, incumbent, tiers, clock)
    assert incumbent.best is not None
    incumbent.offer(left_shift(problem, incumbent.best.solution))
    reason: StopReason = "work_limit" if clock.reproducible else "time_limit"
    plan = make_plan(
        problem,
        incumbent,
        options,
        stop_reason="interrupted" if clock.interrupted else reason,
        engine="SGS + CP-SAT" if engine is not None else "SGS",
        seconds=clock.elapsed,
    )
    return Result(
        status=plan.solver.status,
        stop_reason=plan.solver.stop_reason,
        plan=plan,
        report=plan.solver,
        first_plan_seconds=incumbent.first_seconds or 0.0,
        best_plan_seconds=incumbent.best_seconds or 0.0,
    )


def _picks(problem: Problem) -> int:
    return sum(len(s.people) for activity in problem.activities for s in activity.staffing)


def _reach_feasibility(
    problem: Problem,
    incumbent: Incumbent,
    clock: Clock,
    options: SolveOptions,
    *,
    small: bool,
) -> None:
    """See to it that there is a plan that keeps the deadlines, or may break them."""
    if incumbent.best is not None and incumbent.best.feasible:
        return
    if small and not clock.over and not (options.relax and incumbent.best is not None):
        find_feasible(problem, incumbent, clock, cores=options.cores, seed=options.seed)
    if incumbent.best is not None and (incumbent.best.feasible or options.relax):
        return
    if clock.interrupted:
        raise InterruptedBeforePlanError("interrupted before a plan was found")
    raise NoPlanInTimeError(
        f"no plan that keeps every deadline was found within {options.time_limit:g} s, and it is "
        "not proved that there is none; allow more time (--time-limit), or see with --relax "
        "which deadlines are broken least"
    )
