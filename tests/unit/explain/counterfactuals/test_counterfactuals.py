"""Counterfactuals: each change is one that --with takes, and changes what it says, no more."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from allocator.domain import Scenario, WorkItem
from allocator.domain.projects import Project
from allocator.explain.counterfactuals import (
    absences,
    dates,
    estimates,
    links,
    people,
    priorities,
    resources,
    scope,
    staffing,
)
from allocator.explain.counterfactuals.change import Change, merged, updated
from allocator.scenario.changes.changed import changed

ANA = {
    "id": "ana",
    "name": "Ana",
    "email": "ana@example.com",
    "team": "alpha",
    "skills": {"ml": 4, "sql": 2},
    "capacity": 0.8,
    "rate": 80,
    "workdays": ["mon", "tue"],
    "holidays": {"country": "US"},
    "time_off": [
        {"from": "2026-12-07", "to": "2026-12-11"},
        {"from": "2027-01-04", "to": "2027-01-05"},
    ],
    "availability": [{"from": "2026-12-14", "to": "2026-12-18", "capacity": 0.4}],
    "from": "2026-12-02",
    "to": "2027-03-31",
}
LABELS = {"low": "2026-12-20", "likely": "2027-01-08", "high": "2027-02-01"}
BEGUN = {"state": "in_progress", "started": "2026-12-01", "effort": "4d"}
ITEMS = [
    {"id": "A", "needs": {"ml": 3}, "effort": {"low": "1d", "likely": "2d", "high": "3.5d"}},
    {
        "id": "B",
        "needs": [{"skills": {"sql": 2}, "effort": "10h"}, "ml"],
        "effort": "3d",
        "after": "A",
    },
    {
        "id": "C",
        "effort": "2d",
        "after": ["B", {"item": "A", "lag": "1d"}],
        "assign": ["ana"],
        "avoid": ["bo"],
    },
    {
        "id": "R",
        "elapsed": "36h",
        "resources": {"gpu": 2},
        "optional": True,
        "value": 3,
        "after": "C",
    },
    {"id": "P", **BEGUN, "remaining": "2d", "people": ["bo"]},
    {
        "id": "Q",
        **BEGUN,
        "needs": [{"skills": "ml", "people": 2}],
        "remaining": {"ana": "1d", "bo": "0h"},
    },
    {
        "id": "W",
        "elapsed": "1d",
        "waits_for": ["a word", {"what": "labels", "expected": LABELS}],
        "not_before": "2026-12-14",
    },
    {
        "id": "M",
        "kind": "milestone",
        "after": "B",
        "project": "p",
        "due": "2027-02-01",
        "deadline": "2027-02-26",
    },
    {"id": "FAIR", "kind": "milestone", "date": "2027-03-16", "after": "B"},
]


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return Scenario.model_validate(
        {
            "name": "All fields",
            "calendar": {"start": "2026-12-01", "end": "2027-06-30"},
            "now": "2026-12-02",
            "people": [
                ANA,
                *({"id": name, "skills": {"ml": 3, "sql": 2}} for name in ("bo", "cy", "di")),
                {"id": "ana-2"},
            ],
            "resources": [{"id": "gpu", "capacity": 4}],
            "projects": [{"id": "p", "deadline": "2027-04-01", "not_before": "2026-12-04"}],
            "items": ITEMS,
            "promises": [{"milestone": "M", "by": "2027-02-01"}],
            "baseline": [{"item": "A", "start": "2026-12-02", "people": ["ana"]}],
        }
    )


def item_after(scenario: Scenario, change: Change, name: str):  # type: ignore[no-untyped-def]
    return changed(scenario, change).item_by_id[name]


def test_one_more_person_has_everything_but_absences_and_an_id_of_their_own(
    scenario: Scenario,
) -> None:
    made = changed(scenario, people.one_more_person(scenario, "ana", dt.date(2027, 1, 4)))
    new, old = made.people[-1], made.person_by_id["ana"]
    assert new.id == "ana-3"
    assert (new.team, new.skills, new.capacity, new.rate) == ("alpha", old.skills, 0.8, 80)
    assert (new.workdays, new.holidays) == (old.workdays, old.holidays)
    assert (new.time_off, new.availability, new.leaves, new.email) == ((), (), None, "")
    assert new.joins == dt.date(2027, 1, 4)


def test_people_have_more_time_and_skills(scenario: Scenario) -> None:
    skilled = changed(scenario, people.with_skills(scenario, "ana", {"sql": 3, "ml": 1, "bi": 0}))
    assert skilled.person_by_id["ana"].skills == {"ml": 4, "sql": 3, "bi": 0}
    for change, field, value in [
        (people.with_capacity("ana", 1), "capacity", 1),
        (people.joins_on("ana", None), "joins", None),
        (people.stays_until("ana", None), "leaves", None),
        (people.works_all_workdays("ana"), "workdays", None),
    ]:
        assert getattr(changed(scenario, change).person_by_id["ana"], field) == value


def test_somebody_works_on_a_holiday_and_keeps_the_others(scenario: Scenario) -> None:
    from allocator.calendars import Calendars

    christmas = dt.date(2026, 12, 25)
    made = changed(scenario, people.without_holidays(scenario, "ana", {christmas}))
    before = Calendars(scenario).days_off(scenario.person_by_id["ana"].holidays)  # type: ignore[arg-type]
    after = Calendars(made).days_off(made.person_by_id["ana"].holidays)  # type: ignore[arg-type]
    assert before.in_year(2026) - after.in_year(2026) == {christmas}
    assert before.in_year(2027) == after.in_year(2027)


def test_an_absence_goes_or_moves_and_the_other_stays(scenario: Scenario) -> None:
    first, second = scenario.person_by_id["ana"].time_off
    gone = changed(scenario, absences.without_time_off(scenario, "ana", first))
    assert gone.person_by_id["ana"].time_off == (second,)
    moved = changed(scenario, absences.moved_time_off(scenario, "ana", second, -14))
    assert moved.person_by_id["ana"].time_off[1].start == dt.date(2026, 12, 21)
    assert moved.person_by_id["ana"].time_off[1].end == dt.date(2026, 12, 22)
    window = scenario.person_by_id["ana"].availability[0]
    whole = changed(scenario, absences.without_availability(scenario, "ana", window))
    assert whole.person_by_id["ana"].availability == ()


def test_a_resource_grows(scenario: Scenario) -> None:
    assert (
        changed(scenario, resources.enlarged(scenario, "gpu")).resource_by_id["gpu"].capacity == 5
    )


def test_cuts_relink_and_take_promises_along(scenario: Scenario) -> None:
    made = changed(scenario, scope.cut(scenario, ["B"]))
    assert "B" not in made.item_by_id
    assert [link.item for link in made.item_by_id["M"].after] == ["A"]
    assert changed(scenario, scope.cut(scenario, ["M"])).promises == ()
    assert "A" not in changed(scenario, scope.cut(scenario, ["A"])).baseline_by_item


def test_items_become_mandatory(scenario: Scenario) -> None:
    assert not item_after(scenario, scope.made_mandatory("R"), "R").optional


def test_estimates_shrink_by_a_fifth(scenario: Scenario) -> None:
    three = item_after(scenario, estimates.shorter_estimate(scenario, "A"), "A").effort
    assert (three.low, three.likely, three.high) == ("0.8d", "1.6d", "2.8d")
    both = item_after(scenario, estimates.shorter_estimate(scenario, "B"), "B")
    assert (both.effort, both.needs[0].effort, both.needs[1].effort) == ("2.4d", "8h", None)
    assert both.needs[0].skills == {"sql": 2}
    begun = item_after(scenario, estimates.shorter_estimate(scenario, "P"), "P")
    assert (begun.remaining, begun.effort) == ("1.6d", "4d")
    apart = item_after(scenario, estimates.shorter_estimate(scenario, "Q"), "Q")
    assert apart.remaining == {"ana": "0.8d", "bo": "0h"}
    assert item_after(scenario, estimates.shorter_run(scenario, "R"), "R").elapsed == "1728m"
    assert estimates.span_of(2 * 24 * 60) == "2d"


def test_deadlines_become_soft_or_move(scenario: Scenario) -> None:
    soft = item_after(scenario, dates.soft_deadline(scenario, "items", "M"), "M")
    assert (soft.deadline, soft.due) == (None, dt.date(2027, 2, 1))
    project: Project = changed(
        scenario, dates.soft_deadline(scenario, "projects", "p")
    ).project_by_id["p"]
    assert (project.deadline, project.due) == (None, dt.date(2027, 4, 1))
    fair = item_after(scenario, dates.soft_deadline(scenario, "items", "FAIR"), "FAIR")
    assert (fair.date, fair.hard_end) == (None, None)
    assert fair.not_before == fair.due == dt.datetime(2027, 3, 16)
    assert changed(scenario, dates.soft_deadline(scenario, "calendar", "")).calendar.end is None
    moved = item_after(scenario, dates.moved_deadline(scenario, "items", "FAIR", 7), "FAIR")
    assert moved.date == dt.date(2027, 3, 23)
    ends = changed(scenario, dates.moved_deadline(scenario, "calendar", "", 1)).calendar.end
    assert ends == dt.date(2027, 7, 1)


def test_dates_and_deliveries_come_a_week_earlier(scenario: Scenario) -> None:
    due = item_after(scenario, dates.moved_due(scenario, "items", "M", -7), "M").due
    assert due == dt.date(2027, 1, 25)
    start = item_after(scenario, dates.earlier_not_before(scenario, "items", "W"), "W").not_before
    assert start == dt.date(2026, 12, 7)
    free = changed(scenario, dates.without_not_before("projects", "p")).project_by_id["p"]
    assert free.not_before is None
    labels = item_after(scenario, dates.earlier_delivery(scenario, "W", 1), "W").waits_for
    assert labels[0].what == "a word" and labels[1].expected == dt.date(2027, 1, 1)
    assert labels[1].arrival.low == dt.date(2026, 12, 13)
    left = item_after(scenario, dates.without_delivery(scenario, "W", 0), "W").waits_for
    assert [one.what for one in left] == ["labels"]


def test_priorities_change(scenario: Scenario) -> None:
    assert item_after(scenario, priorities.with_priority("items", "A", 5), "A").priority == 5


def test_links_overlap_or_go(scenario: Scenario) -> None:
    first, second = scenario.item_by_id["C"].after
    lead = item_after(scenario, links.overlapped(scenario, "C", first, Fraction(15, 2)), "C").after
    assert (lead[0].lag, lead[1]) == ("-7.5h", second)
    gone = item_after(scenario, links.without_link(scenario, "C", second), "C").after
    assert gone == (first,)


def test_two_share_the_work(scenario: Scenario) -> None:
    shared = item_after(scenario, staffing.shared_by_two(scenario, "B"), "B")
    assert [(need.people, need.effort) for need in shared.needs] == [(2, "5h"), (2, "1.5d")]
    plain = scenario.model_copy(update={"items": (*scenario.items, WorkItem(id="X", effort="2d"))})
    anybody = item_after(plain, staffing.shared_by_two(plain, "X"), "X")
    assert [(need.people, need.effort) for need in anybody.needs] == [(2, "1d")]


def test_more_people_may_do_an_item(scenario: Scenario) -> None:
    free = item_after(scenario, staffing.anybody_able(scenario, "C"), "C")
    assert (free.assign, free.avoid) == ((), ())
    assert item_after(scenario, staffing.anybody_able(scenario, "P"), "P").reassign
    assert item_after(scenario, staffing.assigned_to("A", ("bo",)), "A").assign == ("bo",)
    assert item_after(scenario, staffing.across_sprints("A"), "A").fit is False


def test_changes_of_several_parts_are_made_at_once(scenario: Scenario) -> None:
    both = merged(
        updated("items", "A", effort="1d"),
        updated("items", "A", priority=2),
        updated("items", "B", priority=3),
        people.one_more_person(scenario, "ana", dt.date(2027, 1, 4)),
        scope.cut(scenario, ["R"]),
    )
    made = changed(scenario, both)
    assert (made.item_by_id["A"].effort, made.item_by_id["A"].priority) == ("1d", 2)
    assert made.item_by_id["B"].priority == 3 and "R" not in made.item_by_id
    assert len(made.people) == len(scenario.people) + 1
