"""When somebody's work ends: a walk through their working slots, adding up effort exactly."""

from __future__ import annotations

import datetime as dt
import math
from fractions import Fraction

from allocator.calendars.person import PersonCalendar
from allocator.calendars.team import following_days, midnight

_LONGEST = dt.timedelta(days=366 * 50)


def finish_of_work(
    calendar: PersonCalendar,
    start: dt.datetime,
    *,
    effort_minutes: Fraction,
    share: Fraction,
    speed: Fraction,
) -> dt.datetime | None:
    """Return the instant at which a person's work on an item ends.

    Every slot in which they work, from the start on, yields slot minutes x share x capacity x
    speed; the work ends with the first slot in which the sum reaches the effort.

    Parameters
    ----------
    calendar
        The person's working time.
    start
        From when on slots count; those that begin before it do not.
    effort_minutes
        Effort to be done, in minutes of work at speed 1; above 0.
    share
        The share of their time that the item takes.
    speed
        Their working speed on it.

    Returns
    -------
    datetime
        The end of the last slot of the work; None where it is not done within fifty years, or
        not before they leave.
    """
    slot_minutes = calendar.team.slot // dt.timedelta(minutes=1)
    # A day counts as the sum of its slots' capacities, which are whole units: whole units are
    # left to do.
    left = math.ceil(effort_minutes * calendar.unit / (slot_minutes * share * speed))
    last = (min(start + _LONGEST, calendar.leaves or dt.datetime.max)).date()
    first = start.date()
    for day in following_days(first, last):
        if day != first and calendar.day_units(day) < left:
            left -= calendar.day_units(day)
            continue
        for offset, capacity in calendar.slots(day):
            begins = midnight(day) + offset
            if begins < start:
                continue
            left -= capacity
            if left <= 0:
                return begins + calendar.team.slot
    return None
