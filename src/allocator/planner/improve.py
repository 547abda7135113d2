"""From a first plan to the best: meet the deadlines, then tier after tier."""

from __future__ import annotations

import datetime as dt

from allocator.domain import Scenario
from allocator.domain.quantities import reach_of
from allocator.errors import InterruptedBeforePlanError, NoPlanInTimeError
from allocator.planner.clock import Clock
from allocator.planner.feasibility import find_feasible
from allocator.planner.first_plan import Start
from allocator.planner.incumbent import Incumbent
from allocator.planner.options import SolveOptions
from allocator.planner.tiers import MOST_PICKS, improve_all, starting_bounds
from allocator.problem.compile import longest_axis
from allocator.problem.model import Problem
from allocator.problem.windows import earliest_windows


def improve(
    start: Start, scenario: Scenario, incumbent: Incumbent, clock: Clock, options: SolveOptions
) -> str:
    """Improve the incumbent until everything is proved or the clock is over.

    Returns
    -------
    The engines that were at work.

    Raises
    ------
    InfeasibleError, NoPlanInTimeError, InterruptedBeforePlanError
        See ``solve``.
    """
    problem = start.problem
    small = problem.possible_pairs <= MOST_PICKS
    _reach_feasibility(problem, scenario, incumbent, clock, options, small=small)
    relax = incumbent.best is not None and not incumbent.best.feasible
    tiers = ("deadlines", *problem.tier_names) if relax else problem.tier_names
    windows = earliest_windows(problem)
    for tier, bound in starting_bounds(problem, windows, problem.tier_names).items():
        incumbent.raise_bound(tier, bound, "chains and loads")
    if clock.over or all(incumbent.proved(tier) for tier in tiers):
        improve_all(None, incumbent, tiers, clock)
        return "SGS"
    from allocator.planner.portfolio import Portfolio  # the kernel and the solver: only now

    engine = Portfolio(start, windows, incumbent, clock, options.cores, options.seed, relax)
    try:
        improve_all(engine, incumbent, tiers, clock)
    finally:
        engine.close()
    return engine.names


def _reach_feasibility(
    problem: Problem,
    scenario: Scenario,
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
        find_feasible(
            problem,
            scenario,
            incumbent,
            clock,
            cores=options.cores,
            seed=options.seed,
            relax=options.relax,
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
    """Whether the axis of a problem goes on to the last day of any plan, but for a week."""
    start = scenario.plan_from
    return bool(problem.horizon) and problem.timeline.moment(
        int(problem.timeline.ends[-1])
    ) > start + dt.timedelta(days=longest_axis(scenario) - 7)
