"""Writes the calendars: the team's, and one for each person derived from it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement

from allocator.analysis.dates import last_finish, plan_start
from allocator.calendars import Calendars
from allocator.calendars.instants import following_days
from allocator.domain import Person, Plan, Scenario, Workday
from allocator.domain.calendar import WEEK
from allocator.exports.msproject.elements import add, storable_name

Times = tuple[tuple[dt.timedelta, dt.timedelta], ...]
"""Working times of a day, from and to, counted from midnight."""

TEAM_CALENDAR_ID = 1
"""Id of the team's calendar."""

_TIME_AFTER_PLAN = dt.timedelta(days=182)
"""Time after the plan for which holidays and absences are written, so that work can move."""
_SUNDAY_FIRST: tuple[Workday, ...] = (WEEK[6], *WEEK[:6])


def calendar_of(place: int) -> int:
    """Return the calendar id of the person at a position."""
    return TEAM_CALENDAR_ID + 1 + place


def calendars(plan: Plan, times: Calendars) -> Element:
    """Return all calendars."""
    made = Element("Calendars")
    days = _days(plan)
    made.append(_team(plan.scenario, times, days))
    for place, person in enumerate(plan.scenario.people):
        made.append(_person(plan.scenario, times, person, place, days))
    return made


def _days(plan: Plan) -> list[dt.date]:
    first = plan_start(plan.scenario)
    starts = [entry.start for entry in plan.items if entry.start is not None]
    last = last_finish(plan.items) or first
    return list(following_days(min([first, *starts]).date(), (last + _TIME_AFTER_PLAN).date()))


def _team(scenario: Scenario, times: Calendars, days: Iterable[dt.date]) -> Element:
    team = times.team
    workdays = _everyday(scenario)
    full: Times = ((team.opens, team.closes),)

    def usual(day: dt.date) -> Times:
        return full if WEEK[day.weekday()] in workdays else ()

    def real(day: dt.date) -> Times:
        return full if team.is_workday(day) else ()

    made = _calendar(TEAM_CALENDAR_ID, "Team", base=-1)
    made.append(_week_days({day: full if day in workdays else () for day in WEEK}))
    _add_exceptions(made, _exceptions(days, usual, real))
    return made


def _person(
    scenario: Scenario, times: Calendars, person: Person, place: int, days: Sequence[dt.date]
) -> Element:
    team, own = times.team, times.of(person)
    everyday = _everyday(scenario)
    week = _week(scenario, times, person, days)

    def usual(day: dt.date) -> Times:
        """Return what follows from the person's week and the team's exceptions."""
        weekday = WEEK[day.weekday()]
        holiday = weekday in everyday and not team.is_workday(day)
        return () if holiday else week[weekday]

    def real(day: dt.date) -> Times:
        return _merged([offset for offset, _ in own.slots(day)], team.slot)

    made = _calendar(
        calendar_of(place), storable_name(person.name or person.id), base=TEAM_CALENDAR_ID
    )
    made.append(_week_days(week))
    _add_exceptions(made, _exceptions(days, usual, real))
    return made


def _week(
    scenario: Scenario, times: Calendars, person: Person, days: Sequence[dt.date]
) -> dict[Workday, Times]:
    """Return a person's usual times by weekday, on the plan's clock.

    Of somebody with hours of their own they are those of most of the plan's weeks: clocks that
    change in other weeks than the team's make exceptions.
    """
    team, own = times.team, times.of(person)
    workdays = _everyday(scenario) if person.workdays is None else person.workdays
    hours, zone = own.working_hours
    if zone is None and hours[0] == team.opens:
        return {day: ((team.opens, team.closes),) if day in workdays else () for day in WEEK}
    counts: dict[Workday, Counter[Times]] = {day: Counter() for day in WEEK}
    for day in days:
        counts[WEEK[day.weekday()]][_merged(own.regular_offsets(day), team.slot)] += 1
    return {day: found.most_common(1)[0][0] if found else () for day, found in counts.items()}


def _everyday(scenario: Scenario) -> tuple[Workday, ...]:
    return WEEK if scenario.calendar.continuous else scenario.calendar.workdays


def _calendar(uid: int, title: str, *, base: int) -> Element:
    made = Element("Calendar")
    add(
        made,
        [
            ("UID", uid),
            ("Name", title),
            ("IsBaseCalendar", base == -1),
            ("IsBaselineCalendar", False),
            ("BaseCalendarUID", base),
        ],
    )
    return made


def _merged(offsets: Iterable[dt.timedelta], slot: dt.timedelta) -> Times:
    """Return adjacent slots as spans."""
    found: list[tuple[dt.timedelta, dt.timedelta]] = []
    for offset in offsets:
        if found and found[-1][1] == offset:
            found[-1] = (found[-1][0], offset + slot)
        else:
            found.append((offset, offset + slot))
    return tuple(found)


def _week_days(week: Mapping[Workday, Times]) -> Element:
    made = Element("WeekDays")
    for number, day in enumerate(_SUNDAY_FIRST, start=1):
        entry = SubElement(made, "WeekDay")
        add(entry, [("DayType", number), ("DayWorking", bool(week[day]))])
        if week[day]:
            _add_times(entry, week[day])
    return made


def _add_times(entry: Element, times: Times) -> None:
    inside = SubElement(entry, "WorkingTimes")
    for start, end in times:
        add(SubElement(inside, "WorkingTime"), [("FromTime", _time(start)), ("ToTime", _time(end))])


def _time(offset: dt.timedelta) -> dt.time:
    return (dt.datetime.min + offset).time()


def _exceptions(
    days: Iterable[dt.date],
    usual: Callable[[dt.date], Times],
    real: Callable[[dt.date], Times],
) -> Iterator[tuple[dt.date, dt.date, Times]]:
    """Yield first day, last day and working times of each run of exceptional days."""
    different = [(day, real(day)) for day in days if real(day) != usual(day)]
    runs = groupby(
        enumerate(different), key=lambda pair: (pair[1][0].toordinal() - pair[0], pair[1][1])
    )
    for (_, times), run in runs:
        inside = [day for _, (day, _) in run]
        yield inside[0], inside[-1], times


def _add_exceptions(
    calendar: Element, exceptions: Iterable[tuple[dt.date, dt.date, Times]]
) -> None:
    found = list(exceptions)
    if not found:
        return
    made = SubElement(calendar, "Exceptions")
    for first, last, times in found:
        entry = SubElement(made, "Exception")
        add(entry, [("EnteredByOccurrences", False)])
        add(
            SubElement(entry, "TimePeriod"),
            [
                ("FromDate", dt.datetime.combine(first, dt.time())),
                ("ToDate", dt.datetime.combine(last, dt.time(23, 59))),
            ],
        )
        add(
            entry,
            [
                ("Occurrences", (last - first).days + 1),
                ("Name", "Working" if times else "Away"),
                ("Type", 1),
                ("DayWorking", bool(times)),
            ],
        )
        if times:
            _add_times(entry, times)
