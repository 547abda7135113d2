"""The report as one HTML page."""

from __future__ import annotations

from pathlib import Path

from allocator.domain import Plan
from allocator.exports.page.build import page
from allocator.planfile.files import write_text


def write(plan: Plan, target: Path, *, baseline: Plan | None = None) -> list[Path]:
    """Write the page into one file.

    Parameters
    ----------
    plan
        What to show.
    target
        The file; overwritten.
    baseline
        An earlier plan to hold it against.

    Raises
    ------
    InputError
        It cannot be written there.
    """
    write_text(target, page(plan, baseline))
    return [target]
