"""``allocator import`` with trackers: what it writes, prints and refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from allocator.cli.main import main
from allocator.scenario import load
from support.jira_csv import table

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "export.csv"
    path.write_text(table([{"key": "A-1", "who": "Ana"}, {"key": "A-2", "after": "A-1"}]), "utf-8")
    return path


def test_it_writes_a_scenario_and_reports_on_stderr(export: Path, capsys: Capture) -> None:
    target = export.with_name("scenario.yaml")
    assert main(["import", "jira", str(export), "-o", str(target)]) == 0
    shown = capsys.readouterr()
    assert shown.out == f"{target} written.\n"
    assert shown.err.startswith("2 rows read: 2 items made (no milestones), none left out\n")
    assert len(load(target).scenario.items) == 2


def test_several_files_become_one_scenario(export: Path, capsys: Capture) -> None:
    other, target = export.with_name("other.csv"), export.with_name("scenario.yaml")
    other.write_text(table([{"key": "B-1", "after": "A-2"}]), "utf-8")
    assert main(["import", "jira", str(export), str(other), "-o", str(target)]) == 0
    assert "3 rows read: 3 items made" in capsys.readouterr().err
    assert load(target).scenario.item_by_id["B-1"].after[0].item == "A-2"


def test_a_mapping_is_proposed_on_stdout_or_in_a_file(export: Path, capsys: Capture) -> None:
    assert main(["import", "jira", str(export), "--suggest-mapping"]) == 0
    printed = capsys.readouterr().out
    target = export.with_name("mapping.yaml")
    assert main(["import", "jira", str(export), "--suggest-mapping", "-o", str(target)]) == 0
    assert target.read_text("utf-8") == printed
    assert f"then import with --mapping {target}" in capsys.readouterr().out


def test_mapping_and_team_are_read_and_their_faults_told(export: Path, capsys: Capture) -> None:
    mapping, team = export.with_name("mapping.yaml"), export.with_name("team.yaml")
    words = ["import", "jira", str(export), "-o", str(export.with_name("s.yaml"))]
    words += ["--mapping", str(mapping), "--team", str(team)]
    mapping.write_text("projekts: epic\n", "utf-8")
    team.write_text("[{id: ana, skils: x}]\n", "utf-8")
    assert main(words) == 2
    assert 'unknown field "projekts"' in capsys.readouterr().err
    mapping.write_text("projects: none\n", "utf-8")
    assert main(words) == 2
    assert 'unknown field "skils"' in capsys.readouterr().err
    team.write_text("[{id: ana, skills: x}]\n", "utf-8")
    assert main(words) == 0
    assert load(export.with_name("s.yaml")).scenario.people[0].skills == {"x": 1}


def test_the_order_of_dates_is_asked_for_and_nothing_is_written(
    tmp_path: Path, capsys: Capture
) -> None:
    export, target = tmp_path / "e.csv", tmp_path / "s.yaml"
    export.write_text("Issue key,Created\nA-1,3/4/26\n", "utf-8")
    words = ["import", "jira", str(export), "-o", str(target)]
    assert main(words) == 2
    assert "--date-order dmy, mdy or ymd" in capsys.readouterr().err
    assert not target.exists()
    assert main([*words, "--date-order", "mdy"]) == 0
    assert "start: 2026-03-05" in target.read_text("utf-8")


def test_a_start_can_be_given(export: Path) -> None:
    target = export.with_name("s.yaml")
    assert main(["import", "jira", str(export), "-o", str(target), "--start", "2027-01-04"]) == 0
    assert "start: 2027-01-04" in target.read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["jira", "EXPORT"], "Missing option '-o'"),
        (["jira", "-o", "x.yaml"], "Missing argument 'FILE...'"),
        (["psplib", "EXPORT", "EXPORT", "-o", "x.yaml"], "psplib takes one file; 2 are given"),
        (["psplib", "EXPORT", "--team", "t", "-o", "x.yaml"], "--team: only for jira"),
        (["imopse", "EXPORT", "--suggest-mapping", "-o", "x"], "--suggest-mapping: only for jira"),
        (["mplib", "EXPORT", "--date-order", "dmy", "-o", "x"], "--date-order: only for jira"),
        (["jira", "EXPORT", "-o", "EXPORT"], "is read, so it cannot be written too"),
        (["jira", "EXPORT", "--date-order", "dym", "-o", "x"], "'dym' is not one of"),
        (["jira", "EXPORT", "--start", "tomorrow", "-o", "x"], "'tomorrow' is no date"),
    ],
)
def test_what_does_not_go_together_is_refused(
    export: Path, words: list[str], message: str, capsys: Capture
) -> None:
    before = export.read_bytes()
    assert main(["import", *(str(export) if word == "EXPORT" else word for word in words)]) == 2
    assert message in capsys.readouterr().err
    assert export.read_bytes() == before
