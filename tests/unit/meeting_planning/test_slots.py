"""Proposed times are the best that there are, held against counting by hand."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from allocator.domain import Scenario
from allocator.meeting_planning.slots import proposed_slots
from support.plans import scenario

ZONES = {"ana": "America/Sao_Paulo", "bo": "Europe/Berlin", "chen": "America/New_York"}


def team(*names: str, **more: Any) -> Scenario:
    people = [{"id": name, "timezone": ZONES.get(name, "Asia/Kolkata")} for name in names]
    calendar = {"timezone": "Europe/Berlin", "slot": "30m"}
    items = [{"id": "A", "effort": "1d"}]
    return scenario(calendar=calendar, people=people, items=items, **more)


def propose(of: Scenario, minutes: int = 30, days: int = 7, count: int = 5) -> Any:
    return proposed_slots(of, of.people, minutes, days=days, count=count)


def test_the_best_times_lie_within_everybodys_hours() -> None:
    """Nine in New York is eleven in Sao Paulo and 15:00 in Berlin, where work ends at 17:00."""
    slots = propose(team("ana", "bo", "chen"), count=4)
    assert [slot.begins.strftime("%a %H:%M") for slot in slots] == [
        *("Tue 15:00", "Tue 15:30", "Tue 16:00", "Tue 16:30")
    ]
    assert all(slot.is_good for slot in slots)
    assert [f"{one.local:%H:%M}" for one in slots[0].people] == ["11:00", "15:00", "09:00"]


def test_where_there_is_none_the_least_time_outside_is_told_with_whose_it_is() -> None:
    """Bangalore works until 12:30 in Berlin, New York from 15:00: 2.5 hours and the meeting."""
    (slot,) = propose(team("chen", "dev"), count=1)
    assert not slot.is_good
    assert sum(one.minutes_outside for one in slot.people) == 150 + 30
    for one in slot.people:
        zone = ZoneInfo("America/New_York" if one.person == "chen" else "Asia/Kolkata")
        moment = slot.begins.replace(tzinfo=ZoneInfo("Europe/Berlin")).astimezone(zone)
        assert one.local == moment.replace(tzinfo=None)


def test_no_other_time_is_better() -> None:
    """By counting minutes outside 9 to 17 on the clock of each one, on all half hours of a day."""
    (slot,) = propose(team("ana", "chen", "dev"), days=1, count=1)
    least = None
    for half in range(48):
        begins = dt.datetime(2026, 12, 1) + half * dt.timedelta(minutes=30)
        total = 0
        for zone in ("America/Sao_Paulo", "America/New_York", "Asia/Kolkata"):
            moment = begins.replace(tzinfo=ZoneInfo("Europe/Berlin")).astimezone(ZoneInfo(zone))
            minutes = moment.hour * 60 + moment.minute
            early, late = 9 * 60 - minutes, minutes + 30 - 17 * 60
            over_night = [1440 - 17 * 60 + minutes + 30, 9 * 60 + 1440 - minutes]
            total += max(0, min(max(early, late), *over_night))
        least = total if least is None else min(least, total)
    assert sum(one.minutes_outside for one in slot.people) == least


def test_a_weekly_time_is_looked_at_when_clocks_change() -> None:
    """Three in New York is nine in Berlin, but eight from 14 to 28 March 2027."""
    of = scenario(
        calendar={"timezone": "America/New_York", "slot": "30m"},
        people=[{"id": "bo", "timezone": "Europe/Berlin"}],
        items=[{"id": "A", "effort": "1d"}],
    )
    early, _, later = proposed_slots(of, of.people, 30, days=1, count=3)
    assert (early.begins.hour, later.begins.hour) == (3, 4)
    assert early.weeks_outside == (dt.date(2027, 3, 16), dt.date(2027, 3, 23))
    assert (later.weeks, later.weeks_outside) == (26, ())


def test_who_is_away_or_in_another_meeting_is_asked_last() -> None:
    meeting = {"id": "M", "every": "day", "at": "15:00", "length": "1h", "attendees": ["bo"]}
    of = team("ana", "bo", "chen", meetings=[meeting])
    assert propose(of, count=1)[0].begins == dt.datetime(2026, 12, 1, 16)
    off = [{"from": "2026-12-01", "to": "2026-12-02"}]
    people = [p.model_dump(by_alias=True, exclude_defaults=True) for p in of.people]
    data = of.model_dump(by_alias=True, exclude_defaults=True)
    away = Scenario.model_validate(
        {**data, "people": [{**people[0], "time_off": off}, *people[1:]]}
    )
    assert propose(away, count=1)[0].begins == dt.datetime(2026, 12, 3, 16)


@pytest.mark.parametrize("minutes", [15, 45, 90])
def test_times_do_not_overlap(minutes: int) -> None:
    slots = sorted(propose(team("ana", "bo"), minutes, count=9), key=lambda slot: slot.begins)
    assert all(one.ends <= two.begins for one, two in itertools.pairwise(slots))
