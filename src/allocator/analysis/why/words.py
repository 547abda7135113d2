"""How reasons call dates and people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from allocator.domain import Calendar, Scenario
from allocator.domain.quantities import last_day
from allocator.domain.words import day, joined

__all__ = ["day", "ends", "person", "several", "starts"]


def starts(instant: dt.datetime, calendar: Calendar, *, on: dt.date | None = None) -> str:
    """Write an instant at which something begins; its time where it is not a day's beginning.

    Parameters
    ----------
    instant
        When it begins.
    calendar
        The team's.
    on
        The day on which it is, where that is known: of a milestone at midnight either of two.
    """
    minutes = instant.hour * 60 + instant.minute
    if minutes in (0, calendar.day_start_minutes):
        return day(on or instant)
    return f"{day(instant)} {instant:%H:%M}"


def ends(instant: dt.datetime, calendar: Calendar, *, on: dt.date | None = None) -> str:
    """Write an instant at which something ends; its time where it is not a day's end."""
    minutes = instant.hour * 60 + instant.minute
    if minutes == 0:
        return day(on or last_day(instant))
    closes = calendar.day_start_minutes + int(calendar.day_minutes)
    return day(instant) if minutes == closes else f"{day(instant)} {instant:%H:%M}"


def person(scenario: Scenario, person_id: str) -> str:
    """Return what a person is called."""
    found = scenario.person_by_id.get(person_id)
    return (found.name if found is not None else "") or person_id


def several(ids: Sequence[str], *, most: int = 3) -> str:
    """Write ids; the first ones where there are many: ``A, B and 4 more``."""
    if len(ids) > most:
        return f"{', '.join(ids[: most - 1])} and {len(ids) - most + 1} more"
    return joined(ids)
