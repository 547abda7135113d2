"""The team's working time, counted the plain way: days as dates, slots as clock times.

It measures lags, lateness and slack. It does not end: it runs on before the start of the plan
and after whatever end the calendar has.
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from itertools import accumulate

from allocator.calendars.instants import (
    MICROSECOND,
    MICROSECONDS_PER_HOUR,
    following_days,
    later,
    midnight,
)
from allocator.calendars.regular_days import RegularDays
from allocator.domain import Calendar
from allocator.domain.quantities import When, end_of, exact

MIN_LATE_HOURS = Fraction(1, 60)
"""Hours of lateness of what is late by a night, a weekend or holidays alone."""
_LAST_DAY = dt.date(9998, 12, 31)


class TeamCalendar:
    """The working time of the team.

    Parameters
    ----------
    calendar
        The scenario's calendar.
    regular
        Its workdays without its holidays.
    """

    def __init__(self, calendar: Calendar, regular: RegularDays) -> None:
        self.calendar = calendar
        self._regular = regular
        self.day_hours = exact(calendar.day_hours)
        self.slot = dt.timedelta(minutes=calendar.slot_minutes)
        self.opens = dt.timedelta(minutes=calendar.day_start_minutes)
        self.closes = self.opens + dt.timedelta(minutes=int(calendar.day_minutes))
        self.offsets = regular.hours
        self._length = (self.closes - self.opens) // MICROSECOND
        self._counts: dict[int, list[int]] = {}
        self._works: dict[dt.date, bool] = {}

    def is_workday(self, day: dt.date) -> bool:
        """Whether the team works on the day."""
        if day not in self._works:
            self._works[day] = day in self._regular
        return self._works[day]

    def is_slot(self, instant: dt.datetime) -> bool:
        """Whether a team slot begins at the instant."""
        day = instant.date()
        return instant - midnight(day) in self.offsets and self.is_workday(day)

    def hours_between(self, a: dt.datetime, b: dt.datetime) -> Fraction:
        """Return W(b) - W(a), the hours of team working time from a to b.

        Negative where b lies before a. A slot that holds one of them counts in part.
        """
        return Fraction(self.micros_between(a, b), MICROSECONDS_PER_HOUR)

    def micros_between(self, a: dt.datetime, b: dt.datetime) -> int:
        """Return W(b) - W(a) in microseconds; see :meth:`hours_between`."""
        if b < a:
            return -self.micros_between(b, a)
        days = self._workdays(a.date(), b.date())
        return days * self._length + self._into(b) - self._into(a)

    def days_between(self, a: dt.datetime, b: dt.datetime) -> Fraction:
        """Return the working days of the team from a to b: hours / day_hours."""
        return self.hours_between(a, b) / self.day_hours

    def hours_late(self, due: When, finish: dt.datetime) -> Fraction:
        """Return the lateness of a finish in hours of the team; a date is due at its end.

        What ends after its due instant is late, if only by a night or a weekend: by one minute
        at least.
        """
        limit = end_of(due)
        return self.hours_moved(limit, finish) if finish > limit else Fraction(0)

    def hours_moved(self, a: dt.datetime, b: dt.datetime) -> Fraction:
        """Return |W(b) - W(a)| in hours, one minute at least where they are not the same."""
        least = MIN_LATE_HOURS if a != b else Fraction(0)
        return max(least, abs(self.hours_between(a, b)))

    def opening(self, instant: dt.datetime) -> dt.datetime:
        """Return the first instant, not before the given one, from which team time runs."""
        for day in following_days(instant.date(), _LAST_DAY):
            if self.is_workday(day) and instant < midnight(day) + self.closes:
                return max(instant, midnight(day) + self.opens)
        return dt.datetime.max

    def first_slot(self, instant: dt.datetime) -> dt.datetime:
        """Return the beginning of the first slot that begins at an instant or later."""
        opens = self.opening(instant)
        today = midnight(opens.date())
        starts = (today + offset for offset in self.offsets if today + offset >= opens)
        return next(starts, None) or self.opening(today + dt.timedelta(days=1))

    def after_hours(self, instant: dt.datetime, hours: Fraction) -> dt.datetime:
        """Return the earliest instant, not before the given one, with W that many hours later."""
        while hours > 0:
            opens = self.opening(instant)
            if opens == dt.datetime.max:
                return opens
            closes = midnight(opens.date()) + self.closes
            left = Fraction((closes - opens) // MICROSECOND, MICROSECONDS_PER_HOUR)
            if left >= hours:
                return later(opens, hours * 60)
            instant, hours = closes, hours - left
        return instant

    def latest_before(self, instant: dt.datetime, hours: Fraction) -> dt.datetime:
        """Return the latest instant from which W has so many hours to go until the given one.

        With negative hours it is the latest by which W has gone on no further than that.
        """
        if hours < 0:
            return self.opening(self.after_hours(instant, -hours))
        day, worked = instant.date(), self._into(instant)
        while hours > Fraction(worked, MICROSECONDS_PER_HOUR):
            if day == dt.date.min:
                return dt.datetime.min
            hours -= Fraction(worked, MICROSECONDS_PER_HOUR)
            day -= dt.timedelta(days=1)  # by days: one may close at the next one's midnight
            instant = midnight(day) + self.closes
            worked = self._length if self.is_workday(day) else 0
        closes = midnight(day) + self.closes
        return self.opening(later(min(instant, closes), -hours * 60))

    def _into(self, instant: dt.datetime) -> int:
        """Microseconds of working time on the instant's own day before it."""
        day = instant.date()
        if not self.is_workday(day):
            return 0
        worked = min(instant - midnight(day), self.closes) - self.opens
        return max(worked, dt.timedelta()) // MICROSECOND

    def _workdays(self, a: dt.date, b: dt.date) -> int:
        """Working days from a, included, to b, left out."""
        if a.year == b.year:
            return self._before(b) - self._before(a)
        whole = sum(self._year(year)[-1] for year in range(a.year, b.year))
        return whole - self._before(a) + self._before(b)

    def _before(self, day: dt.date) -> int:
        return self._year(day.year)[day.toordinal() - dt.date(day.year, 1, 1).toordinal()]

    def _year(self, year: int) -> list[int]:
        """Working days of the year before its first, second, ... day, and at the end in all."""
        if year not in self._counts:
            days = following_days(dt.date(year, 1, 1), dt.date(year, 12, 31))
            self._counts[year] = [0, *accumulate(int(self.is_workday(day)) for day in days)]
        return self._counts[year]
