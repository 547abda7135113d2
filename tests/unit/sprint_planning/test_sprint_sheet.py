"""The page of a sprint, figure by figure, on a plan made by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from allocator.domain import Scenario
from allocator.sprint_planning.build import sprint_sheets
from allocator.sprint_planning.sheet import SprintSheet
from support import sprint_plans
from support.plans import broken_rules, entry, plan_of, works


def sheet(which: str = "next", team: str | None = None, **changes: Any) -> SprintSheet:
    (found,) = sprint_sheets(sprint_plans.plan(**changes), which, team)
    return found


def test_the_plan_made_by_hand_keeps_all_rules() -> None:
    assert broken_rules(sprint_plans.plan()) == set()


def test_next_is_the_first_sprint_that_begins_now_or_later() -> None:
    first = sheet()
    assert (first.name, first.number) == ("Sprint 1", 1)
    assert (first.start, first.end) == (dt.date(2026, 12, 7), dt.date(2026, 12, 13))


def test_goals_name_what_gets_finished_by_project_milestones_first() -> None:
    goals = {goal.project: goal for goal in sheet().goals}
    assert goals["churn"].finishes == ("DS-4", "DS-2")
    assert goals["churn"].works_on == ("DS-3",)
    assert not goals["churn"].completes
    assert goals["ops"].finishes == ("DS-6",)
    assert goals["ops"].works_on == ("DS-5",)


def test_a_goal_says_when_it_completes_its_project() -> None:
    goals = {goal.project: goal for goal in sheet("2").goals}
    assert goals["churn"].completes
    assert goals["ops"].completes
    assert goals["churn"].finishes == ("DS-3", "DS-7")


def test_planned_hours_against_capacity() -> None:
    people = {person.id: person for person in sheet().people}
    ana, bo, cy = people["ana"], people["bo"], people["cy"]
    assert (ana.capacity_hours, ana.planned_hours, ana.free_hours) == (40, 24, 16)
    assert ana.load == 0.6
    assert (bo.capacity_hours, bo.planned_hours, bo.free_hours) == (16, 12, 4)
    assert (cy.capacity_hours, cy.planned_hours, cy.load) == (40, 8, 0.2)
    assert sheet().capacity_hours == 96
    assert sheet().planned_hours == 44


def test_holidays_of_the_team_are_no_absence_but_leave_less_capacity() -> None:
    people = {person.id: person for person in sheet("2").people}
    assert people["ana"].capacity_hours == 32
    assert people["ana"].away == ()


def test_a_task_says_how_much_lies_before_and_after_the_sprint() -> None:
    bo = {person.id: person for person in sheet("2").people}["bo"]
    (task,) = bo.tasks
    assert (task.item, task.hours_before, task.hours, task.hours_after) == ("DS-3", 12, 4, 0)
    (task,) = {person.id: person for person in sheet().people}["bo"].tasks
    assert (task.hours_before, task.hours, task.hours_after) == (0, 12, 4)


def test_days_are_the_teams_with_everybodys_work_in_order() -> None:
    days = {day.date.day: {work.person: work.items for work in day.work} for day in sheet().days}
    assert list(days) == [7, 8, 9, 10, 11]
    assert days[7] == {"ana": (("DS-2", 8),)}
    assert days[8] == {"ana": (("DS-2", 8),), "bo": (("DS-3", 4),)}
    assert days[9] == {"ana": (("DS-2", 8),)}
    assert days[10] == {"bo": (("DS-3", 4),), "cy": (("DS-6", 8),)}


def test_what_carries_over_with_the_sprint_that_finishes_it() -> None:
    carried = {carry.item: carry for carry in sheet().carries_over}
    assert carried.keys() == {"DS-3", "DS-5"}
    assert (carried["DS-3"].hours_after, carried["DS-3"].sprint) == (4, "Sprint 2")
    assert (carried["DS-5"].hours_after, carried["DS-5"].people) == (0, ())


def test_readiness_names_what_comes_from_outside_before_and_who_is_away() -> None:
    ready = sheet().ready
    assert [(need.kind, need.what, need.items) for need in ready] == [
        ("decision", "legal sign-off", ("DS-6",)),
        ("item", "OPS-9", ("DS-6",)),
        ("predecessor", "DS-1", ("DS-2",)),
        ("person", "bo", ("DS-3",)),
    ]
    assert ready[0].expected == dt.date(2026, 12, 10)
    assert ready[0].needed == dt.datetime(2026, 12, 10, 9)
    assert ready[2].expected == dt.datetime(2026, 12, 4, 17)
    assert ready[2].sprint is None  # it ends before the first sprint
    assert ready[3].away == (dt.date(2026, 12, 9),)


def test_predecessors_within_the_sprint_need_no_check_and_the_others_name_their_sprint() -> None:
    (need,) = sheet("2").ready
    assert (need.what, need.sprint, need.items) == ("DS-2", "Sprint 1", ("DS-7",))


def test_days_that_a_part_timer_never_works_are_no_absence() -> None:
    people = sprint_plans.data()["people"]
    people[1]["workdays"] = ["tue", "wed", "thu", "fri", "mon"]
    people[2]["workdays"] = ["thu", "fri"]
    changed = {person.id: person for person in sheet(people=people).people}
    assert changed["cy"].away == ()
    assert changed["cy"].capacity_hours == 16


def test_risks_with_their_reasons() -> None:
    risks = {
        risk.item: {reason.kind: reason.who for reason in risk.reasons} for risk in sheet().risks
    }
    assert risks["DS-2"]["late"] == ()
    assert risks["DS-2"]["other_team"] == ("beta",)
    assert "single_person" not in risks["DS-2"]  # Bo has python too
    assert risks["DS-3"] == {"single_person": ("bo",), "guessed": ()} | (
        {"critical": ()} if "critical" in risks["DS-3"] else {}
    )
    assert risks["DS-6"]["external"] == ("legal sign-off", "OPS-9")
    assert risks["DS-6"]["single_person"] == ("cy",)
    assert risks["DS-5"] == {"critical": ()}  # the last of its project


def test_the_pull_list_is_startable_in_the_sprint_by_somebody_of_the_page() -> None:
    pull = sheet().pull
    assert [line.item for line in pull] == ["DS-7", "DS-9"]  # DS-8 waits for DS-7 to end
    assert pull[0].startable == dt.datetime(2026, 12, 9, 17)
    assert pull[0].start == dt.datetime(2026, 12, 14, 9)
    assert pull[0].people == ("ana", "bo")  # the one with most free time first
    assert pull[0].effort_hours == 16
    assert (pull[1].start, pull[1].startable) == (None, dt.datetime(2026, 12, 7))


@pytest.mark.parametrize(
    ("change", "startable"),
    [
        ({"after": [{"item": "DS-2", "lag": "1d"}]}, dt.datetime(2026, 12, 10, 17)),
        ({"after": [{"item": "DS-2", "lag": {"elapsed": "1d"}}]}, dt.datetime(2026, 12, 10, 17)),
        ({"after": [{"item": "DS-2", "type": "SS"}]}, dt.datetime(2026, 12, 7, 9)),
        ({"not_before": "2026-12-11"}, dt.datetime(2026, 12, 11)),
        (
            {"waits_for": [{"what": "labels", "kind": "data", "expected": "2026-12-12"}]},
            dt.datetime(2026, 12, 12),
        ),
    ],
)
def test_lags_releases_and_expected_things_hold_back_what_could_be_pulled(
    change: dict[str, Any], startable: dt.datetime
) -> None:
    items = sprint_plans.data()["items"]
    items[6] |= change
    assert sheet(items=items).pull[0].startable == startable


def test_nobody_of_the_page_who_can_do_it_keeps_an_item_off_the_pull_list() -> None:
    items = sprint_plans.data()["items"]
    items[8]["needs"] = "mlops"
    assert "DS-9" not in [line.item for line in sheet(team="alpha", items=items).pull]
    assert "DS-9" in [line.item for line in sheet(items=items).pull]


def test_skills_count_capacity_need_and_what_is_free() -> None:
    skills = {line.skill: line for line in sheet().skills}
    python = skills["python"]
    assert python.people == ("ana", "bo")
    assert (python.capacity_hours, python.needed_hours, python.free_hours) == (56, 24, 20)
    assert python.load == 0.6429
    assert skills["sql"].needed_hours == 12
    assert next(iter(sheet().skills)).load == 0.75  # the fullest first: sql


def test_a_team_sees_its_people_and_its_work_only() -> None:
    alpha = sheet(team="alpha")
    assert [person.id for person in alpha.people] == ["ana", "bo"]
    assert [item.id for item in alpha.items] == ["DS-2", "DS-3", "DS-4", "DS-5"]
    beta = sheet(team="beta")
    assert [item.id for item in beta.items] == ["DS-6"]


def test_teams_with_sprints_of_their_own_have_a_page_each() -> None:
    week = {"length": "1w", "count": 3}
    sprints = {
        "teams": {
            "alpha": {**week, "first": "2026-12-07"},
            "beta": {**week, "first": "2026-12-09", "name": "B{n}"},
        }
    }
    sheets = sprint_sheets(sprint_plans.plan(sprints=sprints), "1")
    assert [(page.team, page.name) for page in sheets] == [("alpha", "Sprint 1"), ("beta", "B1")]
    assert [item.id for item in sheets[1].items] == ["DS-6"]


def test_within_a_sprint_only_what_is_left_of_it_counts() -> None:
    late = sheet("1", now="2026-12-09T13:00")
    people = {person.id: person for person in late.people}
    assert people["ana"].capacity_hours == 4 + 16
    assert people["ana"].planned_hours == 4
    assert [day.date.day for day in late.days] == [9, 10, 11]


def test_next_within_a_sprint_is_the_one_after_it() -> None:
    assert sheet(now="2026-12-07").name == "Sprint 1"
    assert sheet(now="2026-12-08").name == "Sprint 2"


def test_a_focus_factor_lowers_everybodys_capacity() -> None:
    sprints = {"length": "1w", "first": "2026-12-14", "count": 3, "capacity": 0.5}
    ana = next(iter(sheet(sprints=sprints).people))
    assert ana.capacity_hours == 16  # Monday to Thursday, the Friday is a holiday


def test_being_assigned_to_somebody_is_no_risk_where_others_have_the_skills() -> None:
    items = sprint_plans.data()["items"]
    items[1]["assign"] = ["ana"]
    risks = {
        risk.item: {reason.kind for reason in risk.reasons} for risk in sheet(items=items).risks
    }
    assert "single_person" not in risks["DS-2"]


def under_way() -> SprintSheet:
    """The sprint on Wednesday noon: DS-1 is done, DS-2 in progress with half a day left."""
    data = sprint_plans.data(now="2026-12-09T13:00")
    data["items"][0] |= {"state": "done", "started": "2026-12-07", "finished": "2026-12-08"}
    data["items"][0] |= {"people": ["cy"]}
    data["items"][1] |= {"state": "in_progress", "started": "2026-12-07", "remaining": "4h"}
    data["items"][1] |= {"waits_for": [{"what": "labels", "kind": "data"}]}
    items = {item.id: item for item in sprint_plans.items()}
    items["DS-1"] = entry(
        "DS-1",
        "12-07 09:00",
        "12-08 17:00",
        works("cy", "12-07 09:00", "12-08 17:00", hours=0, share=0),
        state="done",
    )
    items["DS-2"] = entry(
        "DS-2",
        "12-07 09:00",
        "12-09 17:00",
        works("ana", "12-09 13:00", "12-09 17:00", hours=4, skills=("python",)),
        state="in_progress",
    )
    subject = plan_of(Scenario.model_validate(data), items.values())
    (found,) = sprint_sheets(subject, "1")
    return found


def test_what_is_done_stands_in_its_sprint_without_hours() -> None:
    found = under_way()
    (done,) = [item for item in found.items if item.state == "done"]
    assert (done.id, done.people, done.hours, done.finishes) == ("DS-1", ("cy",), 0, True)
    assert "DS-1" not in {task.item for person in found.people for task in person.tasks}
    assert "DS-1" not in {risk.item for risk in found.risks}
    assert "DS-1" not in {need.what for need in found.ready}


def test_what_is_in_progress_counts_with_what_remains() -> None:
    found = under_way()
    ana = next(person for person in found.people if person.id == "ana")
    (task,) = ana.tasks
    assert (task.item, task.hours, task.begun) == ("DS-2", 4, dt.datetime(2026, 12, 7, 9))
    assert ("data", "labels", ("DS-2",)) in [
        (need.kind, need.what, need.items) for need in found.ready
    ]
