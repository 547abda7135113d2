"""The mapping file: its faults with line and column, points, and the proposal to edit."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from allocator.errors import ScenarioError
from allocator.integrations import TRACKERS
from allocator.integrations.tracker.importer import ImportRequest, suggest_mapping
from allocator.integrations.tracker.mapping import Mapping, points_to_minutes
from allocator.integrations.tracker.mapping_file import load_mapping
from support.jira_csv import CREATED, run, table

# A mapping, and how each message about it begins.
WRONG = {
    "an unknown field": ("statusses: {}", [':1:1: error: unknown field "statusses"']),
    "an unknown state": (
        "statuses:\n  Busy: doing",
        [":2:9: error: statuses.Busy: must be 'todo', 'in_progress' or 'done', not \"doing\""],
    ),
    "no effort": ("effort: 0d", [":1:9: error: effort: '0d' must be above zero"]),
    "no expression": (
        "skills:\n- {title: '(', needs: x}",
        [':2:11: error: skills[0].title: "(" is not a regular expression'],
    ),
    "a rule for everything": (
        "skills:\n- {needs: x}",
        [":2:3: error: skills[0]: a rule without conditions fits everything"],
    ),
    "an unknown target": (
        "columns: {Squad: squad}",
        [':1:18: error: column "Squad": there is no field "squad"'],
    ),
    "people among the fields of the scenario": (
        "scenario: {people: []}",
        [":1:1: error: scenario holds people, which come from the tracker"],
    ),
    "a fault in the scenario's part": (
        "scenario:\n  calendar: {day_hours: 30}\n  sprints: {length: 2w}",
        [
            ":2:25: error: calendar.day_hours: must be at most 24, not 30",
            ":3:12: error: sprints: sprints need first and count too",
        ],
    ),
    "points below zero": ("points: {0: 1d}", [":1:1: error: points needs at least one entry"]),
    "a history of no length": (
        "history: long",
        [":1:10: error: history: 'long' is no length of history"],
    ),
    "several at once": (
        "projects: teams\ncycles: break\npeople: {todo: yes, capacity: 2}",
        [":1:11: error: projects: ", ":2:9: error: cycles: ", ":3:16: ", ":3:31: "],
    ),
    "a truth in place of a text": ("name: true", [":1:7: error: name: must not be true"]),
}


@pytest.mark.parametrize(("text", "messages"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said_with_its_place(tmp_path, text, messages):
    path = tmp_path / "mapping.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(ScenarioError) as caught:
        load_mapping(path, TRACKERS["jira"].fields)
    found = [str(finding).removeprefix(str(path)) for finding in caught.value.findings]
    assert [one[: len(message)] for one, message in zip(found, messages, strict=True)] == messages


def test_a_mapping_that_is_empty_but_for_its_version_is_the_default(tmp_path):
    path = tmp_path / "mapping.yaml"
    path.write_text("version: 1\nstatuses:\n", "utf-8")
    assert load_mapping(path, TRACKERS["jira"].fields) == Mapping()


@pytest.mark.parametrize(
    ("points", "minutes"),
    [(1, 60), (0.5, 30), (2, 120), (3, 180), (4, 330), (5, 480), (10, 960), (8, 768)],
)
def test_points_are_interpolated_and_in_proportion_beyond_the_table(points, minutes):
    assert points_to_minutes(points, {3: 180, 1: 60, 5: 480}) == minutes


ROWS = [
    {"key": "A-1", "type": "Epic", "title": "All"},
    {"key": "A-2", "epic": "A-1", "who": "Ana", "points": "3", "priority": "High"},
    {"key": "A-3", "epic": "A-1", "who": "Bo", "before": "A-2", "component": "Data: raw, clean"},
    {"key": "A-4", "status": "Somewhere", "priority": "Odd", "label": "x #y", "after": "X-9"},
    {"key": "A-5", "status": "Done", "resolution": "Won't Do", "depends": "A-2"},
    {"key": "A-6", "type": "Milestone", "category": "In Progress", "status": "Done"},
]


def proposal(folder: Path, mapping: str | None = None) -> str:
    export = folder / "export.csv"
    export.write_text(table(ROWS), "utf-8")
    path = None
    if mapping is not None:
        path = folder / "given.yaml"
        path.write_text(mapping, "utf-8")
    return suggest_mapping(TRACKERS["jira"], ImportRequest(files=[export], mapping=path))


def test_the_proposal_is_a_mapping_that_changes_nothing(tmp_path):
    text = proposal(tmp_path)
    assert run(tmp_path, ROWS, mapping=text).text == run(tmp_path, ROWS).text


def test_the_proposal_names_what_is_there_with_counts_and_what_is_not_known(tmp_path):
    text = proposal(tmp_path)
    for line in (
        "#   Summary -> title",
        "  Somewhere: todo # 1, NOT KNOWN: taken as todo",
        "  High: 2 # 1",
        "  Odd: 1 # 1, NOT KNOWN",
        "  Story: {effort: 2d} # 4, 3 without an estimate",
        "  Epic: {kind: container} # 1, 1 without an estimate",
        "#   Won't Do (1, left out: closed, but not done)",
        "  Blocks: {outward: before} # 2 mentions",
        "  Depends: {outward: after} # 1 mentions",
        "#   - {component: 'Data: raw, clean', needs: data-raw-clean} # 1",
        "#   - {label: 'x #y', needs: x-y} # 1",
        "    # Ana: ana # 1",
        "# Story points that are there: 3.",
    ):
        assert line in text, line


def test_the_rules_of_the_proposal_are_valid_once_uncommented(tmp_path):
    text = proposal(tmp_path)
    rules = [line[4:] for line in text.splitlines() if line.startswith("#   - {")]
    found = yaml.safe_load("\n".join(rules))
    assert len(Mapping.model_validate({"skills": found}).skills) == 2


def test_a_proposal_takes_over_a_mapping_that_is_there(tmp_path):
    given = "statuses: {somewhere: done}\npriorities: {odd: 7}\nlinks: {blocks: ignore}\n"
    found = yaml.safe_load(proposal(tmp_path, given))
    assert found["statuses"]["Somewhere"] == "done"
    assert found["priorities"]["Odd"] == 7
    assert found["links"]["Blocks"] == "ignore"


def test_keys_in_an_unknown_language_are_found_and_columns_can_be_named(tmp_path):
    text = f"Nøkkel,Navn,Laget\nAB-1,Første,{CREATED}\nAB-2,Andre,{CREATED}\n"
    mapping = "columns: {Navn: title, Laget: created}"
    made = run(tmp_path, text, mapping=mapping)
    assert [item.title for item in made.scenario.items] == ["Første", "Andre"]
    assert 'keys taken from the column "Nøkkel", by their form' in made.report
