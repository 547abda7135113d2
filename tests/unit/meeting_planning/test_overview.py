"""What meetings take of people's weeks, counted by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

from allocator.meeting_planning.overview import meeting_overview
from support.plans import scenario


def overview(**fields: Any) -> Any:
    people = [{"id": "ana", "capacity": 0.5}, {"id": "bo", "role": "engineer"}]
    items = [{"id": "A", "effort": "1d"}]
    return meeting_overview(scenario(people=fields.pop("people", people), items=items, **fields))


def test_hours_and_shares_of_a_week() -> None:
    """A quarter of an hour on five days and an hour on Monday: 2.25 of 40 hours."""
    found = overview(
        meetings=[
            {"id": "S", "every": "day", "at": "09:00", "length": "15m", "attendees": ["ana", "bo"]},
            {"id": "W", "every": "mon", "at": "10:00", "length": "1h", "attendees": ["ana"]},
        ]
    )
    ana, bo = found.people
    assert (ana.hours_a_week, bo.hours_a_week) == (2.25, 1.25)
    assert (ana.share, bo.share) == (round(2.25 / 40, 4), round(1.25 / 40, 4))
    assert (found.first, found.until) == (dt.date(2026, 12, 7), dt.date(2027, 6, 6))


def test_the_worst_week_is_the_one_with_the_least_time_left() -> None:
    """In the week of four days off a standup of an hour takes an eighth of the day that is left."""
    off = [{"from": "2026-12-07", "to": "2026-12-10"}]
    found = overview(
        people=[{"id": "ana", "time_off": off}],
        meetings=[
            {"id": "S", "every": "fri", "at": "09:00", "length": "1h", "attendees": ["ana"]},
        ],
    )
    (ana,) = found.people
    assert ana.worst_week == dt.date(2026, 12, 7)
    assert ana.worst_share == 1 / 8
    assert ana.worst_hours == 1


def test_what_nobody_can_attend_takes_nothing() -> None:
    found = overview(
        meetings=[{"id": "S", "every": "sat", "at": "09:00", "length": "1h", "attendees": ["bo"]}]
    )
    assert found.people[0].hours_a_week == 0
    assert found.meetings[0].begins == dt.datetime(2026, 12, 5, 9)


def test_turns_from_the_one_under_way_on() -> None:
    rota = {"id": "R", "people": ["ana", "bo"], "first": "2026-11-23", "takes": 0.5}
    found = overview(rota=[{**rota, "until": "2026-12-09"}], now="2026-12-02")
    turns = [(turn.person, turn.first, turn.last) for turn in found.rotas[0].turns]
    assert turns == [
        ("bo", dt.date(2026, 11, 30), dt.date(2026, 12, 6)),
        ("ana", dt.date(2026, 12, 7), dt.date(2026, 12, 9)),
    ]


def test_a_meeting_that_is_over_has_no_next_time() -> None:
    meeting = {"id": "S", "every": "day", "at": "09:00", "length": "1h", "attendees": ["bo"]}
    found = overview(meetings=[{**meeting, "from": "2026-11-01", "until": "2026-11-30"}])
    assert found.meetings[0].begins is None
