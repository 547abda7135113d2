"""``allocator forecast``: what it prints and writes, and its exit codes."""

from __future__ import annotations

import datetime as dt
import json
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from allocator.cli.main import main
from allocator.planfile.forecast_json import forecast_beside, read_forecast
from allocator.planfile.plan_json import read_plan, write_plan
from support.plans import plan_of, scenario, solo

CERTAIN = {"low": "1d", "likely": "1d", "high": "1d"}
Printed = Callable[..., tuple[int, str, str]]

MERGE_BIAS = (
    """\
name: Ten parallel items into one launch
calendar: {start: 2026-12-01}
people:
"""
    + "".join(f"  - {{id: p{k}, skills: [s{k}]}}\n" for k in range(10))
    + "items:\n"
    + "".join(
        f"  - {{id: I{k}, needs: s{k}, effort: {{low: 2d, likely: 4d, high: 12d}}}}\n"
        for k in range(10)
    )
    + """\
  - {id: LAUNCH, kind: milestone, after: [I0,I1,I2,I3,I4,I5,I6,I7,I8,I9], due: 2026-12-08}
"""
)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Printed:
    """Run a command; return its exit code and what it printed on stdout and stderr."""

    def called(*words: object) -> tuple[int, str, str]:
        code = main([str(word) for word in words])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return called


def plan_file(folder: Path, **fields: Any) -> Path:
    """A plan of one certain item, finished on Tuesday 1 December, and its risk of four days."""
    given = scenario(
        people=[{"id": "a"}],
        items=[{"id": "A", "title": "Train", "effort": CERTAIN, "due": "2026-12-02"}],
        risks=[{"id": "R", "title": "Data slips", "chance": 0.5, "hits": ["A"], "delay": "4d"}],
        **fields,
    )
    plan = plan_of(given, [solo("A", "a", "12-01 09:00", "12-01 17:00", hours=8)])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "plan.json").write_text(write_plan(plan), "utf-8")
    return folder


def promise(confidence: float) -> dict[str, Any]:
    return {"promises": [{"milestone": "A", "by": "2026-12-01", "confidence": confidence}]}


def test_sentences_come_first_then_the_table_then_what_it_rests_on(
    tmp_path: Path, run: Printed
) -> None:
    code, out, _ = run("forecast", plan_file(tmp_path), "--futures", 200)
    assert code == 0
    assert out.index("Train: 50 % by 2 Dec; 85 % by 7 Dec.") < out.index("planned")
    out = " ".join(out.split())
    assert "what moves it most: risk Data slips (> 99 %)." in out
    assert "Without risk Data slips: Everything 2 days earlier on the average" in out
    assert "200 futures, seed 0." in out
    assert "Policy dispatch" in out


def test_a_promise_that_is_not_kept_ends_check_with_exit_code_5(
    tmp_path: Path, run: Printed
) -> None:
    plan = plan_file(tmp_path, **promise(0.7))
    code, out, err = run("forecast", plan, "--futures", 200, "--check")
    assert code == 5
    assert "Train: 50 % by 1 Dec, promised at 70 %: not sure enough; 70 % by 7 Dec" in err
    assert "Promises" in out
    assert run("forecast", plan, "--futures", 200)[0] == 0, "only --check ends so"


def test_a_promise_within_the_sampling_error_is_no_reason_to_end_so(
    tmp_path: Path, run: Printed
) -> None:
    plan = plan_file(tmp_path, **promise(0.52))
    assert run("forecast", plan, "--futures", 200, "--check")[0] == 0


def test_check_without_promises_says_how_to_write_one(tmp_path: Path, run: Printed) -> None:
    code, out, err = run("forecast", plan_file(tmp_path), "--check")
    assert (code, out) == (2, "")
    assert "promises: [{milestone: M1, by: 2027-01-29, confidence: 0.85}]" in err


def test_files_are_written_and_are_of_that_plan(tmp_path: Path, run: Printed) -> None:
    plan = plan_file(tmp_path / "plan")
    code, _, err = run("forecast", plan, "--futures", 100, "-o", plan)
    assert code == 0
    assert f"{plan / 'forecast.json'} written." in err
    found = forecast_beside(read_plan(plan), plan)
    assert found.forecast is not None
    assert found.forecast.futures == 100
    lines = (plan / "forecast.csv").read_text("utf-8").splitlines()
    assert lines[0].startswith("policy,kind,id,title,planned,due,p10")
    assert len(lines) == 1 + len(found.forecast.rows)
    assert (plan / "forecast.svg").read_bytes().startswith(b"<?xml")
    assert (plan / "forecast.png").read_bytes().startswith(b"\x89PNG")


def test_json_is_the_document_of_the_file(tmp_path: Path, run: Printed) -> None:
    plan = plan_file(tmp_path / "plan")
    _, out, _ = run("forecast", plan, "--futures", 100, "-o", tmp_path / "f", "--json")
    assert json.loads(out) == json.loads((tmp_path / "f" / "forecast.json").read_text("utf-8"))


def test_junit_and_markdown_are_for_ci(tmp_path: Path, run: Printed) -> None:
    plan = plan_file(tmp_path, **promise(0.7))
    code, out, _ = run("forecast", plan, "--futures", 200, "--check", "--format", "junit")
    assert code == 5
    assert ET.fromstring(out).attrib["failures"] == "2", "the promise, and all together"
    _, out, _ = run("forecast", plan, "--futures", 200, "--format", "markdown")
    assert out.startswith("# How sure: by hand\n")


def test_a_plan_that_breaks_a_rule_has_no_forecast(tmp_path: Path, run: Printed) -> None:
    given = scenario(people=[{"id": "a"}], items=[{"id": "A", "effort": "2d"}])
    plan = plan_of(given, [solo("A", "a", "12-01 09:00", "12-01 17:00", hours=16)])
    (tmp_path / "plan.json").write_text(write_plan(plan), "utf-8")
    code, _, err = run("forecast", tmp_path)
    assert code == 2
    assert "a plan that breaks rules has no forecast" in err


@pytest.mark.parametrize(
    "words",
    [
        ("--futures", "0"),
        ("--policy", "luck"),
        ("--confidence", "1"),
        ("--json", "--format", "junit"),
    ],
)
def test_options_that_cannot_be_are_refused(
    tmp_path: Path, run: Printed, words: tuple[str, ...]
) -> None:
    assert run("forecast", plan_file(tmp_path), *words)[0] == 2


def test_ten_items_into_one_launch_from_the_scenario_to_the_file(
    tmp_path: Path, run: Printed
) -> None:
    """Beta distributions of mode 4, mean 5 in 2 to 12 days; the chances are F(x) to the tenth.

    F(5 days) = 0.548, F(6) = 0.728, F(7.9) = 0.932, F(8.9) = 0.977: by numerical integration.
    """
    (tmp_path / "s.yaml").write_text(MERGE_BIAS, "utf-8")
    assert run("plan", tmp_path / "s.yaml", "-o", tmp_path / "plan", "--time-limit", "5")[0] == 0
    code, out, _ = run("forecast", tmp_path / "plan", "-o", tmp_path / "plan", "--futures", 2000)
    assert code == 0
    forecast = read_forecast(tmp_path / "plan")
    launch = next(row for row in forecast.rows if row.id == "LAUNCH")
    # eight hours a day from Tuesday 1 December on: the 10th is the eighth working day
    assert str(launch.planned) == "2026-12-07 17:00:00", "five days"
    assert "2026-12-10 16:00:00" <= str(launch.p50) <= "2026-12-10 17:00:00", "7.9 days"
    assert "2026-12-11 15:00:00" <= str(launch.p80) <= "2026-12-11 17:00:00", "8.9 days"
    assert launch.p_as_planned == pytest.approx(0.002, abs=0.002)
    assert launch.p_on_time == pytest.approx(0.042, abs=0.015)
    assert launch.merge_days == pytest.approx(2.9, abs=0.1), "7.9 on the average, not 5"
    assert "LAUNCH: 4 % by 8 Dec" in out


def test_both_policies_stand_side_by_side(tmp_path: Path, run: Printed) -> None:
    code, out, _ = run("forecast", plan_file(tmp_path), "--futures", 100, "--policy", "both")
    assert code == 0
    assert "keep 50 %" in out
    assert out.index("Policy dispatch:") < out.index("Policy keep:")
    _, out, _ = run("forecast", tmp_path, "--futures", 100, "--policy", "both", "--json")
    policies = [row["policy"] for row in json.loads(out)["rows"]]
    assert policies == ["dispatch"] * 2 + ["keep"] * 2, "the whole and the item, each"


def test_a_history_of_finished_items_gives_a_second_opinion(tmp_path: Path, run: Printed) -> None:
    days = [dt.date(2026, 11, 30) - dt.timedelta(weeks=k // 2) for k in range(60)]
    text = "\n".join(["item,finished", *(f"T{k},{day}" for k, day in enumerate(days))])
    (tmp_path / "done.csv").write_text(text, "utf-8")
    plan = plan_file(tmp_path / "plan")
    code, out, _ = run("forecast", plan, "--futures", 100, "--throughput", tmp_path / "done.csv")
    assert code == 0
    assert "By throughput (done.csv): 1 items to do" in out or "1 item to do" in out


def test_one_future_is_a_plan_that_keeps_every_rule(tmp_path: Path, run: Printed) -> None:
    plan = plan_file(tmp_path / "plan")
    finishes = set()
    for k in range(4):
        folder = tmp_path / f"future-{k}"
        assert run("forecast", plan, "--future", k, "-o", folder)[0] == 0
        assert run("verify", folder)[0] == 0
        finishes.add(str(read_plan(folder).items[0].finish))
    assert finishes == {"2026-12-01 17:00:00", "2026-12-07 17:00:00"}, "the risk happens or not"
    assert run("forecast", plan, "--future", 1)[0] == 2, "it says where to write it to"
