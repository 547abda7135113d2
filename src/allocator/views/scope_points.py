"""What can be left out so that dates are kept: one row per point."""

from __future__ import annotations

import pandas as pd

from allocator.domain.quantities import beginning
from allocator.domain.scope_front import ScopeFront
from allocator.views.frames import FLAG, INSTANT, NUMBER, TEXT, frame


def scope_points(front: ScopeFront) -> pd.DataFrame:
    """Return the points, the one that keeps most value first.

    Columns
    -------
    dropped : string
        Ids of the items that are left out, ``A; B``.
    value_kept, value : float64
        What the candidates that are kept are worth, and all of them.
    by the id of each wanted date : datetime64[s]
        The midnight at which the day begins on which it is reached.
    hours_past : float64
        Working hours by which the wanted dates are missed, together.
    keeps : bool
        Whether they are kept, with the confidence where there is one.
    chance : float64
        Chance that they are kept together; missing without a confidence.
    weighted_hours : float64
        Lateness of everything, weighted by priority.
    """
    dates = {wanted.id: INSTANT for wanted in front.wanted}
    dtypes = {
        "dropped": TEXT,
        "value_kept": NUMBER,
        "value": NUMBER,
        **dates,
        "hours_past": NUMBER,
        "keeps": FLAG,
        "chance": NUMBER,
        "weighted_hours": NUMBER,
    }
    rows = (
        (
            *("; ".join(point.dropped), point.value_kept, front.value),
            *(beginning(day) for day in point.days),
            *(point.hours_past, point.keeps, point.chance, point.weighted_hours),
        )
        for point in front.points
    )
    return frame(dtypes, rows)
