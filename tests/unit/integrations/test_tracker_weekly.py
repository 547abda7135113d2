"""A newer export over the scenario of last week: now moves, the start of the calendar does not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from allocator.cli.main import main

Import = Callable[..., tuple[dict[str, Any], str]]
HEADER = "Issue key,Summary,Status,Created,Updated,Original estimate\n"
WEEKS = ("2026-11-27", "2026-12-04")


def _export(folder: Path, updated: str, key: str = "DS-1") -> Path:
    path = folder / f"{updated}.csv"
    path.write_text(HEADER + f"{key},Features,To Do,2026-11-02,{updated},28800\n")
    return path


@pytest.fixture
def imported(capsys: pytest.CaptureFixture[str]) -> Import:
    def run(export: Path, target: Path, *more: str) -> tuple[dict[str, Any], str]:
        assert main(["import", "jira", str(export), "-o", str(target), *more]) == 0
        return yaml.safe_load(target.read_text()), capsys.readouterr().err

    return run


def test_the_calendar_keeps_its_start_in_the_second_week(imported: Import, tmp_path: Path) -> None:
    """It began anew every week, so that flow counted from another day than in the baseline."""
    target = tmp_path / "scenario.yaml"
    first, said = imported(_export(tmp_path, WEEKS[0]), target)
    assert str(first["calendar"]["start"]) == "2026-11-28"
    assert "calendar.start stays" not in said
    second, said = imported(_export(tmp_path, WEEKS[1]), target)
    assert str(second["calendar"]["start"]) == "2026-11-28"
    assert str(second["now"]) == "2026-12-05"
    assert "calendar.start stays 2026-11-28" in said
    third, _ = imported(_export(tmp_path, WEEKS[1]), target, "--start", "2026-12-14")
    assert (str(third["calendar"]["start"]), str(third["now"])) == ("2026-11-28", "2026-12-14")


def test_another_file_begins_anew(imported: Import, tmp_path: Path) -> None:
    imported(_export(tmp_path, WEEKS[0]), tmp_path / "a.yaml")
    other, _ = imported(_export(tmp_path, WEEKS[1]), tmp_path / "b.yaml")
    assert str(other["calendar"]["start"]) == "2026-12-05"
    assert "now" not in other


@pytest.mark.parametrize("text", ["", "calendar: [", "just words\n", "items: [{id: DS-1}]\n"])
def test_what_is_no_earlier_import_is_written_over(
    imported: Import, tmp_path: Path, text: str
) -> None:
    target = tmp_path / "scenario.yaml"
    target.write_text(text)
    found, said = imported(_export(tmp_path, WEEKS[1]), target)
    assert str(found["calendar"]["start"]) == "2026-12-05"
    assert "calendar.start stays" not in said


def test_a_scenario_of_other_tickets_says_nothing(imported: Import, tmp_path: Path) -> None:
    target = tmp_path / "scenario.yaml"
    imported(_export(tmp_path, WEEKS[0], "OTHER-1"), target)
    found, _ = imported(_export(tmp_path, WEEKS[1]), target)
    assert str(found["calendar"]["start"]) == "2026-12-05"
