"""Lets a plan start so much earlier that its start holds nothing back."""

from __future__ import annotations

import datetime as dt
from typing import Final

from allocator.domain import ElapsedLag, Scenario, WorkItem
from allocator.domain.quantities import elapsed_minutes
from allocator.explain.conflict.params import DEFAULT_PARAMS

_DAY: Final = 24 * 60
"""Minutes of a calendar day."""

_MARGIN_DAYS: Final = 35
"""Calendar days beyond the time that all work takes one after the other."""


def with_earlier_start(scenario: Scenario) -> Scenario:
    """Return a scenario whose plan, and all that has happened, begins earlier.

    All work can be done one after the other in the time gained.
    """
    by = dt.timedelta(days=_days_gained(scenario))
    calendar = scenario.calendar.model_copy(update={"start": scenario.calendar.start - by})
    changes = {
        "calendar": calendar,
        "now": None if scenario.now is None else scenario.now - by,
        "items": tuple(_history_earlier(item, by) for item in scenario.items),
    }
    return scenario.model_copy(update=changes)


def _history_earlier(item: WorkItem, by: dt.timedelta) -> WorkItem:
    if not item.is_started:
        return item
    dates = {name: getattr(item, name) for name in ("started", "finished")}
    return item.model_copy(
        update={name: date - by for name, date in dates.items() if date is not None}
    )


def _days_gained(scenario: Scenario) -> int:
    """Return whole weeks in which all work and waiting has place, at a sixth of one's time."""
    day = float(scenario.calendar.day_minutes)
    days = float(_MARGIN_DAYS)
    for item in scenario.items:
        if item.elapsed:
            days += float(elapsed_minutes(item.elapsed)) / _DAY + 1
        for need in item.staffing:
            if need.effort is not None:
                work = float(scenario.effort_minutes(need.effort)) / day
                days += 6 * work / need.share + 7
        for link in item.after:
            if isinstance(link.lag, ElapsedLag):
                days += abs(float(elapsed_minutes(link.lag.elapsed))) / _DAY
            elif link.lag is not None:
                days += 2 * abs(float(scenario.calendar.working_minutes(link.lag))) / day
    return min(7 * (int(days) // 7 + 1), DEFAULT_PARAMS.max_start_shift_days)
