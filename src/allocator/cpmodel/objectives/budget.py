"""By how much projects exceed budgets that are goals."""

from __future__ import annotations

from allocator.cpmodel.constraints.budget import cost_of
from allocator.cpmodel.variables import KnownSolution, Linear, Variables
from allocator.problem.budgets import Budget


def expression(variables: Variables) -> Linear:
    """Return the sum over budgets of max(0, cost - room), in units of 1 / cost scale."""
    goals = (budget for budget in variables.problem.budgets if not budget.hard)
    return sum((_excess(variables, budget) for budget in goals), start=0)


def _excess(variables: Variables, budget: Budget) -> Linear:
    """Return a variable that is at least the excess of one budget."""
    costs = variables.problem.costs
    most = sum(
        max((costs[a, n, p] for p in staffing.people), default=0) * staffing.count
        for a in budget.activities
        for n, staffing in enumerate(variables.problem.activities[a].staffing)
    )

    def hint(known: KnownSolution) -> int:
        return budget.excess(known[1].cost(budget))

    excess = variables.int_var(0, budget.excess(most), f"excess of {budget.project}", hint)
    variables.model.add(excess >= cost_of(variables, budget) - budget.room)
    return excess
