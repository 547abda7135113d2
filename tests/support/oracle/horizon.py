"""A time by which some optimal plan is over, with the proof that it is."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from allocator.domain import Person, Scenario, WorkItem
from support.oracle.amounts import effort_of, elapsed, exact, lag_of, needs_of
from support.oracle.clock import DAY, Clock
from support.oracle.past import over
from support.oracle.sprints import sprints_of
from support.oracle.staffing import candidates, speed

WEEK = 7 * DAY


def horizon(scenario: Scenario, clock: Clock) -> int:
    """Return a minute such that, if there is a plan, an optimal one ends no later.

    Let R be the last instant at which anything on any calendar changes, people leaving apart;
    after R all calendars repeat every week. Take an optimal plan whose starts have the least
    sum, and suppose that it has a stretch after R without any item running (or milestone) that
    is a week plus the longest positive lag long, with items behind it. Move all items behind it
    one week earlier. They keep their slots, durations, links and loads among themselves as
    calendars repeat (people who leave are there earlier rather than later). They stay behind
    the ends of all others by the longest lag, so the links from those hold; links to those only
    become slacker. No finish is later, so no tier is worse and no deadline is missed, but the
    sum of starts is less: a contradiction. So the plan ends by R plus, for each item, the
    longest time that it can run after R and one such stretch.
    """
    week_of_work = len(scenario.calendar.workdays) * clock.day_length
    lag = 0
    for item in scenario.items:
        for link in item.after:
            kind, amount = lag_of(link, scenario.calendar)
            if kind == "elapsed":
                lag = max(lag, ceil(amount))
            else:
                lag = max(lag, (ceil(Fraction(amount) / week_of_work)) * WEEK)
    longest = sum(_longest(scenario, clock, item) for item in scenario.items)
    end = _last_change(scenario, clock) + longest + len(scenario.items) * (WEEK + lag)
    return ceil(Fraction(end, DAY)) * DAY


def _longest(scenario: Scenario, clock: Clock, item: WorkItem) -> int:
    """Return the longest time in minutes that the item can run once calendars repeat."""
    longest = 0 if item.elapsed is None else ceil(elapsed(item.elapsed))
    for need in [] if item.is_milestone else needs_of(item):
        effort = effort_of(scenario, item, need)
        for name in candidates(scenario, item, need):
            person = scenario.person_by_id[name]
            days = len(scenario.calendar.workdays if person.workdays is None else person.workdays)
            pace = exact(need.share) * exact(person.capacity) * speed(scenario, person, need)
            weeks = ceil(effort / (days * clock.day_length * pace))
            longest = max(longest, weeks * WEEK)
    return longest


def _last_change(scenario: Scenario, clock: Clock) -> int:
    minutes = [clock.begin]
    for item in scenario.items:
        minutes += [clock.last(one.expected) for one in item.waits_for if one.expected]
        if item.blocked is not None and item.blocked.until is not None:
            minutes.append(clock.last(item.blocked.until))
        if item.fixed is not None:
            minutes.append(clock.last(item.fixed))
        if item.state == "in_progress":
            minutes.append(ceil(over(clock, item) or 0))
    for person in scenario.people:
        minutes += [clock.last(sprint.last) for sprint in sprints_of(scenario, person)]
    minutes += [clock.last(day) for day in scenario.calendar.holidays.dates]
    for dated in (*scenario.items, *scenario.projects):
        if dated.not_before is not None:
            minutes.append(clock.first(dated.not_before))
    for person in scenario.people:
        minutes += _changes(person, clock)
    return max(minutes)


def _changes(person: Person, clock: Clock) -> list[int]:
    minutes = [clock.last(window.end) for window in (*person.time_off, *person.availability)]
    if person.joins is not None:
        minutes.append(clock.first(person.joins))
    if person.holidays is not None:
        minutes += [clock.last(day) for day in person.holidays.dates]
    return minutes
