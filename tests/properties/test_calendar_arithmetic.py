"""Working time against counting it quarter of an hour by quarter of an hour."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from allocator.calendars import Calendars, PersonCalendar, TeamCalendar
from allocator.calendars.days_off import days_off
from allocator.calendars.walk import finish_of_work
from allocator.domain import Scenario

START = dt.datetime(2026, 12, 24)
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
QUARTER = dt.timedelta(minutes=15)

days = st.integers(-10, 20).map(lambda n: (START + n * dt.timedelta(days=1)).date())
quarters = st.integers(-1000, 2000).map(lambda n: START + n * QUARTER)
workdays = st.lists(
    st.sampled_from(WEEK),
    min_size=1,
    max_size=7,
    unique=True,
)
holidays = st.fixed_dictionaries(
    {"dates": st.lists(days.map(dt.date.isoformat), max_size=4)},
    optional={"country": st.sampled_from(["US", "DE", "BR"])},
)
capacities = st.sampled_from([1.0, 0.8, 0.5, 0.3, 0.1])


@st.composite
def calendars(draw: st.DrawFn) -> dict[str, Any]:
    if draw(st.booleans()) and draw(st.booleans()):
        slot = draw(st.sampled_from(["15m", "1h", "4h", "1d"]))
        return {"start": START.date().isoformat(), "continuous": True, "slot": slot}
    slot, hours, opens = draw(
        st.sampled_from(
            [("1h", 8, "09:00"), ("15m", 7.5, "08:15"), ("2h", 6, "18:00"), ("1d", 5, "00:00")]
        )
    )
    return {
        "start": START.date().isoformat(),
        "slot": slot,
        "day_hours": hours,
        "day_start": opens,
        "workdays": draw(workdays),
        "holidays": draw(holidays),
    }


@st.composite
def windows(draw: st.DrawFn) -> dict[str, str]:
    """A time from a day or an instant to a later one."""
    first = draw(quarters)
    last = first + draw(st.integers(1, 500)) * QUARTER
    if draw(st.booleans()):
        return {"from": first.isoformat(), "to": last.isoformat()}
    return {"from": first.date().isoformat(), "to": last.date().isoformat()}


@st.composite
def people(draw: st.DrawFn) -> dict[str, Any]:
    person: dict[str, Any] = {"id": "ana", "capacity": draw(capacities)}
    if draw(st.booleans()):
        person["workdays"] = draw(workdays)
    if draw(st.booleans()):
        person["holidays"] = draw(holidays)
    person["time_off"] = draw(st.lists(windows(), max_size=2))
    if draw(st.booleans()):
        person["availability"] = [{**draw(windows()), "capacity": draw(st.sampled_from([0, 0.4]))}]
    if draw(st.booleans()):
        person["from"] = draw(quarters).isoformat()
    return person


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    return Scenario.model_validate(
        {
            "name": "time",
            "calendar": draw(calendars()),
            "people": [draw(people())],
            "items": [{"id": "T", "effort": "1d"}],
        }
    )


def team_of(scenario: Scenario) -> TeamCalendar:
    return Calendars(scenario).team


def ana_of(scenario: Scenario) -> PersonCalendar:
    return Calendars(scenario).of(scenario.people[0])


def team_works(scenario: Scenario, quarter: dt.datetime) -> bool:
    """Whether the quarter of an hour that begins then is team time, straight from the words."""
    calendar = scenario.calendar
    opens = dt.datetime.combine(quarter.date(), dt.time.fromisoformat(calendar.day_start))
    return (
        opens <= quarter < opens + dt.timedelta(hours=calendar.day_hours)
        and ["mon", "tue", "wed", "thu", "fri", "sat", "sun"][quarter.weekday()]
        in calendar.workdays
        and quarter.date() not in days_off(calendar.holidays, [quarter.year])
    )


@given(scenarios(), quarters, st.integers(0, 300))
def test_team_hours_are_the_quarters_counted(
    scenario: Scenario, a: dt.datetime, count: int
) -> None:
    """W(b) - W(a) is the team's quarters between a and b."""
    worked = sum(team_works(scenario, a + n * QUARTER) for n in range(count))
    assert team_of(scenario).hours_between(a, a + count * QUARTER) == Fraction(worked, 4)


@given(scenarios(), quarters, quarters, quarters)
def test_team_hours_add_up_and_change_sign(
    scenario: Scenario, a: dt.datetime, b: dt.datetime, c: dt.datetime
) -> None:
    """W(b) - W(a) + W(c) - W(b) = W(c) - W(a), in any order, also before the plan's start."""
    team = team_of(scenario)
    assert team.hours_between(a, b) + team.hours_between(b, c) == team.hours_between(a, c)
    assert team.hours_between(a, b) == -team.hours_between(b, a)
    assert (team.hours_between(a, b) >= 0) or b < a


@given(scenarios(), st.integers(1, 40), st.integers(0, 40))
def test_team_hours_of_whole_years(scenario: Scenario, back: int, ahead: int) -> None:
    """Over years it is the working days of each year times the day's hours."""
    team = team_of(scenario)
    first, last = dt.date(2026 - back, 1, 1), dt.date(2026 + ahead, 1, 1)
    worked = sum(
        team.is_workday(dt.date.fromordinal(n)) for n in range(first.toordinal(), last.toordinal())
    )
    a, b = dt.datetime.combine(first, dt.time()), dt.datetime.combine(last, dt.time())
    assert team.hours_between(a, b) == worked * team.day_hours


@given(scenarios(), quarters, st.integers(1, 400))
def test_after_hours_is_the_first_instant_with_so_many_hours(
    scenario: Scenario, instant: dt.datetime, count: int
) -> None:
    hours = Fraction(count, 4)
    team = team_of(scenario)
    found = team.after_hours(instant, hours)
    assert team.hours_between(instant, found) == hours
    assert team.hours_between(instant, found - QUARTER) < hours


@given(scenarios(), quarters, st.integers(0, 300))
def test_a_persons_hours_are_their_slots_counted(
    scenario: Scenario, a: dt.datetime, count: int
) -> None:
    """Slot by slot: those that begin from a on, the last one up to b, times the capacity."""
    ana, b = ana_of(scenario), a + count * QUARTER
    slot = ana.team.slot
    total, at = Fraction(0), a
    while at < b:
        capacity = ana.capacity_at(at)
        total += capacity * Fraction((min(at + slot, b) - at) // QUARTER, 4)
        at += QUARTER
    assert ana.hours_between(a, b) == total


@given(scenarios(), quarters)
def test_a_person_works_where_the_words_say(scenario: Scenario, at: dt.datetime) -> None:
    """Capacity at an instant, and a reason wherever there is none."""
    ana, person = ana_of(scenario), scenario.people[0]
    slot = ana.team.slot
    day_start = dt.datetime.combine(at.date(), dt.time.fromisoformat(scenario.calendar.day_start))
    closes = day_start + dt.timedelta(hours=scenario.calendar.day_hours)
    on_grid = day_start <= at < closes and (at - day_start) % slot == dt.timedelta()
    weekday = WEEK[at.weekday()]
    own_days = person.workdays or scenario.calendar.workdays
    own_holidays = person.holidays or scenario.calendar.holidays
    capacity = person.capacity
    for window in person.availability:
        if _instant(window.start) <= at < _instant(window.end, end=True):
            capacity = window.capacity
    off = any(
        _instant(off.start) < at + slot and at < _instant(off.end, end=True)
        for off in person.time_off
    )
    joined = person.joins is None or at >= _instant(person.joins)
    there = (
        on_grid
        and weekday in own_days
        and at.date() not in days_off(own_holidays, [at.year])
        and not off
        and joined
    )
    expected = Fraction(str(capacity)) if there else 0
    assert ana.capacity_at(at) == expected
    assert expected > 0 or ana.why_away(at)


def _instant(when: dt.date, *, end: bool = False) -> dt.datetime:
    if isinstance(when, dt.datetime):
        return when
    return dt.datetime.combine(when, dt.time()) + dt.timedelta(days=int(end))


@given(
    scenarios(),
    quarters,
    st.integers(1, 3000),
    st.sampled_from([1.0, 0.5, 0.25, 0.7]),
    st.sampled_from([Fraction(1), Fraction(4, 5), Fraction(23, 20)]),
)
def test_the_walk_ends_with_the_slot_that_completes_the_effort(
    scenario: Scenario, start: dt.datetime, minutes: int, share: float, speed: Fraction
) -> None:
    """The person's hours until the finish reach the effort, and a slot earlier they do not."""
    ana, exact_share = ana_of(scenario), Fraction(str(share))
    finish = finish_of_work(
        ana, start, effort_minutes=Fraction(minutes), share=exact_share, speed=speed
    )
    assert finish is not None
    rate = exact_share * speed * 60
    assert ana.hours_between(start, finish) * rate >= minutes
    assert ana.hours_between(start, finish - ana.team.slot) * rate < minutes
    assert ana.capacity_at(finish - ana.team.slot) > 0


@given(scenarios(), quarters)
def test_the_opening_is_the_first_instant_from_which_time_runs(
    scenario: Scenario, instant: dt.datetime
) -> None:
    team = team_of(scenario)
    found = team.opening(instant)
    assert found >= instant
    assert team.hours_between(instant, found) == 0
    assert team.hours_between(found, found + QUARTER) == Fraction(1, 4)
