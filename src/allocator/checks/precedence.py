"""Links and their lags."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from allocator.analysis.scheduled import ScheduledItem
from allocator.calendars import TeamCalendar
from allocator.calendars.instants import later
from allocator.checks.checked_plan import CheckedPlan, binding
from allocator.domain import ElapsedLag, Link, LinkType, RuleId, Violation
from allocator.domain.links import has_lag
from allocator.domain.quantities import elapsed_minutes
from allocator.wording import hours_and_days, instant

_MINUTE = dt.timedelta(minutes=1)


def check(checked: CheckedPlan) -> list[Violation]:
    """Return all links that do not hold between items with dates; what is history does not count.

    With a the predecessor's instant and b the successor's: b >= a without lag,
    W(b) - W(a) >= L with a working lag L, b >= a + E with an elapsed lag E.
    """
    found = checked.scheduled
    return [
        Violation(rule=RuleId.PRECEDENCE, message=message, items=(link.item, successor.item.id))
        for successor in found.values()
        for link in binding(checked, successor.item)
        if link.item in found
        for message in _breach(checked.calendars.team, link, found[link.item], successor)
    ]


def _breach(
    team: TeamCalendar, link: Link, before: ScheduledItem, after: ScheduledItem
) -> Iterator[str]:
    a_finish = link.type in (LinkType.FS, LinkType.FF)
    b_finish = link.type in (LinkType.FF, LinkType.SF)
    a = before.finish if a_finish else before.start
    b = after.finish if b_finish else after.start
    ends = f"{after.item.name} {'finishes' if b_finish else 'starts'} {instant(b)}"
    other = f"{before.item.name} {'finishes' if a_finish else 'starts'}, {instant(a)} ({link.type})"
    if link.lag is None or not has_lag(link):
        if b < a:
            yield f"{ends}, before {other}"
    elif isinstance(link.lag, ElapsedLag):
        earliest = later(a, elapsed_minutes(link.lag.elapsed))
        # The instants of a plan are whole minutes; an elapsed lag may not be.
        if earliest - b >= _MINUTE:
            lag = f"a lag of {link.lag.elapsed} elapsed"
            yield f"{ends}, before {instant(earliest)}: {lag} counts from when {other}"
    else:
        lag_hours = team.calendar.working_minutes(link.lag) / 60
        between = team.hours_between(a, b)
        if between < lag_hours:
            there = hours_and_days(between, team.day_hours)
            yield f"{ends}, {there} of the team's time after {other}; the lag is {link.lag}"
