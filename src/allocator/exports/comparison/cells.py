"""What the pages of a comparison share: the title, the list of plans, an empty cell."""

from __future__ import annotations

from collections.abc import Iterator

from allocator import wording
from allocator.analysis.side_by_side.model import SideBySide

TITLE = "Plans side by side"

EMPTY = "-"
"""Stands where a plan has nothing of a row."""


def described(found: SideBySide) -> Iterator[str]:
    """Yield a line for each plan: its label, scenario, place, and where its chances come from."""
    for plan in found.plans:
        parts = [wording.printable(plan.scenario)] if plan.scenario else []
        parts += [plan.source] if plan.source else []
        parts += [f"chances from {plan.forecast}"] if plan.forecast else []
        yield f"{plan.label}: {', '.join(parts)}" if parts else plan.label
