"""Finds the least moves of deadlines with which there is a plan.

The excess of every deadline that may move counts by the calendar time by which its date moves, so
that the sum over all of them is the total shift.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from allocator import wording
from allocator.cpmodel.build import BuiltModel, build
from allocator.cpmodel.constraints.deadline import add_limit
from allocator.cpmodel.hints import set_hints
from allocator.cpmodel.objectives.finishes import at_least_part, by_variable
from allocator.cpmodel.variables import Linear
from allocator.domain import PlanItem, Scenario
from allocator.domain.quantities import When, end_of
from allocator.errors import AllocatorError
from allocator.explain.conflict.constraint import Constraint
from allocator.explain.conflict.feasibility_tests import FeasibilityTests
from allocator.explain.conflict.repairs.deadline_dates import asked_date, date_for, sentence
from allocator.planner.clock import Clock
from allocator.planner.cpsat import Run
from allocator.planner.first_plan import first_plan
from allocator.planner.method import solve
from allocator.planner.options import SolveOptions
from allocator.planner.params import DEFAULT_PARAMS
from allocator.problem.evaluation import Evaluator
from allocator.problem.model import Problem, Solution
from allocator.problem.objective import Limit
from allocator.problem.plan_items import plan_items

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Moves:
    """Deadlines that move, and to when.

    Attributes
    ----------
    dates
        The new date of each deadline that moves.
    least
        Whether it is proved that no smaller total shift suffices.
    items
        A plan that keeps the new dates, but for what comes after fixed dates that move.
    """

    dates: Mapping[Constraint, When]
    least: bool
    items: tuple[PlanItem, ...] = ()

    def text(self, scenario: Scenario) -> str:
        """Write moves of deadlines, several with their total."""
        texts = [sentence(scenario, deadline, date) for deadline, date in self.dates.items()]
        if len(texts) == 1:
            least = ", the earliest with which there is a plan" if self.least else ""
            return texts[0] + least
        shift = sum(
            (
                end_of(date) - end_of(asked_date(scenario, deadline))
                for deadline, date in self.dates.items()
            ),
            dt.timedelta(),
        )
        days = wording.count(round(shift / _DAY), "day")
        if shift < _DAY:
            days = wording.hours(shift / dt.timedelta(hours=1))
        least = ", the least with which there is a plan" if self.least else ""
        return f"move these dates together, by {days} in all{least}: {'; '.join(texts)}"


def least_moves(
    scenario: Scenario,
    tests: FeasibilityTests,
    only: Constraint | None = None,
    seconds: float | None = None,
) -> Moves | None:
    """Return moves of deadlines with the least total shift found; None where none was found.

    Parameters
    ----------
    scenario
        Its deadlines cannot all be kept.
    tests
        Time and seed.
    only
        The one deadline that may move; None for all.
    seconds
        For the search; None for ``ConflictParams.move_seconds``.
    """
    seconds = min(seconds or tests.params.move_seconds, tests.clock.left)
    if seconds <= 0 or tests.clock.interrupted:
        return None
    scope = scenario.scope
    clock = Clock(seconds, tests.stop)
    first = first_plan(scope, clock, tests.seed)
    problem = first.problem
    if problem.possible_pairs > DEFAULT_PARAMS.tiers.max_model_pairs:
        return _of_relaxed_plan(scope, tests) if only is None else None
    model = build(problem, tiers=(), relax=True)
    total = _total_shift(model, problem, scope, only)
    hinted = first.candidate is not None and only is None
    if hinted and first.candidate is not None:
        set_hints(model.variables, first.candidate.solution)
    run = Run(
        clock=clock,
        cores=SolveOptions().cores,
        seed=tests.seed,
        params=DEFAULT_PARAMS.cpsat,
        on_solution=lambda _solution: None,
        on_bound=lambda _bound: None,
    )
    outcome = run.minimize(model.variables, total, max(0.1, clock.left))
    if outcome.solution is not None:
        is_least = outcome.status == "optimal" and problem.exact_horizon
        return _moves(problem, scope, outcome.solution, least=is_least)
    if only is None and first.candidate is not None:
        return _moves_of_first(problem, scope, first.candidate.solution)
    return None


def _moves_of_first(problem: Problem, scenario: Scenario, solution: Solution) -> Moves | None:
    """Return the moves of a plan that is not searched for; None where it breaks other limits."""
    if Evaluator(problem).evaluate(solution).exceeds_limits:
        return None
    return _moves(problem, scenario, solution, least=False)


def _moves(problem: Problem, scenario: Scenario, solution: Solution, *, least: bool) -> Moves:
    """Return the moves that a solution needs where it breaks deadlines."""
    items = plan_items(problem, scenario, solution)
    return Moves(_dates(problem, scenario, solution), least, items)


def _total_shift(
    model: BuiltModel, problem: Problem, scenario: Scenario, only: Constraint | None
) -> Linear:
    """Return the sum of all moves in minutes; deadlines that may not move are kept."""
    total: Linear = 0
    for limit in problem.limits:
        deadline = _constraint(limit)
        if limit.kind == "freeze" or (only is not None and deadline != only):
            add_limit(model.variables, limit)
        else:
            total = total + _shift(model, problem, limit, _minutes(problem, scenario, deadline))
    return total


def _constraint(limit: Limit) -> Constraint:
    return Constraint("deadline", limit.kind, limit.id or "")


def _minutes(problem: Problem, scenario: Scenario, deadline: Constraint) -> Callable[[int], int]:
    """Return what gives the minutes by which a deadline moves for a finish at an instant."""
    old = end_of(asked_date(scenario, deadline))

    def minutes(instant: int) -> int:
        new = date_for(scenario, deadline, problem.timeline.moment(instant))
        return int((end_of(new) - old) / dt.timedelta(minutes=1))

    return minutes


def _shift(
    model: BuiltModel, problem: Problem, limit: Limit, minutes: Callable[[int], int]
) -> Linear:
    """Return a variable that is at least the minutes by which a deadline moves."""
    variables = model.variables
    tables = {}
    for _, source in limit.finish.sources:
        if id(source.instants) not in tables:
            values = source.instants.values
            moves = [minutes(int(v)) if v > limit.instant else 0 for v in values]
            tables[id(source.instants)] = np.maximum.accumulate(np.array(moves, dtype=np.int64))
    most = max((int(table.max()) for table in tables.values()), default=0)

    moved = variables.int_var(0, max(0, most), "moved", lambda _known: None)
    for part in by_variable(variables, limit.finish):
        at_least_part(variables, moved, part, tables[id(part.source.instants)], slope=0)
    return moved


def _dates(problem: Problem, scenario: Scenario, solution: Solution) -> dict[Constraint, When]:
    """Return the dates that a solution needs where it breaks deadlines."""
    evaluation = Evaluator(problem).evaluate(solution)
    found = {}
    for limit in problem.limits:
        instant = evaluation.instant(limit.finish)
        if limit.kind != "freeze" and instant is not None and instant > limit.instant:
            deadline = _constraint(limit)
            found[deadline] = date_for(scenario, deadline, problem.timeline.moment(instant))
    return found


def _of_relaxed_plan(scenario: Scenario, tests: FeasibilityTests) -> Moves | None:
    """Return the moves that a plan with broken deadlines needs: for what is too large otherwise."""
    seconds = min(2 * tests.params.move_seconds, tests.clock.left)
    options = SolveOptions(time_limit=seconds, seed=tests.seed, relax=True)
    try:
        plan = solve(scenario, options, stop=tests.stop).plan
    except AllocatorError:
        return None
    dates = {
        one: date_for(scenario, one, broken.finish)
        for broken in plan.solver.relaxed
        for one in [Constraint("deadline", broken.kind, broken.id or "")]
    }
    return Moves(dates, False, plan.items)
