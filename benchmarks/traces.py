"""Traces: what was reached when, as CSV files that anytime.py draws."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

from allocator.planner.trace import TraceRow
from instances import BenchmarkError

COLUMNS = tuple(field.name for field in fields(TraceRow))


def read_trace(path: Path) -> list[TraceRow]:
    """Read a trace; raises BenchmarkError where the file is none."""
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BenchmarkError(f"{path}: cannot be read: {error}") from None
    try:
        return [
            TraceRow(
                seconds=float(row["seconds"]),
                engine=row["engine"],
                tier=row["tier"],
                unit=row["unit"],
                value=_number(row["value"]),
                bound=_number(row["bound"]),
            )
            for row in rows
        ]
    except (KeyError, TypeError, ValueError):
        raise BenchmarkError(f"{path}: is no trace; columns {', '.join(COLUMNS)}") from None


def steps(
    rows: Sequence[TraceRow], tier: str
) -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    """Return the best value and the best bound over time of a tier, where they change.

    Values only fall and bounds only rise, whatever order engines report in.
    """
    values: list[tuple[float, float]] = []
    bounds: list[tuple[float, float]] = []
    for row in sorted((row for row in rows if row.tier == tier), key=lambda row: row.seconds):
        if row.value is not None and (not values or row.value < values[-1][1]):
            values.append((row.seconds, row.value))
        if row.bound is not None and (not bounds or row.bound > bounds[-1][1]):
            bounds.append((row.seconds, row.bound))
    return values, bounds


def _number(text: str) -> float | None:
    return float(text) if text else None
