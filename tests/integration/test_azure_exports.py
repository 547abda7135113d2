"""Real exports and answers of Azure DevOps import whole: counts made another way, and checked."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from pathlib import Path

import pytest

from allocator.domain import Scenario
from allocator.integrations import TRACKERS
from allocator.integrations.tracker.importer import ImportRequest, import_files
from allocator.scenario import load

TRACKER = Path(__file__).resolve().parents[3] / "shared" / "data" / "trackers"
pytestmark = pytest.mark.skipif(not TRACKER.is_dir(), reason="../shared/data is not there")
CSV_FILES = (
    "ado_query_bom_swiss_dates.csv",
    "ado_query_display_name_email.csv",
    "ado_tree_effort_activity.csv",
    "ado_tree_semicolon_title_gap.csv",
    "ado_tree_with_parent_ids.csv",
)


def imported(tmp_path: Path, *names: str) -> tuple[Scenario, str]:
    """Import files with the team inferred; the scenario passes all checks."""
    files = [TRACKER / name for name in names]
    written = import_files(
        TRACKERS["azure-devops"], ImportRequest(files=files, start=dt.date(2026, 1, 5))
    )
    path = tmp_path / "scenario.yaml"
    path.write_text(written.text, "utf-8")
    return load(path).scenario, "\n".join(written.report)


def rows_of(name: str) -> list[dict[str, str]]:
    """Return the rows of an export, which has no column twice, by the csv module alone."""
    text = (TRACKER / name).read_text("utf-8-sig")
    delimiter = ";" if text.partition("\n")[0].count(";") > 2 else ","
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


def titles_of(row: dict[str, str]) -> list[tuple[int, str]]:
    """Return level and title of the columns Title, Title 1 ... that a row fills."""
    found = []
    for name, value in row.items():
        match = re.fullmatch(r"Title(?: (\d+))?", name)
        if match and value:
            found.append((int(match[1] or 0), value.strip()))
    return found


def parents_of(rows: list[dict[str, str]]) -> list[int | None]:
    """Return for each row the index of the row above it on a lower level."""
    levels = [titles_of(row)[0][0] for row in rows]
    found: list[int | None] = []
    for index, level in enumerate(levels):
        above = [i for i in range(index) if levels[i] < level]
        found.append(max(above) if above and level else None)
    return found


@pytest.mark.parametrize("name", CSV_FILES)
def test_rows_items_people_and_groups_of_an_export(tmp_path, name):
    rows = rows_of(name)
    kept = [row for row in rows if row["State"] != "Removed"]
    scenario, report = imported(tmp_path, name)
    assert f"{len(rows)} row" in report
    assert len(scenario.items) == len(kept)
    assert f"{(len(rows) - len(kept)) or 'none'} left out" in report
    titles = sorted(": ".join(title for _, title in titles_of(row)) for row in kept)
    assert sorted(item.title for item in scenario.items) == [" ".join(t.split()) for t in titles]
    people = {
        row["Assigned To"].partition("<")[0].strip() for row in kept if row.get("Assigned To")
    }
    assert {p.name for p in scenario.people} - {"Somebody"} == people
    grouped = [
        row.get("Parent") or parent is not None
        for row, parent in zip(rows, parents_of(rows), strict=True)
        if row["State"] != "Removed"
    ]
    assert sum(item.group is not None for item in scenario.items) == sum(map(bool, grouped))


@pytest.mark.parametrize("name", CSV_FILES)
def test_parents_are_milestones_after_their_parts(tmp_path, name):
    rows = rows_of(name)
    parents = parents_of(rows)
    by_number = {row["ID"]: i for i, row in enumerate(rows) if row.get("ID")}
    for index, row in enumerate(rows):
        if row.get("Parent"):
            parents[index] = by_number.get(row["Parent"])
    pairs = [
        (i, p)
        for i, p in enumerate(parents)
        if p is not None and "Removed" not in (rows[i]["State"], rows[p]["State"])
    ]
    scenario, report = imported(tmp_path, name)
    stones = [item for item in scenario.items if item.is_milestone]
    assert len(stones) == len({parent for _, parent in pairs})
    assert sum(len(item.after) for item in scenario.items) == len(pairs)
    assert f"{len(pairs) or 'no'} part" in report


def test_states_of_an_export(tmp_path):
    rows = rows_of("ado_query_bom_swiss_dates.csv")
    scenario, _ = imported(tmp_path, "ado_query_bom_swiss_dates.csv")
    state_of = {str(row["ID"]): row["State"] for row in rows}
    for item in scenario.items:
        if not item.is_milestone:
            expected = {"Closed": "done", "Active": "in_progress", "Resolved": "in_progress"}
            assert item.state == expected.get(state_of[item.id], "todo"), item.id


def test_what_is_no_date_is_counted(tmp_path):
    rows = rows_of("ado_query_bom_swiss_dates.csv")
    odd = sum(row[name] == "text" for row in rows for name in ("Activated Date", "Closed Date"))
    _, report = imported(tmp_path, "ado_query_bom_swiss_dates.csv")
    assert f'dates unread: {odd}, such as "text"' in report


@pytest.mark.parametrize("name", ["ado_tree_effort_activity.csv", "ado_tree_with_parent_ids.csv"])
def test_estimates_are_guessed_where_rows_have_none(tmp_path, name):
    rows = rows_of(name)
    parents = {p for p in parents_of(rows) if p is not None}
    bare = sum(not row["Effort"] for i, row in enumerate(rows) if i not in parents)
    scenario, report = imported(tmp_path, name)
    assert sum(item.guessed for item in scenario.items) == bare
    assert f"guessed, effort: {bare} " in report
    labels = {tag.strip() for row in rows for tag in row["Tags"].split(";")} - {""}
    assert {label for item in scenario.items for label in item.labels} == labels


PLANS = "ado_SpaceGame-DeliveryPlans_PBI.json"


def test_work_items_and_both_ends_of_their_links(tmp_path):
    text = (TRACKER / PLANS).read_text("utf-8-sig")
    ids = re.findall(r'^      "id": (\d+),', text, re.MULTILINE)
    blocks = re.split(r'^      "id": ', text, flags=re.MULTILINE)[1:]
    edges = set()
    for block in blocks:
        own = block.partition(",")[0]
        for end, other in re.findall(
            r"Dependency-(Reverse|Forward).*?workItems/(\d+)", block, re.DOTALL
        ):
            edges.add((other, own) if end == "Reverse" else (own, other))
    inside = {(before, after) for before, after in edges if {before, after} <= set(ids)}
    scenario, report = imported(tmp_path, PLANS)
    assert [item.id for item in scenario.items] == sorted(ids, key=int)
    assert {(link.item, item.id) for item in scenario.items for link in item.after} == inside
    assert f"{len(inside) or 'no'} links" in report
    awaited = {after for before, after in edges if after in ids and before not in ids}
    assert {item.id for item in scenario.items if item.waits_for} == awaited


def test_the_tree_of_a_query(tmp_path):
    name = "ado_REST_wiql_tree_response.json"
    body = json.loads((TRACKER / name).read_text("utf-8-sig"))["responses"]["200"]["body"]
    links = body["workItemRelations"]
    ids = {str(link["target"]["id"]) for link in links}
    pairs = {
        (str(link["target"]["id"]), str(link["source"]["id"])) for link in links if "source" in link
    }
    scenario, report = imported(tmp_path, name)
    assert {item.id for item in scenario.items} == ids
    assert {(item.id, item.group) for item in scenario.items if item.group} == pairs
    assert f"{len(ids)} work items known by number only" in report


def test_answers_about_the_team_go_with_the_work_items(tmp_path):
    names = [
        f"ado_REST_{what}_response.json" for what in ("capacities", "iterations", "teamdaysoff")
    ]
    scenario, report = imported(tmp_path, PLANS, *names)
    text = (TRACKER / names[0]).read_text("utf-8-sig")
    hours = sum(map(float, re.findall(r'"capacityPerDay": ([\d.]+)', text)))
    (person,) = scenario.people
    assert person.email == re.findall(r'"uniqueName": "(.*?)"', text)[0]
    assert person.capacity == min(hours / 8, 1)
    assert scenario.sprints is None
    assert "1 iteration without dates, so no sprint: Sprint 2" in report


def test_all_files_together(tmp_path):
    names = [path.name for path in sorted(TRACKER.glob("ado_*"))]
    assert len(names) == 10
    scenario, report = imported(tmp_path, *names)
    for name in names:
        assert f"{name}: " in report
    assert len(scenario.items) > 400
