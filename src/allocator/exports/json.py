"""The plan as one ``plan.json``."""

from __future__ import annotations

from pathlib import Path

from allocator.domain import Plan
from allocator.planfile.files import write_text
from allocator.planfile.plan_json import write_plan


def write(plan: Plan, target: Path) -> list[Path]:
    """Write the plan into one file.

    Raises
    ------
    InputError
        The file cannot be written.
    """
    write_text(target, write_plan(plan))
    return [target]
