"""``allocator import`` over a scenario that people have edited."""

from __future__ import annotations

from pathlib import Path

import pytest

import allocator
from allocator.cli.main import main
from support.jira_csv import table

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def weekly(tmp_path: Path, capsys: Capture) -> tuple[Path, Path]:
    """Return a file of exports, and a scenario that was imported from it."""
    export, target = tmp_path / "export.csv", tmp_path / "s.yaml"
    export.write_text(table([{"key": "A-1", "title": "One"}, {"key": "A-2", "after": "A-1"}]))
    assert main(["import", "jira", str(export), "-o", str(target)]) == 0
    assert f"{tmp_path / 's.pulled.yaml'} keeps what the tracker says" in capsys.readouterr().err
    return export, target


def run(export: Path, target: Path, *more: str) -> int:
    return main(["import", "jira", str(export), "-o", str(target), *more])


def test_hand_edits_stay_and_new_tickets_come_in(
    weekly: tuple[Path, Path], capsys: Capture
) -> None:
    export, target = weekly
    mine = target.read_text().replace("title: One", "title: One # hard")
    target.write_text(mine.replace("    effort: 2d", "    effort: 9d", 1))
    rows = [{"key": "A-1", "title": "One!"}, {"key": "A-2", "after": "A-1"}, {"key": "A-3"}]
    export.write_text(table(rows))
    assert run(export, target) == 0
    shown = capsys.readouterr()
    assert shown.out == f"{target} written.\n"
    assert "new, 1 work item: A-3" in shown.err
    text = target.read_text()
    assert "title: One! # hard" in text
    assert "effort: 9d" in text and "id: A-3" in text


def test_a_second_import_of_the_same_changes_no_byte(
    weekly: tuple[Path, Path], capsys: Capture
) -> None:
    export, target = weekly
    target.write_bytes(b"\xef\xbb\xbf" + target.read_bytes().replace(b"\n", b"\r\n"))
    files = [target, target.with_name("s.pulled.yaml")]
    before = [(path.read_bytes(), path.stat().st_mtime_ns) for path in files]
    assert run(export, target) == 0
    assert [(path.read_bytes(), path.stat().st_mtime_ns) for path in files] == before
    assert capsys.readouterr().out == f"{target} is as it was.\n"
    export.write_text(table([{"key": "A-1", "title": "Une"}, {"key": "A-2", "after": "A-1"}]))
    assert run(export, target) == 0
    assert target.read_bytes() == before[0][0].replace(b"title: One", b"title: Une")


def test_a_conflict_ends_with_2_and_writes_nothing(
    weekly: tuple[Path, Path], capsys: Capture
) -> None:
    export, target = weekly
    target.write_text(target.read_text().replace("title: One", "title: Mine"))
    export.write_text(table([{"key": "A-1", "title": "Theirs"}, {"key": "A-2", "after": "A-1"}]))
    before = {path: path.read_bytes() for path in target.parent.iterdir()}
    assert run(export, target) == 2
    said = capsys.readouterr().err
    assert "title: Mine in the scenario, Theirs in the tracker, before One" in said
    assert "--prefer tracker" in said
    assert {path: path.read_bytes() for path in target.parent.iterdir()} == before
    assert run(export, target, "--prefer", "scenario") == 0
    assert "title: Mine" in target.read_text()
    assert run(export, target) == 0, "the same value is not asked for again"
    assert "title: Mine" in target.read_text()


def test_overwrite_does_what_imports_did(weekly: tuple[Path, Path]) -> None:
    export, target = weekly
    fresh = target.read_text()
    target.write_text(fresh.replace("title: One", "title: Mine"))
    assert run(export, target, "--overwrite") == 0
    assert target.read_text() == fresh


def test_errors_that_come_of_a_merge_are_told(weekly: tuple[Path, Path], capsys: Capture) -> None:
    export, target = weekly
    target.write_text(target.read_text().split("  - id: A-2")[0].replace("One", "One # x"))
    rows = [{"key": "A-1", "title": "One"}, {"key": "A-2", "after": "A-1"}]
    export.write_text(table([*rows, {"key": "A-3", "after": "A-2"}]))
    assert run(export, target) == 0
    said = capsys.readouterr().err
    assert "error" in said and f"{target} has 1 error now" in said


def test_merge_options_are_for_trackers(tmp_path: Path, capsys: Capture) -> None:
    words = ["import", "psplib", "x.sm", "-o", str(tmp_path / "x.yaml"), "--prefer", "tracker"]
    assert main(words) == 2
    assert "--prefer: only for jira, azure-devops" in capsys.readouterr().err


def test_the_library_merges_too(weekly: tuple[Path, Path]) -> None:
    export, target = weekly
    target.write_text(target.read_text().replace("title: One", "title: Mine"))
    imported = allocator.read_tracker(export, tracker="jira", replaces=target)
    update = imported.merge(target)
    assert (update.is_merged, update.is_changed) == (True, False)
    assert update.report[-1] == "written by hand and kept, 1 value: title 1"
