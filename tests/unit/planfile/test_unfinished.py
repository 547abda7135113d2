"""What a killed run was writing is cleared by the next one; what another one writes is left."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from allocator.errors import InputError
from allocator.planfile import files as written
from allocator.planfile.files import write_text
from allocator.planfile.replace import check_writable, replace_folder

FILES = {"plan.json": "{}\n", "schedule.csv": "id\n"}


@pytest.fixture
def dead() -> int:
    """Return the number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_what_dead_runs_left_beside_a_folder_is_cleared(tmp_path: Path, dead: int) -> None:
    for name in (f".plan.{dead}.new", f".plan.{os.getppid()}.new", f".other.{dead}.new"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "plan.json").write_text("{")
    replace_folder(tmp_path / "plan", FILES)
    assert names(tmp_path) == sorted([f".other.{dead}.new", f".plan.{os.getppid()}.new", "plan"])


def test_what_a_dead_run_left_in_a_folder_is_no_strange_file(tmp_path: Path, dead: int) -> None:
    """A run killed while it wrote into a mount point left files that made the next one refuse."""
    folder = tmp_path / "plan"
    folder.mkdir()
    (folder / f".plan.json.{dead}.new").write_text("{")
    check_writable(folder)
    assert names(folder) == []


def test_what_dead_runs_left_beside_a_file_is_cleared(tmp_path: Path, dead: int) -> None:
    (tmp_path / f".plan.csv.{dead}.new").write_text("half")
    write_text(tmp_path / "plan.csv", "whole")
    assert names(tmp_path) == ["plan.csv"]


def full(_path: Path, _content: bytes) -> None:
    raise OSError(28, "No space left on device")


def test_a_full_disk_leaves_neither_files_nor_empty_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(written, "_write_synced", full)
    with pytest.raises(InputError, match="No space left on device"):
        write_text(tmp_path / "new" / "deep" / "plan.csv", "whole")
    with pytest.raises(InputError, match="No space left on device"):
        replace_folder(tmp_path / "other" / "plan", FILES)
    assert names(tmp_path) == []


def test_a_full_disk_leaves_the_folders_that_were_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine").mkdir()
    monkeypatch.setattr(written, "_write_synced", full)
    with pytest.raises(InputError, match="No space left on device"):
        write_text(tmp_path / "mine" / "plan.csv", "whole")
    assert names(tmp_path) == ["mine"]


def test_files_are_utf_8_whatever_the_locale_made_of_a_name(tmp_path: Path) -> None:
    """In the locale C a file's name is text with stand-ins for its bytes, which no UTF-8 holds."""
    name = "jïra".encode().decode("ascii", "surrogateescape")
    write_text(tmp_path / "a.txt", f"from {name} and \udcff and \ud800")
    assert (tmp_path / "a.txt").read_text("utf-8") == "from jïra and � and ?"
