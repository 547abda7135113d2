"""Budgets of projects."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from allocator.domain.base import Model

Amount = Annotated[float, Field(gt=0)]
"""An amount of money, in the currency of the rates."""


class BudgetLimit(Model):
    """A budget that no plan may exceed."""

    limit: Amount


Budget = Amount | BudgetLimit
"""What a project may cost: a goal, or a limit."""
