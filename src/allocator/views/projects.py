"""The projects: one row each, with its dates against due date and deadline."""

from __future__ import annotations

import pandas as pd

from allocator.domain import Plan
from allocator.views.frames import INSTANT, NUMBER, TEXT, frame

DTYPES = {
    "id": TEXT,
    "name": TEXT,
    "start": INSTANT,
    "finish": INSTANT,
    "due": INSTANT,
    "late_days": NUMBER,
    "deadline": INSTANT,
    "past_deadline_days": NUMBER,
}


def projects(plan: Plan) -> pd.DataFrame:
    """Return the projects, one row each in the order of the scenario.

    Columns
    -------
    id, name : string
        Of the project.
    start, finish : datetime64[s]
        First start and last finish of its items; missing where none is planned.
    due : datetime64[s]
        The due date as written; a date means the end of that day.
    late_days : float64
        Working days of the team calendar after the due date; missing without due date or dates.
    deadline : datetime64[s]
        The deadline as written; a date means the end of that day.
    past_deadline_days : float64
        Working days after it; above 0 only in a plan made with relaxed deadlines.
    """
    return frame(
        DTYPES,
        (
            (
                project.id,
                project.name,
                project.start,
                project.finish,
                project.due,
                project.late_days,
                project.deadline,
                project.past_deadline_days,
            )
            for project in plan.metrics.projects
        ),
    )
