"""The load: a row a person, a column a week."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from allocator import wording
from allocator.analysis.load import PersonWeek, weekly_load
from allocator.domain import Plan

MOST = 156
"""Weeks that are shown, three years; load.csv has all."""
STEPS = 5
"""Shades from nothing to full."""


@dataclass(frozen=True)
class Cell:
    """One week of one person.

    Attributes
    ----------
    shade
        ``off`` where nothing is available, ``0`` to :data:`STEPS`, or ``over``.
    """

    text: str
    shade: str
    told: str


@dataclass(frozen=True)
class Row:
    """A person, or all of them."""

    name: str
    team: str
    load: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Heatmap:
    """The table: months over weeks, people, and the sum of all.

    Attributes
    ----------
    more
        How many weeks are left out at the end.
    """

    months: tuple[tuple[str, int], ...]
    weeks: tuple[str, ...]
    rows: tuple[Row, ...]
    total: Row
    more: int


def heatmap(plan: Plan) -> Heatmap | None:
    """Return the load of everybody in every week; None where there is nobody or no time."""
    loads = weekly_load(plan.scenario, plan.items)
    if not loads:
        return None
    every = sorted({row.week for row in loads})
    weeks = every[:MOST]
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


def _row(name: str, team: str, weeks: Iterable[dt.date], by_week: dict[dt.date, PersonWeek]) -> Row:
    available = sum(week.available_hours for week in by_week.values())
    spent = sum(week.planned_hours for week in by_week.values())
    load = wording.whole_percent(spent / available) if available else ""
    return Row(
        wording.printable(name), team, load, tuple(_cell(by_week.get(week)) for week in weeks)
    )


def _cell(week: PersonWeek | None) -> Cell:
    if week is None or not week.available_hours:
        return Cell("", "off", "away")
    load = week.planned_hours / week.available_hours
    told = (
        f"{wording.number(round(week.planned_hours, 1))} of "
        f"{wording.number(round(week.available_hours, 1))} hours"
    )
    return Cell(f"{100 * load:.0f}" if load else "", shade(load), told)


def shade(load: float) -> str:
    """Return the class of a load, a fraction: its step, or ``over`` above 1."""
    if load > 1.0005:
        return "over"
    return str(min(STEPS, int(load * STEPS + 0.9999))) if load > 0 else "0"
