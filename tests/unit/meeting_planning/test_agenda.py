"""An agenda says what is true of the plan, no more and no less."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import icalendar
import pytest

from allocator.api.agendas import agenda
from allocator.domain import Plan
from allocator.errors import InputError
from support.plans import entry, plan_of, scenario, solo, works

SYNC = {"id": "sync", "title": "Weekly sync", "every": "mon", "at": "10:00", "length": "30m"}


def plan(**fields: Any) -> Plan:
    """Ana does A from Monday, 7 December, and hands it to Bo; Chen does something else."""
    people = [
        {"id": "ana", "name": "Ana Souza", "email": "ana@example.org"},
        {"id": "bo", "time_off": [{"from": "2026-12-10", "to": "2026-12-11"}]},
        {"id": "chen"},
    ]
    waits = [{"what": "the budget", "kind": "decision", "owner": "bo", "expected": "2026-12-11"}]
    items = [
        {"id": "D", "effort": "1d", "state": "done", "people": ["ana"]}
        | {"started": "2026-12-02", "finished": "2026-12-03"},
        {"id": "A", "title": "Train", "effort": "2d", "due": "2026-12-07"},
        {"id": "M", "kind": "milestone", "after": "A"},
        {"id": "B", "title": "Serve", "effort": "1d", "after": "M", "waits_for": waits},
        {"id": "C", "effort": "3d", "blocked": {"by": "no data"}},
    ]
    attendees = fields.pop("attendees", ["ana", "bo"])
    of = scenario(
        people=people,
        items=items,
        now="2026-12-04",
        meetings=[{**SYNC, "attendees": attendees}],
        **fields,
    )
    done = works("ana", "12-02 09:00", "12-03 17:00", hours=0, share=0)
    return plan_of(
        of,
        [
            entry("D", "12-02 09:00", "12-03 17:00", done, state="done"),
            solo("A", "ana", "12-07 09:00", "12-08 17:00", hours=16),
            entry("M", "12-08 17:00", "12-08 17:00"),
            solo("B", "bo", "12-14 09:00", "12-14 17:00", hours=8),
            solo("C", "chen", "12-07 09:00", "12-09 17:00", hours=24),
        ],
    )


def points(of: Plan, **options: Any) -> dict[str, list[str]]:
    found = agenda(of, "sync", **options)
    return {section.key: [point.text for point in section.points] for section in found.sections}


def test_every_section_by_hand() -> None:
    told = points(plan())
    assert told == {
        "done": ["D is done, Thu 3 Dec 2026: Ana Souza"],
        "decisions": ["the budget (bo): expected Fri 11 Dec 2026, needed Mon 14 Dec 2026 for B"],
        "late": ["A Train ends Tue 8 Dec 2026, 1 d after Mon 7 Dec 2026"],
        "handovers": [
            "Ana Souza hands A Train over to bo on Tue 8 Dec 2026; B Serve begins Mon 14 Dec 2026"
        ],
        "away": ["bo is away: Thu 10 Dec to Fri 11 Dec"],
        "people": ["Ana Souza ends A Train (Tue 8 Dec)", "bo begins B Serve (Mon 14 Dec)"],
    }


def test_blocked_work_is_a_roadblock_where_its_people_are_there() -> None:
    told = points(plan(attendees=["chen"]))
    assert told["roadblocks"] == ["Blocked: no data: without a date, needed Mon 7 Dec 2026 for C"]
    assert set(told) == {"roadblocks", "people"}


def test_the_time_is_the_next_one_or_that_of_a_day() -> None:
    found = agenda(plan(), "Weekly sync")
    assert (found.begins, found.ends) == (
        dt.datetime(2026, 12, 7, 10),
        dt.datetime(2026, 12, 7, 10, 30),
    )
    assert found.until == dt.datetime(2026, 12, 14, 10)
    later = agenda(plan(), "sync", date=dt.date(2026, 12, 14))
    assert later.begins == dt.datetime(2026, 12, 14, 10)
    with pytest.raises(InputError, match=r"on Tue 8 Dec 2026; it does on Mon 7 Dec 2026 and on"):
        agenda(plan(), "sync", date=dt.date(2026, 12, 8))
    with pytest.raises(InputError, match='did you mean "sync"'):
        agenda(plan(), "synk")


def test_what_has_changed_since_an_earlier_plan() -> None:
    before = plan()
    later = solo("A", "chen", "12-08 09:00", "12-09 17:00", hours=16)
    entries = [later if one.id == "A" else one for one in before.items]
    moved = plan_of(before.scenario, entries)
    assert points(before, since=before)["changes"] == ["Nothing has changed."]
    assert points(moved, since=before)["changes"] == [
        "A Train is done by chen, was by Ana Souza",
        "A Train ends Wed 9 Dec 2026, was Tue 8 Dec 2026 (+1 d)",
    ]


def test_files(tmp_path: Path) -> None:
    found = agenda(plan(calendar={"timezone": "Europe/Berlin"}), "sync")
    found.save(tmp_path / "a.md")
    text = (tmp_path / "a.md").read_text("utf-8")
    assert text.startswith("# Weekly sync, Mon 7 Dec 2026 10:00 to 10:30 Europe/Berlin\n")
    assert "\n## Late\n\n- A Train ends" in text
    found.save(tmp_path / "a.ics")
    made = icalendar.Calendar.from_ical((tmp_path / "a.ics").read_bytes())
    (event,) = made.walk("VEVENT")
    assert event.decoded("dtstart").isoformat() == "2026-12-07T10:00:00+01:00"
    assert "Handed over" in str(event["description"])
    assert str(event["attendee"]) == "MAILTO:ana@example.org"
    assert str(event["uid"]) == "sync/20261207T1000@allocator"
    with pytest.raises(InputError):
        found.save(tmp_path / "a.txt")


def test_days_on_which_nobody_works_are_passed_over() -> None:
    """The fifth is a Saturday: a meeting every day takes place on Monday, then on Tuesday."""
    of = plan().scenario.model_copy(update={"now": dt.date(2026, 12, 5)})
    meeting = of.meetings[0].model_copy(update={"every": "day"})
    of = of.model_copy(update={"meetings": (meeting,)})
    found = agenda(plan_of(of, plan().items), "sync")
    assert (found.begins, found.until) == (
        dt.datetime(2026, 12, 7, 10),
        dt.datetime(2026, 12, 8, 10),
    )
    friday = agenda(plan_of(of, plan().items), "sync", date=dt.date(2026, 12, 11))
    assert friday.until == dt.datetime(2026, 12, 14, 10)


def with_meeting(calendar: dict[str, Any], meeting: dict[str, Any], **ana: Any) -> Plan:
    """Ana does a day's work on the first day of the plan, 9:00 to 17:00."""
    of = scenario(
        calendar=calendar,
        people=[{"id": "ana", **ana}],
        projects=[{"id": "Q"}],
        items=[{"id": "A", "effort": "1d"}],
        meetings=[{**SYNC, "attendees": ["ana"], **meeting}],
    )
    day = calendar["start"]
    return plan_of(of, [solo("A", "ana", f"{day} 09:00", f"{day} 17:00", hours=8)])


def test_a_time_that_the_clock_of_the_plan_skips() -> None:
    """On 28 March 2027 it is 3:00 in Berlin after 1:59; in New York it is Saturday evening."""
    at_night = {"every": "sun", "at": "02:30", "length": "1h", "timezone": "Europe/Berlin"}
    berlin = with_meeting({"start": "2027-03-26", "timezone": "Europe/Berlin"}, at_night)
    found = agenda(berlin, "sync")
    assert (found.begins, found.ends) == (
        dt.datetime(2027, 3, 28, 3, 30),
        dt.datetime(2027, 3, 28, 4, 30),
    )
    calendar = {"start": "2027-03-26", "timezone": "America/New_York"}
    new_york = with_meeting(calendar, at_night, timezone="Europe/Berlin")
    for date in (None, dt.date(2027, 3, 27), dt.date(2027, 3, 28)):
        found = agenda(new_york, "sync", date=date)
        assert found.begins == dt.datetime(2027, 3, 27, 21, 30)
        assert found.attendees[0].local == dt.datetime(2027, 3, 28, 3, 30)
    with pytest.raises(InputError, match="does not take place on Fri 26 Mar 2027"):
        agenda(new_york, "sync", date=dt.date(2027, 3, 26))


def test_a_day_is_first_one_of_the_meetings_zone() -> None:
    daily = {"every": "day", "at": "02:30", "timezone": "Europe/Berlin"}
    plan = with_meeting({"start": "2027-03-23", "timezone": "America/New_York"}, daily)
    found = agenda(plan, "sync", date=dt.date(2027, 3, 27))
    assert found.begins == dt.datetime(2027, 3, 26, 21, 30)


def test_that_nobody_attends_is_said() -> None:
    calendar = {"start": "2026-12-01"}
    of_nobody = with_meeting(calendar, {"attendees": {"projects": ["Q"]}})
    assert "Nobody attends it." in agenda(of_nobody, "sync").text
    assert "Nobody attends it." not in agenda(with_meeting(calendar, {}), "sync").text


def milestones(*names: str, name: str = "x") -> Plan:
    of = scenario(
        name=name,
        people=[{"id": "ana"}],
        projects=[{"id": "P"}],
        items=[
            {"id": "A", "effort": "1d", "project": "P"},
            *({"id": one, "kind": "milestone", "after": "A", "project": "P"} for one in names),
        ],
        meetings=[{**SYNC, "attendees": {"projects": ["P"]}}],
    )
    done = [entry(one, "12-01 17:00", "12-01 17:00") for one in names]
    return plan_of(of, [solo("A", "ana", "12-01 09:00", "12-01 17:00", hours=8), *done])


def test_a_milestone_comes_and_goes_once() -> None:
    assert points(milestones("M"), since=milestones())["changes"] == ["M is new: Tue 1 Dec 2026"]
    assert points(milestones(), since=milestones("M"))["changes"] == [
        "M is gone, was Tue 1 Dec 2026"
    ]


def test_that_the_earlier_plan_is_of_another_scenario_is_said() -> None:
    assert points(milestones(), since=milestones(name="y"))["changes"] == [
        'The earlier plan is of "y", this one of "x"; what has the same id counts as the same',
        "Nothing has changed.",
    ]


def test_an_absence_that_goes_on_is_told_to_its_end() -> None:
    """ "bo is away: Thu 10 Dec to Fri 11 Dec" was said of somebody who was away until Christmas."""
    long = [{"id": "ana"}, {"id": "bo", "time_off": [{"from": "2026-12-10", "to": "2026-12-22"}]}]
    of = scenario(
        items=[], people=long, meetings=[{**SYNC, "attendees": ["ana", "bo"]}], now="2026-12-04"
    )
    told = points(plan_of(of, []))
    assert told["away"] == ["bo is away: Thu 10 Dec to Tue 22 Dec"]


def test_who_has_left_is_not_away() -> None:
    gone = [{"id": "ana"}, {"id": "bo", "to": "2026-12-04"}]
    of = scenario(
        items=[], people=gone, meetings=[{**SYNC, "attendees": ["ana", "bo"]}], now="2026-12-04"
    )
    assert points(plan_of(of, []))["away"] == ["bo has left: Fri 4 Dec 2026"]


def test_the_last_meeting_has_no_next_one() -> None:
    last = [{**SYNC, "attendees": ["bo"], "until": "2026-12-07"}]
    people = [{"id": "bo", "time_off": [{"from": "2026-12-10", "to": "2026-12-11"}]}]
    of = scenario(items=[], people=people, meetings=last, now="2026-12-04")
    titles = [section.title for section in agenda(plan_of(of, []), "sync").sections]
    assert "Away or on duty within a week" in titles
