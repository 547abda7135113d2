"""The re-planning benchmark's table and picture, from its rows."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from instances import BenchmarkError
from replan_changes import KINDS
from replan_rows import ReplanRow

HEAD = (
    *("scenario", "change", "cases", "first plan s", "p95", "final s", "p95", "tardiness h"),
    *("cold h", "near cold", "flow to cold", "moved", "cold", "newcomers", "cold", "share of cold"),
)


def table(rows: Sequence[ReplanRow]) -> str:
    """Return Markdown: a line for each scenario and kind of change, then one for all kinds.

    Medians, where nothing else is said, but tardiness, moved and newcomers, which are means: most
    of their medians are 0. Near cold: how many cases are hardly later than the cold plan. Share of
    cold: the newcomers of all cases over those of the cold plans.
    """
    lines = [_line(HEAD), _line(["---", "---", *["---:"] * (len(HEAD) - 2)])]
    for scenario in dict.fromkeys(row.scenario for row in rows):
        mine = [row for row in rows if row.scenario == scenario]
        for kind in KINDS:
            some = [row for row in mine if row.kind == kind]
            if some:
                lines.append(_line([scenario, kind, *_numbers(some)]))
        lines.append(_line([scenario, "**all**", *_numbers(mine)]))
    return "\n".join([*lines, *_remarks(rows)])


def _numbers(rows: Sequence[ReplanRow]) -> Iterator[str]:
    done = [row for row in rows if row.status == "planned"]
    yield f"{len(done)}"
    for pick in (lambda row: row.first_seconds, lambda row: row.final_seconds):
        times = _known(done, pick)
        yield _shown(median(times) if times else None)
        yield _shown(_p95(times))
    yield _mean(done, lambda row: row.tardiness)
    yield _mean(done, lambda row: row.cold_tardiness)
    near = [row.near_cold for row in done if row.near_cold is not None]
    yield f"{sum(near)} of {len(near)}"
    flows = [row.flow / row.cold_flow for row in done if row.flow is not None and row.cold_flow]
    yield f"{100 * (median(flows) - 1):+.1f} %" if flows else "-"
    yield _mean(done, lambda row: row.moved)
    yield _mean(done, lambda row: row.cold_moved)
    yield _mean(done, lambda row: row.newcomers)
    yield _mean(done, lambda row: row.cold_newcomers)
    cold = sum(row.cold_newcomers or 0 for row in done)
    yield f"{100 * sum(row.newcomers or 0 for row in done) / cold:.0f} %" if cold else "-"


def _remarks(rows: Sequence[ReplanRow]) -> Iterator[str]:
    """Say what is not in the lines."""
    for status, words in {
        "infeasible": "with no plan that keeps every deadline",
        "impossible": "of which there was no such change",
        "no_plan": "for which the time ran out before there was a plan",
        "error": "that failed",
    }.items():
        some = [row for row in rows if row.status == status]
        if some:
            names = ", ".join(f"{row.scenario} {row.kind} {row.done:.0%}" for row in some[:5])
            more = f" and {len(some) - 5} more" if len(some) > 5 else ""
            yield f"\n{len(some)} {'case' if len(some) == 1 else 'cases'} {words}: {names}{more}."


def draw(rows: Sequence[ReplanRow], output: Path) -> None:
    """Draw a row of pictures for each scenario; raises BenchmarkError where matplotlib is absent.

    Left the seconds to the first and the final plan, then tardiness less that of the cold plan,
    then newcomers of both; a dot a case.
    """
    try:
        import matplotlib
    except ImportError:
        raise BenchmarkError("matplotlib is not installed: pip install -e '.[bench]'") from None
    matplotlib.use("Agg")
    from matplotlib import pyplot

    done = [row for row in rows if row.status == "planned"]
    scenarios = list(dict.fromkeys(row.scenario for row in done))
    if not scenarios:
        raise BenchmarkError("no case has a plan; there is nothing to draw")
    figure, grid = pyplot.subplots(
        len(scenarios),
        3,
        figsize=(13, 3.6 * len(scenarios)),
        sharey=True,
        squeeze=False,
        layout="constrained",
    )
    for axes, scenario in zip(grid, scenarios, strict=True):
        _draw_scenario(axes, [row for row in done if row.scenario == scenario], scenario)
    figure.savefig(output, dpi=130, format="png")
    pyplot.close(figure)


def _draw_scenario(axes: Sequence[Any], rows: Sequence[ReplanRow], scenario: str) -> None:
    seconds, lateness, people = axes
    seconds.set_xscale("log")
    seconds.set_xticks([0.5, 1, 2, 5, 10, 20, 50])
    _dots(seconds, rows, lambda row: row.first_seconds, -0.15, "first plan", "C0", "o")
    _dots(seconds, rows, lambda row: row.final_seconds, 0.15, "final plan", "C1", "s")
    seconds.set_xlabel("seconds from the start of the command")
    _dots(lateness, rows, _later, 0.0, "", "C2", "o")
    lateness.axvline(0, color="0.4", linewidth=1)
    lateness.set_xscale("symlog", linthresh=8)
    lateness.set_xticks([-1000, -100, -10, 0, 10, 100, 1000])
    most = max(8.0, *(abs(_later(row) or 0.0) for row in rows))
    lateness.set_xlim(-1.5 * most, 1.5 * most)
    lateness.set_xlabel("tardiness, weighted hours above the cold plan")
    _dots(people, rows, lambda row: row.newcomers, -0.15, "planned anew", "C0", "o")
    _dots(people, rows, lambda row: row.cold_newcomers, 0.15, "cold plan", "C3", "x")
    people.set_xscale("symlog", linthresh=5)
    people.set_xlabel("people on items that they were not on")
    for one in axes:
        one.xaxis.set_major_formatter("{x:g}")
        one.xaxis.set_minor_formatter("")
        one.set_yticks(range(len(KINDS)), list(KINDS))
        one.set_ylim(len(KINDS) - 0.5, -0.5)
        one.grid(visible=True, which="major", alpha=0.3)
    seconds.legend(fontsize="small")
    people.legend(fontsize="small")
    seconds.set_title(f"{scenario}, {len(rows)} cases", loc="left")


def _later(row: ReplanRow) -> float | None:
    if row.tardiness is None or row.cold_tardiness is None:
        return None
    return row.tardiness - row.cold_tardiness


Pick = Callable[[ReplanRow], float | None]


def _dots(
    axes: Any,
    rows: Sequence[ReplanRow],
    pick: Pick,
    shift: float,
    label: str,
    colour: str,
    marker: str,
) -> None:
    heights = {kind: number for number, kind in enumerate(KINDS)}
    points = [(pick(row), heights[row.kind] + shift) for row in rows if pick(row) is not None]
    if points:
        xs, ys = zip(*points, strict=True)
        axes.scatter(xs, ys, s=22, alpha=0.6, color=colour, marker=marker, label=label or None)


def _known(rows: Iterable[ReplanRow], pick: Pick) -> list[float]:
    return [value for row in rows if (value := pick(row)) is not None]


def _p95(values: Sequence[float]) -> float | None:
    """Return the smallest value that 95 % of them do not exceed."""
    ordered = sorted(values)
    return ordered[math.ceil(0.95 * len(ordered)) - 1] if ordered else None


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f}"


def _mean(rows: Sequence[ReplanRow], pick: Pick) -> str:
    values = _known(rows, pick)
    return _shown(sum(values) / len(values)) if values else "-"


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
