"""The schedule: one row per work item."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from allocator.analysis.days import plan_days
from allocator.analysis.people import people_text
from allocator.domain import Plan
from allocator.domain.quantities import beginning
from allocator.views.frames import CATEGORY, FLAG, INSTANT, NUMBER, TEXT, frame

DTYPES = {
    "id": TEXT,
    "title": TEXT,
    "project": CATEGORY,
    "state": CATEGORY,
    "start": INSTANT,
    "finish": INSTANT,
    "people": TEXT,
    "due": INSTANT,
    "late_days": NUMBER,
    "deadline": INSTANT,
    "past_deadline_days": NUMBER,
    "slack_days": NUMBER,
    "critical": FLAG,
    "start_day": INSTANT,
    "finish_day": INSTANT,
}


def schedule(plan: Plan) -> pd.DataFrame:
    """Return the schedule, one row per work item in the order of the scenario.

    Columns
    -------
    id, title : string
        Of the work item.
    project : category
        Id of its project; missing where it has none.
    state : category
        planned, done, in_progress or dropped.
    start, finish : datetime64[s]
        Local instants of the team calendar; missing where the item is dropped.
    people : string
        Ids of the people on it, ``ana; bob``; empty where it needs nobody.
    due : datetime64[s]
        The due date as written. A date means the end of that day, so compare ``late_days``
        with 0 rather than ``finish`` with ``due``.
    late_days : float64
        Working days of the team calendar after the due date; missing without due date or dates.
    deadline : datetime64[s]
        The tightest deadline that holds for the item, as written.
    past_deadline_days : float64
        Working days after it; above 0 only in a plan made with relaxed deadlines.
    slack_days : float64
        Working days by which the item can slip, with people and order as planned, before a
        finish of a project, a due date or a deadline moves.
    critical : bool
        Whether its slack is zero.
    start_day, finish_day : datetime64[s]
        The days on which it starts and finishes, as midnight at their beginning: work that ends at
        midnight finishes on the day before; a milestone is on the day of what it waits for.
    """
    shown = plan_days(plan)
    return frame(
        DTYPES,
        (
            (
                item.id,
                item.title,
                item.project,
                item.state,
                item.start,
                item.finish,
                people_text(item),
                item.due,
                item.late_days,
                item.deadline,
                item.past_deadline_days,
                item.slack_days,
                item.critical,
                _midnight(shown.begins(item.id)),
                _midnight(shown.ends(item.id)),
            )
            for item in plan.items
        ),
    )


def _midnight(day: dt.date | None) -> dt.datetime | None:
    return None if day is None else beginning(day)
