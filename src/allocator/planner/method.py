"""The one door: a scenario goes in, a checked plan comes out."""

from __future__ import annotations

import threading

from allocator.domain import Course, Result, Scenario
from allocator.heuristics.construct import Candidate
from allocator.heuristics.shift import left_shift
from allocator.planner.clock import Clock, StopReason
from allocator.planner.first_plan import first_plan
from allocator.planner.incumbent import Incumbent
from allocator.planner.options import SolveOptions
from allocator.planner.progress import Listener, Throttle
from allocator.planner.report import make_plan
from allocator.planner.take_up import take_up_early
from allocator.planner.trace import Trace
from allocator.problem.model import Problem


def solve(
    scenario: Scenario,
    options: SolveOptions | None = None,
    *,
    progress: Listener | None = None,
    stop: threading.Event | None = None,
    trace: Trace | None = None,
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
    trace
        Receives every better plan and bound.

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
    report = Throttle(progress)
    firsts: list[float] = []

    def found(problem: Problem, candidate: Candidate) -> None:
        firsts.append(clock.elapsed)
        Incumbent(problem, candidate, clock, report).report(force=True)

    start = first_plan(scenario, clock, options.seed, found=found, known=options.start)
    incumbent = Incumbent(start.problem, start.candidate, clock, report, trace)
    incumbent.first_seconds = firsts[0] if firsts else incumbent.first_seconds
    incumbent.report(force=True)
    from allocator.planner.improve import improve  # the solver: after the first plan

    engine = improve(start, scenario, incumbent, clock, options)
    assert incumbent.best is not None
    course = Course(
        searched_seconds=clock.elapsed, improved_seconds=incumbent.best_seconds or clock.elapsed
    )
    incumbent.offer(left_shift(start.problem, incumbent.best.solution, start.decoder), "SGS")
    take_up_early(start, incumbent, clock, options)
    reason: StopReason = "work_limit" if clock.reproducible else "time_limit"
    plan = make_plan(
        start.problem,
        scenario,
        incumbent,
        options,
        stop_reason="interrupted" if clock.interrupted else reason,
        engine=engine,
        seconds=clock.elapsed,
    )
    return Result(
        status=plan.solver.status,
        stop_reason=plan.solver.stop_reason,
        plan=plan,
        report=plan.solver,
        first_plan_seconds=incumbent.first_seconds or 0.0,
        best_plan_seconds=incumbent.best_seconds or 0.0,
        course=None if clock.reproducible else course,
    )
