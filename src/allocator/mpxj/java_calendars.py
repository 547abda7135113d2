"""Reads the calendars of a project day by day; runs only where Java has been started."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import jpype

_DAYS_AFTER: Final = 366
"""Days after the project for which calendars are read, so that work can move."""

_MAX_DAYS: Final = 3660
"""Days for which calendars are read at most."""

_DAY_MINUTES: Final = 24 * 60


def calendars_of(project: Any) -> list[dict[str, Any]]:
    """Return the calendars that the project, its tasks and its resources use."""
    first, last = _reach(project)
    days = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
    local_date = jpype.JClass("java.time.LocalDate")
    dates = [(day, local_date.of(day.year, day.month, day.day)) for day in days]
    weekdays = list(jpype.JClass("java.time.DayOfWeek").values())
    return [_calendar(calendar, dates, weekdays) for calendar in _used(project).values()]


def _used(project: Any) -> dict[int, Any]:
    resources = [r.getCalendar() for r in project.getResources() if not r.getNull()]
    tasks = [task.getCalendar() for task in project.getTasks()]
    found = (project.getDefaultCalendar(), *resources, *tasks)
    return {int(one.getUniqueID()): one for one in found if one is not None}


def _reach(project: Any) -> tuple[dt.date, dt.date]:
    """Return the first and the last day for which calendars are read."""
    properties = project.getProjectProperties()
    dates = [
        properties.getStartDate(),
        properties.getFinishDate(),
        properties.getStatusDate(),
        project.getEarliestStartDate(),
        project.getLatestFinishDate(),
    ]
    known = [dt.date.fromisoformat(str(date)[:10]) for date in dates if date is not None]
    first = min(known, default=dt.date.today())
    last = max(known, default=first) + dt.timedelta(days=_DAYS_AFTER)
    return first, min(last, first + dt.timedelta(days=_MAX_DAYS))


def _calendar(
    calendar: Any, dates: list[tuple[dt.date, Any]], weekdays: list[Any]
) -> dict[str, Any]:
    week = [_hours(calendar.getHours(day)) for day in weekdays]
    days = {}
    for day, date in dates:
        hours = _hours(calendar.getHours(date))
        if hours != week[day.weekday()]:
            days[day.isoformat()] = hours
    name = calendar.getName()
    return {
        "id": int(calendar.getUniqueID()),
        "name": "" if name is None else str(name),
        "week": week,
        "days": days,
    }


def _hours(hours: Any) -> list[list[int]]:
    """Return the working times of a day, in minutes from midnight."""
    if hours is None:
        return []
    spans = [(_minute(span.getStart()), _minute(span.getEnd())) for span in hours]
    return [[start, end or _DAY_MINUTES] for start, end in spans if start < (end or _DAY_MINUTES)]


def _minute(time: Any) -> int:
    return 0 if time is None else int(time.getHour()) * 60 + int(time.getMinute())
