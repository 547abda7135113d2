"""``allocator calibrate``: what it reads, writes, says and refuses."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path

import numpy as np
import pytest

from allocator.cli.main import main
from allocator.scenario.companions.calibration import read_calibration
from support import sample_plans

BAD = """\
item,estimate,actual,finished,low,high
ZERO,3h,0,2026-01-05,,
BELOW,-2h,4h,2026-01-06,,
TEXT,abc,4h,2026-01-07,,
NONE,,4h,2026-01-08,,
MISSING,4h,,2026-01-09,,
OPEN,4h,,,,
DAY,4h,5h,soon,,
ORDER,4h,5h,2026-01-08,5h,3h
HALF,4h,5h,2026-01-08,5h,
SOUND,1d,1.5d,2026-01-08,,
"""


def history(path: Path, count: int, *, equal: int = 0, ranged: bool = False) -> Path:
    """Write tasks in time, of which the last so many have actual = estimate."""
    random = np.random.default_rng(3)
    rows = [["item", "estimate", "actual", "person", "finished", "low", "high"]]
    for n in range(count):
        estimate = float(random.integers(1, 30))
        actual = estimate * math.exp(0.4 * random.standard_normal())
        actual = estimate if n >= count - equal else actual
        day = f"2025-{1 + n * 11 // count:02d}-{1 + n % 28:02d}"
        ends = [estimate / 2, 2 * estimate] if ranged else ["", ""]
        rows.append([f"T-{n}", f"{estimate}h", f"{actual:.4f}h", "ab"[n % 2], day, *ends])
    with path.open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def test_it_writes_a_file_that_reads_back_and_says_how_it_held(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = history(tmp_path / "h.csv", 200, ranged=True), tmp_path / "c.yaml"
    assert main(["calibrate", str(source), "-o", str(target)]) == 0
    out = capsys.readouterr().out
    assert out.startswith("200 finished tasks\n")
    assert "Tested on the last 60 tasks, learned from the 140 before" in out
    assert "Ranges of the team: " in out
    made = read_calibration(target)
    assert made.tasks == 200
    assert not made.prior.used_alone
    assert made.ranges is not None
    assert 0 < made.ranges.below_low < made.ranges.below_likely < made.ranges.below_high < 100


def test_quantiles_of_estimates_are_hours_in_order(tmp_path: Path) -> None:
    source, target = history(tmp_path / "h.csv", 100), tmp_path / "c.yaml"
    estimates, quantiles = tmp_path / "e.csv", tmp_path / "q.csv"
    estimates.write_text("item,estimate,person\nA,8h,a\nB,2d,\nC,0.5,nobody\n")
    words = ["calibrate", str(source), "-o", str(target), "--apply", str(estimates)]
    assert main([*words, "--quantiles", str(quantiles)]) == 0
    rows = list(csv.DictReader(quantiles.read_text().splitlines()))
    assert [row["item"] for row in rows] == ["A", "B", "C"]
    assert list(rows[0]) == ["item", "p10", "p50", "p80", "p90"]
    for row, hours in zip(rows, (8, 16, 0.5), strict=True):
        values = [float(row[name].removesuffix("h")) for name in ("p10", "p50", "p80", "p90")]
        assert values == sorted(values)
        assert 0.3 * hours < values[1] < 3 * hours


def test_json_holds_calibration_and_test(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = history(tmp_path / "h.csv", 200)
    assert main(["calibrate", str(source), "-o", str(tmp_path / "c.yaml"), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["calibration"]["format"] == "allocator-calibration/1"
    assert document["test"]["tasks"]["tasks"] == 60


def test_all_wrong_rows_are_named_at_once_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = tmp_path / "bad.csv", tmp_path / "c.yaml"
    source.write_text(BAD)
    assert main(["calibrate", str(source), "-o", str(target)]) == 2
    said = capsys.readouterr().err
    for line, row in enumerate(BAD.splitlines()[1:], 2):
        name = row.split(",")[0]
        assert (f'bad.csv:{line} "{name}"' in said) == (name != "SOUND")
    assert not target.exists()


def test_unfinished_rows_are_left_out_and_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "h.csv"
    source.write_text("item,estimate,actual\nA,3h,4h\nB,2h,\n")
    assert main(["calibrate", str(source), "-o", str(tmp_path / "c.yaml")]) == 0
    out = capsys.readouterr().out
    assert "1 row left out, no actual, so not finished: " in out
    assert 'h.csv:3 "B"' in out
    assert "A prior from public data" in out
    assert "Not tested" in out


@pytest.mark.parametrize(
    ("count", "equal", "reason"),
    [(40, 39, "39 of 40 finished tasks"), (200, 80, "so it is copied since then")],
)
def test_copied_actuals_are_refused_with_the_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], count: int, equal: int, reason: str
) -> None:
    source, target = history(tmp_path / "h.csv", count, equal=equal), tmp_path / "c.yaml"
    assert main(["calibrate", str(source), "-o", str(target)]) == 2
    assert reason in capsys.readouterr().err
    assert not target.exists()


JIRA = """\
Issue key,Issue Type,Status,Assignee,Created,Resolved,Start date,Original Estimate,Time Spent
X-1,Story,Done,Ana,2026-01-05 09:00,2026-01-07 17:00,2026-01-05,28800,{0}
X-2,Story,Done,Bob,2026-01-05 09:00,2026-01-09 17:00,2026-01-08,14400,{1}
X-3,Story,To Do,Bob,2026-01-05 09:00,,,14400,
X-4,Epic,Done,Bob,2026-01-05 09:00,2026-01-09 17:00,,14400,3600
X-5,Bug,Done,Bob,2026-01-05 09:00,2026-01-09 17:00,,,3600
"""


def test_a_jira_export_gives_estimates_and_time_spent(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "jira.csv"
    source.write_text(JIRA.format(36000, 7200))
    assert main(["calibrate", str(source), "-o", str(tmp_path / "c.yaml")]) == 0
    out = capsys.readouterr().out
    assert out.startswith("2 finished tasks\n")
    for reason in ("not finished", "they hold other tickets", "no original estimate"):
        assert f"1 row left out, {reason}: " in out


def test_without_time_spent_the_working_time_stands_in_and_that_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "jira.csv"
    source.write_text(JIRA.replace(",3600\n", ",\n").format("", ""))
    assert main(["calibrate", str(source), "-o", str(tmp_path / "c.yaml")]) == 0
    out = capsys.readouterr().out
    assert out.startswith("2 finished tasks\n")
    assert "the working time between start and finish" in out


def test_an_azure_devops_query_gives_estimates_and_completed_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "query.csv"
    source.write_text(
        "ID,Work Item Type,Title,State,Assigned To,Original Estimate,Completed Work,Closed Date\n"
        "1,Task,A,Closed,Ana <ana@example.org>,8,10,2026-01-07T10:00:00Z\n"
        "2,Task,B,Active,Ana <ana@example.org>,8,2,\n"
    )
    assert main(["calibrate", str(source), "-o", str(tmp_path / "c.yaml")]) == 0
    assert capsys.readouterr().out.startswith("1 finished task\n")


def test_persons_of_a_tracker_have_the_ids_of_an_import(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        f"X-{n},Story,Done,Ana Souza,2026-01-05 09:00,2026-01-07 17:00,,28800,{20000 + 99 * n}"
        for n in range(40)
    ]
    source, target = tmp_path / "jira.csv", tmp_path / "c.yaml"
    source.write_text("\n".join([JIRA.splitlines()[0], *rows]) + "\n")
    assert main(["calibrate", str(source), "-o", str(target)]) == 0
    groups = read_calibration(target).groups
    assert list(groups.person.each) == ["ana-souza"]
    assert list(groups.project.each) == ["X"]
    assert list(groups.kind.each) == ["Story"]


def test_a_plan_gives_what_its_finished_items_have_taken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from allocator.planfile.plan_json import write_plan

    (tmp_path / "plan.json").write_text(write_plan(sample_plans.plan()), "utf-8")
    assert main(["calibrate", str(tmp_path), "-o", str(tmp_path / "c.yaml")]) == 2
    assert "no finished task" in capsys.readouterr().err


def test_it_does_not_write_over_what_it_reads(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = history(tmp_path / "h.csv", 40)
    assert main(["calibrate", str(source), "-o", str(source)]) == 2
    assert "it cannot be written too" in capsys.readouterr().err


def test_the_same_task_in_two_files_counts_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = history(tmp_path / "a.csv", 40), tmp_path / "b.csv"
    second.write_text(first.read_text())
    words = ["calibrate", str(first), str(second), "-o", str(tmp_path / "c.yaml")]
    assert main(words) == 0
    out = capsys.readouterr().out
    assert out.startswith("40 finished tasks\n")
    assert "40 rows left out, in an earlier file too" in out
