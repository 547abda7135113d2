"""Turns the calendar of a project into that of a scenario, and its instants into ours.

A scenario has working days of one length, without breaks: a day from 8 to 12 and from 13 to 17 is
eight hours from 8 on. An instant of the file becomes that at which as much of its day is worked.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

from allocator.domain.calendar import WEEK
from allocator.mpxj.project_records import CalendarRecord, DayHours
from allocator.wording import count

_SLOTS: Final = ((60, "1h"), (30, "30m"), (15, "15m"))
_USUAL: Final[DayHours] = ((9 * 60, 17 * 60),)
STANDARD: Final = CalendarRecord(id=-1, name="Standard", week=(_USUAL,) * 5 + ((),) * 2)
"""The calendar of files without one."""


def minutes_of(hours: DayHours) -> int:
    """Return the working time of a day in minutes."""
    return sum(end - start for start, end in hours)


class WorkingTime:
    """The team's calendar.

    Parameters
    ----------
    calendar
        The calendar of the project.
    first
        First day of the scenario; what the calendar has before it does not count.

    Attributes
    ----------
    workdays
        Working weekdays, from 0 for Monday.
    day_minutes, opens
        Length of a working day, and minutes from midnight to its beginning.
    holidays
        Days off.
    notes
        What the scenario cannot hold.
    """

    def __init__(self, calendar: CalendarRecord, first: dt.date) -> None:
        if not any(calendar.week):
            calendar = STANDARD
        self.calendar = calendar
        self.workdays = [day for day, hours in enumerate(calendar.week) if hours]
        lengths = Counter(minutes_of(calendar.week[day]) for day in self.workdays)
        exact = max(lengths, key=lambda length: (lengths[length], length))
        self.day_minutes = max(15, round(exact / 15) * 15)
        opens = min(calendar.week[day][0][0] for day in self.workdays)
        self.opens = max(0, min(opens // 15 * 15, 24 * 60 - self.day_minutes))
        days = {day: hours for day, hours in calendar.days.items() if day >= first}
        self.holidays = sorted(
            day for day, hours in days.items() if not hours and day.weekday() in self.workdays
        )
        self.notes = list(self._notes(days, lengths, exact))

    def fields(self, first: dt.date) -> dict[str, Any]:
        """Return the calendar as in a scenario file."""
        slot = next((text for length, text in _SLOTS if self.day_minutes % length == 0), "15m")
        found: dict[str, Any] = {"start": first.isoformat()}
        if self.workdays != [0, 1, 2, 3, 4]:
            found["workdays"] = [WEEK[day] for day in self.workdays]
        hours = self.day_minutes / 60
        found["day_hours"] = int(hours) if hours.is_integer() else hours
        found["day_start"] = f"{self.opens // 60:02d}:{self.opens % 60:02d}"
        if slot != "1h":
            found["slot"] = slot
        if self.holidays:
            found["holidays"] = {"dates": [day.isoformat() for day in self.holidays]}
        return found

    def _notes(
        self, days: dict[dt.date, DayHours], lengths: Counter[int], exact: int
    ) -> Iterable[str]:
        if len(lengths) > 1:
            yield (
                f"calendar {self.calendar.name}: its days differ in length; every day has "
                f"{self.day_minutes / 60:g} h"
            )
        if exact != self.day_minutes:
            yield (
                f"calendar {self.calendar.name}: days of {exact / 60:g} h are taken as "
                f"{self.day_minutes / 60:g} h"
            )
        extra = [day for day, hours in days.items() if hours and day.weekday() not in self.workdays]
        if extra:
            yield (
                f"calendar {self.calendar.name}: {count(len(extra), 'working day')} on days that "
                f"are usually off, not read: {_some(extra)}"
            )
        other = [
            day
            for day, hours in days.items()
            if hours
            and day.weekday() in self.workdays
            and minutes_of(hours) != minutes_of(self.calendar.week[day.weekday()])
        ]
        if other:
            yield (
                f"calendar {self.calendar.name}: {count(len(other), 'day')} with other hours, "
                f"taken as usual: {_some(other)}"
            )

    def start(self, when: dt.datetime) -> str:
        """Return an instant at which something begins, as in a scenario file."""
        worked = self._worked(when)
        if not worked:
            return when.date().isoformat()
        return self._at(when.date(), worked)

    def end(self, when: dt.datetime) -> str:
        """Return an instant up to which something lasts, as in a scenario file."""
        worked = self._worked(when)
        if not worked and when.time() == dt.time():
            return (when.date() - dt.timedelta(days=1)).isoformat()
        if not worked or worked >= self.day_minutes:
            return when.date().isoformat()
        return self._at(when.date(), worked)

    def instant(self, when: dt.datetime) -> str:
        """Return an instant as date-time."""
        return self._at(when.date(), self._worked(when))

    def _worked(self, when: dt.datetime) -> int:
        """Return the minutes of a day that are worked before an instant of it."""
        hours = self.calendar.days.get(when.date(), self.calendar.week[when.weekday()])
        minute = when.hour * 60 + when.minute
        return sum(max(0, min(end, minute) - start) for start, end in hours)

    def _at(self, day: dt.date, worked: int) -> str:
        minute = self.opens + min(worked, self.day_minutes)
        at = dt.datetime.combine(day, dt.time()) + dt.timedelta(minutes=minute)
        return at.isoformat(timespec="minutes")

    def span(self, minutes: float) -> str:
        """Write working time: ``1.5d``, ``3h``, ``45m``."""
        whole = max(1, round(minutes))
        quarters, rest = divmod(whole * 4, self.day_minutes)
        if not rest and quarters >= 4:
            return f"{quarters / 4:g}d"
        return f"{whole // 60}h" if whole % 60 == 0 else f"{whole}m"


def elapsed_span(minutes: float) -> str:
    """Write time around the clock: ``14d``, ``36h``, ``90m``."""
    whole = max(1, round(minutes))
    if whole % 1440 == 0:
        return f"{whole // 1440}d"
    return f"{whole // 60}h" if whole % 60 == 0 else f"{whole}m"


def _some(days: list[dt.date]) -> str:
    first = ", ".join(day.isoformat() for day in days[:3])
    return first if len(days) <= 3 else f"{first} ..."
