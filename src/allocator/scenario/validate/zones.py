"""Finds people whose slots do not lie on the team's grid, and zones without the team's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from allocator.domain import Calendar, Person
from allocator.domain.calendar import clock_minutes
from allocator.errors import Finding
from allocator.scenario.validate.context import Context

_DAY_MINUTES = 24 * 60
_MINUTE = dt.timedelta(minutes=1)
_SAMPLED = range(0, 3 * 366, 7)
"""Days from the start of the plan on at which offsets are looked up; rules last for weeks."""


def without_team_zone(context: Context) -> Iterator[Finding]:
    """Yield people with a time zone where the calendar has none."""
    if "calendar" not in context.parts.sound or context.scenario.calendar.timezone is not None:
        return
    for path, person in context.parts.people():
        if person.timezone is not None:
            yield context.parts.finding(
                f'person "{person.id}" has a time zone, the calendar has none',
                (*path, "timezone"),
                f"name the zone of the scenario's dates: calendar: {{timezone: {person.timezone}}}",
                code="zone-without-team-zone",
                subjects=(person.id,),
            )


def past_midnight(context: Context) -> Iterator[Finding]:
    """Yield people whose day runs past midnight where they are."""
    if "calendar" not in context.parts.sound:
        return
    calendar = context.scenario.calendar
    for path, person in context.parts.people():
        if person.day_start is None:
            continue
        if clock_minutes(person.day_start) + calendar.day_minutes > _DAY_MINUTES:
            yield context.parts.finding(
                f"a day of {calendar.day_hours:g} hours from {person.day_start} runs past midnight",
                (*path, "day_start"),
                "begin earlier, or move the hours into another time zone",
                code="day-past-midnight",
                subjects=(person.id,),
            )


def off_the_grid(context: Context) -> Iterator[Finding]:
    """Yield people whose slots begin at other minutes than the team's."""
    if "calendar" not in context.parts.sound:
        return
    calendar = context.scenario.calendar
    for path, person in context.parts.people():
        shifts = _shifts(calendar, person)
        wrong = next((shift for shift in shifts if shift % calendar.slot_minutes), None)
        if wrong is not None:
            field = "timezone" if person.timezone is not None else "day_start"
            yield context.parts.finding(
                f'the slots of person "{person.id}" do not begin with the team\'s: '
                f"{_told(wrong)} lie between them",
                (*path, field),
                _hint(shifts),
                code="off-the-grid",
                subjects=(person.id,),
            )


def _shifts(calendar: Calendar, person: Person) -> set[int]:
    """Return by how many minutes the beginning of somebody's day can differ from the team's."""
    own = calendar.begins_day(person.day_start) - calendar.day_start_minutes
    if person.timezone is None or calendar.timezone is None:
        return {own}
    here, there = ZoneInfo(calendar.timezone), ZoneInfo(person.timezone)
    start = dt.datetime.combine(calendar.start, dt.time(12))
    days = (start + dt.timedelta(days=k) for k in _SAMPLED)
    return {own + _offset(here, day) - _offset(there, day) for day in days}


def _offset(zone: ZoneInfo, day: dt.datetime) -> int:
    return (day.replace(tzinfo=zone).utcoffset() or dt.timedelta()) // _MINUTE


def _told(minutes: int) -> str:
    hours, rest = divmod(abs(minutes), 60)
    return " ".join(filter(None, [f"{hours} h" * bool(hours), f"{rest} min" * bool(rest)]))


def _hint(shifts: set[int]) -> str:
    for slot, minutes in (("1h", 60), ("30m", 30), ("15m", 15)):
        if not any(shift % minutes for shift in shifts):
            return f"write slot: {slot} in the calendar, which divides every difference"
    return "let their day_start differ from the team's by quarters of an hour"
