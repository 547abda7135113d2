"""``allocator docs``: files, exit codes, words."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from allocator.cli.main import main
from allocator.documents.kinds import KINDS
from allocator.planfile.plan_json import write_plan
from support import report_plans

TEXT = "# Launch\n\n<!-- allocator: status -->\nold\n<!-- /allocator -->\n\nEnd"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    (tmp_path / "plan.json").write_text(write_plan(report_plans.rich()), "utf-8")
    return tmp_path / "plan.json"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    (tmp_path / "page.md").write_text(TEXT, "utf-8")
    return tmp_path / "page.md"


def test_a_section_is_written_and_the_rest_stays(
    plan: Path, page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["docs", str(plan), str(page)]) == 0
    assert capsys.readouterr().out == f"{page}: 1 section, 1 written anew: status (line 3).\n"
    text = page.read_text("utf-8")
    assert text.startswith("# Launch\n\n<!-- allocator: status -->\n\nStatus of ")
    assert text.endswith("|\n\n<!-- /allocator -->\n\nEnd") and "old" not in text
    stamp = page.stat().st_mtime_ns
    assert main(["docs", str(plan), str(page)]) == 0
    assert capsys.readouterr().out == f"{page}: 1 section, up to date.\n"
    assert page.stat().st_mtime_ns == stamp


def test_check_writes_nothing_and_exits_with_2(
    plan: Path, page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["docs", str(plan), str(page), "--check"]) == 2
    shown = capsys.readouterr()
    assert shown.out == f"{page}: 1 section, 1 out of date: status (line 3).\n"
    assert shown.err == (
        f'{page}:3: error: the section "status" differs from the plan\n'
        f"    hint: allocator docs {plan} {page} writes it anew\n"
    )
    assert page.read_text("utf-8") == TEXT
    assert main(["docs", str(plan), str(page)]) == 0
    assert main(["docs", str(plan), str(page), "--check"]) == 0


def test_json_has_every_section(plan: Path, page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["docs", str(plan), str(page), "--check", "--json"]) == 2
    assert json.loads(capsys.readouterr().out) == {
        "up_to_date": False,
        "sections": [{"file": str(page), "line": 3, "section": "status", "changed": True}],
        "written": [],
        "without_sections": [],
        "notes": [],
    }


def test_wrong_markers_of_all_files_are_told_and_nothing_is_written(
    plan: Path, page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.md"
    other.write_text("<!-- allocator: dats -->\n<!-- /allocator -->\n<!-- /allocator -->\n")
    latin = tmp_path / "latin.md"
    latin.write_bytes(b"one\ncaf\xe9\n")
    absent = tmp_path / "absent.md"
    files = [str(page), str(other), str(latin), str(absent), str(tmp_path)]
    assert main(["docs", str(plan), *files]) == 2
    heads = [line for line in capsys.readouterr().err.splitlines() if " error: " in line]
    assert [line.split(" error: ")[0] for line in heads] == [
        f"{other}:1:",
        f"{other}:3:",
        f"{latin}:2:",
        f"{absent}:",
        f"{tmp_path}:",
    ]
    assert page.read_text("utf-8") == TEXT


def test_bytes_outside_stay(plan: Path, tmp_path: Path) -> None:
    page = tmp_path / "windows.md"
    before, after = b"\xef\xbb\xbf# A \t \r\nx\ry\n\r\n", b"  trailing  \x0c\xe2\x80\xa8 end"
    marker = b"  <!-- allocator: owners -->\r\n"
    page.write_bytes(before + marker + b"x\r\n<!-- /allocator -->\r\n" + after)
    assert main(["docs", str(plan), str(page)]) == 0
    content = page.read_bytes()
    assert content.startswith(before + marker + b"\r\n  | item |")
    assert content.endswith(b"|\r\n\r\n<!-- /allocator -->\r\n" + after)
    inner = content[len(before) : -len(after)]
    assert inner.count(b"\n") == inner.count(b"\r\n")


@pytest.mark.skipif(os.name == "nt", reason="permissions are others there")
def test_links_and_permissions_stay(plan: Path, page: Path, tmp_path: Path) -> None:
    page.chmod(0o640)
    link = tmp_path / "link.md"
    link.symlink_to(page.name)
    assert main(["docs", str(plan), str(link), str(page)]) == 0
    assert link.is_symlink() and page.stat().st_mode & 0o777 == 0o640
    assert "Status of" in page.read_text("utf-8")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everything")
def test_a_document_that_may_not_be_written_keeps_all_from_being_written(
    plan: Path, page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    locked = tmp_path / "locked.md"
    locked.write_text(TEXT, "utf-8")
    locked.chmod(0o444)
    assert main(["docs", str(plan), str(page), str(locked)]) == 2
    assert f"{locked} may not be written" in capsys.readouterr().err
    assert page.read_text("utf-8") == TEXT


def test_a_document_without_sections_is_told(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "plain.md"
    page.write_text("# Plain\n", "utf-8")
    assert main(["docs", str(plan), str(page)]) == 0
    assert "no section; allocator docs --sections" in capsys.readouterr().err


def test_help_lists_the_sections(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["docs", "--sections"]) == 0
    shown = capsys.readouterr().out
    for kind in KINDS.values():
        assert f"<!-- allocator: {kind.example} -->" in shown
