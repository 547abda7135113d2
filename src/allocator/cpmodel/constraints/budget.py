"""No project costs more than its budget, where that is a limit."""

from __future__ import annotations

from allocator.cpmodel.variables import Linear, Variables
from allocator.problem.budgets import Budget


def add(variables: Variables) -> None:
    """For every limit: the sum of cost x pick over the project's work is at most what is left."""
    for budget in variables.problem.budgets:
        if budget.hard:
            cost = cost_of(variables, budget)
            if isinstance(cost, int):
                if cost > budget.room:
                    variables.model.add_bool_or([])
            else:
                variables.model.add(cost <= budget.room)


def cost_of(variables: Variables, budget: Budget) -> Linear:
    """Return what the people of a budget's activities cost, in units of cost."""
    problem = variables.problem
    return sum(
        (
            problem.costs[a, n, p] * variables.pick[a, n, p]
            for a in budget.activities
            for n, staffing in enumerate(problem.activities[a].staffing)
            for p in staffing.people
            if problem.costs[a, n, p]
        ),
        start=0,
    )
