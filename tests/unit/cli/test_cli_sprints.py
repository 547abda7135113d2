"""``allocator sprints`` and the export options for trackers, as a user runs them."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from allocator.cli.main import main
from allocator.planfile.plan_json import write_plan
from support import sprint_plans


@pytest.fixture
def plan(tmp_path: Path) -> str:
    (tmp_path / "plan.json").write_text(write_plan(sprint_plans.plan()), "utf-8")
    return str(tmp_path)


def test_the_next_sprint_gets_its_files(
    plan: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sprints", plan, "-o", str(tmp_path / "out")]) == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "azure-devops-01.create.json",
        "azure-devops-01.csv",
        "azure-devops-01.patch.json",
        "jira-01.csv",
        "sprint-01.csv",
        "sprint-01.md",
        "sprints.json",
    ]
    out, err = capsys.readouterr()
    assert out.startswith("Sprint 1: Mon 7 Dec 2026 to Sun 13 Dec 2026\n")
    assert "DS-2 Train" in out
    assert "To have ready: 4. At risk: 4 items. Carried over: 2 items." in out
    assert "jira-01: In Jira's importer the date format is yyyy-MM-dd HH:mm" in err


def test_the_table_of_a_sprint_has_a_row_a_person_on_an_item(plan: str, tmp_path: Path) -> None:
    assert main(["sprints", plan, "-o", str(tmp_path / "out")]) == 0
    with (tmp_path / "out" / "sprint-01.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["item"]: row for row in csv.DictReader(file)}
    assert rows["DS-3"] == {
        "sprint": "Sprint 1",
        "item": "DS-3",
        "title": "Report",
        "project": "churn",
        "type": "",
        "state": "planned",
        "person": "bo",
        "hours": "12",
        "hours_before": "0",
        "hours_after": "4",
        "start": "2026-12-08T09:00",
        "finish": "2026-12-14T17:00",
        "finishes": "no",
        "due": "",
        "late_days": "",
        "finish_day": "2026-12-14",
        "slack_days": rows["DS-3"]["slack_days"],
    }
    assert rows["DS-4"]["person"] == ""


def test_all_sprints_are_a_line_each(
    plan: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sprints", plan, "-o", str(tmp_path / "out"), "--sprint", "all"]) == 0
    out = capsys.readouterr().out
    assert [line.split()[:2] for line in out.splitlines()[2:5]] == [
        ["Sprint", "1"],
        ["Sprint", "2"],
        ["Sprint", "3"],
    ]
    assert (tmp_path / "out" / "sprint-03.md").exists()


def test_a_teams_files_carry_its_name(plan: str, tmp_path: Path) -> None:
    assert main(["sprints", plan, "-o", str(tmp_path / "out"), "--team", "alpha"]) == 0
    assert (tmp_path / "out" / "sprint-01-alpha.md").exists()
    assert (tmp_path / "out" / "azure-devops-01-alpha.csv").exists()


def test_json_for_scripts(plan: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sprints", plan, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["format"] == "allocator-sprints/1"
    (sprint,) = document["sprints"]
    assert (sprint["name"], sprint["start"], sprint["planned_hours"]) == (
        "Sprint 1",
        "2026-12-07",
        44,
    )


def test_neither_folder_nor_json(plan: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sprints", plan]) == 2
    assert "with -o" in capsys.readouterr().err


def test_options_go_to_the_trackers_files(plan: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    azure = "https://dev.azure.com/contoso/Data"
    assert main(["sprints", plan, "-o", str(out), "--all-new", "--azure", azure]) == 0
    assert "DS-2" not in (out / "jira-01.csv").read_text("utf-8")
    assert "Data\\Sprint 1" in (out / "azure-devops-01.csv").read_text("utf-8")


def test_export_tells_what_a_file_cannot_say(
    plan: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "jira.csv"
    assert main(["export", "jira", plan, "-o", str(target), "--jira-project", "OPS"]) == 0
    out, err = capsys.readouterr()
    assert out == f"{target} written.\n"
    assert "no updates, 9 new items." in err


def test_an_option_of_another_format_is_refused(
    plan: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "csv", plan, "-o", str(tmp_path / "x"), "--all-new"]) == 2
    assert "--all-new is not for csv." in capsys.readouterr().err


def test_a_wrong_address_is_an_error_before_anything_is_written(
    plan: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "x.csv"
    assert main(["export", "azure-devops", plan, "-o", str(target), "--azure", "contoso"]) == 2
    assert "not the address of an Azure DevOps project" in capsys.readouterr().err
    assert not target.exists()


def test_only_one_trackers_files(
    plan: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["sprints", plan, "-o", str(out), "--tracker", "jira"]) == 0
    assert not list(out.glob("azure*"))
    assert (out / "jira-01.csv").exists()
    assert "azure" not in capsys.readouterr().err


def test_a_tracker_that_knows_no_item_is_told_in_one_line(
    plan: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sprints", plan, "-o", str(tmp_path / "out")]) == 0
    lines = [line for line in capsys.readouterr().err.splitlines() if "azure" in line]
    assert lines == [
        "azure-devops-01: The items have no ids of Azure DevOps; --tracker leaves its files out."
    ]
