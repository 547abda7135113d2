"""The difference between two plans: one row per change."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from allocator.analysis.change_rows import change_rows
from allocator.analysis.comparison import Comparison
from allocator.domain.quantities import beginning
from allocator.views.frames import CATEGORY, INSTANT, NUMBER, TEXT, frame

DTYPES = {
    "what": CATEGORY,
    "id": TEXT,
    "title": TEXT,
    "project": CATEGORY,
    "was": INSTANT,
    "is": INSTANT,
    "days": NUMBER,
    "from": TEXT,
    "to": TEXT,
    "why": TEXT,
    "cause": TEXT,
    "was_day": INSTANT,
    "is_day": INSTANT,
}


def changes(difference: Comparison) -> pd.DataFrame:
    """Return the changes, one row each, as in diff.csv.

    Columns
    -------
    what : category
        project, milestone, added, removed, taken_up (was dropped), dropped, moved, reassigned,
        newly_late or no_longer_late.
    id, title : string
        Of the work item, project or milestone.
    project : category
        Id of the item's project; missing where it has none.
    was, is : datetime64[s]
        Its finish in the old and in the new plan.
    days : float64
        Working days of the team from ``was`` to ``is``, negative for earlier; of late items, by how
        many working days they are late.
    from, to : string
        Ids of its people in the old and in the new plan, ``ana; bob``.
    why : string
        The reason.
    cause : string
        The change of the scenario that set it off; missing where the reasons lead to none.
    was_day, is_day : datetime64[s]
        The midnights of the days of ``was`` and ``is``.
    """
    rows = (
        (*row[:-2], _midnight(row.was_day), _midnight(row.now_day))
        for row in change_rows(difference)
    )
    return frame(DTYPES, rows)


def _midnight(day: dt.date | None) -> dt.datetime | None:
    return None if day is None else beginning(day)
