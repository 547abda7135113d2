"""The planning method on one page: from a scenario to a checked plan.

1. **First plan**: schedules by priority rules, on a planning horizon that is long enough.
2. **Deadlines**: where the first plan misses some, CP-SAT looks for a plan that meets them all.
3. **Bounds**: lower bounds without a search at once, by linear programs beside the search.
4. **Tiers**: the objectives are improved one after another, by the portfolio of operators; or by
   counted steps of one of them, where these are asked for.
5. **Finish**: the plan is shifted left, and work in progress is resumed early.
6. **Check**: the plan, in dates and people, goes through the independent checker.
"""

from __future__ import annotations

import threading
from dataclasses import replace

from allocator.domain import Result, Scenario
from allocator.errors import NoPlanInTimeError
from allocator.heuristics.construct import Constructor
from allocator.heuristics.kernel.warmup import load_compiled
from allocator.heuristics.shift import left_shift
from allocator.planner.clock import Clock
from allocator.planner.counted_steps import climbed
from allocator.planner.course import course_of
from allocator.planner.first_plan import FirstPlan, first_plan
from allocator.planner.incumbent import Incumbent
from allocator.planner.options import SolveOptions
from allocator.planner.progress import Listener, Throttle
from allocator.planner.report import make_plan
from allocator.planner.resumption import resume_early
from allocator.planner.trace import Trace
from allocator.problem.evaluation import Evaluator
from allocator.problem.quick_bounds import QuickBounds
from allocator.problem.time_windows import time_windows


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
    scope = scenario.scope
    if options.steps is not None:
        options = replace(options, reproducible=True)
    clock = Clock(options.time_limit, stop, reproducible=options.reproducible)
    throttle = Throttle(progress)

    # 1. First plan.
    first = first_plan(
        scope,
        clock,
        options.seed,
        options.params,
        found=lambda problem, plan: Incumbent(Evaluator(problem), plan, clock, throttle).report(
            force=True
        ),
        known=options.start,
        quick=options.steps is not None,
    )
    incumbent = Incumbent(
        Evaluator(first.problem),
        first.candidate,
        clock,
        throttle,
        trace,
        first_seconds=first.seconds,
    )
    incumbent.report(force=True)

    # 2. to 4. Deadlines, bounds and tiers.
    improve = _improve if options.steps is None else _improve_by_steps
    engines = improve(first, scope, incumbent, clock, options)
    course = course_of(incumbent, clock, first.problem.tier_names)

    # 5. Finish.
    assert incumbent.best is not None
    incumbent.offer(left_shift(first.problem, incumbent.best.solution, first.decoder), "SGS")
    resume_early(first, incumbent, clock, options)

    # 6. Check.
    plan = make_plan(first.problem, scenario, incumbent, options, clock, engines)
    return Result(
        status=plan.solver.status,
        stop_reason=plan.solver.stop_reason,
        plan=plan,
        report=plan.solver,
        first_plan_seconds=incumbent.first_seconds or 0.0,
        best_plan_seconds=incumbent.best_seconds or 0.0,
        course=None if clock.reproducible else course,
    )


def _improve(
    first: FirstPlan, scenario: Scenario, incumbent: Incumbent, clock: Clock, options: SolveOptions
) -> str:
    """Improve the first plan until all is proved or the clock is over; return who was at work."""
    # CP-SAT and the operators are loaded only now: the first plan does not wait for them.
    from allocator.planner.background import BackgroundWork
    from allocator.planner.feasibility import meet_deadlines
    from allocator.planner.operators import OPERATORS, SearchContext
    from allocator.planner.portfolio import Portfolio
    from allocator.planner.tiers import improve_tiers

    problem, tiers = first.problem, first.problem.tier_names

    # 2. Deadlines.
    meet_deadlines(problem, scenario, incumbent, clock, options)
    relaxed = incumbent.best is not None and not incumbent.best.feasible

    # 3. Bounds.
    windows = time_windows(problem)
    bounds = QuickBounds(incumbent.evaluator, windows)
    for tier in tiers:
        incumbent.raise_bound(tier, bounds.tier(tier), "chains and loads")

    # 4. Tiers.
    cluster, cores = options.cluster, options.cores
    if cluster is not None:
        cores = cluster.cores_left(cores)
    context = SearchContext(
        problem=problem,
        windows=windows,
        incumbent=incumbent,
        clock=clock,
        cores=cores,
        seed=options.seed,
        params=options.params,
        relax=relaxed,
        decoder=first.decoder,
        order=first.order,
    )
    searched = ("deadlines", *tiers) if relaxed else tiers
    if clock.over or all(incumbent.proved(tier) for tier in searched):
        return "SGS"
    with BackgroundWork(context) as background, Portfolio(context, OPERATORS) as portfolio:
        if clock.reproducible:
            background.wait_for_kernel()
        if cluster is None:
            improve_tiers(portfolio, incumbent, searched, clock, options.params.tiers)
            return portfolio.engines
        from allocator.planner.cluster.improver import ClusterImprover

        with ClusterImprover(context, scenario, cluster, portfolio, options.cores) as everybody:
            improve_tiers(everybody, incumbent, searched, clock, options.params.tiers)
        return everybody.engines


def _improve_by_steps(
    first: FirstPlan, scenario: Scenario, incumbent: Incumbent, clock: Clock, options: SolveOptions
) -> str:
    """Improve the first plan by counted steps of the kernel's search; return who was at work."""
    problem, best = first.problem, incumbent.best
    bounds = QuickBounds(incumbent.evaluator, time_windows(problem))
    for tier in problem.tier_names:
        incumbent.raise_bound(tier, bounds.tier(tier), "chains and loads")
    if best is not None and options.steps is not None:
        load_compiled()
        found = climbed(
            problem,
            first.decoder or Constructor(problem, options.seed).decoder,
            best,
            seed=options.seed,
            steps=options.steps,
            stopped=lambda: clock.interrupted,
        )
        incumbent.offer(found.solution, "search")
    if incumbent.best is None or not (incumbent.best.feasible or options.relax):
        raise NoPlanInTimeError(
            f"no plan that meets every deadline was found in {options.steps} steps; "
            "plan without --steps"
        )
    return "search"
