"""Turns CSVs of results into a Markdown table with a summary.

python benchmarks/table.py results.csv
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from statistics import median

from instances import BenchmarkError
from results import Row, read


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="CSV")
    options = parser.parse_args(arguments)
    try:
        rows = [row for file in options.files for row in read(file)]
        if not rows:
            raise BenchmarkError("no results to show")
    except BenchmarkError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 2
    parts = (summary(rows), suites(rows), table(rows), tiers(rows))
    print("\n\n".join(part for part in parts if part))
    return 0


def summary(rows: Sequence[Row]) -> str:
    """Return what the rows come to, as a Markdown list.

    Means and largest gaps are over the instances that have the number.
    """
    solved = [row for row in rows if row.objective is not None]
    to_best = [row.gap_to_best_known for row in rows if row.gap_to_best_known is not None]
    to_bound = [row.widest_gap for row in rows if row.widest_gap is not None]
    lines = [
        f"- {len(rows)} runs, {len(solved)} with a plan, "
        f"{sum(bool(row.proved) for row in rows)} proved optimal in the first tier, "
        f"{sum(row.status == 'optimal' for row in rows)} in all"
    ]
    if to_best:
        near = sum(gap <= 1 for gap in to_best)
        lines.append(
            f"- gap to best known: mean {_mean(to_best):.2f} %, largest {max(to_best):.2f} %; "
            f"{near} of {len(to_best)} within 1 %"
        )
    if to_bound:
        lines.append(
            f"- gap to own bound, of the widest tier: mean {_mean(to_bound):.2f} %, "
            f"largest {max(to_bound):.2f} %"
        )
    impossible = [row.instance for row in rows if row.impossible]
    if impossible:
        lines.append(f"- WRONG, below a bound proved elsewhere: {', '.join(impossible)}")
    for name, pick in _SETTINGS:
        values = list(dict.fromkeys(pick(row) for row in rows))
        lines.append(f"- {name}: {'; '.join(value for value in values if value) or 'unknown'}")
    return "\n".join(lines)


def suites(rows: Sequence[Row]) -> str:
    """Return a line for each suite and planner, planners of a suite one under the other.

    Gaps are those of the first tier, over the runs that have the number: to the best known value,
    to the planner's own bound, and to the best plan of that instance among the rows.
    """
    best: dict[str, float] = {}
    for row in rows:
        if row.objective is not None:
            best[row.sha256] = min(row.objective, best.get(row.sha256, row.objective))
    groups: dict[tuple[str, str], list[Row]] = {}
    order = {name: number for number, name in enumerate(dict.fromkeys(r.group for r in rows))}
    for row in sorted(rows, key=lambda row: order[row.group]):
        groups.setdefault((row.group, row.planner), []).append(row)
    heads = (
        *("suite", "planner", "runs", "plans", "proved", "to best known", "largest"),
        *("to bound", "largest", "to best here", "breaches", "first plan s", "peak MB"),
    )
    return _markdown(
        heads,
        (
            (
                suite,
                planner,
                str(len(of)),
                str(sum(row.objective is not None for row in of)),
                str(sum(bool(row.proved) for row in of)),
                *_gaps([row.gap_to_best_known for row in of]),
                *_gaps([row.gap_to_bound for row in of]),
                _gaps([_above(row, best) for row in of])[0],
                _number(_total([row.violations for row in of])),
                _number(_median([row.first_plan_seconds for row in of]), 2),
                _number(max(_known([row.peak_mb for row in of]), default=None), 0),
            )
            for (suite, planner), of in groups.items()
        ),
        left=(0, 1),
    )


def _gaps(gaps: Sequence[float | None]) -> tuple[str, str]:
    """Return mean and largest, in percent."""
    there = _known(gaps)
    return (_percent(_mean(there)), _percent(max(there))) if there else ("-", "-")


def _above(row: Row, best: Mapping[str, float]) -> float | None:
    """Return how far a value is above the best of its instance, in percent of it."""
    if row.objective is None:
        return None
    return 100 * (row.objective - best[row.sha256]) / max(1.0, best[row.sha256])


def _known(numbers: Iterable[float | None]) -> list[float]:
    return [number for number in numbers if number is not None]


def _total(numbers: Sequence[float | None]) -> float | None:
    there = _known(numbers)
    return sum(there) if there else None


def _median(numbers: Sequence[float | None]) -> float | None:
    there = _known(numbers)
    return median(there) if there else None


_SETTINGS: tuple[tuple[str, Callable[[Row], str]], ...] = (
    ("planner", lambda row: row.planner),
    ("time limit", lambda row: f"{row.time_limit:g} s"),
    ("workers", lambda row: str(row.workers)),
    ("seed", lambda row: str(row.seed)),
    ("versions", lambda row: row.versions or ""),
    ("machine", lambda row: row.machine or ""),
)


def table(rows: Sequence[Row]) -> str:
    """Return a line for each run."""
    heads = (
        *("instance", "items", "people", "objective", "bound", "gap", "best known", "to best"),
        *("status", "first plan s", "best plan s", "wall s", "peak MB"),
    )
    return _markdown(
        heads,
        (
            (
                _name(row, rows),
                _number(row.tasks),
                _number(row.people),
                _number(row.objective),
                _number(row.bound),
                _percent(row.gap_to_bound),
                _number(row.best_known),
                _percent(row.gap_to_best_known),
                row.status,
                _number(row.first_plan_seconds, 2),
                _number(row.best_plan_seconds, 1),
                _number(row.wall_seconds, 1),
                _number(row.peak_mb, 0),
            )
            for row in rows
        ),
        left=(0, 8),
    )


def tiers(rows: Sequence[Row]) -> str:
    """Return a line for each tier of the runs that have more than one; else nothing."""
    many = [row for row in rows if len(row.all_tiers) > 1]
    if not many:
        return ""
    return _markdown(
        ("instance", "tier", "value", "bound", "gap", "proved"),
        (
            (
                _name(row, rows),
                tier["name"],
                _number(tier["value"]),
                _number(tier["bound"]),
                _percent(None if tier["gap"] is None else 100 * tier["gap"]),
                "yes" if tier["proved"] else "no",
            )
            for row in many
            for tier in row.all_tiers
        ),
        left=(0, 1, 5),
    )


def _name(row: Row, rows: Sequence[Row]) -> str:
    differs = []
    if len({other.planner for other in rows}) > 1:
        differs.append(row.planner)
    if len({other.seed for other in rows}) > 1:
        differs.append(f"seed {row.seed}")
    return f"{row.instance} ({', '.join(differs)})" if differs else row.instance


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _number(value: float | None, digits: int | None = None) -> str:
    if value is None:
        return "-"
    return f"{value:.{digits}f}" if digits is not None else f"{value:.10g}"


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f} %"


def _markdown(heads: Sequence[str], lines: Iterable[Sequence[str]], left: Sequence[int]) -> str:
    rule = ["---" if column in left else "---:" for column in range(len(heads))]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (heads, rule, *lines))


if __name__ == "__main__":
    sys.exit(main())
