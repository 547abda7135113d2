"""Whoever follows a page of docs/ step by step sees what the page shows."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest
from support.walkthrough import ROOT, Command, File, agrees, follow, read

PAGES = ("tutorial",)


def _page(name: str) -> str:
    return (ROOT / "docs" / f"{name}.md").read_text("utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_the_commands_of_a_page_print_what_it_shows(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    for run in follow(_page(name), tmp_path):
        command = run.command
        differs = difflib.ndiff(command.shown.splitlines(), run.output.splitlines())
        assert run.exit_code == command.exit_code, run.output
        assert agrees(command.shown, run.output), f"{command.line}\n" + "\n".join(differs)
