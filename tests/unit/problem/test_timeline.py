"""Dates to slots and team hours, against counting by hand."""

from __future__ import annotations

import datetime as dt

import numpy as np

from allocator.calendars.calendars import Calendars
from allocator.problem.compile import compile_problem
from allocator.problem.timeline import build_timeline
from support.plans import scenario, when


def _line(**fields: object):
    of = scenario(items=[], **fields)
    return build_timeline(of, Calendars(of), axis_days=30, reach_days=30)


def _team_hours(line: object, text: str) -> float:
    return float(line.team_minutes(np.array([line.minutes(when(text))]))[0]) / 60


def test_the_axis_skips_weekends_and_nights() -> None:
    """2026-12-01 is a Tuesday: four days of eight slots, then Monday the 7th."""
    line = _line()
    assert line.moment(int(line.starts[32])) == when("12-07 09:00")
    assert line.moment(int(line.ends[32])) == when("12-04 17:00")


def test_the_axis_holds_days_on_which_only_a_person_works() -> None:
    line = _line(people=[{"id": "ana", "workdays": ["sat"]}])
    saturday = line.first_slot(line.minutes(when("12-05 00:00")))
    assert line.moment(int(line.starts[saturday])) == when("12-05 09:00")
    assert not line.team[saturday]
    assert _team_hours(line, "12-04 17:00") == _team_hours(line, "12-07 09:00") == 32


def test_team_hours_run_on_before_the_start_and_within_slots() -> None:
    line = _line()
    assert _team_hours(line, "12-01 09:30") == 0.5
    assert _team_hours(line, "11-30 13:00") == -4


def test_earliest_inverts_team_hours() -> None:
    """The first instant with so many hours is the end of a slot, not the next morning."""
    line = _line()
    reached = line.earliest(np.array([8 * 60, 32 * 60, 33 * 60]))
    assert [line.moment(int(k)) for k in reached] == [
        when("12-01 17:00"),
        when("12-04 17:00"),
        when("12-07 10:00"),
    ]


def test_no_slot_begins_before_a_start_within_the_day() -> None:
    line = _line(calendar={"start": "2026-12-01T13:00"})
    assert line.moment(int(line.starts[0])) == when("12-01 13:00")
    assert _team_hours(line, "12-01 17:00") == 4


def test_holidays_are_not_on_the_axis() -> None:
    line = _line(calendar={"holidays": {"country": "US", "dates": ["2026-12-02"]}})
    days = {dt.date.fromordinal(line.origin.toordinal() + int(s) // 1440) for s in line.starts}
    assert dt.date(2026, 12, 2) not in days
    assert dt.date(2026, 12, 25) not in days


def test_milestones_are_folded_into_their_links() -> None:
    """What waits for a milestone waits for what the milestone waits for."""
    of = scenario(
        people=[{"id": "ana"}, {"id": "bob"}],
        items=[
            {"id": "A", "effort": "1d"},
            {"id": "M", "kind": "milestone", "after": ["A"]},
            {"id": "B", "effort": "1d", "after": [{"item": "M", "lag": "4h"}]},
        ],
    )
    problem = compile_problem(of, axis_days=30)
    arrow = next(a for a in problem.arrows if a.source.activity == 0)
    assert arrow.succ == 1
    assert int(arrow.targets[0][1][8]) == 12
    assert arrow.nodes == (0, 1, 2)
