"""Finds a plan that keeps every deadline, or proves that there is none."""

from __future__ import annotations

import datetime as dt

from allocator.cpmodel.build import build
from allocator.cpmodel.hints import set_hints
from allocator.domain import Scenario
from allocator.domain.quantities import reach_of
from allocator.errors import InfeasibleError, InterruptedBeforePlanError, NoPlanInTimeError
from allocator.planner.clock import Clock
from allocator.planner.cpsat import Run
from allocator.planner.first_plan import first_plan
from allocator.planner.incumbent import Incumbent
from allocator.planner.limited_items import limited_items, only_limited
from allocator.planner.options import SolveOptions
from allocator.planner.params import DEFAULT_PARAMS, SearchParams
from allocator.planner.progress import Throttle
from allocator.problem.compile import compile_problem, longest_axis
from allocator.problem.evaluation import Evaluator
from allocator.problem.model import Problem
from allocator.problem.quick_bounds import QuickBounds
from allocator.problem.time_windows import time_windows


def meet_deadlines(
    problem: Problem,
    scenario: Scenario,
    incumbent: Incumbent,
    clock: Clock,
    options: SolveOptions,
) -> None:
    """Make sure that there is a plan that keeps the deadlines, or may break them.

    Raises
    ------
    InfeasibleError
        It is proved that there is none.
    NoPlanInTimeError, InterruptedBeforePlanError
        None was found.
    """
    if incumbent.best is not None and incumbent.best.feasible:
        return
    _refuse_exceeded_limits(problem)
    small = problem.possible_pairs <= options.params.tiers.max_model_pairs
    if small and not clock.over and not (options.relax and _has_relaxed(incumbent)):
        find_feasible(
            problem,
            scenario,
            incumbent,
            clock,
            cores=options.cores,
            seed=options.seed,
            relax=options.relax,
            params=options.params,
        )
    if incumbent.best is not None and (incumbent.best.feasible or options.relax):
        if _has_relaxed(incumbent):
            return
        raise NoPlanInTimeError("no plan was found that keeps to every budget that is a limit")
    if clock.interrupted:
        raise InterruptedBeforePlanError("interrupted before a plan was found")
    if incumbent.best is None and _is_longest(problem, scenario):
        last = reach_of(scenario.calendar.start)
        raise NoPlanInTimeError(
            f"no plan was found that ends by {last:%Y-%m-%d}, as all plans must; check the amounts "
            "of work and the lags, and their units, or allow more time (--time-limit)"
        )
    raise NoPlanInTimeError


def _has_relaxed(incumbent: Incumbent) -> bool:
    """Return whether there is a plan that breaks nothing but deadlines."""
    if incumbent.best is None:
        return False
    return not incumbent.evaluator.evaluate(incumbent.best.solution).exceeds_limits


def _refuse_exceeded_limits(problem: Problem) -> None:
    """Raise where even the cheapest people cost more than a limit."""
    if not any(budget.hard for budget in problem.budgets):
        return
    bounds = QuickBounds(Evaluator(problem), time_windows(problem))
    for budget in problem.budgets:
        if budget.hard and budget.excess(bounds.cheapest(budget.activities)):
            raise InfeasibleError(f"no plan keeps to the budget of project {budget.project}")


def _is_longest(problem: Problem, scenario: Scenario) -> bool:
    """Return whether the horizon reaches the last day of any plan, but for a week."""
    start = scenario.plan_from
    return bool(problem.horizon) and problem.timeline.moment(
        int(problem.timeline.ends[-1])
    ) > start + dt.timedelta(days=longest_axis(scenario) - 7)


def find_feasible(
    problem: Problem,
    scenario: Scenario,
    incumbent: Incumbent,
    clock: Clock,
    *,
    cores: int,
    seed: int,
    relax: bool = False,
    params: SearchParams = DEFAULT_PARAMS,
) -> None:
    """Search until there is a plan that keeps every deadline; if relaxed, any plan.

    Raises
    ------
    InfeasibleError
        If that is proved impossible.
    """
    incumbent.engine = "CP-SAT"
    incumbent.enter("deadlines")
    model = build(problem, tiers=(), relax=relax)
    if incumbent.best is not None:
        set_hints(model.variables, incumbent.best.solution)
    run = Run(
        clock=clock,
        cores=cores,
        seed=seed,
        params=params.cpsat,
        on_solution=incumbent.offer,
        on_bound=lambda _bound: None,
    )
    seconds = clock.left * params.tiers.deadline_time_fraction
    outcome = run.minimize(model.variables, None, seconds)
    if outcome.solution is not None:
        incumbent.offer(outcome.solution)
    if outcome.status != "infeasible":
        return
    if relax:
        if problem.exact_horizon:
            raise InfeasibleError("no plan keeps every rule, even with all deadlines relaxed")
    elif problem.exact_horizon or _limited_items_fail(
        scenario, problem, clock, cores, seed, params
    ):
        raise InfeasibleError("no plan keeps every deadline and every rule")


def _limited_items_fail(
    scenario: Scenario,
    problem: Problem,
    clock: Clock,
    cores: int,
    seed: int,
    params: SearchParams,
) -> bool:
    """Return whether the items that a deadline depends on are proved to fail by themselves.

    They end by the latest deadline, so that a horizon up to there loses nothing.
    """
    limited, latest = limited_items(scenario)
    if latest is None:
        return False
    days = max(0, (latest - scenario.plan_from).days) + 2
    limited_scenario = only_limited(scenario, problem, limited)
    problem = compile_problem(limited_scenario, axis_days=max(1, days), exact_horizon=True)
    nothing = Incumbent(Evaluator(problem), None, clock, Throttle(None))
    try:
        find_feasible(
            problem, limited_scenario, nothing, clock, cores=cores, seed=seed, params=params
        )
    except InfeasibleError:
        return True
    return False


def can_be_met(
    scenario: Scenario,
    clock: Clock,
    *,
    cores: int,
    seed: int,
    params: SearchParams = DEFAULT_PARAMS,
) -> bool | None:
    """Return whether some plan keeps every deadline; None if the clock runs out before."""
    start = first_plan(scenario, clock, seed, params, quick=True)
    if start.candidate is not None and start.candidate.feasible:
        return True
    incumbent = Incumbent(Evaluator(start.problem), start.candidate, clock, Throttle(None))
    try:
        _refuse_exceeded_limits(start.problem)
        find_feasible(
            start.problem, scenario, incumbent, clock, cores=cores, seed=seed, params=params
        )
    except InfeasibleError:
        return False
    return True if incumbent.best is not None and incumbent.best.feasible else None
