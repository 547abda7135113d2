"""What is said to differ between two plans."""

from __future__ import annotations

from typing import Any

from allocator.analysis.compare import compare
from allocator.domain import Plan, PlanItem
from support.plans import dropped, entry, plan_of, scenario, solo, when

TUE = ("12-01 09:00", "12-01 17:00")
WED = ("12-02 09:00", "12-02 17:00")
MON = ("12-07 09:00", "12-07 17:00")

ITEMS: dict[str, dict[str, Any]] = {
    "T": {"title": "Try", "project": "p", "effort": "1d", "due": "2026-12-01"},
    "U": {"effort": "1d", "optional": True},
    "V": {"effort": "1d"},
    "M": {"title": "Live", "kind": "milestone"},
}


def _day(item: str, day: tuple[str, str], person: str = "ana") -> PlanItem:
    return solo(item, person, *day, hours=8)


def _plan(*items: PlanItem) -> Plan:
    """A plan of a scenario with exactly these items."""
    of = scenario(
        people=[{"id": "ana"}, {"id": "bob"}],
        projects=[{"id": "p", "name": "Pay"}],
        items=[{"id": item.id, **ITEMS[item.id]} for item in items],
    )
    return plan_of(of, items)


def test_the_same_plan_has_no_difference() -> None:
    plan = _plan(_day("T", TUE), dropped("U"), entry("M", TUE[1], TUE[1]))
    found = compare(plan, plan)
    assert found.same
    assert [(date.id, date.days) for date in found.dates] == [("p", 0.0), ("M", 0.0)]


def test_projects_come_first_then_milestones_with_signed_days() -> None:
    """p ends 4 working days later, over a weekend; M half a day earlier."""
    old = _plan(_day("T", TUE), entry("M", "12-02 17:00", "12-02 17:00"))
    new = _plan(_day("T", MON), entry("M", "12-02 13:00", "12-02 13:00"))
    project, milestone = compare(old, new).dates
    assert (project.kind, project.id, project.name, project.days) == ("project", "p", "Pay", 4.0)
    assert (project.was, project.now) == (when(TUE[1]), when(MON[1]))
    assert (milestone.kind, milestone.name, milestone.days) == ("milestone", "Live", -0.5)
    assert not compare(old, new).same


def test_dates_that_one_plan_lacks_have_no_difference_in_days() -> None:
    old, new = _plan(_day("T", TUE)), _plan(entry("M", TUE[1], TUE[1]))
    project, milestone = compare(old, new).dates
    assert (project.was, project.now, project.days) == (when(TUE[1]), None, None)
    assert (milestone.was, milestone.now, milestone.days) == (None, when(TUE[1]), None)


def test_items_come_and_go_and_are_dropped_and_taken_up() -> None:
    one, two = _plan(_day("T", TUE), _day("U", WED)), _plan(dropped("U"), _day("V", TUE))
    forth, back = compare(one, two), compare(two, one)
    assert [item.id for item in forth.added] == ["V"]
    assert [(item.id, item.title) for item in forth.removed] == [("T", "Try")]
    assert [item.id for item in forth.dropped] == ["U"]
    assert forth.taken_up == ()
    assert [item.id for item in back.taken_up] == ["U"]
    assert [item.id for item in back.added] == ["T"]
    assert [item.id for item in back.removed] == ["V"]


def test_moves_are_in_working_days_and_leave_out_milestones() -> None:
    old = _plan(_day("T", MON), _day("V", TUE), entry("M", TUE[1], TUE[1]))
    new = _plan(_day("T", WED), _day("V", TUE), entry("M", WED[1], WED[1]))
    (move,) = compare(old, new).moved
    assert (move.id, move.title, move.start_days, move.finish_days) == ("T", "Try", -3.0, -3.0)
    assert (move.was_start, move.finish) == (when(MON[0]), when(WED[1]))


def test_reassigned_means_other_people_not_another_order() -> None:
    old, new = _plan(_day("T", TUE), _day("V", WED)), _plan(_day("T", TUE, "bob"), _day("V", WED))
    (change,) = compare(old, new).reassigned
    assert (change.id, change.was, change.now) == ("T", ("ana",), ("bob",))
    team = _day("V", WED).assignments + _day("V", WED, "bob").assignments
    both = [
        _plan(_day("V", WED).model_copy(update={"assignments": people}))
        for people in (team, team[::-1])
    ]
    assert compare(*both).same


def test_lateness_that_comes_and_goes() -> None:
    late, on_time = _plan(_day("T", WED)), _plan(_day("T", TUE))
    (item,) = compare(on_time, late).newly_late
    assert (item.id, item.title, item.late_days) == ("T", "Try", 1.0)
    (item,) = compare(late, on_time).no_longer_late
    assert (item.id, item.late_days) == ("T", 1.0)
    later = _plan(_day("T", MON))
    assert compare(late, later).newly_late == compare(late, later).no_longer_late == ()
    assert compare(late, _plan(_day("V", TUE))).no_longer_late == ()
