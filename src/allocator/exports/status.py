"""Writes a status report in Markdown: changes, done and next items, late dates, risks."""

from __future__ import annotations

from pathlib import Path

from allocator.domain import Plan
from allocator.domain.answers import PlanAnswers
from allocator.domain.forecast import Forecast
from allocator.exports.status_page import status_page
from allocator.planfile.files import write_text


def write(
    plan: Plan,
    target: Path,
    *,
    baseline: Plan | None = None,
    forecast: Forecast | None = None,
    answers: PlanAnswers | None = None,
) -> list[Path]:
    """Write the report into one file.

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

    Raises
    ------
    InputError
        The file cannot be written.
    """
    write_text(target, status_page(plan, baseline, forecast, answers))
    return [target]
