"""Which items meet which requirement: counted by hand on a small plan."""

from __future__ import annotations

import datetime as dt

from allocator.analysis.traceability import RequirementRow, requirement_rows
from allocator.domain import Plan, Project
from allocator.domain.requirements import MatchedRequirement, Requirement
from support import sample_plans


def matched(name: str, *items: str, priority: str = "must") -> MatchedRequirement:
    asked = {"id": name, "text": f"Text of {name}", "priority": priority}
    return MatchedRequirement(requirement=Requirement.model_validate(asked), items=items)


def labelled(plan: Plan, **labels: str) -> Plan:
    """Return a plan whose items, by their number in it, have labels."""
    items = list(plan.scenario.items)
    for number, label in labels.items():
        at = int(number.removeprefix("item"))
        items[at] = items[at].model_copy(update={"labels": ("data", label)})
    scenario = plan.scenario.model_copy(update={"items": tuple(items)})
    return plan.model_copy(update={"scenario": scenario})


def test_without_a_plan_there_are_no_dates() -> None:
    rows = requirement_rows(
        None, [matched("R1", "R1-a", "R1-b"), matched("R2"), matched("R3", priority="won't")]
    )
    assert [row.state for row in rows] == ["not planned yet", "without work", "not wanted"]
    assert rows[0].items == ("R1-a", "R1-b")
    assert all(row.start is None and row.finish is None for row in rows)


def test_dates_and_state_are_those_of_the_labelled_items() -> None:
    plan = sample_plans.plan()
    wide = labelled(plan, item0="requirement:R1", item1="requirement:R1", item2="requirement:X")
    rows = requirement_rows(wide, [matched("R1", "R1-a"), matched("R2", "R2-a")])
    assert [row.id for row in rows] == ["R1", "R2", "X"]
    ids = {item.id for item in wide.scenario.items[:2]}
    entries = [entry for entry in plan.items if entry.id in ids and not entry.is_left_out]
    assert rows[0].start == min(entry.start for entry in entries if entry.start)
    assert rows[0].finish == max(entry.finish for entry in entries if entry.finish)
    assert rows[1].state == "not planned yet", "its items are not in the plan"
    assert rows[2].text == ""


def test_requirements_without_a_document_come_in_natural_order() -> None:
    names = {"item0": "R10", "item1": "R9", "item2": "R1"}
    labels = {item: f"requirement:{name}" for item, name in names.items()}
    rows = requirement_rows(labelled(sample_plans.plan(), **labels))
    assert [row.id for row in rows] == ["R1", "R9", "R10"]


def test_a_requirement_is_done_with_the_last_of_its_items() -> None:
    plan = labelled(sample_plans.plan(), item0="requirement:R1", item1="requirement:R1")

    def row(**states: str) -> RequirementRow:
        items = tuple(
            entry.model_copy(update={"state": states[entry.id]}) if entry.id in states else entry
            for entry in plan.items
        )
        return requirement_rows(plan.model_copy(update={"items": items}))[0]

    first, second = (item.id for item in plan.scenario.items[:2])
    assert row(**{first: "done", second: "done"}).state == "done"
    half = row(**{first: "done", second: "planned"})
    assert (half.state, half.done) == ("in progress", 1)
    assert row(**{first: "planned", second: "planned"}).state == "planned"
    assert row(**{first: "dropped", second: "dropped"}).state == "left out"
    assert row(**{first: "done", second: "dropped"}).state == "done"


def test_what_ends_after_its_project_is_due_is_late() -> None:
    plan = labelled(sample_plans.plan(), item0="requirement:R1")
    entry = plan.items[0]
    assert entry.finish is not None
    due = (entry.finish - dt.timedelta(days=7)).date()
    names = {item.project for item in plan.scenario.items}
    projects = tuple(Project(id=name or "x", due=due) for name in names)
    items = tuple(
        item.model_copy(update={"project": projects[0].id}) for item in plan.scenario.items
    )
    scenario = plan.scenario.model_copy(update={"projects": projects, "items": items})
    entries = tuple(one.model_copy(update={"project": projects[0].id}) for one in plan.items)
    late = plan.model_copy(update={"scenario": scenario, "items": entries})
    (row,) = requirement_rows(late)
    assert 4 <= row.late_days <= 5, "a week without its weekend"
    assert row.late.endswith(" d")
