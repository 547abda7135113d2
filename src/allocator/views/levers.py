"""Levers as a table: one row a lever, the best first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from allocator.views.frames import CATEGORY, NUMBER, TEXT, frame

DTYPES = {
    "rank": NUMBER,
    "kind": CATEGORY,
    "lever": TEXT,
    "days": NUMBER,
    "least_days": NUMBER,
    "weighted_hours": NUMBER,
    "cost": NUMBER,
    "chance": NUMBER,
    "pays": TEXT,
    "change": TEXT,
}


def levers(rows: Iterable[Sequence[Any]]) -> pd.DataFrame:
    """Return levers as a table.

    Parameters
    ----------
    rows
        In the order of the columns.

    Columns
    -------
    rank : float
        1 for the best.
    kind : category
        Of the change: person, skill, absence and so on.
    lever : string
        The change in words.
    days, least_days : float
        Working days by which it ends earlier than in the best plan without the change: with the
        best seed, and with the worst.
    weighted_hours : float
        Hours of lateness of everything, weighted by priority, that it saves.
    cost : float
        In the currency of the rates; NaN without rates.
    chance : float
        Change of the chance of being on time; NaN where there is none.
    pays : string
        What ends later, with working days.
    change : string
        The change as JSON.
    """
    return frame(DTYPES, (tuple(row) for row in rows))
