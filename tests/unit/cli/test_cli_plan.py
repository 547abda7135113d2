"""``allocator plan`` around the search: what it writes and says; the search itself is replaced."""

from __future__ import annotations

import importlib
import json
import os
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from allocator.cli.main import main
from allocator.domain import Result, Scenario
from allocator.errors import DefectError, InfeasibleError, NoPlanInTimeError
from allocator.planfile.plan_json import read_plan
from allocator.planner import SolveOptions
from support import sample_plans

Capture = pytest.CaptureFixture[str]
FILES = ["assignments.csv", "load.csv", "plan.json", "schedule.csv"]


@pytest.fixture
def scenario(tmp_path: Path) -> str:
    path = tmp_path / "scenario.yaml"
    path.write_text(sample_plans.SCENARIO_TEXT, "utf-8")
    return str(path)


@dataclass
class Search:
    """The search as the test wants it, with what it was called with."""

    answer: Callable[[threading.Event], Result]
    options: Any = None

    def __call__(
        self,
        scenario: Scenario,
        options: Any,
        *,
        progress: Any,
        stop: threading.Event,
        trace: Any,
    ) -> Result:
        assert trace is None
        self.options = options
        assert scenario == sample_plans.scenario()
        assert threading.current_thread() is not threading.main_thread()
        return self.answer(stop)


@pytest.fixture
def search(monkeypatch: pytest.MonkeyPatch) -> Search:
    importlib.import_module("allocator.replanning.search")
    fake = Search(lambda stop: sample_plans.result())
    monkeypatch.setattr(importlib.import_module("allocator.planner"), "solve", fake)
    return fake


def fail(error: Exception) -> Callable[[threading.Event], Result]:
    def answer(stop: threading.Event) -> Result:
        raise error

    return answer


def test_the_plan_is_written_and_shown(
    scenario: str, search: Search, tmp_path: Path, capsys: Capture
) -> None:
    assert main(["plan", scenario, "-o", str(tmp_path / "out")]) == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == FILES
    assert read_plan(tmp_path / "out") == sample_plans.plan()
    shown = capsys.readouterr()
    assert shown.out.startswith("Churn model [red]launch[/red]: Mon 30 Nov 2026")
    assert f"Written to {tmp_path / 'out'}: plan.json, schedule.csv" in shown.out
    assert "error" not in shown.err


def test_options_reach_the_search(scenario: str, search: Search, tmp_path: Path) -> None:
    words = ["--time-limit", "2m", "--workers", "3", "--seed", "7", "--reproducible", "--relax"]
    assert main(["plan", scenario, "-o", str(tmp_path / "out"), *words]) == 0
    assert vars(search.options) == {
        "time_limit": 120.0,
        "workers": 3,
        "seed": 7,
        "reproducible": True,
        "relax": True,
        "start": (),
        "steps": None,
        "cluster": None,
        "params": SolveOptions().params,
    }


def test_more_workers_than_cores_are_warned_of(
    scenario: str, search: Search, tmp_path: Path, capsys: Capture
) -> None:
    assert main(["plan", scenario, "-o", str(tmp_path / "out"), "--workers", "1"]) == 0
    assert "slow each other" not in capsys.readouterr().err
    assert main(["plan", scenario, "-o", str(tmp_path / "out"), "--workers", "5000"]) == 0
    assert "warning: 5000 workers on " in capsys.readouterr().err


def test_json_is_all_that_stdout_gets(
    scenario: str, search: Search, tmp_path: Path, capsys: Capture
) -> None:
    assert main(["plan", scenario, "-o", str(tmp_path / "out"), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["status"] == "optimal"
    assert document["folder"] == str(tmp_path / "out")
    assert [tier["value"] for tier in document["tiers"]] == [3, 32, 64]


def test_quiet_says_nothing_but_warnings(
    scenario: str, search: Search, tmp_path: Path, capsys: Capture
) -> None:
    assert main(["plan", scenario, "-o", str(tmp_path / "out"), "--quiet"]) == 0
    shown = capsys.readouterr()
    assert shown.out == ""
    assert all("warning" in line or "hint" in line for line in shown.err.splitlines())
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == FILES


def test_warnings_of_the_scenario_go_to_stderr(
    scenario: str, search: Search, tmp_path: Path, capsys: Capture
) -> None:
    """T-3 cannot be done before the project's deadline, so it will always be dropped."""
    assert main(["plan", scenario, "-o", str(tmp_path / "out"), "--json"]) == 0
    shown = capsys.readouterr()
    assert f"{scenario}:14:14: warning: " in shown.err
    assert '"T-3"' in shown.err
    json.loads(shown.out)


def test_a_scenario_with_errors_is_not_planned(
    scenario: str, search: Search, tmp_path: Path, capsys: Capture
) -> None:
    Path(scenario).write_text("name: x\nitms: []\n", "utf-8")
    assert main(["plan", scenario, "-o", str(tmp_path / "out")]) == 2
    assert f"{scenario}:2:1: error:" in capsys.readouterr().err
    assert search.options is None
    assert not (tmp_path / "out").exists()


def test_a_place_that_cannot_be_written_is_said_before_the_search(
    scenario: str, search: Search, tmp_path: Path, capsys: Capture
) -> None:
    assert main(["plan", scenario, "-o", str(tmp_path)]) == 2
    assert "holds files but no plan.json" in capsys.readouterr().err
    assert search.options is None


@pytest.mark.parametrize(
    ("error", "code"), [(NoPlanInTimeError("too short"), 4), (DefectError("wrong plan"), 1)]
)
def test_without_a_plan_the_old_folder_stays(
    scenario: str, search: Search, tmp_path: Path, error: Exception, code: int
) -> None:
    target = tmp_path / "out"
    assert main(["plan", scenario, "-o", str(target)]) == 0
    before = (target / "plan.json").read_bytes()
    search.answer = fail(error)
    assert main(["plan", scenario, "-o", str(target)]) == code
    assert (target / "plan.json").read_bytes() == before


class Conflict:
    """What explains why there is no plan."""

    def lines(self) -> list[str]:
        return ["These cannot all be kept:", "  M-1 by Wed 2 Dec 2026"]

    def to_dict(self) -> dict[str, Any]:
        return {"facts": ["M-1"], "repairs": []}


@pytest.fixture
def conflict(search: Search, monkeypatch: pytest.MonkeyPatch) -> Search:
    search.answer = fail(InfeasibleError("no plan"))
    monkeypatch.setattr(
        importlib.import_module("allocator.explain.conflict"),
        "explain_conflict",
        lambda scenario, *, time_limit, seed, stop: Conflict(),
        raising=False,
    )
    return search


@pytest.mark.usefixtures("conflict")
def test_a_conflict_is_explained(scenario: str, tmp_path: Path, capsys: Capture) -> None:
    assert main(["plan", scenario, "-o", str(tmp_path / "out")]) == 3
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "These cannot all be kept:\n  M-1 by Wed 2 Dec 2026\n" in shown.err
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("conflict")
def test_a_conflict_is_explained_to_scripts(scenario: str, tmp_path: Path, capsys: Capture) -> None:
    assert main(["plan", scenario, "-o", str(tmp_path / "out"), "--json"]) == 3
    document = json.loads(capsys.readouterr().out)
    conflict = {"facts": ["M-1"], "repairs": []}
    assert document == {"status": "infeasible", **conflict, "conflict": conflict}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_search_and_the_best_plan_is_written(
    scenario: str, search: Search, tmp_path: Path, capsys: Capture, number: signal.Signals
) -> None:
    def interrupted(stop: threading.Event) -> Result:
        os.kill(os.getpid(), number)
        assert stop.wait(30)
        return sample_plans.result(status="feasible", stop_reason="interrupted")

    search.answer = interrupted
    before = signal.getsignal(number)
    assert main(["plan", scenario, "-o", str(tmp_path / "out")]) == 0
    assert signal.getsignal(number) is before
    assert read_plan(tmp_path / "out").solver.stop_reason == "interrupted"
    shown = capsys.readouterr()
    assert "Interrupted: this is the best plan found until then." in shown.err
    assert "the search was interrupted" in shown.out


def test_a_signal_ends_the_explanation_with_what_is_known(
    scenario: str, search: Search, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    search.answer = fail(InfeasibleError("no plan"))

    def explain(scenario: Scenario, *, stop: threading.Event, **_: object) -> Conflict:
        os.kill(os.getpid(), signal.SIGINT)
        assert stop.wait(30)
        return Conflict()

    explaining = importlib.import_module("allocator.explain.conflict")
    monkeypatch.setattr(explaining, "explain_conflict", explain)
    assert main(["plan", scenario, "-o", str(tmp_path / "out")]) == 3
    assert "These cannot all be kept:" in capsys.readouterr().err
