"""Which time zones are one place: those whose clocks show the same time all year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from allocator.domain import Scenario
from allocator.domain.quantities import beginning

_DAYS = 366


def places(scenario: Scenario) -> Mapping[str, int]:
    """Return the number of each one's place, by the id of a person."""
    calendar = scenario.calendar
    if calendar.timezone is None:
        return dict.fromkeys((person.id for person in scenario.people), 0)
    start = dt.datetime.combine(beginning(calendar.start).date(), dt.time(12))
    home = ZoneInfo(calendar.timezone)
    numbers: dict[tuple[dt.timedelta | None, ...], int] = {}
    of_zone: dict[str, int] = {}
    found = {}
    for person in scenario.people:
        zone = person.timezone or calendar.timezone
        if zone not in of_zone:
            offsets = _offsets(ZoneInfo(zone), start, home)
            of_zone[zone] = numbers.setdefault(offsets, len(numbers))
        found[person.id] = of_zone[zone]
    return found


def _offsets(zone: ZoneInfo, start: dt.datetime, home: ZoneInfo) -> tuple[dt.timedelta | None, ...]:
    """Return by how much the clock of a zone differs from UTC at noon of each day of a year."""
    days = (start + dt.timedelta(days=k) for k in range(_DAYS))
    return tuple(day.replace(tzinfo=home).astimezone(zone).utcoffset() for day in days)
