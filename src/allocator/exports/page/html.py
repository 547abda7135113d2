"""The report as one HTML page."""

from __future__ import annotations

from pathlib import Path

from allocator.domain import Plan
from allocator.domain.answers import PlanAnswers
from allocator.domain.forecast import Forecast
from allocator.exports.page.build import page
from allocator.planfile.files import write_text


def write(
    plan: Plan,
    target: Path,
    *,
    baseline: Plan | None = None,
    forecast: Forecast | None = None,
    answers: PlanAnswers | None = None,
    timezone: str | None = None,
) -> list[Path]:
    """Write the page into one file.

    Parameters
    ----------
    plan
        The plan.
    target
        The file; overwritten.
    baseline
        An earlier plan to compare with.
    forecast
        How sure the plan is.
    answers
        What was tried on the plan.
    timezone
        In whose local time the chart and the list of items are; None for the plan's.

    Raises
    ------
    InputError
        The file cannot be written, or there is no such time zone.
    """
    write_text(target, page(plan, baseline, forecast, answers, timezone))
    return [target]
