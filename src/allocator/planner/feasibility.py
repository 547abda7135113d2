"""Finds a plan that keeps every deadline, or proves that there is none."""

from __future__ import annotations

import datetime as dt

from allocator.cpmodel.build import build
from allocator.cpmodel.hints import set_hints
from allocator.domain import Scenario
from allocator.domain.quantities import When, end_of, reach_of
from allocator.errors import InfeasibleError, InterruptedBeforePlanError, NoPlanInTimeError
from allocator.planner.clock import Clock
from allocator.planner.cpsat import Run
from allocator.planner.first_plan import first_plan
from allocator.planner.incumbent import Incumbent
from allocator.planner.options import SolveOptions
from allocator.planner.params import DEFAULT_PARAMS, SearchParams
from allocator.planner.progress import Throttle
from allocator.problem.compile import compile_problem, longest_axis
from allocator.problem.evaluation import Evaluator
from allocator.problem.model import Problem


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
    small = problem.possible_pairs <= options.params.tiers.max_model_pairs
    if small and not clock.over and not (options.relax and incumbent.best is not None):
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
        return
    if clock.interrupted:
        raise InterruptedBeforePlanError("interrupted before a plan was found")
    if incumbent.best is None and _is_longest(problem, scenario):
        last = reach_of(scenario.calendar.start)
        raise NoPlanInTimeError(
            f"no plan was found that ends by {last:%Y-%m-%d}, as all plans must; check the amounts "
            "of work and the lags, and their units, or allow more time (--time-limit)"
        )
    raise NoPlanInTimeError


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
    elif problem.exact_horizon or _limited_items_fail(scenario, clock, cores, seed, params):
        raise InfeasibleError("no plan keeps every deadline and every rule")


def _limited_items_fail(
    scenario: Scenario, clock: Clock, cores: int, seed: int, params: SearchParams
) -> bool:
    """Return whether the items that a deadline depends on are proved to fail by themselves.

    They end by the latest deadline, so that a horizon up to there loses nothing.
    """
    limited, latest = _limited(scenario)
    if latest is None:
        return False
    days = max(0, (latest - scenario.plan_from).days) + 2
    limited_items = scenario.model_copy(
        update={"items": tuple(item for item in scenario.items if item.id in limited)}
    )
    problem = compile_problem(limited_items, axis_days=max(1, days), exact_horizon=True)
    nothing = Incumbent(Evaluator(problem), None, clock, Throttle(None))
    try:
        find_feasible(problem, limited_items, nothing, clock, cores=cores, seed=seed, params=params)
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
        find_feasible(
            start.problem, scenario, incumbent, clock, cores=cores, seed=seed, params=params
        )
    except InfeasibleError:
        return False
    return True if incumbent.best is not None and incumbent.best.feasible else None
