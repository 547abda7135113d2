"""The assignments: one row per person on a work item."""

from __future__ import annotations

import pandas as pd

from allocator.domain import Plan
from allocator.domain.quantities import beginning, last_day
from allocator.views.frames import CATEGORY, INSTANT, NUMBER, TEXT, frame

DTYPES = {
    "item": TEXT,
    "title": TEXT,
    "project": CATEGORY,
    "person": CATEGORY,
    "skills": TEXT,
    "start": INSTANT,
    "finish": INSTANT,
    "share": NUMBER,
    "effort_hours": NUMBER,
    "start_day": INSTANT,
    "finish_day": INSTANT,
}


def assignments(plan: Plan) -> pd.DataFrame:
    """Return the assignments, one row per person on a work item, items in the scenario's order.

    Columns
    -------
    item, title : string
        Id and title of the work item.
    project : category
        Id of its project; missing where it has none.
    person : category
        Id of the person.
    skills : string
        The needed skills that the person provides, ``ml; python``.
    start, finish : datetime64[s]
        Start and finish of the person's work; local instants of the team calendar.
    share : float64
        The share of the person's time that the item takes, above 0, at most 1.
    effort_hours : float64
        Effort of the person on the item, in hours of work at speed 1.
    start_day, finish_day : datetime64[s]
        First and last day of the person's work, as midnights.
    """
    return frame(
        DTYPES,
        (
            (
                item.id,
                item.title,
                item.project,
                work.person,
                "; ".join(work.skills),
                work.start,
                work.finish,
                work.share,
                work.effort_hours,
                beginning(work.start.date()),
                beginning(last_day(work.finish, work.start)),
            )
            for item in plan.items
            for work in item.assignments
        ),
    )
