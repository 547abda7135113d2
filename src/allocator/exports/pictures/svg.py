"""A picture of the plan as SVG."""

from __future__ import annotations

from pathlib import Path

from allocator.domain import Plan
from allocator.exports.pictures.draw import picture
from allocator.planfile.files import write_bytes


def write(
    plan: Plan, target: Path, *, view: str = "gantt", baseline: Plan | None = None
) -> list[Path]:
    """Write the picture into one file.

    Parameters
    ----------
    plan
        The plan.
    target
        The file; overwritten.
    view
        gantt, roadmap or load.
    baseline
        An earlier plan to compare with.

    Raises
    ------
    InputError
        The file cannot be written, or matplotlib is not installed.
    """
    write_bytes(target, picture(plan, "svg", view, baseline))
    return [target]
