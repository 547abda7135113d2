"""Walks through somebody's working slots, adding up their capacity exactly.

Capacities are whole numbers of the calendar's unit (:attr:`PersonCalendar.unit`), so whole days
are passed over by their sum.
"""

from __future__ import annotations

import datetime as dt
import math
from fractions import Fraction

from allocator.calendars.instants import midnight, preceding_days
from allocator.calendars.person import PersonCalendar

MAX_WALK = dt.timedelta(days=366 * 50)
"""How far ahead a finish is looked for: fifty years."""


def units_of_work(calendar: PersonCalendar, effort_minutes: Fraction, rate: Fraction) -> int:
    """Return the capacity that some work takes, in the calendar's units.

    Parameters
    ----------
    calendar
        The person's calendar.
    effort_minutes
        Minutes of work at speed 1.
    rate
        Share of their time times their speed.
    """
    slot_minutes = calendar.team.slot // dt.timedelta(minutes=1)
    return math.ceil(effort_minutes * calendar.unit / (slot_minutes * rate))


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
    units = units_of_work(calendar, effort_minutes, share * speed)
    return finish_of_units(calendar, start, units, (start + MAX_WALK).date())


def finish_of_units(
    calendar: PersonCalendar, start: dt.datetime, units: int, last: dt.date
) -> dt.datetime | None:
    """Return the end of the slot in which the capacity since the start adds up to an amount.

    Parameters
    ----------
    calendar
        The person's working time.
    start
        Slots that begin before it do not count.
    units
        The amount, in the calendar's units; above 0.
    last
        The last day to look at.

    Returns
    -------
    datetime
        None where it is not reached by the end of the last day.
    """
    day = start.date()
    if calendar.leaves is not None:
        last = min(last, calendar.leaves.date())
    if last < day:
        return None
    for offset, capacity in calendar.slots(day):
        begins = midnight(day) + offset
        if begins >= start:
            units -= capacity
            if units <= 0:
                return begins + calendar.team.slot
    found = calendar.day_reaching(day, units, last)
    if found is None:
        return None
    day, units = found
    for offset, capacity in calendar.slots(day):
        units -= capacity
        if units <= 0:
            return midnight(day) + offset + calendar.team.slot
    raise AssertionError("the slots of a day add up to its units")


def latest_start_of_units(
    calendar: PersonCalendar, by: dt.datetime, units: int, first: dt.date
) -> dt.datetime | None:
    """Return the beginning of the last slot from which an amount of capacity is reached in time.

    Parameters
    ----------
    calendar
        The person's working time.
    by
        Slots that end after it do not count.
    units
        The amount, in the calendar's units; above 0.
    first
        The first day to look at.

    Returns
    -------
    datetime
        None where it is not reached since the beginning of the first day.
    """
    for day in preceding_days(by.date(), first):
        if calendar.ends_by(day, by) and calendar.day_units(day) < units:
            units -= calendar.day_units(day)
            continue
        for offset, capacity in reversed(calendar.slots(day)):
            begins = midnight(day) + offset
            if begins + calendar.team.slot <= by:
                units -= capacity
                if units <= 0:
                    return begins
    return None
