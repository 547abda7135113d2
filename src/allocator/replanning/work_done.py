"""Work that people have done by now of the baseline, by the time they were at work."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from allocator.analysis.roles import Role, assign_roles
from allocator.analysis.scheduled import ScheduledItem
from allocator.calendars import PersonCalendar
from allocator.calendars.instants import following_days, midnight
from allocator.domain import Plan, PlanItem, Scenario, WorkItem
from allocator.domain.quantities import exact, iso
from allocator.replanning.calendar_pair import CalendarPair


@dataclass(frozen=True)
class WorkDone:
    """The work of one person on an item by now.

    Attributes
    ----------
    person
        Their id.
    minutes
        Minutes of effort.
    began
        The first slot in which they worked on it; None where there is none.
    lost
        Days on which they had less time than the baseline has, in order.
    away
        Whether they had none at all for it on these days.
    is_short
        Whether the baseline has them done by now, and they cannot be for want of that time.
    """

    person: str
    minutes: Fraction
    began: dt.datetime | None
    lost: tuple[dt.date, ...]
    away: bool
    is_short: bool


def work_done_by(scenario: Scenario, before: Scenario, times: CalendarPair, role: Role) -> WorkDone:
    """Return the work of one person in the baseline's slots before now.

    Parameters
    ----------
    scenario
        As of now; in a slot nobody has done more than they have capacity for here.
    before
        The baseline's.
    times
        The calendars of the two.
    role
        A role of the baseline.
    """
    assert role.person is not None and role.need is not None and role.need.effort is not None
    done, began = Fraction(0), None
    lost: dict[dt.date, None] = {}
    by_day: defaultdict[dt.date, Fraction] = defaultdict(Fraction)
    for at, planned, had in _slots(scenario, before, times, role):
        began = at if began is None and had > 0 else began
        done += had
        by_day[at.date()] += had
        if had < planned:
            lost[at.date()] = None
    rate = exact(role.need.share) * before.speed(role.person, role.need)
    minutes = done * before.calendar.slot_minutes * rate
    ended = role.assignment.finish <= scenario.present
    return WorkDone(
        person=role.assignment.person,
        minutes=minutes,
        began=began,
        lost=tuple(lost),
        away=not any(by_day[day] for day in lost),
        is_short=ended and bool(lost) and minutes < before.effort_minutes(role.need.effort),
    )


def _slots(
    scenario: Scenario, before: Scenario, times: CalendarPair, role: Role
) -> Iterator[tuple[dt.datetime, Fraction, Fraction]]:
    """Yield the slots of a role before now, with planned and actual capacity."""
    assert role.person is not None
    plan = times.before.of(role.person)
    person = scenario.person_by_id.get(role.person.id)
    same = person is None or _has_same_times(scenario, before, role.person.id)
    now = None if person is None or same else times.now.of(person)
    start, until = role.assignment.start, min(scenario.present, role.assignment.finish)
    for day in following_days(start.date(), until.date()):
        had = None if now is None else _capacities(plan, now, day)
        for offset, units in plan.slots(day):
            at = midnight(day) + offset
            if start <= at < until:
                planned = Fraction(units, plan.unit)
                yield (
                    at,
                    planned,
                    planned if had is None else min(planned, had.get(offset, _NO_CAPACITY)),
                )


_NO_CAPACITY = Fraction(0)
_WORKING_TIME_FIELDS = (
    "capacity",
    "timezone",
    "day_start",
    "workdays",
    "holidays",
    "time_off",
    "availability",
    "joins",
    "leaves",
    "team",
)


def _has_same_times(scenario: Scenario, before: Scenario, name: str) -> bool:
    """Whether a person has the same working time in both scenarios, or is unknown in one."""
    now, then = scenario.person_by_id.get(name), before.person_by_id.get(name)
    if now is None or then is None:
        return True
    if scenario.calendar != before.calendar or scenario.sprints != before.sprints:
        return False
    if scenario.meetings_of(now) != before.meetings_of(then):
        return False
    if scenario.rotas_of(now) != before.rotas_of(then):
        return False
    return all(getattr(now, field) == getattr(then, field) for field in _WORKING_TIME_FIELDS)


def _capacities(
    plan: PersonCalendar, now: PersonCalendar, day: dt.date
) -> dict[dt.timedelta, Fraction]:
    """Return today's capacities in the slots of the plan's day.

    Where the hours of their working day have changed since, its slots are others: what counts then
    is whether, and with how much of it, they worked on that day.
    """
    found = {offset: Fraction(units, now.unit) for offset, units in now.slots(day)}
    if plan.working_hours == now.working_hours:
        return found
    most = max(found.values(), default=_NO_CAPACITY)
    return dict.fromkeys(plan.regular_offsets(day), most)


@dataclass(frozen=True)
class Shortfall:
    """Planned work on an item that its people could not do.

    Attributes
    ----------
    reason
        Who was not there, and when, in words.
    began
        The first slot in which any of them worked on it; None where there is none.
    is_open
        Whether the baseline has any of them done who cannot be.
    """

    reason: str
    began: dt.datetime | None
    is_open: bool


def shortfall(
    scenario: Scenario, baseline: Plan, times: CalendarPair, item: WorkItem, entry: PlanItem
) -> Shortfall | None:
    """Return the planned work that people could not do by now; None if there is none.

    Parameters
    ----------
    scenario
        As of now.
    baseline
        Whose ``entry`` the item has.
    times
        The calendars of the scenario and of the baseline's.
    item
        As it is in the scenario.
    entry
        An item of the baseline that starts before now.
    """
    before = baseline.scenario.item_by_id.get(item.id)
    if before is None or before.is_milestone or entry.start is None or entry.finish is None:
        return None
    people = {assignment.person for assignment in entry.assignments}
    if all(_has_same_times(scenario, baseline.scenario, name) for name in people):
        return None
    planned = ScheduledItem(before, entry, entry.start, entry.finish)
    filled = assign_roles(baseline.scenario, times.before, planned)
    if not filled.complete:
        return None
    works = [
        work_done_by(scenario, baseline.scenario, times, role)
        for role in filled.roles
        if role.person is not None and role.need is not None and role.need.effort is not None
    ]
    reasons = [_in_words(work) for work in works if work.lost]
    if not reasons:
        return None
    return Shortfall(
        reason=", and ".join(reasons),
        began=min((work.began for work in works if work.began is not None), default=None),
        is_open=any(work.is_short for work in works),
    )


def _in_words(work: WorkDone) -> str:
    more = len(work.lost) - 1
    days = iso(work.lost[0])
    if more:
        days += f" and {more} more {'day' if more == 1 else 'days'}"
    what = "was not at work on" if work.away else "had less time than planned on"
    return f"{work.person} {what} {days}"
