"""Writes a forecast in Markdown, for pull requests and summaries of CI jobs."""

from __future__ import annotations

from collections.abc import Iterable

from allocator import wording
from allocator.domain.forecast import Forecast
from allocator.exports.forecasts.lines import (
    LEVELS,
    basis,
    cost_line,
    drivers_by_target,
    drivers_of,
    failure_lines,
    forecast_lines,
    gain_lines,
    joint_lines,
    main_rows,
    same_as_milestones,
)
from allocator.exports.markdown import escaped, markdown_section, markdown_table

MAX_LINES = 25
"""Lines of a list; further ones are counted."""


def forecast_markdown(forecast: Forecast, clock: str = "") -> str:
    """Return how sure the dates are: sentences first, then tables, then what it rests on.

    Parameters
    ----------
    forecast
        The forecast.
    clock
        Whose its days and times are; empty where all people are in one zone.
    """
    lines = [
        f"# How sure: {escaped(forecast.scenario)}",
        "",
        *(promise_lines(forecast) or milestone_lines(forecast)),
        *markdown_section("Dates", [*_table(forecast), *(["", escaped(clock)] if clock else [])]),
    ]
    for title, told in (
        ("What moves the dates", _drivers(forecast)),
        ("Tries that may fail", _listed(failure_lines(forecast))),
        ("What would help", _listed(gain_lines(forecast))),
        ("Cost", [f"- {escaped(cost_line(forecast, cost))}" for cost in forecast.costs]),
        ("Second opinion", _throughput(forecast)),
        ("What it rests on", [f"- {escaped(line)}." for line in basis(forecast)]),
    ):
        if told:
            lines += markdown_section(title, _limited(told))
    return "\n".join(lines) + "\n"


def promise_lines(forecast: Forecast) -> list[str]:
    """Return a line of Markdown for each promise, and one for all of them together."""
    lines = []
    for promise in forecast.promises:
        policy = f" (policy {promise.policy})" if forecast.policy == "both" else ""
        sign = "❌" if promise.broken else "✅"
        lines.append(f"- {sign} {escaped(wording.promise_sentence(promise))}{policy}")
    return [*lines, *(f"- {joint}" for joint in joint_lines(forecast))]


def milestone_lines(forecast: Forecast, *, with_drivers: bool = True) -> list[str]:
    """Return a line of Markdown for each milestone, project and the whole.

    Parameters
    ----------
    forecast
        The forecast.
    with_drivers
        Whether the lines name what moves the date most.
    """
    same = same_as_milestones(forecast)
    sentences = (
        wording.forecast_sentence(
            row, forecast.confidence, drivers_of(forecast, row) if with_drivers else ()
        )
        for row in main_rows(forecast)
        if row.kind != "project" or row.id not in same
    )
    return _limited([f"- {escaped(sentence, most=400)}" for sentence in sentences])


def _table(forecast: Forecast) -> list[str]:
    policies = ["policy"] if forecast.policy == "both" else []
    header = [
        "what",
        *policies,
        "planned",
        "due",
        "on time",
        *(wording.whole_percent(level) for level in LEVELS),
    ]
    rows = []
    for line in forecast_lines(forecast):
        name = escaped(line.name)
        named = f"**{name}**" if line.row.kind != "milestone" else name
        doubt = "⚠ " if line.doubtful else ""
        by_policy = [line.policy] if policies else []
        on_time = f"{doubt}{escaped(line.on_time)}"
        rows.append([named, *by_policy, line.planned, line.due, on_time, *line.dates])
    return markdown_table(header, rows)


def _drivers(forecast: Forecast) -> list[str]:
    lines = []
    for name, drivers in drivers_by_target(forecast, forecast.main_policy):
        told = wording.enumerated(
            f"{wording.driver_name(driver)} ({wording.chance(driver.share)})" for driver in drivers
        )
        lines.append(f"- {escaped(f'{name}: {told}', most=400)}")
    return lines


def _listed(lines: Iterable[str]) -> list[str]:
    return [f"- {escaped(line, most=400)}" for line in lines]


def _throughput(forecast: Forecast) -> list[str]:
    if forecast.throughput is None:
        return []
    lines = [f"- {escaped(wording.throughput_sentence(forecast.throughput))}"]
    if forecast.throughput.warning:
        lines.append(f"- ⚠ {escaped(forecast.throughput.warning)}")
    return lines


def _limited(lines: list[str]) -> list[str]:
    more = len(lines) - MAX_LINES
    return lines if more <= 0 else [*lines[:MAX_LINES], f"- and {more} more"]
