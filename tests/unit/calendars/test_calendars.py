"""Calendars make each calendar once, keep it themselves, and walk far without walking each day."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest

from allocator.calendars import Calendars, PersonCalendar
from allocator.calendars.days_off import days_off
from allocator.calendars.instants import following_days, midnight
from allocator.calendars.walk import finish_of_units, latest_start_of_units
from allocator.domain import Holidays
from support.plans import scenario

PEOPLE: list[dict[str, Any]] = [
    {"id": "always"},
    {"id": "also"},
    {"id": "part", "workdays": ["mon", "wed"], "capacity": 0.3},
    {"id": "off", "time_off": [{"from": "2027-02-01", "to": "2028-01-15"}]},
    {"id": "new", "from": "2028-03-01", "capacity": 0.5},
    {"id": "gone", "to": "2027-06-30"},
    {"id": "less", "availability": [{"from": "2027-01-01", "to": "2027-12-31", "capacity": 0.25}]},
]
OF = scenario(people=PEOPLE, calendar={"holidays": {"country": "US"}}, items=[])
BY_ID = {person.id: person for person in OF.people}
FIRST, LAST = dt.date(2026, 6, 1), dt.date(2029, 6, 1)


def test_a_calendar_is_made_once_and_shared_by_those_who_work_alike() -> None:
    calendars = Calendars(OF)
    assert calendars.of(BY_ID["part"]) is calendars.of(BY_ID["part"])
    assert calendars.of(BY_ID["always"]) is calendars.of(BY_ID["also"])
    assert calendars.of(BY_ID["always"]) is not calendars.of(BY_ID["off"])


def test_nothing_is_kept_beyond_the_calendars_of_a_scenario() -> None:
    assert Calendars(OF).of(BY_ID["always"]) is not Calendars(OF).of(BY_ID["always"])
    assert Calendars(OF).team is not Calendars(OF).team


@pytest.mark.parametrize("name", BY_ID)
def test_a_finish_is_what_adding_up_slot_after_slot_gives(name: str) -> None:
    """Starts come in any order: what is summed up for a late one holds for an early one."""
    calendar, draw = Calendars(OF).of(BY_ID[name]), random.Random(name)
    for _ in range(40):
        start = _instant(draw)
        units = draw.choice([1, 7, 40, 900, 5000]) * draw.choice([1, calendar.unit])
        last = start.date() + dt.timedelta(days=draw.choice([0, 1, 40, 400, 1000]))
        assert finish_of_units(calendar, start, units, last) == _added_up(
            calendar, start, units, last
        )


@pytest.mark.parametrize("name", BY_ID)
def test_the_latest_start_is_the_last_from_which_the_finish_is_in_time(name: str) -> None:
    calendar, draw = Calendars(OF).of(BY_ID[name]), random.Random(name)
    for _ in range(10):
        by, units = _instant(draw), draw.choice([1, 9, 200]) * calendar.unit
        start = latest_start_of_units(calendar, by, units, FIRST)
        if start is None:
            continue
        finish = finish_of_units(calendar, start, units, by.date())
        assert finish is not None and finish <= by
        after = finish_of_units(calendar, start + calendar.team.slot, units, by.date())
        assert after is None or after > by


def _instant(draw: random.Random) -> dt.datetime:
    day = FIRST + dt.timedelta(days=draw.randrange((LAST - FIRST).days))
    return midnight(day) + dt.timedelta(minutes=draw.randrange(24 * 60))


def _added_up(
    calendar: PersonCalendar, start: dt.datetime, units: int, last: dt.date
) -> dt.datetime | None:
    for day in following_days(start.date(), last):
        for offset, capacity in calendar.slots(day):
            if midnight(day) + offset >= start:
                units -= capacity
                if units <= 0:
                    return midnight(day) + offset + calendar.team.slot
    return None


def test_years_that_the_holidays_library_does_not_know_warn_of_nothing() -> None:
    """Warnings are errors in tests: those of the library must not reach users."""
    assert dt.date(2041, 1, 26) in days_off(Holidays(country="IN"), [2041])
