"""Scenarios made in Python are checked as those in files are, but for lines and columns."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from allocator.domain import Calendar, Link, Person, Scenario, WorkItem
from allocator.errors import Finding, ScenarioError
from allocator.scenario import loads
from allocator.scenario.made_in_python import check_scenario
from support.strategies import as_scenario, based_scenarios, medium_scenarios, settled

CALENDAR = Calendar(start=dt.date(2026, 12, 1))
ANA = Person(id="ana", skills={"python": 3})


def made(*items: WorkItem, people: tuple[Person, ...] = (ANA,)) -> Scenario:
    return Scenario(name="Made", calendar=CALENDAR, people=people, items=items)


def findings(scenario: Scenario) -> tuple[Finding, ...]:
    try:
        return check_scenario(scenario).warnings
    except ScenarioError as error:
        return error.findings


def written_and_read(scenario: Scenario) -> tuple[Finding, ...]:
    data = scenario.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    try:
        return loads(json.dumps(data), file="scenario").warnings
    except ScenarioError as error:
        return error.findings


def told(found: tuple[Finding, ...]) -> list[tuple[object, ...]]:
    return [(f.code, f.severity, f.message, f.hint, f.file, f.path, f.subjects) for f in found]


@settled(60, quick=25)
@given(st.one_of(based_scenarios(), medium_scenarios()))
def test_a_scenario_says_of_itself_what_its_file_would(data: dict[str, Any]) -> None:
    scenario = as_scenario(data)
    assert told(findings(scenario)) == told(written_and_read(scenario))


def test_what_is_wrong_is_told_with_its_path_and_no_line() -> None:
    found = findings(
        made(
            WorkItem(id="A", effort="1d", assign=("bob",)),
            WorkItem(id="B", effort="1d", after=(Link(item="C"),)),
        )
    )
    errors = [(f.code, f.path, f.line) for f in found if f.severity == "error"]
    assert errors == [
        ("unknown-person", "items[0].assign[0]", None),
        ("unknown-item", "items[1].after[0].item", None),
    ]


def test_two_entries_of_one_id_are_told_by_their_paths() -> None:
    first, second = WorkItem(id="A", effort="1d"), WorkItem(id="A", effort="2d")
    found = next(f for f in findings(made(first, second)) if f.code == "id-taken")
    assert found.message == 'work item id "A" is already taken by items[0].id'


def test_copies_with_changes_are_validated_again() -> None:
    item = WorkItem(id="A", effort="1d")
    without = made(item).model_copy(update={"items": (item.model_copy(update={"effort": None}),)})
    aimless = made(item).model_copy(update={"objectives": ()})
    assert [(f.code, f.subjects) for f in findings(without)] == [("no-effort", ("A",))]
    assert [f.code for f in findings(aimless)] == ["no-objectives"]
