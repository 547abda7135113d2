"""Whoever follows a page of docs/ step by step sees what the page shows."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from allocator import draft
from support import demo_jira
from support.walkthrough import DEMO_ADDRESS, ROOT, agrees, follow, rewrite

pytestmark = pytest.mark.usefixtures("compiled_search")

PAGES = (
    "README.md",
    "docs/calibration.md",
    "docs/conflicts.md",
    "docs/draft.md",
    "docs/documents.md",
    "docs/four-zones.md",
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


def test_the_team_in_four_zones_comes_with_the_project_as_its_page_shows_it() -> None:
    shipped = ROOT / "scenarios" / "four-zones"
    page = (ROOT / "docs" / "four-zones.md").read_text("utf-8")
    for name in ("team.yaml", "texts.md"):
        assert (shipped / name).read_text("utf-8") in page
    assert draft(shipped / "texts.md", shipped / "draft").drafted.files == {}


def test_seconds_and_omitted_lines_may_differ() -> None:
    shown = "found after 0.3 s\n...\nproved\n"
    assert agrees(shown, "found after 12.0 s\na\nb\nproved\n")
    assert agrees(shown, "found after 0.3 s\nproved\n")


def test_a_push_of_another_time_is_the_same() -> None:
    shown = "allocator push tracker.yaml --undo plan/push-20261130-101500.jsonl takes it back.\n"
    assert agrees(shown, shown.replace("20261130-101500", "20270104-090000"))


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


def test_the_demo_runs_where_the_pages_say() -> None:
    assert f"127.0.0.1:{demo_jira.PORT}" == DEMO_ADDRESS


def test_an_entry_of_a_list_is_replaced(tmp_path: Path) -> None:
    items = "items:\n  - id: A\n    effort: 1d\n  - id: B\n    effort: 2d\nnow: 2026-11-30\n"
    changed = "<!-- entry in: s.yaml -->\n```\n  - id: B\n    effort: 3d\n    after: A\n```\n"
    page = f"<!-- file: s.yaml -->\n```\n{items}```\n{changed}```\n$ cat s.yaml\n```\n"
    (run,) = follow(page, tmp_path)
    assert run.output == items.replace("effort: 2d\n", "effort: 3d\n    after: A\n")
