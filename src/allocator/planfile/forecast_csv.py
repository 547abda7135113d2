"""forecast.csv: the rows of a forecast as a table."""

from __future__ import annotations

from allocator.domain.forecast import Forecast
from allocator.domain.formulas import guard
from allocator.planfile.csv_tables import csv_table

FORECAST_COLUMNS = (
    *("policy", "kind", "id", "title", "planned", "due"),
    *("p10", "p50", "p80", "p85", "p90", "p95", "at_confidence"),
    *("p_as_planned", "p_on_time", "se_on_time", "critical", "merge_days", "p_happens"),
)
"""Columns of forecast.csv, named as the keys of a row in forecast.json."""


def forecast_csv(forecast: Forecast) -> str:
    """Return the text of forecast.csv: the rows of forecast.json, without openings and spread."""
    return csv_table(
        FORECAST_COLUMNS,
        (
            tuple(
                guard(row.title) if column == "title" else getattr(row, column)
                for column in FORECAST_COLUMNS
            )
            for row in forecast.rows
        ),
    )
