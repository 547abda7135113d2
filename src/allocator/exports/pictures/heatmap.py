"""The load as a table: a row per person, a column per week."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from allocator import wording
from allocator.analysis.load import PersonWeek, weekly_load
from allocator.domain import Plan

MAX_WEEKS = 156
"""Weeks that are shown: three years. load.csv has all of them."""
SHADES = 5
"""Number of shades from nothing to full."""


@dataclass(frozen=True)
class HeatmapCell:
    """One week of one person.

    Attributes
    ----------
    shade
        ``off`` where nothing is available, ``0`` to :data:`STEPS`, or ``over``.
    """

    text: str
    shade: str
    tooltip: str


@dataclass(frozen=True)
class HeatmapRow:
    """The weeks of a person, or of everybody together."""

    name: str
    team: str
    load: str
    cells: tuple[HeatmapCell, ...]


@dataclass(frozen=True)
class Heatmap:
    """The table: months over weeks, people, and the sum of all.

    Attributes
    ----------
    more
        Number of weeks that are left out at the end.
    """

    months: tuple[tuple[str, int], ...]
    weeks: tuple[str, ...]
    rows: tuple[HeatmapRow, ...]
    total: HeatmapRow
    more: int


def heatmap(plan: Plan) -> Heatmap | None:
    """Return the load of each person in each week; None without people or weeks."""
    loads = weekly_load(plan.scenario, plan.items)
    if not loads:
        return None
    every = sorted({row.week for row in loads})
    weeks = every[:MAX_WEEKS]
    by_person: defaultdict[str, dict[dt.date, PersonWeek]] = defaultdict(dict)
    for row in loads:
        by_person[row.person][row.week] = row
    return Heatmap(
        months=tuple(
            (month, len(list(group))) for month, group in groupby(weeks, lambda w: f"{w:%b %Y}")
        ),
        weeks=tuple(str(week.day) for week in weeks),
        rows=tuple(
            _row(person.name or person.id, person.team or "", weeks, by_person[person.id])
            for person in plan.scenario.people
        ),
        total=_row("Everybody", "", weeks, _sums(every, loads)),
        more=len(every) - len(weeks),
    )


def _sums(weeks: Iterable[dt.date], loads: Iterable[PersonWeek]) -> dict[dt.date, PersonWeek]:
    available: defaultdict[dt.date, float] = defaultdict(float)
    spent: defaultdict[dt.date, float] = defaultdict(float)
    for row in loads:
        available[row.week] += row.available_hours
        spent[row.week] += row.planned_hours
    return {week: PersonWeek("", week, available[week], spent[week]) for week in weeks}


def _row(
    name: str, team: str, weeks: Iterable[dt.date], by_week: dict[dt.date, PersonWeek]
) -> HeatmapRow:
    available = sum(week.available_hours for week in by_week.values())
    spent = sum(week.planned_hours for week in by_week.values())
    load = wording.whole_percent(spent / available) if available else ""
    return HeatmapRow(
        wording.printable(name), team, load, tuple(_cell(by_week.get(week)) for week in weeks)
    )


def _cell(week: PersonWeek | None) -> HeatmapCell:
    if week is None or not week.available_hours:
        return HeatmapCell("", "off", "away")
    load = week.planned_hours / week.available_hours
    tooltip = (
        f"{wording.number(round(week.planned_hours, 1))} of "
        f"{wording.number(round(week.available_hours, 1))} hours"
    )
    return HeatmapCell(f"{100 * load:.0f}" if load else "", shade(load), tooltip)


def shade(load: float) -> str:
    """Return the class of a load, a fraction: its step, or ``over`` above 1."""
    if load > 1.0005:
        return "over"
    return str(min(SHADES, int(load * SHADES + 0.9999))) if load > 0 else "0"
