"""After the search: work in progress is resumed as early as no objective gets worse."""

from __future__ import annotations

from allocator.heuristics.resume import ObjectiveLimits, resumed_solution, sum_of_resumptions
from allocator.heuristics.shift import left_shift
from allocator.planner.clock import Clock
from allocator.planner.first_plan import FirstPlan
from allocator.planner.incumbent import Incumbent
from allocator.planner.options import SolveOptions
from allocator.problem.model import Solution


def resume_early(
    first: FirstPlan, incumbent: Incumbent, clock: Clock, options: SolveOptions
) -> None:
    """Replace the plan by one that is no worse in any objective and resumes work earlier.

    The heuristic looks at any plan. On small problems CP-SAT then looks among all plans where time
    is left, but not in a reproducible run, in which time must not decide.
    """
    assert incumbent.best is not None
    limits = ObjectiveLimits.of(incumbent.evaluator, incumbent.best.solution)
    found = resumed_solution(
        incumbent.evaluator,
        incumbent.best.solution,
        first.decoder,
        options.params.heuristics.resume,
    )
    if not clock.over and not clock.reproducible and incumbent.best.feasible:
        found = _by_solver(first, limits, found, clock, options) or found
    incumbent.settle(found)


def _by_solver(
    first: FirstPlan, limits: ObjectiveLimits, known: Solution, clock: Clock, options: SolveOptions
) -> Solution | None:
    """Return the earliest resumption of all plans that are no worse; None without a better one."""
    problem, params = first.problem, options.params.resumption
    if len(problem.activities) > params.max_activities or not limits.has_postponed_work(known):
        return None
    from allocator.cpmodel.build import build  # the solver: only where it is needed
    from allocator.cpmodel.hints import set_hints
    from allocator.planner.cpsat import Run

    model = build(problem)
    variables = model.variables
    for name in problem.tier_names:
        variables.model.add(model.tiers[name] <= limits.value(name))
    for node, there in enumerate(known.planned):  # nothing optional is dropped for it
        variables.model.add(variables.planned[node] == int(there))
    starts = [variables.start[activity.index] for activity in limits.under_way]
    variables.model.add(sum(starts) <= sum_of_resumptions(problem, known))
    set_hints(variables, known)
    run = Run(
        clock=clock,
        cores=options.cores,
        seed=options.seed,
        params=options.params.cpsat,
        on_solution=lambda solution: None,
        on_bound=lambda bound: None,
    )
    outcome = run.minimize(variables, sum(starts), min(params.max_seconds, clock.left))
    if outcome.solution is None:
        return None
    found = left_shift(problem, outcome.solution, first.decoder)
    better = sum_of_resumptions(problem, found) < sum_of_resumptions(problem, known)
    return found if better and limits.allow(found) else None
