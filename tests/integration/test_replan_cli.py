"""allocator replan as a user runs it: files in, a folder with the plan and its difference out."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from allocator.planfile.plan_json import read_plan
from support.compiled import environment

ROOT = Path(__file__).parents[2]
QUICKSTART = ROOT / "scenarios" / "quickstart.yaml"
ILL = ROOT / "scenarios" / "changes" / "quickstart-ill.yaml"
ALLOCATOR = [
    sys.executable,
    "-c",
    "import sys; from allocator.cli.main import main; sys.exit(main())",
]


def run(*args: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run allocator to its end."""
    return subprocess.run(
        [*ALLOCATOR, *map(str, args)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env=environment(),
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def baseline(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("baseline") / "plan"
    made = run("plan", QUICKSTART, "-o", folder, "--time-limit", "5s", "--quiet")
    assert made.returncode == 0, made.stderr
    return folder


def test_nothing_changed_gives_the_baseline_back(baseline: Path, tmp_path: Path) -> None:
    asked = ("replan", QUICKSTART, "--baseline", baseline, "--now", "2026-12-09T11:00")
    done = run(*asked, "-o", tmp_path / "new")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Nothing changed.\n")
    assert "CH-1 Agree on the data contract: done" in done.stdout
    old, new = read_plan(baseline), read_plan(tmp_path / "new")
    assert [(i.start, i.finish) for i in new.items] == [(i.start, i.finish) for i in old.items]
    assert run("verify", tmp_path / "new").returncode == 0


def test_a_change_makes_a_plan_with_its_difference(baseline: Path, tmp_path: Path) -> None:
    asked = ("replan", QUICKSTART, "--baseline", baseline, "--now", "2026-12-09")
    more = ("--change", ILL, "-o", tmp_path / "new", "--reasons", "quick", "--time-limit", "3s")
    done = run(*asked, *more)
    assert done.returncode == 0, done.stderr
    assert done.stderr.startswith("First plan after ")
    assert "Ana Souza is off from Thu 3 Dec 2026" in " ".join(done.stdout.split())
    names = sorted(path.name for path in (tmp_path / "new").iterdir())
    files = ["assignments.csv", "diff.csv", "diff.json", "load.csv", "plan.json", "schedule.csv"]
    assert names == files
    difference = json.loads((tmp_path / "new" / "diff.json").read_text())
    assert {item["id"] for item in difference["added"]} == {"CH-14"}
    assert run("verify", tmp_path / "new").returncode == 0


def test_json_tells_all_that_was_assumed(baseline: Path, tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text(
        "item,state,started,finished,remaining,people\n"
        "CH-1,done,2026-12-01,2026-12-02,,cleo\nCH-3,in_progress,2026-12-03,,5d,\n"
    )
    asked = ("replan", QUICKSTART, "--baseline", baseline, "--now", "2026-12-09")
    done = run(*asked, "--actuals", tmp_path / "p.csv", "-o", tmp_path / "new", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert told["unchanged"] is False
    assert {each["item"] for each in told["assumed"]} == {"CH-2", "CH-4"}
    entry = next(i for i in read_plan(tmp_path / "new").items if i.id == "CH-3")
    assert sorted(a.effort_hours for a in entry.assignments) == [40, 40]


def test_options_are_written_each_with_its_difference(baseline: Path, tmp_path: Path) -> None:
    asked = ("replan", QUICKSTART, "--baseline", baseline, "--now", "2026-12-09")
    more = ("--change", ILL, "-o", tmp_path / "new", "--options", "--time-limit", "4s")
    done = run(*asked, *more)
    assert done.returncode == 0, done.stderr
    assert "items moved" in done.stdout
    folders = sorted(path.name for path in (tmp_path / "new").iterdir() if path.is_dir())
    files = sorted(path.name for path in (tmp_path / "new").iterdir() if path.is_file())
    assert files == ["comparison.csv", "comparison.html", "comparison.md"]
    text = (tmp_path / "new" / "comparison.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    moved = next(row for row in rows if row["what"] == "moved")
    for number, name in enumerate(folders, 1):
        told = json.loads((tmp_path / "new" / name / "diff.json").read_text("utf-8"))
        assert int(moved[f"option {number}"]) == len(told["moved"])
    assert folders == [f"option-{k}" for k in range(1, len(folders) + 1)]
    for name in folders:
        assert (tmp_path / "new" / name / "diff.csv").exists()
        assert run("verify", tmp_path / "new" / name).returncode == 0


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ((), "give now (--now 2026-12-01)"),
        (("--now", "2025-01-01"), "lies before the baseline's start"),
        (("--now", "soon"), "is no date"),
        (("--now", "2026-12-09", "--freeze", "long"), "is no stretch of time"),
        (("--now", "2026-12-09", "--actuals", "nothing.csv"), "there is no such file"),
        (("--now", "2026-12-09", "--change", "nothing.yaml"), "there is no such file"),
    ],
)
def test_wrong_input_is_2_and_says_how_to_mend_it(
    baseline: Path, tmp_path: Path, args: tuple[str, ...], words: str
) -> None:
    asked = ("replan", QUICKSTART, "--baseline", baseline, "-o", tmp_path / "new")
    done = run(*asked, *args, cwd=tmp_path)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "new").exists()


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A plan of two items, the first of which is done when the second has to be planned anew."""
    scenario = tmp_path / "small.yaml"
    scenario.write_text(
        "name: small\n"
        "calendar: {start: 2026-12-01}\n"
        "people: [{id: bo, skills: [sql]}]\n"
        "items:\n"
        "  - {id: B, needs: sql, effort: 4d, due: 2026-12-04, deadline: 2026-12-08}\n"
        "  - {id: C, needs: sql, effort: 5d, after: [B]}\n"
    )
    made = run("plan", scenario, "-o", tmp_path / "plan", "--time-limit", "3s", "--quiet")
    assert made.returncode == 0, made.stderr
    return scenario


def test_what_is_assumed_to_be_done_is_not_warned_of(small: Path) -> None:
    """B was due, and has its deadline behind it; it was done by then."""
    folder = small.parent
    asked = ("replan", small, "--baseline", folder / "plan", "--now", "2026-12-14")
    done = run(*asked, "-o", folder / "new")
    assert (done.returncode, done.stderr) == (0, "")
    late = run(*asked, "-o", folder / "late", "--assume", "not-started", "--relax")
    assert 'work item "B" is due 2026-12-04' in late.stderr


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("chain")
    (folder / "chain.yaml").write_text(
        "name: t\ncalendar: {start: 2026-11-30}\n"
        "people: [{id: ana, skills: [python]}, {id: bo, skills: [sql]}]\n"
        "items:\n"
        "  - {id: A, needs: python, effort: 2d}\n"
        "  - {id: M, kind: milestone, after: A}\n"
        "  - {id: B, needs: sql, effort: 3d, after: M}\n"
    )
    done = run("plan", "chain.yaml", "-o", "plan", "--time-limit", "2s", "--quiet", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.parametrize(
    ("started", "mode", "is_so"),
    [
        ("2026-12-02", "on-plan", False),
        ("2026-12-01", "on-plan", False),  # at the end of that day, for all that is said
        ("2026-12-01T10:00", "on-plan", True),
        ("2026-11-30", "on-plan", True),
        ("2026-12-02", "not-started", True),
    ],
)
def test_that_something_was_not_waited_for_is_told_where_it_is_so(
    chain: Path, tmp_path: Path, started: str, mode: str, is_so: bool
) -> None:
    """Nobody says that M was reached; it was, by what is assumed of A."""
    (tmp_path / "p.csv").write_text(f"item,state,started,remaining\nB,in_progress,{started},2d\n")
    asked = ("--baseline", "plan", "--now", "2026-12-03", "--assume", mode)
    files = ("--actuals", tmp_path / "p.csv", "-o", tmp_path / "new")
    done = run("replan", "chain.yaml", *asked, *files, "--time-limit", "1s", cwd=chain)
    assert done.returncode == 0, done.stderr
    assert ('"B" was started before "M"' in done.stderr) is is_so


def test_why_there_is_no_plan_is_told_as_of_now(small: Path) -> None:
    """It is C that nobody is left for: B is done."""
    folder = small.parent
    (folder / "leave.yaml").write_text("update: {bo: {to: 2026-12-08}}")
    done = run(
        *("replan", small, "--baseline", folder / "plan", "--now", "2026-12-09"),
        *("--change", folder / "leave.yaml", "-o", folder / "new", "--json"),
    )
    assert done.returncode == 3
    said = done.stderr[done.stderr.index("No plan keeps all of these together") :]
    assert "C still takes" in said
    assert "B takes" not in said
    told = json.loads(done.stdout)
    assert told["status"] == "infeasible"
