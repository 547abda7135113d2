"""Draws what planners had reached when, from traces: one line a planner, its bound dotted.

    python benchmarks/run.py --suite team-300 --planner allocator --planner plain-cpsat \\
        --traces traces
    python benchmarks/anytime.py traces/team-300-seed0.*.csv -o team-300-seed0.png

A trace's file is named INSTANCE.PLANNER.seedN.csv; the time axis is logarithmic. Needs
matplotlib: pip install -e '.[bench]'.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from instances import BenchmarkError
from traces import TraceRow, read_trace, steps

EARLIEST = 0.01
"""Seconds at which the time axis begins; what came before is drawn there."""


@dataclass(frozen=True)
class Curve:
    """A planner's best value and best bound over time, as steps."""

    label: str
    unit: str
    values: list[tuple[float, float]]
    bounds: list[tuple[float, float]]
    until: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw one picture; return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="TRACE.csv")
    parser.add_argument("--tier", help="default: the first that the first trace has a value for")
    parser.add_argument("--title", default="", help="default: the instance")
    parser.add_argument("--linear", action="store_true", help="values on a linear axis")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="PICTURE.png")
    options = parser.parse_args(arguments)
    try:
        traces = {path: read_trace(path) for path in options.files}
        tier = options.tier or first_tier(traces[options.files[0]])
        curves = [curve(path, rows, tier) for path, rows in traces.items()]
        title = options.title or options.files[0].name.split(".")[0]
        draw(curves, f"{title}, {tier}", options.output, linear=options.linear)
    except BenchmarkError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 2
    return 0


def first_tier(rows: Sequence[TraceRow]) -> str:
    """Return the tier of the first value; raises BenchmarkError where there is none."""
    for row in rows:
        if row.value is not None:
            return row.tier
    raise BenchmarkError("the first trace has no value; say with --tier which tier to draw")


def curve(path: Path, rows: Sequence[TraceRow], tier: str) -> Curve:
    """Return a trace's curve; raises BenchmarkError where it says nothing of the tier."""
    values, bounds = steps(rows, tier)
    if not values and not bounds:
        raise BenchmarkError(f"{path}: nothing on the tier {tier}")
    return Curve(
        label=label(path),
        unit=next(row.unit for row in rows if row.tier == tier),
        values=values,
        bounds=bounds,
        until=max(row.seconds for row in rows),
    )


def label(path: Path) -> str:
    """Return the planner in a trace's name, with its seed if it is not 0."""
    words = path.name.split(".")
    if len(words) < 4:
        return path.stem
    seed = words[-2].removeprefix("seed")
    return words[-3] if seed == "0" else f"{words[-3]}, seed {seed}"


def draw(curves: Sequence[Curve], title: str, output: Path, *, linear: bool) -> None:
    """Draw curves as a picture; raises BenchmarkError where matplotlib is absent."""
    try:
        import matplotlib
    except ImportError:
        raise BenchmarkError("matplotlib is not installed: pip install -e '.[bench]'") from None
    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(8, 5), layout="constrained")
    until = max(max(one.until for one in curves), 10 * EARLIEST)
    for number, one in enumerate(curves):
        colour = f"C{number}"
        _steps(axes, one.values, until, color=colour, label=one.label)
        _steps(axes, one.bounds, until, color=colour, linestyle=":")
    axes.set_xscale("log")
    first = min(x for one in curves for x, _ in one.values or one.bounds)
    axes.set_xticks([d * 10.0**k for k in range(-2, 4) for d in (1, 2, 5)])
    axes.xaxis.set_major_formatter("{x:g}")
    axes.xaxis.set_minor_formatter("")
    axes.set_xlim(max(EARLIEST, 0.8 * first), until)
    if not linear and min(y for one in curves for _, y in one.values or one.bounds) > 0:
        axes.set_yscale("log")
    axes.set_xlabel("seconds")
    axes.set_ylabel(f"value ({curves[0].unit}); bound dotted")
    axes.set_title(title)
    axes.grid(visible=True, which="major", alpha=0.3)
    axes.legend()
    figure.savefig(output, dpi=130, format="png")
    pyplot.close(figure)


def _steps(axes: Any, points: list[tuple[float, float]], until: float, **style: Any) -> None:
    if points:
        times = [max(EARLIEST, seconds) for seconds, _ in points] + [until]
        heights = [y for _, y in points] + [points[-1][1]]
        axes.step(times, heights, where="post", **style)


if __name__ == "__main__":
    sys.exit(main())
