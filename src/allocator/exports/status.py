"""A status report in Markdown: what changed, what is done, what comes, what is late, risks."""

from __future__ import annotations

from pathlib import Path

from allocator.domain import Plan
from allocator.exports.status_page import status_page
from allocator.planfile.files import write_text


def write(plan: Plan, target: Path, *, baseline: Plan | None = None) -> list[Path]:
    """Write the report into one file.

    Parameters
    ----------
    plan
        What to report on.
    target
        The file; overwritten.
    baseline
        An earlier plan, to say what has changed since.

    Raises
    ------
    InputError
        It cannot be written there.
    """
    write_text(target, status_page(plan, baseline))
    return [target]
