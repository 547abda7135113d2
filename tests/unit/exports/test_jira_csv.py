"""The CSV for Jira's importer, read back with the csv module, by position as columns repeat."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from typing import Any

import pytest

from allocator.exports.tracker.jira import is_key, jira_csv
from support import sprint_plans

Cells = dict[str, list[str]]


def read(text: str) -> list[Cells]:
    """Return each row's cells that are not empty, by the name of their column."""
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    assert all(len(row) == len(header) for row in rows), "commas are left out"
    found = []
    for row in rows:
        cells: defaultdict[str, list[str]] = defaultdict(list)
        for name, cell in zip(header, row, strict=True):
            if cell:
                cells[name].append(cell)
        found.append(dict(cells))
    return found


def rows(**options: Any) -> dict[str, Cells]:
    changes = options.pop("changes", {})
    text, _ = jira_csv(sprint_plans.plan(**changes), **options)
    return {row["Summary"][0]: row for row in read(text)}


def notes(**options: Any) -> str:
    return "\n".join(jira_csv(sprint_plans.plan(), **options)[1])


@pytest.mark.parametrize("name", ["DS-1", "A1_B-42", "AB-1000"])
def test_ids_like_keys_are_updates(name: str) -> None:
    assert is_key(name)
    assert not is_key(name, all_new=True)


@pytest.mark.parametrize("name", ["ds-1", "A-1", "DS1", "DS-0", "DS-01", "DS-1b", "=DS-1", "4711"])
def test_other_ids_are_new(name: str) -> None:
    assert not is_key(name)


def test_only_keys_of_the_projects_named_are_updates() -> None:
    assert is_key("DS-1", projects=("DS", "ML"))
    assert not is_key("OPS-1", projects=("DS", "ML"))


def test_an_update_has_its_key_and_what_the_plan_knows() -> None:
    assert rows()["Train"] == {
        "Issue Type": ["Story"],
        "Issue key": ["DS-2"],
        "Summary": ["Train"],
        "Assignee": ["ana@example.org"],
        "Sprint": ["Sprint 1"],
        "Due date": ["2026-12-08 00:00"],
        "Planned start": ["2026-12-07 09:00"],
        "Planned end": ["2026-12-09 17:00"],
        "Original estimate": ["86400"],
        "Remaining Estimate": ["86400"],
        "Labels": ["model"],
        "Outward issue link (Blocks)": ["DS-4", "DS-5", "DS-7"],
    }


def test_dropped_items_are_left_out_and_counted() -> None:
    assert {"Nice", "Extra"}.isdisjoint(rows())
    assert "Left out: 2 items that are dropped." in notes()


def test_a_predecessor_outside_the_plan_is_an_inward_link() -> None:
    assert rows()["Rollout"]["Inward issue link (Blocks)"] == ["OPS-9"]


def test_a_predecessor_outside_the_file_is_an_inward_link() -> None:
    part = rows(only={"DS-7"})
    assert part.keys() == {"Features"}
    assert part["Features"]["Inward issue link (Blocks)"] == ["DS-2"]


def test_new_issues_have_no_key_and_are_referred_to_by_their_number() -> None:
    found = rows(all_new=True)
    assert all("Issue key" not in row for row in found.values())
    number = {title: row["Issue id"][0] for title, row in found.items()}
    assert found["Train"]["Parent"] == [number["Churn model"]]
    blocked = {number[title] for title in ("Trained", "Test runs", "Features")}
    assert set(found["Train"]["Outward issue link (Blocks)"]) == blocked
    assert "no updates, 9 new items." in notes(all_new=True)


def test_new_projects_become_epics_in_the_first_rows() -> None:
    types = [row["Issue Type"][0] for row in rows(all_new=True).values()]
    assert types[:2] == ["Epic", "Epic"]
    assert sorted(types[2:]) == ["Story", *["Task"] * 6]


def test_rows_are_ordered_epic_story_sub_task() -> None:
    items = sprint_plans.data()["items"]
    items[0] |= {"type": "Sub-task", "group": "DS-2"}
    items[1] |= {"group": "DS-3"}
    items[2] |= {"type": "Epic"}
    found = rows(changes={"items": items})
    keys = [row["Issue key"][0] for row in found.values()]
    assert (keys[0], keys[-1]) == ("DS-3", "DS-1")
    assert found["Cluster"]["Parent"] == ["DS-2"]
    assert found["Train"]["Parent"] == ["DS-3"]


def test_a_parent_that_ends_with_its_children_is_not_blocked_by_them() -> None:
    items = sprint_plans.data()["items"]
    items[1] |= {"group": "DS-4"}
    assert "DS-4" not in rows(changes={"items": items})["Train"]["Outward issue link (Blocks)"]


def test_links_that_jira_cannot_say_are_told() -> None:
    items = sprint_plans.data()["items"]
    items[6]["after"] = [{"item": "DS-2", "lag": "1h"}, {"item": "DS-1", "type": "SS"}]
    plan = sprint_plans.plan(items=items)
    said = "\n".join(jira_csv(plan)[1])
    assert "1 link of other types (DS-7)" in said
    assert "without their lags: 1 link (DS-7)" in said


def test_what_the_importer_asks_for_is_told() -> None:
    assert "date format is yyyy-MM-dd HH:mm; estimates are seconds" in notes()
    assert "assigned by name: cy." in notes()
    assert "Ids such as DS-1 are taken for keys" in notes()
    assert "taken for keys" not in notes(all_new=True)


def test_what_remains_of_an_item_in_progress_is_what_is_planned() -> None:
    plan = sprint_plans.plan()
    changed = [
        item.model_copy(
            update={
                "state": "in_progress",
                "assignments": tuple(
                    work.model_copy(update={"effort_hours": 6.0}) for work in item.assignments
                ),
            }
        )
        if item.id == "DS-2"
        else item
        for item in plan.items
    ]
    text, _ = jira_csv(plan.model_copy(update={"items": tuple(changed)}))
    row = next(row for row in read(text) if row["Summary"] == ["Train"])
    assert (row["Original estimate"], row["Remaining Estimate"]) == (["86400"], ["21600"])


def test_titles_that_a_spreadsheet_would_execute_are_guarded() -> None:
    items = sprint_plans.data()["items"]
    items[0]["title"] = '=HYPERLINK("http://example.org")'
    assert '\'=HYPERLINK("http://example.org")' in rows(changes={"items": items})


def test_parents_of_known_issues_are_left_as_they_are() -> None:
    """Exports name a parent that is not in the file by its internal number."""
    items = sprint_plans.data()["items"]
    items[0]["group"] = "26397"
    items[1]["group"] = "DS-77"
    items[2]["group"] = "All about reports"
    found = rows(changes={"items": items})
    assert len(found) == 7
    assert found["Cluster"]["Parent"] == ["26397"]
    assert found["Train"]["Parent"] == ["DS-77"]
    assert "Parent" not in found["Report"]


def test_labels_that_an_import_made_of_sprints_do_not_go_back() -> None:
    items = sprint_plans.data()["items"]
    items[1]["labels"] = ["model", "sprint: Shop 22"]
    assert rows(changes={"items": items})["Train"]["Labels"] == ["model"]
