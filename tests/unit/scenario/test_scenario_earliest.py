"""The walk over calendars against counting slots one by one."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from allocator.domain import Calendar, Person, Scenario
from allocator.domain.quantities import beginning, end_of, exact
from allocator.scenario.earliest import LAST, WorkTimes

DAYS = 60
MONDAY = dt.date(2026, 1, 5)
WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def times_of(calendar, *people):
    return WorkTimes(Scenario(name="s", calendar=calendar, people=people, items=()))


def slots(calendar, person):
    """Yield start, end and capacity of each slot of the first days, straight from the rules."""
    workdays = person.workdays or calendar.workdays
    holidays = (person.holidays or calendar.holidays).dates
    for number in range(DAYS):
        day = beginning(calendar.start).date() + dt.timedelta(days=number)
        if WEEK[day.weekday()] not in workdays or day in holidays:
            continue
        for k in range(int(calendar.day_minutes) // calendar.slot_minutes):
            minutes = calendar.day_start_minutes + k * calendar.slot_minutes
            start = dt.datetime.combine(day, dt.time()) + dt.timedelta(minutes=minutes)
            end = start + dt.timedelta(minutes=calendar.slot_minutes)
            capacity = exact(person.capacity)
            for window in person.availability:
                if beginning(window.start) <= start < end_of(window.end):
                    capacity = exact(window.capacity)
            away = any(
                beginning(off.start) < end and start < end_of(off.end) for off in person.time_off
            )
            joined = person.joins is None or beginning(person.joins) <= start
            left = person.leaves is not None and end_of(person.leaves) < end
            if start >= beginning(calendar.start) and joined and not (left or away) and capacity:
                yield start, end, capacity


def counted(calendar, person, effort, rate, release, deadline):
    """Return the finish by adding up slot after slot."""
    done = Fraction(0)
    for start, end, capacity in slots(calendar, person):
        if start >= release:
            done += calendar.slot_minutes * capacity * rate
            if done >= effort:
                return end if end <= deadline else None
    return None


def when(draw, low, high):
    day = MONDAY + dt.timedelta(days=draw(st.integers(low, high)))
    clock = draw(st.sampled_from([None, None, "10:30", "13:00", "16:59", "00:00"]))
    return day.isoformat() + (f"T{clock}" if clock else "")


def window(draw, low, **more):
    first = draw(st.integers(low, 20))
    start, end = when(draw, first, first), when(draw, first + 1, first + 6)
    return {"from": start, "to": end, **more}


@st.composite
def calendars(draw):
    grids = [
        {"slot": "1d"},
        {"slot": "1h"},
        {"slot": "15m", "day_hours": 3.5, "day_start": "20:00"},
        {"slot": "2h", "day_hours": 6, "day_start": "08:30"},
        {"slot": "4h", "continuous": True},
    ]
    calendar = {"start": when(draw, 0, 6), **draw(st.sampled_from(grids))}
    if "continuous" not in calendar:
        calendar["workdays"] = draw(st.lists(st.sampled_from(WEEK), min_size=1, unique=True))
        calendar["holidays"] = {"dates": [when(draw, 0, 20)[:10]]}
    return Calendar.model_validate(calendar)


@st.composite
def people(draw):
    person = {"id": "p", "capacity": draw(st.sampled_from([1, 0.8, 0.3, 0.07]))}
    if draw(st.booleans()):
        person["workdays"] = draw(st.lists(st.sampled_from(WEEK), min_size=1, unique=True))
    if draw(st.booleans()):
        person["holidays"] = {"dates": [when(draw, 0, 20)[:10] for _ in range(3)]}
    person["time_off"] = [window(draw, -5) for _ in range(draw(st.integers(0, 3)))]
    if draw(st.booleans()):
        capacity = draw(st.sampled_from([0, 0.5, 1, 0.25]))
        person["availability"] = [window(draw, -5, capacity=capacity)]
    if draw(st.booleans()):
        person["from"] = when(draw, -3, 10)
    if draw(st.booleans()):
        person["to"] = when(draw, 11, 30)
    return Person.model_validate(person)


@settings(deadline=None, max_examples=150)
@given(calendars(), people(), st.data())
def test_finishes_are_those_that_counting_gives(calendar, person, data):
    times = times_of(calendar, person)
    own = times.of(person)
    for _ in range(4):
        effort = Fraction(data.draw(st.sampled_from(["1", "30", "480", "600.5", "2400", "5000"])))
        rate = Fraction(data.draw(st.sampled_from(["1", "0.5", "1.3", "0.39"])))
        days = data.draw(st.integers(-2, 25))
        release = max(
            dt.datetime.combine(MONDAY, dt.time()) + dt.timedelta(days=days, hours=11),
            beginning(calendar.start),
        )
        deadline = release + dt.timedelta(hours=data.draw(st.integers(1, 24 * 20)))
        found = own.finish(effort, rate, times.minutes(release), by=times.minutes(deadline))
        expected = counted(calendar, person, effort, rate, release, deadline)
        assert (None if found is None else times.instant(found)) == expected
        first = own.first_slot(times.minutes(release), before=times.minutes(deadline))
        starts = [start for start, _, _ in slots(calendar, person)]
        nearest = next((start for start in starts if release <= start < deadline), None)
        assert (None if first is None else times.instant(first)) == nearest


def test_public_holidays_are_days_off():
    calendar = Calendar.model_validate({"start": "2026-12-23", "holidays": {"country": "US"}})
    times = times_of(calendar)
    finish = times.team.finish(Fraction(3 * 480), Fraction(1), 0)
    assert times.instant(finish) == dt.datetime(2026, 12, 28, 17)


def test_nobody_is_waited_for_longer_than_the_horizon():
    off = {"from": "2000-01-01", "to": "2190-01-01"}
    away = Person.model_validate({"id": "p", "time_off": [off]})
    times = times_of(Calendar(start=MONDAY), away)
    assert times.of(away).first_slot(0) is None
    assert times.of(away).finish(Fraction(1), Fraction(1), 0) is None
    assert times.team.first_slot(LAST) is None
    assert times.team.finish(Fraction(10**12), Fraction(1), 0) is None
