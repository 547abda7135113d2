"""Rows about the objectives that the plans were made for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from allocator import wording
from allocator.analysis.side_by_side.column import PlanColumn
from allocator.analysis.side_by_side.model import ComparedRow
from allocator.analysis.side_by_side.rows import number_row

_ELSEWHERE = ("tardiness", "cost", "value")
"""Objectives that other topics show, of plans that do not have them too."""


def objective_rows(columns: Sequence[PlanColumn]) -> Iterator[ComparedRow]:
    """Yield the objectives of all plans, in their order, but for those that other topics show."""
    tiers = [{tier.name: tier for tier in column.plan.solver.tiers} for column in columns]
    for name, tier in {name: tier for plan in tiers for name, tier in plan.items()}.items():
        if name not in _ELSEWHERE:
            values = [plan[name].value if name in plan else None for plan in tiers]
            write = partial(wording.tier_value, unit=tier.unit)
            yield number_row("objectives", name, name, values, write, unit=tier.unit)
