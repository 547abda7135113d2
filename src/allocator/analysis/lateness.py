"""By how much something is late or has moved, in words that hold over nights and weekends."""

from __future__ import annotations

import datetime as dt

from allocator.analysis.calendar import TeamCalendar, following_days, team_calendar
from allocator.domain import PlanItem, ProjectDates, Scenario, words
from allocator.domain.calendar import WEEK
from allocator.domain.quantities import When, end_of

_MINUTE = dt.timedelta(minutes=1)


def late_text(
    scenario: Scenario,
    limit: When | None,
    finish: dt.datetime | None,
    *,
    brief: bool = False,
) -> str:
    """Write by how much a finish is past a due date or deadline; empty where it is not.

    In working days of the team (``2.5 d``), or in days of the calendar where hardly any working
    time lies between: ``2 days (a weekend)``, ``12 days (0.12 d of working time)``; where it is
    to be brief without what stands in brackets.
    """
    if limit is None or finish is None or finish <= end_of(limit):
        return ""
    team = team_calendar(scenario.calendar)
    due = end_of(limit)
    worked = float(team.days_between(due, finish))
    days = _days_apart(due, finish)
    if not worked:
        return _amount(due, finish) if brief else _outside(team, due, finish)
    if worked < 1 and days > 1:
        return f"{days} days" + ("" if brief else f" ({words.days(worked)} of working time)")
    return words.days(worked)


def overdue_text(scenario: Scenario, entry: PlanItem | ProjectDates, *, brief: bool = False) -> str:
    """Write by how much an item or project misses its due date or deadline, the earlier one."""
    missed = [limit for limit in (entry.due, entry.deadline) if limit is not None]
    missed.sort(key=end_of)
    return late_text(scenario, missed[0], entry.finish, brief=brief) if missed else ""


def moved_text(team: TeamCalendar, was: dt.datetime, now: dt.datetime) -> str:
    """Write by how much an instant has moved: ``+2.5 d``, ``-1 d``, ``+2 days (a weekend)``."""
    worked = float(team.days_between(was, now))
    if worked or was == now:
        return words.signed_days(worked)
    return ("+" if now > was else "-") + _outside(team, min(was, now), max(was, now))


def _days_apart(a: dt.datetime, b: dt.datetime) -> int:
    """Return the days of the calendar between two ends; midnight ends the day before it."""
    return ((b - _MINUTE).date() - (a - _MINUTE).date()).days


def _outside(team: TeamCalendar, a: dt.datetime, b: dt.datetime) -> str:
    """Write the time between two instants that no working time lies between."""
    return f"{_amount(a, b)} ({_kind_of_time(team, a, b)})"


def _amount(a: dt.datetime, b: dt.datetime) -> str:
    """Write the time between two instants by the calendar: ``2 days``, ``4.5 h``, ``10 min``."""
    days = _days_apart(a, b)
    if days:
        return f"{days} day{'s' if days > 1 else ''}"
    minutes = (b - a) // _MINUTE
    return f"{minutes} min" if minutes < 60 else f"{words.number(round(minutes / 60, 1))} h"


def _kind_of_time(team: TeamCalendar, a: dt.datetime, b: dt.datetime) -> str:
    """Say what lies between: ``a weekend``, ``holidays and 2 weekends``, ``a night``."""
    days = following_days((a - _MINUTE).date() + dt.timedelta(days=1), (b - _MINUTE).date())
    free = [day for day in days if not team.is_workday(day)]
    weekend = [day for day in free if WEEK[day.weekday()] not in team.calendar.workdays]
    holidays = len(free) - len(weekend)
    weekends = sum(day - dt.timedelta(days=1) not in weekend for day in weekend)
    parts = ["a holiday" if holidays == 1 else "holidays"] if holidays else []
    parts += ["a weekend" if weekends == 1 else f"{weekends} weekends"] if weekends else []
    return " and ".join(parts) or "outside working hours"
