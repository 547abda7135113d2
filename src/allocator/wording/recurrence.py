"""How often something happens, in words: ``every Mon and Thu at 10:00``."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from allocator.domain.recurrence import parts_of_rule
from allocator.wording.dates import day
from allocator.wording.lists import joined
from allocator.wording.plurals import count

if TYPE_CHECKING:
    from allocator.domain import Meeting

_DAYS = {"MO": "Mon", "TU": "Tue", "WE": "Wed", "TH": "Thu", "FR": "Fri", "SA": "Sat", "SU": "Sun"}
_UNITS = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}


def recurrence(meeting: Meeting) -> str:
    """Write when a meeting takes place: ``every Mon at 10:00``; a rule of another kind as it is."""
    zone = f" {meeting.timezone}" if meeting.timezone is not None else ""
    at = f"at {meeting.at}{zone}"
    if meeting.start is not None and meeting.start == meeting.end:
        return f"{day(meeting.start)} {at}"
    until = f" until {day(meeting.end)}" if meeting.end is not None else ""
    parts = parts_of_rule(meeting.recurrence)
    days = [_DAYS.get(day) for day in parts.get("BYDAY", "").split(",") if day]
    if parts.keys() - {"FREQ", "INTERVAL", "BYDAY"} or None in days:
        return f"{at} by the rule {meeting.recurrence}{until}"
    unit, interval = _UNITS[parts["FREQ"]], int(parts.get("INTERVAL", "1"))
    if days and (parts["FREQ"] != "WEEKLY"):
        return f"{at} by the rule {meeting.recurrence}{until}"
    named = joined([name for name in days if name])
    if interval == 1:
        often = f"every {named or unit}"
    else:
        often = f"every {count(interval, unit)}{f' on {named}' if named else ''}"
    counted = interval > 1 or (not days and unit != "day")
    begins = f" from {day(meeting.start)}" if meeting.start is not None and counted else ""
    return f"{often} {at}{begins}{until}"


def clock_times(begins: dt.datetime, minutes: int) -> str:
    """Write from when to when something lasts: ``22:00 to 23:00``, ``22:00 to Tue 02:00``."""
    ends = begins + dt.timedelta(minutes=minutes)
    other = "" if ends.date() == begins.date() else f"{ends:%a} "
    return f"{begins:%H:%M} to {other}{ends:%H:%M}"
