"""Whoever follows a page of docs/ step by step sees what the page shows."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from support.walkthrough import ROOT, agrees, follow, rewrite

PAGES = (
    "README.md",
    "docs/calibration.md",
    "docs/conflicts.md",
    "docs/sprints.md",
    "docs/tour.md",
    "docs/tutorial.md",
    "docs/weekly-routine.md",
)


@pytest.mark.parametrize("name", PAGES)
def test_the_commands_of_a_page_print_what_it_shows(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    for run in follow((ROOT / name).read_text("utf-8"), tmp_path):
        command = run.command
        differs = difflib.ndiff(command.shown.splitlines(), run.output.splitlines())
        assert run.exit_code == command.exit_code, run.output
        assert agrees(command.shown, run.output), "\n".join(
            [command.line, *differs, f"python tests/support/walkthrough.py {name} writes it anew"]
        )


def test_seconds_and_omitted_lines_may_differ() -> None:
    shown = "found after 0.3 s\n...\nproved\n"
    assert agrees(shown, "found after 12.0 s\na\nb\nproved\n")
    assert agrees(shown, "found after 0.3 s\nproved\n")


@pytest.mark.parametrize("output", ["4 items\nproved\n", "3 items\n", "3 items\nproved\nmore\n"])
def test_other_output_is_noticed(output: str) -> None:
    assert not agrees("3 items\nproved\n", output)


def test_a_page_is_written_anew_and_keeps_what_it_leaves_out(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    file = "<!-- file: notes.txt -->\n```\nMonday: plan\nTuesday: work\nFriday: report\n```\n"
    page.write_text(f"{file}\n```\n$ cat notes.txt\nMonday: plans\n...\nFriday: reports\n```\n")
    rewrite(page)
    assert page.read_text() == (
        f"{file}\n```\n$ cat notes.txt\nMonday: plan\n...\nFriday: report\n```\n"
    )
