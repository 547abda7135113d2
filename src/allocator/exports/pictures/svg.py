"""A picture of the plan as SVG."""

from __future__ import annotations

from pathlib import Path

from allocator.domain import Plan
from allocator.domain.forecast import Forecast
from allocator.exports.pictures.draw import picture
from allocator.planfile.files import write_bytes


def write(
    plan: Plan,
    target: Path,
    *,
    view: str = "gantt",
    baseline: Plan | None = None,
    forecast: Forecast | None = None,
) -> list[Path]:
    """Write the picture into one file.

    Parameters
    ----------
    plan
        The plan.
    target
        The file; overwritten.
    view
        gantt, roadmap, load or forecast.
    baseline
        An earlier plan to compare with.
    forecast
        How sure the plan is.

    Raises
    ------
    InputError
        The file cannot be written, matplotlib is not installed, or there is no forecast to show.
    """
    write_bytes(target, picture(plan, "svg", view, baseline, forecast))
    return [target]
