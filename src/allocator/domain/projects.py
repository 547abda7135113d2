"""Projects, and the resources that their work shares."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from allocator.domain.base import Id, Model, invalid
from allocator.domain.budgets import Budget, BudgetLimit
from allocator.domain.quantities import When, beginning, end_of


class Resource(Model):
    """A shared renewable resource such as a pool of GPUs."""

    id: Id
    name: str = ""
    capacity: int = Field(ge=0, strict=True)


class Project(Model):
    """A product or project; its dates hold for all its items together."""

    id: Id
    name: str = ""
    priority: float = Field(default=1.0, ge=0)
    due: When | None = None
    deadline: When | None = None
    not_before: When | None = None
    budget: Budget | None = None
    """What its people may cost: a goal, or a limit that no plan may exceed."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if (
            self.not_before is not None
            and self.deadline is not None
            and end_of(self.deadline) <= beginning(self.not_before)
        ):
            raise invalid(
                "project-without-time",
                f'project "{self.id}" has a deadline before its not_before',
                "move one of the two dates",
                subjects=(self.id,),
            )
        return self

    @property
    def budget_amount(self) -> float | None:
        """What its people may cost, as a goal or as a limit; None where nobody has said so."""
        return self.budget.limit if isinstance(self.budget, BudgetLimit) else self.budget

    @property
    def is_budget_hard(self) -> bool:
        """Whether no plan may exceed its budget."""
        return isinstance(self.budget, BudgetLimit)
