"""Loosens the budgets of projects."""

from __future__ import annotations

import math
from collections.abc import Iterator

from allocator import wording
from allocator.analysis.project_costs import cost_of
from allocator.domain import Plan
from allocator.explain.conflict.repairs.loosening import LoosenedConstraint, Loosening
from allocator.explain.conflict.repairs.repair import updated


def budget(subject: LoosenedConstraint) -> Iterator[Loosening]:
    """Yield a higher limit: what a plan costs that comes near to the budget."""
    scenario, name = subject.scenario, subject.constraint.id
    project = scenario.project_by_id[name]
    limit = project.budget_amount
    assert limit is not None
    title = project.name or name

    def as_needed(plan: Plan) -> Loosening | None:
        needed = math.ceil(cost_of(plan.scenario, plan.items, name))
        if needed <= limit:
            return None
        amount = wording.money(needed, scenario.currency)
        return Loosening(
            f"raise the budget of project {title} from {wording.number(limit)} to {amount}",
            updated(scenario, "projects", name, {"budget": {"limit": needed}}),
        )

    yield Loosening(
        f"make the budget of project {title} a goal (budget: {wording.decimal(limit)})",
        updated(scenario, "projects", name, {"budget": limit}),
        as_needed,
        cheap=True,
    )
