"""Flags and blocked tickets are kept in words, in any language, and views show them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from allocator import solve
from allocator.analysis.risks import item_risks
from allocator.cli.plan_text import render
from allocator.cli.summary import summarise
from allocator.integrations import TRACKERS
from allocator.integrations.tracker.importer import ImportRequest, import_files
from allocator.scenario import load

HEAD = "Issue key,Summary,Status,Created,Original Estimate"
ROW = "2026-09-01,28800"


def imported(
    tmp_path: Path, text: str, *, tracker: str = "jira", name: str = "x.csv"
) -> tuple[Path, tuple[str, ...], dict[str, list[str]]]:
    """Return the scenario, the report, and what blocks each item."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    written = import_files(TRACKERS[tracker], ImportRequest(files=[path]))
    target = tmp_path / "scenario.yaml"
    target.write_text(written.text, encoding="utf-8")
    items = load(target).scenario.items
    assert not any(item.waits_for for item in items)
    return target, written.report, {i.id: [i.block.by] if i.block else [] for i in items}


@pytest.mark.parametrize(
    ("column", "cell", "text"),
    [
        ("Flagged", "Impediment", "Flagged: Impediment"),
        ("Custom field (Flagged)", "Impediment", "Flagged: Impediment"),
        ("Campo personalizado (Marcado)", "Impedimento", "Marcado: Impedimento"),
        ("Markiert", "Hindernis", "Markiert: Hindernis"),
        ("フラグ付き", "障害", "フラグ付き: 障害"),
        ("Blocked", "Yes", "Blocked"),
        ("Blockiert", "Ja", "Blockiert"),
        ("Blocked reason", "waits for legal", "Blocked reason: waits for legal"),
        ("Ett fält utan namn", "Impediment", "Ett fält utan namn: Impediment"),
    ],
)
def test_flags_of_jira_are_kept_in_words(tmp_path, column, cell, text):
    rows = f"DS-1,a,In Progress,{ROW},{cell}\nDS-2,b,To Do,{ROW},\nDS-3,c,Done,{ROW},{cell}\n"
    _, report, blocks = imported(tmp_path, f"{HEAD},{column}\n{rows}")
    assert blocks == {"DS-1": [text], "DS-2": [], "DS-3": []}
    assert any("1 ticket flagged or blocked" in line and "DS-1" in line for line in report)


@pytest.mark.parametrize("cell", ["No", "Nein", "false", "0", "Não", "Nie", "いいえ", "-"])
def test_a_flag_that_is_not_set_is_none(tmp_path, cell):
    _, report, blocks = imported(tmp_path, f"{HEAD},Blocked\nDS-1,a,To Do,{ROW},{cell}\n")
    assert blocks == {"DS-1": []}
    assert not any("flagged" in line for line in report)


def test_a_status_that_says_blocked_is_a_flag_too(tmp_path):
    _, _, blocks = imported(tmp_path, f"{HEAD}\nDS-1,a,Blocked,{ROW}\n")
    assert blocks == {"DS-1": ["status Blocked"]}


def test_a_column_that_does_not_hold_flags_alone_is_no_column_of_flags(tmp_path):
    rows = f"DS-1,a,To Do,{ROW},Impediment\nDS-2,b,To Do,{ROW},red\n"
    _, _, blocks = imported(tmp_path, f"{HEAD},Colour\n{rows}")
    assert blocks == {"DS-1": [], "DS-2": []}


def test_a_column_can_be_given_to_the_flag_by_the_mapping(tmp_path):
    (tmp_path / "m.yaml").write_text("columns: {Stopper: flag}\n", encoding="utf-8")
    path = tmp_path / "x.csv"
    path.write_text(f"{HEAD},Stopper\nDS-1,a,To Do,{ROW},no data\n", encoding="utf-8")
    written = import_files(
        TRACKERS["jira"], ImportRequest(files=[path], mapping=tmp_path / "m.yaml")
    )
    assert "blocked: 'Stopper: no data'" in written.text


def test_flags_of_epics_are_told(tmp_path):
    text = f"{HEAD},Issue Type,Flagged\nDS-1,a,To Do,{ROW},Epic,Impediment\n"
    _, report, _ = imported(tmp_path, f"{text}DS-2,b,To Do,{ROW},Task,\n")
    assert any("projects and not work, not kept: DS-1 (Flagged: Impediment)" in x for x in report)


def test_blocked_items_of_azure_devops_are_kept_in_words(tmp_path):
    text = "ID,Title,State,Blocked,Created Date\n1,A,Active,Yes,2026-09-01\n2,B,New,No,2026-09-01\n"
    _, _, blocks = imported(tmp_path, text, tracker="azure-devops")
    assert blocks == {"1": ["Blocked"], "2": []}
    fields = {
        "System.Title": "A",
        "System.State": "New",
        "System.CreatedDate": "2026-09-01T09:00:00Z",
        "Microsoft.VSTS.CMMI.Blocked": "Yes",
    }
    answer = {"count": 1, "value": [{"id": 7, "rev": 1, "fields": fields}]}
    _, _, blocks = imported(tmp_path, json.dumps(answer), tracker="azure-devops", name="x.json")
    assert blocks == {"7": ["Blocked"]}


def test_what_is_flagged_is_shown_with_the_plan_and_among_its_risks(tmp_path):
    rows = f"DS-1,a,In Progress,{ROW},Impediment\nDS-2,b,To Do,{ROW},\n"
    target, _, _ = imported(tmp_path, f"{HEAD},Flagged\n{rows}")
    plan = solve(load(target).scenario, time_limit=5).plan
    (reason,) = [
        reason
        for risk in item_risks(plan)
        for reason in risk.reasons
        if risk.id == "DS-1" and reason.kind == "blocked"
    ]
    assert reason.who == ("Flagged: Impediment",)
    shown = render(summarise(plan))
    assert "planned as if that were over now\nDS-1 a: Flagged: Impediment" in shown


def test_a_tag_and_a_column_of_the_board_say_blocked_too(tmp_path):
    text = (
        "ID,Title,State,Tags,Board Column,State Change Date,Created Date\n"
        "1,A,Active,ml; Blocked,Doing,2026-09-03,2026-09-01\n"
        "2,B,Active,ml,Blocked,2026-09-03,2026-09-01\n"
        "3,C,Blocked,,,2026-09-03,2026-09-01\n"
        "4,D,Active,unblocked,Doing,2026-09-03,2026-09-01\n"
    )
    target, _, blocks = imported(tmp_path, text, tracker="azure-devops")
    assert blocks == {
        "1": ["tag Blocked"],
        "2": ["board column Blocked"],
        "3": ["status Blocked"],
        "4": [],
    }
    items = load(target).scenario.item_by_id
    assert str(items["3"].block.since) == "2026-09-03"  # the state says since when
    assert items["1"].block.since is None


@pytest.mark.parametrize("tracker", ["jira", "azure-devops"])
def test_a_column_says_since_when(tmp_path, tracker):
    head = f"{HEAD},Flagged" if tracker == "jira" else "ID,Title,State,Created Date,Blocked"
    row = f"DS-1,a,To Do,{ROW}" if tracker == "jira" else "7,a,New,2026-09-01"
    text = f"{head},Blocked since\n{row},Yes,2026-09-02\n"
    target, report, _ = imported(tmp_path, text, tracker=tracker)
    (item,) = load(target).scenario.items
    assert str(item.block.since) == "2026-09-02"
    (line,) = [line for line in report if "Blocked since" in line]
    assert line.startswith("columns that only help to read the others")
