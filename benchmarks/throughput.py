"""Back-tests the forecast by throughput on public trackers: how often did its P85 hold?

From every 13th week of each history on, so many items are forecast as the last 26 weeks finish in
4, 12 or 26 weeks at their mean, and held against the weeks that they took. Where the history ends
before, only a forecast that had ended before it counts, as a miss.

    python benchmarks/throughput.py
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import lzma
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from allocator.forecasting.throughput import (
    WeeklyCounts,
    simulate_throughput,
    weekly_counts,
)
from allocator.forecasting.throughput_params import (
    DEFAULT_THROUGHPUT_PARAMS,
    ThroughputParams,
)
from suites import DATA

LENGTHS = (4, 12, 26)
"""Weeks that the items take at the mean of the last ones."""
CHANCES = (0.5, 0.8, 0.85, 0.9, 0.95)
STEP, FUTURES, LEAST_ITEMS = 13, 1000, 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the share of forecasts that held; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA / "history")
    options = parser.parse_args(arguments)
    histories = dict(read_weeks(options.data))
    if not histories:
        print(f"{options.data} has no histories: nothing is measured.", file=sys.stderr)
        return 0
    chances = " | ".join(f"P{100 * chance:.0f}" for chance in CHANCES)
    print(f"| pace | weeks | forecasts | {chances} |\n|---|---|---|---|---|---|---|---|")
    plain = ThroughputParams(drift_sd=0.0, block_weeks=1)
    for title, params in (("weeks drawn singly", plain), ("as shipped", DEFAULT_THROUGHPUT_PARAMS)):
        for length in LENGTHS:
            held = [row for weeks in histories.values() for row in _held(weeks, length, params)]
            shares = np.nanmean(np.array(held), axis=0)
            cells = " | ".join(f"{share:.2f}" for share in shares)
            print(f"| {title} | {length} | {len(held)} | {cells} |", flush=True)
    return 0


def read_weeks(data: Path) -> Iterator[tuple[str, WeeklyCounts]]:
    """Yield the weeks of each tracker, and of the histories of estimates."""
    if not data.is_dir():
        return
    days: dict[str, list[dt.date]] = {}
    with lzma.open(data / "tawos_resolved_per_day.csv.xz", "rt") as file:
        for row in csv.DictReader(file):
            day = dt.date.fromisoformat(row["date"])
            days.setdefault(row["project"], []).extend([day] * int(row["resolved"]))
    for name in ("sip", "renzo"):
        with (data / f"{name}_history.csv").open() as file:
            found = [row["finished"][:10] for row in csv.DictReader(file)]
        days[name] = [dt.date.fromisoformat(day) for day in found]
    for name, finished in days.items():
        yield name, weekly_counts(finished, [])


def _held(weeks: WeeklyCounts, length: int, params: ThroughputParams) -> Iterator[list[float]]:
    """Yield for each forecast whether each chance has held; NaN where that is not known."""
    counts, window = weeks.finished, params.window_weeks
    for origin in range(window, len(counts) - min(LENGTHS), STEP):
        past, later = counts[origin - window : origin], np.cumsum(counts[origin:])
        items = round(float(past.mean()) * length)
        if items < LEAST_ITEMS:
            continue
        known = WeeklyCounts(past, np.zeros(window), weeks.end)
        drawn = simulate_throughput(known, items, futures=FUTURES, seed=origin, params=params)
        took = int((later < items).sum()) + 1
        forecast = np.ceil(np.quantile(drawn.weeks, CHANCES, method="higher"))
        if later[-1] >= items:
            yield [float(took <= weeks_said) for weeks_said in forecast]
        else:
            yield [0.0 if weeks_said <= len(later) else np.nan for weeks_said in forecast]


if __name__ == "__main__":
    sys.exit(main())
