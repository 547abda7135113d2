"""The plan's tables as CSV files: schedule, assignments, load."""

from __future__ import annotations

from pathlib import Path

from allocator.domain import Plan
from allocator.planfile.csv_tables import plan_tables, schedule_csv
from allocator.planfile.files import write_text


def write(plan: Plan, target: Path) -> list[Path]:
    """Write the tables into a folder, or the schedule alone into a file named ``*.csv``.

    Parameters
    ----------
    plan
        The plan.
    target
        Folder or file; overwritten.

    Raises
    ------
    InputError
        The file cannot be written.
    """
    if target.suffix.lower() == ".csv":
        written = {target: schedule_csv(plan)}
    else:
        written = {target / name: text for name, text in plan_tables(plan).items()}
    for path, text in written.items():
        write_text(path, text)
    return list(written)
