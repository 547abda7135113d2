"""The plan's tables as CSV files: schedule, assignments, load, costs, forecast."""

from __future__ import annotations

from pathlib import Path

from allocator.analysis.monthly_costs import cost_table
from allocator.analysis.reader_clock import ReaderClock, clock_notes
from allocator.domain import Plan
from allocator.domain.forecast import Forecast
from allocator.planfile.csv_tables import costs_csv, plan_tables, schedule_csv
from allocator.planfile.files import write_text
from allocator.planfile.forecast_csv import forecast_csv


def write(
    plan: Plan, target: Path, *, forecast: Forecast | None = None, timezone: str | None = None
) -> list[Path]:
    """Write the tables into a folder, or the schedule alone into a file named ``*.csv``.

    Parameters
    ----------
    plan
        The plan.
    target
        Folder or file; overwritten.
    forecast
        How sure the plan is; one more table in a folder.
    timezone
        In whose local time times are; None for the plan's.

    Raises
    ------
    InputError
        The file cannot be written, or there is no such time zone.
    """
    clock = ReaderClock(plan, timezone)
    if target.suffix.lower() == ".csv":
        written = {target: schedule_csv(plan, clock)}
    else:
        written = {target / name: text for name, text in plan_tables(plan, clock).items()}
        costs = cost_table(plan)
        if costs is not None:
            written[target / "costs.csv"] = costs_csv(costs)
        if forecast is not None:
            written[target / "forecast.csv"] = forecast_csv(forecast)
    for path, text in written.items():
        write_text(path, text)
    return list(written)


def notes(
    plan: Plan, *, forecast: Forecast | None = None, timezone: str | None = None
) -> list[str]:
    """Return in whose time the times are, where the plan has a time zone."""
    return clock_notes(plan, timezone)
