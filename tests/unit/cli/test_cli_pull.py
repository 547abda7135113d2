"""``allocator pull`` before it asks a tracker: what it refuses to write over."""

from __future__ import annotations

from pathlib import Path

import pytest

from allocator.cli.main import main

FILES = {
    "tracker.yaml": "jira: {url: 'http://127.0.0.1:1', jql: 'project = DS'}\n"
    "mapping: mapping.yaml\nteam: team.yaml\n",
    "mapping.yaml": "version: 1\n",
    "team.yaml": "- {id: mia}\n",
    "backlog.yaml": "version: 1\n",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the working folder, with the files of a tracker."""
    monkeypatch.chdir(tmp_path)
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    return tmp_path


@pytest.mark.parametrize(
    "words",
    [
        ["-o", "tracker.yaml"],
        ["-o", "mapping.yaml"],
        ["-o", "team.yaml"],
        ["--as-progress", "team.yaml"],
        ["-o", "backlog.yaml", "--as-progress", "backlog.yaml"],
        ["--suggest-mapping", "-o", "tracker.yaml"],
        ["--suggest-mapping", "-o", "team.yaml"],
    ],
)
def test_what_is_read_is_not_written_over(
    words: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """All but the tracker file were written over, and a mapping takes hours to make."""
    assert main(["pull", "tracker.yaml", *words]) == 2
    assert "is read, so it cannot be written too" in capsys.readouterr().err
    assert {name: (folder / name).read_text() for name in FILES} == FILES


@pytest.mark.parametrize("words", [["-o", "."], ["-o", "b.yaml", "--as-progress", "."]])
def test_a_folder_is_no_file_to_write(
    words: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It ended as a defect."""
    assert main(["pull", "tracker.yaml", *words]) == 2
    assert "is a directory" in capsys.readouterr().err
