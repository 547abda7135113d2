"""Plans side by side as a table: one row per measure and plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pandas as pd

from allocator.analysis.side_by_side.model import SideBySide
from allocator.domain.quantities import beginning
from allocator.views.frames import CATEGORY, FLAG, INSTANT, NUMBER, TEXT, frame

DTYPES = {
    "topic": CATEGORY,
    "what": CATEGORY,
    "kind": CATEGORY,
    "id": TEXT,
    "name": TEXT,
    "plan": CATEGORY,
    "value": NUMBER,
    "day": INSTANT,
    "text": TEXT,
    "unit": TEXT,
    "best": FLAG,
}


def side_by_side(found: SideBySide) -> pd.DataFrame:
    """Return what each plan has in each row, one row each; what a plan lacks is left out.

    Columns
    -------
    topic, what : category
        The measure, as ``finish`` among the ``dates``, and ``late_by``.
    kind : category
        project, milestone, person or all.
    id, name : string
        Of the project, milestone or person.
    plan : category
        Label of the plan.
    value : float64
        In the unit; missing for a day.
    day : datetime64[s]
        The midnight at which the day begins; missing for a number.
    text : string
        How it is written for people.
    unit : string
        ``h``, ``working days``; empty for counts, shares, chances and costs.
    best : bool
        Whether no plan has a better value, and some plan has a worse one.
    """
    return frame(DTYPES, _rows(found))


def _rows(found: SideBySide) -> Iterator[tuple[Any, ...]]:
    for row in found.rows:
        about = (row.topic, row.what, row.kind, row.id, row.name)
        for number, (plan, value) in enumerate(zip(found.plans, row.values, strict=True)):
            if value is not None:
                best = number in row.best
                day = _midnight(value.day)
                yield (*about, plan.label, value.value, day, value.text, row.unit, best)


def _midnight(day: dt.date | None) -> dt.datetime | None:
    return None if day is None else beginning(day)
