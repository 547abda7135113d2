"""Levels of a hierarchy and what each holds: nothing is lost where a parent becomes a milestone."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from allocator.domain import Scenario
from allocator.errors import FormatError
from allocator.integrations import TRACKERS
from allocator.integrations.tracker.importer import ImportRequest, import_files
from allocator.scenario import loads
from support.jira_csv import Imported, run

HEAD = "Issue key,Issue id,Summary,Issue Type,Status,Assignee,Due date,Priority,Created,Parent"


def export(*rows: str) -> str:
    """Return an export; a row is key, id, title, type, assignee, due, priority, parent."""
    lines = []
    for row in rows:
        key, number, title, kind, who, due, priority, parent = row.split(",")
        lines.append(
            f"{key},{number},{title},{kind},To Do,{who},{due},{priority},2026-09-01,{parent}"
        )
    return "\n".join([HEAD, *lines]) + "\n"


def after(scenario: Scenario) -> dict[str, list[str]]:
    return {i.id: [link.item for link in i.after] for i in scenario.items if i.after}


def who(made: Imported) -> dict[str, list[str]]:
    return {i.id: list(i.assign or i.people) for i in made.scenario.items if not i.is_milestone}


# ---------------------------------------------------------------------- what a parent holds

PARENT = export(
    "D-1,1,Churn,Story,Ana Silva,2026-10-01,High,",
    "D-2,2,Data,Sub-task,,,,1",
    "D-3,3,Train,Sub-task,Bo Berg,,Low,1",
)


def test_parts_without_assignee_are_their_parents_assignees(tmp_path: Path) -> None:
    made = run(tmp_path, PARENT)
    assert who(made) == {"D-2": ["ana-silva"], "D-3": ["bo-berg"]}
    assert [p.name for p in made.scenario.people] == ["Ana Silva", "Bo Berg"]
    assert "assign: [ana-silva] # the assignee of D-1, which it is part of" in made.text
    assert "guessed, assignee: its parent's: 1 (D-2)" in made.report


def test_priority_and_due_of_a_parent_stay(tmp_path: Path) -> None:
    items = run(tmp_path, PARENT).scenario.item_by_id
    assert (items["D-1"].priority, items["D-1"].due) == (2, dt.date(2026, 10, 1))
    assert [items[key].priority for key in ("D-2", "D-3")] == [2, 0.5]


def test_the_nearest_assignee_above_counts_and_that_of_an_epic_does_not(tmp_path: Path) -> None:
    made = run(
        tmp_path,
        export(
            "D-1,1,Product,Epic,Eve Owner,,,",
            "D-2,2,Churn,Story,Ana Silva,,,1",
            "D-3,3,Model,Task,,,,2",
            "D-4,4,Train,Sub-task,,,,3",
            "D-5,5,Docs,Story,,,,1",
        ),
    )
    assert who(made) == {"D-4": ["ana-silva"], "D-5": []}
    assert "Eve" not in made.text


def test_the_mapping_can_leave_parts_open(tmp_path: Path) -> None:
    made = run(tmp_path, PARENT, mapping="people: {parts: ignore}")
    assert who(made) == {"D-2": [], "D-3": ["bo-berg"]}


def test_a_parents_assignee_without_the_skills_leaves_a_part_to_those_who_have_them(
    tmp_path: Path,
) -> None:
    team = "- {id: ana-silva, name: Ana Silva, skills: [sql]}\n- {id: bo-berg, skills: [ml]}\n"
    mapping = "skills: [{title: train, needs: ml}, {title: data, needs: sql}]"
    made = run(tmp_path, PARENT.replace("Bo Berg", ""), mapping=mapping, team=team)
    assert who(made) == {"D-2": ["ana-silva"], "D-3": []}
    assert made.scenario.item_by_id["D-3"].needs[0].skills == {"ml": 0}


def test_components_and_labels_of_a_parent_count_for_the_skills_of_its_parts(
    tmp_path: Path,
) -> None:
    rows = [
        {"key": "D-1", "component": "ML", "label": "gpu", "who": "Ana Silva"},
        {"key": "D-2", "type": "Sub-task", "parent": "D-1"},
        {"key": "D-3", "type": "Sub-task", "parent": "D-1", "component": "Data"},
    ]
    mapping = "skills: [{component: ML, label: gpu, needs: ml}, {component: Data, needs: sql}]"
    items = run(tmp_path, rows, mapping=mapping).scenario.item_by_id
    assert [list(items[key].needs[0].skills) for key in ("D-2", "D-3")] == [["ml"], ["sql"]]
    assert items["D-1"].labels == ("gpu",)
    assert items["D-2"].labels == ()


def test_the_start_date_and_the_sprint_of_a_parent_hold_its_parts_back(tmp_path: Path) -> None:
    rows = [
        {"key": "D-1", "start": "10/Dec/26 12:00 AM"},
        {"key": "D-2", "type": "Sub-task", "parent": "D-1"},
        {"key": "D-3", "type": "Sub-task", "parent": "D-1", "start": "20/Dec/26 12:00 AM"},
    ]
    items = run(tmp_path, rows).scenario.item_by_id
    assert items["D-2"].not_before == dt.date(2026, 12, 10)
    assert items["D-3"].not_before == dt.date(2026, 12, 20)


def test_an_items_own_usual_priority_counts_in_an_urgent_epic(tmp_path: Path) -> None:
    text = export("D-1,1,Product,Epic,,,Highest,", "D-2,2,A,Story,,,Medium,1", "D-3,3,B,Story,,,,1")
    made = run(tmp_path, text)
    assert made.scenario.item_by_id["D-2"].priority == 1
    assert made.scenario.item_by_id["D-3"].priority is None, "that of its project counts"


# ---------------------------------------------------------------------- levels

LEVELS = export(
    "D-1,1,Growth,Initiative,,2026-12-31,,",
    "D-2,2,Churn,Epic,,2026-11-30,,1",
    "D-3,3,Alerts,Feature,,2026-10-31,,2",
    "D-4,4,Score,Story,,2026-10-15,,3",
    "D-5,5,Train,Sub-task,,2026-10-10,,4",
    "D-6,6,Ranking,Epic,,2026-12-15,,1",
    "D-7,7,Rank,Story,,,,6",
)


def test_all_levels_and_their_dates_are_kept(tmp_path: Path) -> None:
    scenario = run(tmp_path, LEVELS, mapping="types: {Feature: {kind: container}}").scenario
    assert after(scenario) == {
        "D-1": ["D-2", "D-6"],
        "D-2": ["D-3"],
        "D-3": ["D-4"],
        "D-4": ["D-5"],
        "D-6": ["D-7"],
    }
    groups = {item.id: item.group for item in scenario.items if item.group}
    assert groups == {
        "D-2": "D-1",
        "D-3": "D-2",
        "D-4": "D-3",
        "D-5": "D-4",
        "D-6": "D-1",
        "D-7": "D-6",
    }
    dues = {p.id: p.due for p in scenario.projects} | {i.id: i.due for i in scenario.items if i.due}
    assert dues == {
        "D-1": dt.date(2026, 12, 31),
        "D-2": dt.date(2026, 11, 30),
        "D-3": dt.date(2026, 10, 31),
        "D-4": dt.date(2026, 10, 15),
        "D-5": dt.date(2026, 10, 10),
        "D-6": dt.date(2026, 12, 15),
    }
    assert {i.id: i.project for i in scenario.items if i.id in ("D-1", "D-3", "D-5", "D-7")} == {
        "D-1": "D-1",
        "D-3": "D-2",
        "D-5": "D-2",
        "D-7": "D-6",
    }


@pytest.mark.parametrize("projects", ["none", "project", "component", "label", "team"])
def test_all_levels_are_kept_where_epics_are_no_projects(tmp_path: Path, projects: str) -> None:
    scenario = run(tmp_path, LEVELS, mapping=f"projects: {projects}").scenario
    assert {i.id for i in scenario.items} == {f"D-{n}" for n in range(1, 8)}
    assert sum(item.due is not None for item in scenario.items) == 6


TREE = """ID,Work Item Type,Title,State,Target Date,Priority,Parent
10,Epic,Bids,Active,2027-05-14,2,
11,Feature,Bid data,Active,2027-02-01,1,10
12,User Story,Contract,New,,2,11
13,Task,Draft,New,,2,12
14,Feature,Loose,New,2027-03-01,2,
15,User Story,Alone,New,,2,14
16,Bug,Broken,New,2026-12-04,1,10
"""
TITLES = """ID,Work Item Type,Title 1,Title 2,Title 3,Title 4,State,Target Date,Priority
10,Epic,Bids,,,,Active,2027-05-14,2
11,Feature,,Bid data,,,Active,2027-02-01,1
12,User Story,,,Contract,,New,,2
13,Task,,,,Draft,New,,2
16,Bug,,Broken,,,New,2026-12-04,1
14,Feature,Loose,,,,New,2027-03-01,2
15,User Story,,Alone,,,New,,2
"""


@pytest.mark.parametrize("text", [TREE, TITLES, TREE.replace(",10\n", ",Bids\n")])
def test_epic_feature_story_and_task_of_a_query(tmp_path: Path, text: str) -> None:
    (tmp_path / "query.csv").write_text(text, "utf-8")
    written = import_files(TRACKERS["azure-devops"], ImportRequest(files=[tmp_path / "query.csv"]))
    scenario = loads(written.text).scenario
    assert after(scenario) == {"11": ["12"], "12": ["13"]}
    assert {p.id: p.due for p in scenario.projects} == {
        "10": dt.date(2027, 5, 14),
        "14": dt.date(2027, 3, 1),
    }
    feature = scenario.item_by_id["11"]
    assert (feature.project, feature.group) == ("10", "10")
    assert (feature.due, feature.priority) == (dt.date(2027, 2, 1), 4)
    assert {i.id: i.project for i in scenario.items} == {
        "11": "10",
        "12": "10",
        "13": "10",
        "15": "14",
        "16": "10",
    }


# ---------------------------------------------------------------------- references


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("Parent", "Churn"),
        ("Parent", "  CHURN "),
        ("Parent key", "d-1"),
        ("Parent id", "1"),
        ("Parent", "D-1 - Churn"),
        ("Parent", "1: Churn"),
        ("Epic Link", "Churn"),
        ("Custom field (Epic Link)", "The churn epic"),
        ("Epic Link", "D-1"),
        ("Parent summary", "Churn"),
        ("Epic Link Summary", "Churn"),
        ("Elemento principal", "Churn"),
    ],
)
def test_a_parent_is_found_by_key_number_title_or_epic_name(
    tmp_path: Path, column: str, cell: str
) -> None:
    mapping = "columns: {Elemento principal: parent}"
    made = run(
        tmp_path,
        "Issue key,Issue id,Summary,Issue Type,Created,Due date,Custom field (Epic Name),"
        f"{column}\nD-1,1,Churn,Epic,2026-09-01,2026-09-30,The churn epic,\n"
        f"D-2,2,Train,Story,2026-09-01,,,{cell}\nD-3,3,Serve,Story,2026-09-01,,,{cell}\n",
        mapping=mapping,
    )
    (project,) = made.scenario.projects
    assert (project.id, project.name, project.due) == ("D-1", "Churn", dt.date(2026, 9, 30))
    assert [(i.id, i.group) for i in made.scenario.items] == [("D-2", "D-1"), ("D-3", "D-1")]


def test_of_equal_titles_the_one_that_holds_others_is_the_parent(tmp_path: Path) -> None:
    text = export("D-1,1,Churn,Epic,,,,", "D-2,2,Churn,Story,,,,Churn")
    assert run(tmp_path, text).scenario.item_by_id["D-2"].group == "D-1"


def test_a_title_of_several_parents_is_told_and_not_guessed(tmp_path: Path) -> None:
    text = export("D-1,1,Churn,Epic,,,,", "D-2,2,Churn,Epic,,,,", "D-3,3,Train,Story,,,,Churn")
    made = run(tmp_path, text)
    assert '"Churn" is the title of D-1, D-2: which one is meant is not told' in made.report
    assert made.scenario.item_by_id["D-3"].group == "Churn"


def test_a_summary_beside_a_number_that_is_not_there_is_another_ticket(tmp_path: Path) -> None:
    text = (
        "Issue key,Issue id,Summary,Issue Type,Created,Parent,Parent summary\n"
        "D-1,1,Churn,Epic,2026-09-01,,\nD-2,2,Train,Story,2026-09-01,99,Churn\n"
    )
    made = run(tmp_path, text)
    assert made.scenario.item_by_id["D-2"].group == "99"
    assert "parents that are not in the files: 99 (of D-2)" in made.report
    bare = text.replace("Issue id,", "").replace("D-1,1,", "D-1,").replace("D-2,2,", "D-2,")
    assert run(tmp_path, bare).scenario.item_by_id["D-2"].group == "D-1"


def test_parents_in_a_circle_and_of_themselves_are_told(tmp_path: Path) -> None:
    rows = [
        {"key": "D-1", "parent": "D-2"},
        {"key": "D-2", "parent": "D-1"},
        {"key": "D-3", "parent": "D-3"},
    ]
    made = run(tmp_path, rows)
    assert len(made.scenario.items) == 3
    assert "2 tickets whose parents run in a circle, taken as without a parent: D-2, D-3" in (
        made.report
    )


def test_parts_of_what_is_left_out_are_told(tmp_path: Path) -> None:
    rows = [
        {"key": "D-1", "status": "Cancelled"},
        {"key": "D-2", "type": "Sub-task", "parent": "D-1"},
    ]
    made = run(tmp_path, rows)
    told = "1 part of tickets that are left out, still in the plan: D-2 (of D-1)"
    assert told in made.report


def test_a_row_that_names_its_parts_is_their_parent(tmp_path: Path) -> None:
    made = run(
        tmp_path,
        "Issue key,Summary,Issue Type,Created,Sub-tasks,Sub-tasks,Custom field (Parent Link)\n"
        'D-1,Growth,Initiative,2026-09-01,,,\nD-2,Churn,Epic,2026-09-01,"D-3, D-4",D-5,Growth\n'
        "D-3,A,Story,2026-09-01,X-9,,\nD-4,B,Story,2026-09-01,,,\nD-5,C,Story,2026-09-01,,,\n",
    )
    assert after(made.scenario) == {"D-1": ["D-2"], "D-2": ["D-3", "D-4", "D-5"]}
    assert "read, and not in the scenario: Sub-tasks 1 (D-3)" in made.report


def test_a_row_without_a_title_does_not_hold_the_rows_after_it(tmp_path: Path) -> None:
    text = "ID,Title 1,Title 2,State\n1,Whole,,New\n2,,,New\n3,,Part,New\n4,Next,,New\n"
    (tmp_path / "query.csv").write_text(text, "utf-8")
    written = import_files(TRACKERS["azure-devops"], ImportRequest(files=[tmp_path / "query.csv"]))
    assert after(loads(written.text).scenario) == {"1": ["3"]}


@pytest.mark.parametrize("kind", ["Epic", "Story"])
def test_more_levels_than_trackers_have_are_refused_and_as_many_are_kept(
    tmp_path: Path, kind: str
) -> None:
    def chain(length: int) -> str:
        rows = (
            f"D-{n},{n},T {n},{kind if n < length else 'Task'},,,,{n - 1 if n > 1 else ''}"
            for n in range(1, length + 1)
        )
        return export(*rows)

    scenario = run(tmp_path, chain(90)).scenario
    assert scenario.item_by_id["D-90"].group == "D-89"
    for text in (chain(2000), "\n".join([HEAD, *reversed(chain(2000).splitlines()[1:])])):
        with pytest.raises(FormatError, match="more than 100 levels"):
            run(tmp_path, text)
