"""Writes a forecast for the terminal: sentences first, then tables, then what it rests on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from allocator import wording
from allocator.cli.tables import as_text, columns, section, table
from allocator.domain.forecast import Forecast, ForecastRow, PolicyName
from allocator.exports.forecasts.lines import (
    basis,
    drivers_of,
    failure_lines,
    gain_lines,
    same_as_milestones,
)

MAX_SENTENCES = 12
"""Milestones and projects whose dates are told in a sentence."""

MAX_LINES = 40
"""Lines of a table; further lines are counted."""

WIDE_COLUMNS = 100
"""Columns of a terminal from which the table has all its columns, years and all."""

MAX_ITEM_LINES = 20
"""Items up to which the table has them too."""


def forecast_text(forecast: Forecast, clock: str = "") -> str:
    """Return a forecast as text, with colour where stdout is a terminal that has it.

    Parameters
    ----------
    forecast
        The forecast.
    clock
        Whose its days are; empty where all people are in one zone.
    """
    return as_text(_parts(forecast, clock), width=columns())


def _parts(forecast: Forecast, clock: str) -> Iterator[RenderableType]:
    yield Text(f"How sure: {wording.label(forecast.scenario)}", style="bold")
    yield _lines(_sentences(forecast))
    if forecast.promises:
        yield from section("Promises", _lines(_promises(forecast)))
    dates = _dates(forecast)
    yield from section("Dates", Group(dates, Text(clock)) if clock else dates)
    for title, lines in (
        ("Tries that may fail", [f"{line}." for line in failure_lines(forecast)]),
        ("What would help", [f"{line}." for line in gain_lines(forecast)]),
        ("Cost", _costs(forecast)),
        ("Second opinion", _throughput(forecast)),
        ("What it rests on", [f"{line}." for line in basis(forecast)]),
    ):
        if lines:
            yield from section(title, _lines(lines))


def _lines(lines: Sequence[str]) -> Text:
    shown = list(lines[:MAX_LINES])
    if len(lines) > MAX_LINES:
        shown.append(f"and {len(lines) - MAX_LINES:,} more")
    return Text("\n".join(shown))


def _sentences(forecast: Forecast) -> list[str]:
    """Return the sentences about what has a date or is promised, and about the whole.

    With two policies there is a block for each.
    """
    if forecast.policy != "both":
        return _of_policy(forecast, forecast.main_policy)
    policies = dict.fromkeys(row.policy for row in forecast.rows)
    blocks = [
        [f"Policy {policy}: {wording.policy_words(policy)}.", *_of_policy(forecast, policy)]
        for policy in policies
    ]
    return [line for block in blocks for line in (*block, "")][:-1]


def _of_policy(forecast: Forecast, policy: PolicyName) -> list[str]:
    promised = {(promise.kind, promise.id) for promise in forecast.promises}
    same = same_as_milestones(forecast)
    rows = [
        row
        for row in forecast.rows
        if row.policy == policy and (row.kind != "project" or row.id not in same)
    ]
    big = [row for row in rows if row.kind in ("milestone", "project")]
    asked = [row for row in rows if (row.kind, row.id) in promised]
    asked += [row for row in big if row.due and (row.kind, row.id) not in promised]
    asked = asked or big or [row for row in rows if row.due]
    least_sure = sorted(asked, key=lambda row: 1.0 if row.p_on_time is None else row.p_on_time)
    kept = {(row.kind, row.id) for row in least_sure[:MAX_SENTENCES]}
    chosen = [row for row in asked if (row.kind, row.id) in kept]
    chosen += [row for row in rows if row.kind == "all"]
    return [
        f"{wording.forecast_sentence(row, forecast.confidence, drivers_of(forecast, row))}."
        for row in chosen
    ]


def _promises(forecast: Forecast) -> list[str]:
    lines = []
    for promise in forecast.promises:
        policy = f" (policy {promise.policy})" if forecast.policy == "both" else ""
        lines.append(f"{wording.promise_sentence(promise)}{policy}.")
    for policy_name in dict.fromkeys(promise.policy for promise in forecast.promises):
        if joint := wording.joint_sentence(forecast, policy_name):
            policy = f" (policy {policy_name})" if forecast.policy == "both" else ""
            lines.append(f"{joint}{policy}.")
    return lines


def _dates(forecast: Forecast) -> RenderableType:
    """Return the table: the whole, projects, milestones, and items where they are few."""
    main = [row for row in forecast.rows if row.policy == forecast.main_policy]
    items = [row for row in main if row.kind == "item"]
    with_items = len(items) <= MAX_ITEM_LINES
    rows = _by_interest(forecast, [row for row in main if row.kind != "item" or with_items])
    write = _both_policies if forecast.policy == "both" else _table
    made = write(forecast, rows[:MAX_LINES])
    left_out = len(rows[MAX_LINES:]) + (0 if with_items else len(items))
    if not left_out:
        return made
    more = f"and {wording.count(left_out, 'row')} more; -o DIR writes all of them."
    return Group(made, Text(more))


def _table(forecast: Forecast, rows: Sequence[ForecastRow]) -> Table:
    wide, years = columns() >= WIDE_COLUMNS, _have_years(rows)
    levels = sorted({0.5, forecast.confidence, *([0.95] if wide or not years else [])})
    shares = [wording.whole_percent(level) for level in levels]
    numbers = ["on time", *(["kept", "critical"] if wide or not years else [])]
    numbers += ["waiting"] if wide else []
    made = table("what", "planned", *shares, *numbers, right=numbers)
    for row in rows:
        cells = [
            *_in_words(row, [row.planned, *map(row.quantile, levels)], years=years),
            _chance(row.p_on_time),
            _chance(row.p_as_planned),
            "" if row.kind == "all" else _chance(row.critical),
            wording.days(row.merge_days) if row.merge_days and row.merge_days >= 0.05 else "",
        ]
        made.add_row(_name(row), *cells[: len(made.columns) - 1])
    return made


def _both_policies(forecast: Forecast, rows: Sequence[ForecastRow]) -> Table:
    """Return the dates of both policies side by side."""
    others = {(row.kind, row.id): row for row in forecast.rows if row.policy == "keep"}
    levels = sorted({0.5, forecast.confidence})
    shares = [wording.whole_percent(level) for level in levels]
    years = _have_years([*rows, *(others[row.kind, row.id] for row in rows)])
    with_plan = columns() >= WIDE_COLUMNS or not years
    planned = ["planned"] if with_plan else []
    made = table("what", *planned, *shares, *(f"keep {share}" for share in shares))
    for row in rows:
        both = row, others[row.kind, row.id]
        dates = [each.quantile(level) for each in both for level in levels]
        told = [row.planned, *dates] if with_plan else dates
        made.add_row(_name(row), *_in_words(row, told, years=years))
    return made


def _by_interest(forecast: Forecast, rows: Sequence[ForecastRow]) -> list[ForecastRow]:
    """Return rows by what is asked for first: promises, dates that are due, the whole, the rest."""
    promised = {promise.id for promise in forecast.promises}

    def rank(row: ForecastRow) -> int:
        if row.kind == "all":
            return 2
        return 0 if row.id in promised else 1 if row.due and row.kind != "item" else 3

    return sorted(rows, key=rank)


def _name(row: ForecastRow) -> str:
    if row.kind == "all":
        return "Everything"
    return wording.label(row.title or row.id or "", most=40)


def _chance(share: float | None) -> str:
    return "" if share is None else wording.chance(share)


def _have_years(rows: Sequence[ForecastRow]) -> bool:
    """Whether the dates of a table need their years: they lie in several."""
    found = [(row, at) for row in rows for at in (row.planned, row.p50, row.p85, row.p95)]
    return len({row.day(at).year for row, at in found if at is not None}) > 1


def _in_words(row: ForecastRow, dates: Sequence[dt.datetime | None], *, years: bool) -> list[str]:
    write = wording.day if years else wording.day_and_month
    return ["-" if date is None else write(row.day(date)) for date in dates]


def _costs(forecast: Forecast) -> list[str]:
    lines = []
    for cost in forecast.costs:
        name = ""
        if cost.project is not None:
            name = wording.target_name(forecast, "project", cost.project)
        policy = f" (policy {cost.policy})" if forecast.policy == "both" else ""
        lines.append(f"{wording.cost_sentence(cost, name)}{policy}.")
    return lines


def _throughput(forecast: Forecast) -> list[str]:
    if forecast.throughput is None:
        return []
    warning = forecast.throughput.warning
    lines = [f"{wording.throughput_sentence(forecast.throughput)}."]
    return [*lines, f"Warning: {warning}"] if warning else lines
