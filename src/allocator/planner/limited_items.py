"""The items that deadlines depend on, as a scenario by themselves."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection
from fractions import Fraction

from allocator.domain import BudgetLimit, Project, Scenario
from allocator.domain.quantities import When, end_of, exact
from allocator.domain.spending import spent_on_all
from allocator.problem.budgets import cost_of_frozen
from allocator.problem.evaluation import Evaluator
from allocator.problem.model import Problem
from allocator.problem.quick_bounds import QuickBounds
from allocator.problem.time_windows import time_windows


def limited_items(scenario: Scenario) -> tuple[set[str], dt.datetime | None]:
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


def only_limited(scenario: Scenario, problem: Problem, limited: Collection[str]) -> Scenario:
    """Return a scenario with some of its items only, which has a plan if the whole has one.

    Of a budget that is a limit those left out take at least what the cheapest people cost.

    Parameters
    ----------
    scenario, problem
        The whole, and what it was compiled to.
    limited
        Ids of the items that stay.
    """
    items = tuple(item for item in scenario.items if item.id in limited)
    projects = scenario.projects
    if any(project.is_budget_hard for project in projects):
        taken = _CostsLeftOut(scenario, problem, limited)
        projects = tuple(taken.reduced(project) for project in projects)
    return scenario.model_copy(update={"items": items, "projects": projects})


class _CostsLeftOut:
    """What the items that are left out cost at least."""

    def __init__(self, scenario: Scenario, problem: Problem, limited: Collection[str]) -> None:
        self._scenario, self._problem, self._limited = scenario, problem, limited
        self._bounds = QuickBounds(Evaluator(problem), time_windows(problem))

    def reduced(self, project: Project) -> Project:
        """Return a project with what they leave of its limit, rounded up."""
        if not project.is_budget_hard or project.budget_amount is None:
            return project
        left = exact(project.budget_amount) - self._cost(project.id)
        limit = math.ceil(left * 10**6) / 10**6
        return project.model_copy(update={"budget": BudgetLimit.model_construct(limit=limit)})

    def _cost(self, project: str) -> Fraction:
        problem, scope = self._problem, self._scenario.scope
        out = [i for i in scope.items if i.project == project and i.id not in self._limited]
        names = {item.id for item in out}
        open_work = [a.index for a in problem.activities if a.id in names]
        fixed = [f for f in problem.fixed.values() if f.activity.id in names]
        cheapest = self._bounds.cheapest(open_work) * problem.cost_unit
        frozen = sum((cost_of_frozen(scope, each) for each in fixed), Fraction(0))
        return cheapest + frozen + spent_on_all(scope, out)
