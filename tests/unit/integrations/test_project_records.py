"""Records of project files become items, people and calendars: truths by hand, and by chance."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from allocator.domain import ElapsedLag
from allocator.domain.needs import ThreePoint
from allocator.errors import FormatError, ScenarioError
from allocator.integrations.projectfile.file_mapping import load_file_mapping
from allocator.mpxj.project_records import AvailabilityRecord, CalendarRecord, TaskRecord
from support.project_records import (
    DAY,
    MONDAY,
    OFFICE,
    Made,
    by_chance,
    link,
    person,
    project,
    task,
    work,
)

TUESDAY = MONDAY + dt.timedelta(days=1)
FRIDAY_EVENING = dt.datetime(2026, 12, 4, 17)


def test_links_have_type_and_lag_and_percent_is_of_the_predecessor() -> None:
    made = Made(
        project(
            task(1, 4),
            task(2, links=(link(1, "SS", DAY / 2),)),
            task(3, links=(link(1, "FF", -DAY),)),
            task(4, links=(link(1, "FS", 1440, "elapsed"),)),
            task(5, links=(link(1, "FS", 25, "percent"), link(2, "SF"))),
        )
    )
    found = {
        (item.id, before.item, before.type.value, before.lag)
        for item in made.scenario.items
        for before in item.after
    }
    assert found == {
        ("2", "1", "SS", "4h"),
        ("3", "1", "FF", "-1d"),
        ("4", "1", "FS", ElapsedLag(elapsed="1d")),
        ("5", "1", "FS", "1d"),
        ("5", "2", "SF", None),
    }
    assert "5 links read" not in made.report[0]
    assert "5 tasks, 5 links" in made.report[0]


def summaries() -> Made:
    """Return A with 1 before 2, then B with 3 and 4, then 5; B waits for A, and 5 for B."""
    return Made(
        project(
            task(10, 0, name="A", is_summary=True),
            task(1, parent=10, level=2),
            task(2, parent=10, level=2, links=(link(1),)),
            task(20, 0, name="B", is_summary=True, links=(link(10),)),
            task(3, parent=20, level=2),
            task(4, parent=20, level=2, links=(link(3),)),
            task(5, links=(link(20),)),
        ),
        projects="none",
    )


def test_links_of_summary_tasks_hold_for_all_below() -> None:
    items = summaries().items
    after = {name: [each.item for each in item.after] for name, item in items.items()}
    assert after == {
        "1": [],
        "2": ["1"],
        "a": ["1", "2"],  # the milestone at the end of A
        "3": ["a"],
        "4": ["3"],  # it starts after 3 anyway
        "b": ["3", "4"],
        "5": ["b"],
    }
    assert items["a"].is_milestone and items["a"].title == "A"


def test_what_waits_for_the_start_of_a_summary_waits_for_its_first_tasks() -> None:
    made = Made(
        project(
            task(10, 0, name="A", is_summary=True),
            task(1, parent=10, level=2),
            task(2, parent=10, level=2),
            task(3, parent=10, level=2, links=(link(1),)),
            task(4, links=(link(10, "SS"),)),
        )
    )
    assert {(each.item, each.type.value) for each in made.items["4"].after} == {
        ("1", "SS"),
        ("2", "SS"),
    }
    assert made.told("all its first tasks")


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("START_NO_EARLIER_THAN", {"not_before": dt.date(2026, 12, 8)}),
        ("FINISH_NO_LATER_THAN", {"deadline": dt.date(2026, 12, 8)}),
    ],
)
def test_constraints_with_a_field_of_their_own(constraint: str, fields: dict[str, Any]) -> None:
    hour = 8 if constraint.startswith("START") else 17
    when = dt.datetime(2026, 12, 8, hour)
    made = Made(project(task(1, constraint=constraint, constraint_date=when)))
    assert {name: getattr(made.items["1"], name) for name in fields} == fields


def test_a_latest_start_is_held_by_a_milestone_after_the_start() -> None:
    when = dt.datetime(2026, 12, 8, 13)  # four hours of the day are worked by then
    made = Made(project(task(1, constraint="MUST_START_ON", constraint_date=when)))
    assert made.items["1"].not_before == dt.datetime(2026, 12, 8, 12)
    begun = made.items["1-start"]
    assert begun.deadline == dt.datetime(2026, 12, 8, 12)
    assert [(each.item, each.type.value) for each in begun.after] == [("1", "SS")]


def test_an_earliest_finish_is_held_by_a_milestone_that_the_end_waits_for() -> None:
    when = dt.datetime(2026, 12, 8, 17)
    made = Made(project(task(1, constraint="FINISH_NO_EARLIER_THAN", constraint_date=when)))
    assert made.items["1-finish"].date == dt.datetime(2026, 12, 8, 16)
    assert [(e.item, e.type.value) for e in made.items["1"].after] == [("1-finish", "FF")]


def test_a_fixed_milestone_has_a_date_and_a_passed_deadline_is_soft() -> None:
    late = dt.datetime(2026, 11, 2, 17)
    made = Made(
        project(
            task(1, 0, constraint="MUST_FINISH_ON", constraint_date=dt.datetime(2026, 12, 8, 8)),
            task(2, constraint="FINISH_NO_LATER_THAN", constraint_date=late),
        )
    )
    assert made.items["1"].date == dt.date(2026, 12, 8)
    assert made.items["2"].deadline is None
    assert made.items["2"].due == dt.date(2026, 11, 2)
    assert made.told("deadlines that have passed, taken as due dates: 1 (2)")


def test_constraints_and_starts_by_the_mapping() -> None:
    both = project(
        task(1, constraint="FINISH_NO_LATER_THAN", constraint_date=FRIDAY_EVENING),
        task(2, constraint="START_NO_EARLIER_THAN", constraint_date=FRIDAY_EVENING),
    )
    soft = Made(both, constraints="soft", starts="ignore")
    assert (soft.items["1"].due, soft.items["1"].deadline) == (FRIDAY_EVENING.date(), None)
    assert soft.items["2"].not_before is None
    assert soft.told("earliest dates, as the mapping says: 1 (2)")
    ignored = Made(both, constraints="ignore")
    assert (ignored.items["1"].due, ignored.items["1"].deadline) == (None, None)


def test_work_and_units_become_effort_and_share() -> None:
    made = Made(
        project(
            task(1, 4),
            task(2, 2),
            resources=(person(1, "Ana", group="ML"), person(2, "Bo", units=0.5)),
            assignments=(work(1, 1, 2, units=0.5), work(2, 2, 1, units=0.5), work(2, 1, 1)),
        )
    )
    half = made.items["1"]
    assert (half.effort, [need.share for need in half.needs]) == ("2d", [0.5])
    assert half.assign == ("ana",)
    both = made.items["2"]
    assert both.effort == "1d"
    assert [(need.share, dict(need.skills)) for need in both.needs] == [(1, {}), (1, {"ml": 0})]
    people = {one.id: one for one in made.scenario.people}
    assert (people["bo"].capacity, dict(people["ana"].skills)) == (0.5, {"ml": 1})


def test_a_resource_of_three_units_is_three_people_with_its_name_as_skill() -> None:
    made = Made(
        project(
            task(1, 3),
            resources=(person(1, "Developers", units=3.0),),
            assignments=(work(1, 1, 6, units=2.0),),
        )
    )
    assert [one.id for one in made.scenario.people] == [f"developers-{n}" for n in (1, 2, 3)]
    (need,) = made.items["1"].needs
    assert (need.people, dict(need.skills), made.items["1"].effort) == (2, {"developers": 0}, "3d")


def test_equipment_is_shared_and_material_is_left_out_with_a_count() -> None:
    made = Made(
        project(
            task(1, 3),
            resources=(
                person(1, "GPU", type="NON_LABOR", units=4.0),
                person(2, "Cement", type="MATERIAL", units=None),
            ),
            assignments=(work(1, 1, 6, units=2.0), work(1, 2, 6, units=200)),
        )
    )
    assert [(one.id, one.capacity) for one in made.scenario.resources] == [("gpu", 4)]
    assert dict(made.items["1"].resources) == {"gpu": 2}
    assert "1 (Cement)" in made.told("material")


def test_calendars_become_working_days_holidays_and_absences() -> None:
    christmas, friday = dt.date(2026, 12, 25), dt.date(2026, 12, 4)
    team = CalendarRecord(id=1, name="Team", week=(OFFICE,) * 5 + ((),) * 2, days={christmas: ()})
    own = CalendarRecord(
        id=2,
        name="Ana",
        week=(((8 * 60, 12 * 60),),) * 4 + ((),) * 3,
        days={dt.date(2026, 12, 7) + dt.timedelta(days=n): () for n in (0, 1, 2, 3, 7)},
    )
    worker = CalendarRecord(
        id=3, name="Bo", week=team.week, days={friday: (), dt.date(2026, 12, 7): ()}
    )
    made = Made(
        project(
            task(1),
            calendars=(team, own, worker),
            resources=(person(1, "Ana", calendar=2), person(2, "Bo", calendar=3)),
        )
    )
    calendar = made.scenario.calendar
    assert (float(calendar.day_hours), calendar.day_start) == (8, "08:00")
    assert calendar.holidays is not None and calendar.holidays.dates == (christmas,)
    ana, bo = made.scenario.people
    assert (ana.workdays, ana.capacity) == (("mon", "tue", "wed", "thu"), 0.5)
    absences = [(away.start, away.end) for away in ana.time_off]
    assert absences == [(dt.date(2026, 12, 7), dt.date(2026, 12, 14))]
    assert bo.holidays is not None and bo.holidays.dates == ()  # works on Christmas
    assert [(a.start, a.end) for a in bo.time_off] == [(friday, dt.date(2026, 12, 7))]


def test_availability_has_periods_and_gaps() -> None:
    def at(month: int, day: int, hour: int = 0, minute: int = 0) -> dt.datetime:
        return dt.datetime(2026, month, day, hour, minute)

    periods = (
        AvailabilityRecord(start=dt.datetime(1984, 1, 1), end=at(12, 10, 23, 59), units=1.0),
        AvailabilityRecord(start=at(12, 11), end=at(12, 20, 23, 59), units=0.5),
        AvailabilityRecord(start=at(12, 24), end=dt.datetime(2049, 12, 31), units=1.0),
    )
    made = Made(project(task(1), resources=(person(1, "Ana", availability=periods),)))
    windows = [(w.start, w.end, w.capacity) for w in made.scenario.people[0].availability]
    assert windows == [
        (dt.date(2026, 12, 11), dt.date(2026, 12, 20), 0.5),
        (dt.date(2026, 12, 21), dt.date(2026, 12, 23), 0),
    ]


def test_progress_has_people_dates_and_what_remains() -> None:
    made = Made(
        project(
            task(1, percent=100, actual_start=MONDAY, actual_finish=MONDAY.replace(hour=17)),
            task(2, 2, percent=50, actual_start=MONDAY),
            task(3, 2, percent=50, actual_start=MONDAY),
            status_date=TUESDAY.replace(hour=17),
            resources=(person(1, "Ana"), person(2, "Bo")),
            assignments=(
                work(1, 1),
                work(2, 1, 2, remaining_work=1.5 * DAY),
                work(3, 1, 2, remaining_work=0.0),
                work(3, 2, 2, remaining_work=DAY / 2),
            ),
        )
    )
    assert made.scenario.now == dt.date(2026, 12, 2)
    done, going, shared = made.items["1"], made.items["2"], made.items["3"]
    assert (done.state, done.started, done.finished) == (
        "done",
        MONDAY,
        dt.datetime(2026, 11, 30, 17),
    )
    assert (going.state, going.remaining, going.people) == ("in_progress", "1.5d", ("ana",))
    assert shared.remaining == {"ana": "0h", "bo": "4h"}


def test_progress_after_the_first_day_is_refused_with_the_day() -> None:
    done = task(1, percent=100, actual_start=MONDAY, actual_finish=TUESDAY)
    with pytest.raises(FormatError, match="begin on 2026-12-02 or later, with --start"):
        Made(project(done), start=dt.date(2026, 11, 30))


def test_projects_groups_and_ids() -> None:
    made = Made(
        project(
            task(1, 0, name="Churn", is_summary=True, deadline=FRIDAY_EVENING, priority=1000),
            task(2, 0, name="Data", is_summary=True, parent=1, level=2),
            task(3, parent=2, level=3, wbs="CH-1", priority=250),
            task(4, parent=1, level=2, wbs="1.2"),
        )
    )
    (churn,) = made.scenario.projects
    assert (churn.id, churn.name, churn.priority) == ("churn", "Churn", 2)
    assert churn.due == FRIDAY_EVENING.date()
    assert [(i.id, i.project, i.group, i.priority) for i in made.scenario.items] == [
        ("CH-1", "churn", "data", 0.5),
        ("4", "churn", None, None),
    ]


def test_several_files_are_one_scenario_with_their_own_ids() -> None:
    one = project(task(1), name="One", resources=(person(1, "Ana"),), assignments=(work(1, 1),))
    two = project(task(1), name="Two", resources=(person(7, "ana"),), assignments=(work(1, 7),))
    made = Made(one, two, projects="file")
    assert [(item.id, item.project, item.assign) for item in made.scenario.items] == [
        ("1", "one", ("ana",)),
        ("1-2", "two", ("ana",)),
    ]


def test_custom_fields_by_mapping_and_the_others_counted() -> None:
    made = Made(
        project(
            task(1, 2, fields={"Skill": "Spark; SQL", "Worst": "4.0d", "Risk": "x"}),
            task(2, fields={"Skill": "Rust", "Risk": "y"}),
            resources=(person(1, "Ana", fields={"Team": "Data"}),),
            assignments=(work(1, 1, 2),),
        ),
        fields={"Skill": "needs", "Worst": "high"},
        resource_fields={"Team": "team"},
    )
    item = made.items["1"]
    assert item.effort == ThreePoint(low="2d", likely="2d", high="4d")
    assert dict(item.needs[0].skills) == {"spark": 0, "sql": 0}
    ana = made.scenario.people[0]
    assert (ana.team, dict(ana.skills)) == ("data", {"spark": 1, "sql": 1})
    assert "Risk (2)" in made.told("custom fields of tasks")
    assert "rust (1)" in made.told("skills that nobody has")


def test_custom_fields_that_items_have_no_place_for_are_counted() -> None:
    """Skills of work that several do went in silence, and so did estimates of time that passes."""
    made = Made(
        project(
            task(1, fields={"Skill": "SQL", "Benefit": "500"}),
            task(2, fields={"Worst": "4d"}, is_elapsed=True),
            task(3, fields={"Benefit": "200", "Nice": "yes", "Rank": "nan"}),
            resources=(person(1, "Ana"), person(2, "Bo")),
            assignments=(work(1, 1), work(1, 2)),
        ),
        fields={
            "Skill": "needs",
            "Worst": "high",
            "Benefit": "value",
            "Nice": "optional",
            "Rank": "priority",
        },
    )
    assert made.told("field Skill:") == (
        "field Skill: 1 value that the items have no place for, not read: 1"
    )
    assert made.told("field Worst:").endswith("not read: 2")
    assert made.told("field Benefit:").endswith("not read: 1")
    assert made.told("field Rank:") == (
        'field Rank: 1 value unread, such as "nan", which the item cannot have'
    )
    assert made.items["3"].value == 200


def test_whatever_is_left_out_is_counted_with_its_reason() -> None:
    made = Made(
        project(
            task(1),
            task(2, name="Old", is_inactive=True),
            task(3, name="Meetings", kind="LEVEL_OF_EFFORT"),
            task(4, name="Theirs", is_external=True),
            task(5, links=(link(4), link(2))),
            task(6, 0, name="Empty", is_summary=True),
        )
    )
    assert made.told("inactive").endswith("1 (Old)")
    assert made.told("level of effort").endswith("1 (Meetings)")
    assert made.told("tasks of other files").endswith("1 (Theirs)")
    assert made.told("summary tasks without tasks").endswith("1 (Empty)")
    assert made.told("links to tasks that are left out").endswith("1 (Old before 5)")
    assert [waited.what for waited in made.items["5"].waits_for] == ["Theirs"]


def test_work_without_a_length_gets_a_guess_and_is_no_milestone() -> None:
    made = Made(project(task(1), task(2, 0), TaskRecord(uid=3, name="Sometime")))
    assert (made.items["2"].is_milestone, made.items["3"].is_milestone) == (True, False)
    assert made.items["3"].effort == "2d"
    assert made.told("effort of two days").endswith("1 (3)")


def test_a_circle_is_cut_and_told() -> None:
    made = Made(project(task(1, links=(link(2),)), task(2, links=(link(1),))))
    assert sum(len(item.after) for item in made.scenario.items) == 1
    assert made.told("closed a circle")


def test_a_mapping_names_all_its_errors(tmp_path: Any) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_text(
        "fields: {Text1: skill}\nresources:\n  Ana: {person: ana, people: 2}\n"
        "scenario: {calendar: {day_hours: 99}}\nprojects: 0\n",
        "utf-8",
    )
    with pytest.raises(ScenarioError) as caught:
        load_file_mapping(path)
    text = str(caught.value)
    assert "mapping.yaml:1:" in text and "Ana" in text and "projects" in text


INFEASIBLE = {"too-much-work", "no-working-time"}
"""Errors of dates that the file itself cannot keep."""


@pytest.mark.parametrize("seed", range(60))
def test_a_file_of_any_shape_becomes_a_scenario(seed: int) -> None:
    rules: list[dict[str, Any]] = [
        {},
        {"constraints": "soft", "people": "ignore"},
        {"fields": {"Risk": "needs"}, "ids": "uid"},
        {"fields": {"Risk": "low"}, "projects": "none", "unassigned": "elapsed"},
    ]
    try:
        made = Made(by_chance(seed), **rules[seed % 4])
    except ScenarioError as error:
        found = {one.code for one in error.findings if one.severity == "error"}
        assert found <= INFEASIBLE, str(error)
        return
    assert len({item.id for item in made.scenario.items}) == len(made.scenario.items)
