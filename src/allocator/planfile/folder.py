"""The plan folder: ``plan.json`` and the tables, written together."""

from __future__ import annotations

from pathlib import Path

from allocator.domain import Plan
from allocator.domain.garbage_collection import without_garbage_collection
from allocator.planfile.csv_tables import plan_tables
from allocator.planfile.plan_json import write_plan
from allocator.planfile.replace import PLAN_FILE, replace_folder


@without_garbage_collection()
def plan_files(plan: Plan) -> dict[str, str]:
    """Return the text of each file of a plan folder by its name."""
    return {PLAN_FILE: write_plan(plan), **plan_tables(plan)}


def write_folder(plan: Plan, target: Path) -> list[Path]:
    """Write a plan folder: it is either the old or the new plan, never a mixture.

    Parameters
    ----------
    plan
        What to write.
    target
        The folder; made, with those above it, where it is absent.

    Returns
    -------
    list of Path
        The files of the plan.

    Raises
    ------
    InputError
        It cannot be written, or holds files but no plan.
    """
    files = plan_files(plan)
    replace_folder(target, files)
    return [target / name for name in files]
