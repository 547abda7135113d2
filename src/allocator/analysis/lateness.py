"""By how much something is late or has moved, in words that hold over nights and weekends."""

from __future__ import annotations

import datetime as dt

from allocator import wording
from allocator.analysis.dates import deadlines, project_deadlines
from allocator.calendars import TeamCalendar
from allocator.calendars.instants import following_days
from allocator.domain import PlanItem, Project, ProjectDates, RelaxedDeadline, Scenario, WorkItem
from allocator.domain.calendar import WEEK
from allocator.domain.quantities import When, end_of

_MINUTE = dt.timedelta(minutes=1)


def late_text(
    team: TeamCalendar,
    limit: When | None,
    finish: dt.datetime | None,
    *,
    until: When | None = None,
    brief: bool = False,
) -> str:
    """Write by how much a finish is past a due date or deadline; empty where it is not.

    In working days of the team (``2.5 d``), or in days of the calendar where hardly any working
    time lies between: ``2 days (a weekend)``, ``12 days (0.12 d of working time)``; where it is
    to be brief without what stands in brackets. What begins the next day is late by ``1 day``.

    Parameters
    ----------
    until
        By when the date is kept, where that is not its end; see ``Scenario.kept_until``.
    """
    if limit is None or finish is None or finish <= end_of(limit if until is None else until):
        return ""
    due = end_of(limit)
    if finish <= due:
        return "1 day"
    worked = float(team.days_between(due, finish))
    days = _days_apart(due, finish)
    if not worked:
        return _amount(due, finish) if brief else _outside(team, due, finish)
    if worked < 1 and days > 1:
        return f"{days} days" + ("" if brief else f" ({wording.days(worked)} of working time)")
    return wording.days(worked)


def overdue_text(
    scenario: Scenario, team: TeamCalendar, entry: PlanItem | ProjectDates, *, brief: bool = False
) -> str:
    """Write by how much an item or project misses its due date or deadline, the earlier one."""
    missed = [limit for limit in (entry.due, entry.deadline) if limit is not None]
    earlier = min(missed, key=end_of, default=None)
    write = due_text if earlier == entry.due else deadline_text
    return write(scenario, team, entry, brief=brief)


def due_text(
    scenario: Scenario, team: TeamCalendar, entry: PlanItem | ProjectDates, *, brief: bool = False
) -> str:
    """Write by how much an item or project misses its due date."""
    until = None if entry.due is None else scenario.kept_until(_owner(scenario, entry), entry.due)
    return late_text(team, entry.due, entry.finish, until=until, brief=brief)


def deadline_text(
    scenario: Scenario, team: TeamCalendar, entry: PlanItem | ProjectDates, *, brief: bool = False
) -> str:
    """Write by how much an item or project misses the tightest of its deadlines."""
    owner = _owner(scenario, entry)
    if isinstance(owner, WorkItem):
        found = deadlines(scenario, owner)
    else:
        found = project_deadlines(scenario, owner.id)
    until = next((one.until for one in found if one.when == entry.deadline), None)
    return late_text(team, entry.deadline, entry.finish, until=until, brief=brief)


def broken_text(scenario: Scenario, team: TeamCalendar, broken: RelaxedDeadline) -> str:
    """Write by how much a deadline is broken that a plan was asked to break."""
    owner: WorkItem | Project | None = None
    if broken.id is not None:
        of_kind = scenario.item_by_id if broken.kind == "item" else scenario.project_by_id
        owner = of_kind[broken.id]
    until = scenario.kept_until(owner, broken.deadline)
    return late_text(team, broken.deadline, broken.finish, until=until)


def _owner(scenario: Scenario, entry: PlanItem | ProjectDates) -> WorkItem | Project:
    if isinstance(entry, PlanItem):
        return scenario.item_by_id[entry.id]
    return scenario.project_by_id[entry.id]


def moved_text(team: TeamCalendar, was: dt.datetime, now: dt.datetime) -> str:
    """Write by how much an instant has moved: ``+2.5 d``, ``-1 d``, ``+2 days (a weekend)``."""
    worked = float(team.days_between(was, now))
    if worked or was == now:
        return wording.signed_days(worked)
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
    return f"{minutes} min" if minutes < 60 else f"{wording.number(round(minutes / 60, 1))} h"


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
