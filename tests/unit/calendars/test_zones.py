"""People who work in the local time of their zone, worked out by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from allocator.calendars import Calendars, PersonCalendar
from allocator.calendars.walk import finish_of_work, latest_start_of_units
from allocator.domain import Scenario
from allocator.problem.compile import compile_problem


def scenario_of(calendar: dict[str, Any], **person: Any) -> Scenario:
    return Scenario.model_validate(
        {
            "name": "zones",
            "calendar": {"slot": "30m", **calendar},
            "people": [{"id": "ana", **person}],
            "items": [{"id": "T", "effort": "1d"}],
        }
    )


def ana_of(calendar: dict[str, Any], **person: Any) -> PersonCalendar:
    scenario = scenario_of(calendar, **person)
    return Calendars(scenario).of(scenario.people[0])


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


NEW_YORK = {"start": "2026-12-01", "timezone": "America/New_York"}


def hours_of(ana: PersonCalendar, day: str) -> list[str]:
    """Return the clock times at which slots of a day of the plan's clock begin."""
    midnight = at(day)
    return [f"{midnight + offset:%H:%M}" for offset, _ in ana.slots(midnight.date())]


def test_a_day_in_bangalore_is_a_night_in_new_york() -> None:
    """Wednesday from 9:00 to 17:00 there is Tuesday 22:30 to Wednesday 6:30."""
    ana = ana_of(NEW_YORK, timezone="Asia/Kolkata")
    assert hours_of(ana, "2026-12-01")[-3:] == ["22:30", "23:00", "23:30"]
    assert hours_of(ana, "2026-12-02")[:13] == [f"{k // 2:02}:{k % 2 * 30:02}" for k in range(13)]
    assert "06:30" not in hours_of(ana, "2026-12-02")


def test_their_monday_begins_on_the_plans_sunday() -> None:
    """Weekdays are those of the place: they work on Sunday evening and not on Friday evening."""
    ana = ana_of(NEW_YORK, timezone="Asia/Kolkata")
    assert hours_of(ana, "2026-12-06") == ["22:30", "23:00", "23:30"]
    assert "22:30" not in hours_of(ana, "2026-12-04")
    assert hours_of(ana, "2026-12-05") == []


@pytest.mark.parametrize(
    ("day", "opens"), [("2027-03-12", "15:00"), ("2027-03-15", "14:00"), ("2027-03-29", "15:00")]
)
def test_each_side_puts_its_clocks_forward_by_itself(day: str, opens: str) -> None:
    """New York does on 14 March, Berlin on 28 March: for two weeks they are an hour closer."""
    berlin = {"start": "2027-03-01", "timezone": "Europe/Berlin"}
    assert hours_of(ana_of(berlin, timezone="America/New_York"), day)[0] == opens


def test_days_off_are_days_there() -> None:
    """Who is off on Wednesday in Bangalore is there until Tuesday evening and from Thursday on."""
    off = [{"from": "2026-12-02", "to": "2026-12-02"}]
    ana = ana_of(NEW_YORK, timezone="Asia/Kolkata", time_off=off)
    assert "22:30" not in hours_of(ana, "2026-12-01")
    assert hours_of(ana, "2026-12-02")[0] == "22:30"
    assert ana.why_away(at("2026-12-01T22:30")).startswith("off from 2026-12-02")


def test_a_last_day_ends_with_the_day_there() -> None:
    """Whose last day is Wednesday, 2 December, is gone when it is over in Bangalore."""
    ana = ana_of(NEW_YORK, timezone="Asia/Kolkata", to="2026-12-02")
    assert hours_of(ana, "2026-12-02")[-1] == "06:00"
    assert ana.leaves == at("2026-12-02T13:30")


def test_clocks_that_skip_an_hour_skip_its_slots() -> None:
    """At night, when Berlin goes from 2:00 to 3:00, two slots are missing, on either side."""
    night = {"workdays": ["sun"], "day_start": "01:00"}
    new_york = {"start": "2027-03-25", "timezone": "America/New_York", "day_hours": 4}
    ana = ana_of(new_york, timezone="Europe/Berlin", **night)
    assert hours_of(ana, "2027-03-27") == ["20:00", "20:30", "21:00", "21:30", "22:00", "22:30"]


def test_an_hour_that_is_shown_twice_has_its_slots_once() -> None:
    """In Berlin it is 2:00 twice on 31 October 2027; work there is counted in the first pass."""
    berlin = {"start": "2027-10-28", "timezone": "Europe/Berlin", "day_hours": 4}
    sunday = {"workdays": ["sun"], "timezone": "Asia/Kolkata", "day_start": "04:30"}
    assert hours_of(ana_of(berlin, **sunday), "2027-10-31") == [
        *(
            "01:00",
            "01:30",
            "02:00",
            "02:30",
        ),  # 4:30 to 6:30; 6:30 and 7:00 are 2:00 and 2:30 again
        *("03:00", "03:30"),
    ]


def test_a_day_that_begins_later_needs_no_zone() -> None:
    """Who comes at 11:00 works until 19:00."""
    ana = ana_of({"start": "2026-12-01"}, day_start="11:00")
    hours = hours_of(ana, "2026-12-01")
    assert (hours[0], hours[-1]) == ("11:00", "18:30")
    assert ana.why_away(at("2026-12-01T10:00")) == "no slot of their working day begins then"


def test_work_is_followed_forth_and_back_over_midnight() -> None:
    """Twelve hours from Tuesday 22:30 are done in Wednesday's night, at 2:30 on Thursday."""
    ana = ana_of(NEW_YORK, timezone="Asia/Kolkata")
    twelve = {"effort_minutes": 720, "share": 1, "speed": 1}
    assert finish_of_work(ana, at("2026-12-01T22:30"), **twelve) == at("2026-12-03T02:30")
    by, first = at("2026-12-03T02:30"), dt.date(2026, 12, 1)
    assert latest_start_of_units(ana, by, 24, first) == at("2026-12-01T22:30")
    assert ana.hours_between(at("2026-12-01T22:30"), by) == 12


def test_the_axis_has_the_slots_of_everybody() -> None:
    """The planner's axis holds the team's hours and those in the zones of people."""
    problem = compile_problem(scenario_of(NEW_YORK, timezone="Asia/Kolkata"), axis_days=2)
    starts = [problem.timeline.moment(int(start)) for start in problem.timeline.starts]
    assert at("2026-12-01T22:30") in starts
    assert at("2026-12-01T09:00") in starts
    assert at("2026-12-01T20:00") not in starts
    assert len(starts) == len(set(starts)) == 13 + 16 + 3 + 13 + 16 + 3
