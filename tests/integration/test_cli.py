"""The command as a user runs it: a process of its own, with exit codes, signals and pipes."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from allocator.domain import RuleId, SolverReport
from allocator.planfile.plan_json import read_plan

ROOT = Path(__file__).parents[2]
SCENARIOS = ROOT / "scenarios"
ALLOCATOR = [
    sys.executable,
    "-c",
    "import sys; from allocator.cli.main import main; sys.exit(main())",
]
FILES = ["assignments.csv", "load.csv", "plan.json", "schedule.csv"]


def run(*args: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run allocator to its end."""
    return subprocess.run(
        [*ALLOCATOR, *map(str, args)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        timeout=120,
        check=False,
    )


def solver(folder: Path) -> SolverReport:
    return read_plan(folder).solver


def test_the_first_steps_of_a_newcomer_work(tmp_path: Path) -> None:
    """init, check, plan, verify, export and diff, one after the other."""
    assert run("init", "scenario.yaml", cwd=tmp_path).returncode == 0
    assert run("check", "scenario.yaml", cwd=tmp_path).returncode == 0
    planned = run("plan", "scenario.yaml", "-o", "plan", cwd=tmp_path)
    assert (planned.returncode, planned.stderr) == (0, "")
    assert sorted(path.name for path in (tmp_path / "plan").iterdir()) == FILES
    assert sorted(path.name for path in tmp_path.iterdir()) == ["plan", "scenario.yaml"]
    for title in ("Dates", "Late", "Who is on what", "Load", "How good the plan is"):
        assert f"\n{title}\n" in planned.stdout
    verified = run("verify", "plan", cwd=tmp_path)
    assert (verified.returncode, verified.stdout) == (
        0,
        f"plan: 13 items, all {len(RuleId)} rules kept\n",
    )
    assert run("export", "csv", "plan", "-o", "tables", cwd=tmp_path).returncode == 0
    same = run("diff", "plan", "plan/plan.json", cwd=tmp_path)
    assert (same.returncode, same.stdout) == (0, "Nothing changed.\n")


def test_json_of_a_plan_parses_and_agrees_with_the_plan(tmp_path: Path) -> None:
    done = run("plan", SCENARIOS / "quickstart.yaml", "-o", tmp_path / "plan", "--json")
    document = json.loads(done.stdout)
    plan = read_plan(tmp_path / "plan")
    assert document["tiers"] == [tier.model_dump(mode="json") for tier in plan.solver.tiers]
    assert document["finish"] == plan.model_dump(mode="json")["metrics"]["finish"]


def test_two_reproducible_runs_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        done = run(
            *("plan", SCENARIOS / "quickstart.yaml", "-o", tmp_path / name),
            *("--reproducible", "--seed", "3"),
        )
        assert done.returncode == 0, done.stderr
    for file in FILES:
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_the_log_tells_the_course_of_the_search(tmp_path: Path) -> None:
    """Times and bounds only grow, values only fall, and the last rows are the plan's."""
    done = run("plan", SCENARIOS / "quickstart.yaml", "-o", "out", "--log", "log.csv", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader((tmp_path / "log.csv").read_text(encoding="utf-8").splitlines()))
    assert [float(row["seconds"]) for row in rows] == sorted(float(r["seconds"]) for r in rows)
    for tier in json.loads((tmp_path / "out/plan.json").read_text())["solver"]["tiers"]:
        own = [row for row in rows if row["tier"] == tier["name"]]
        bounds = [float(row["bound"]) for row in own if row["bound"]]
        assert bounds == sorted(bounds)
        assert float(own[-1]["value"]) == tier["value"]
        assert bounds[-1] == tier["bound"]
        assert {row["engine"] for row in own} >= {tier["found_by"], tier["bound_by"]}


def test_a_log_that_cannot_be_written_is_said_before_the_search(tmp_path: Path) -> None:
    done = run(
        "plan", SCENARIOS / "quickstart.yaml", "-o", "out", "--log", "no/log.csv", cwd=tmp_path
    )
    assert done.returncode == 2
    assert "cannot write no/log.csv" in done.stderr
    assert not (tmp_path / "out").exists()


def test_wrong_input_is_2_with_every_error_and_no_traceback(tmp_path: Path) -> None:
    scenario = tmp_path / "bad.yaml"
    scenario.write_text("name: x\ncalendar: {start: 2026-02-30}\nitms: []\n", "utf-8")
    done = run("plan", scenario, "-o", tmp_path / "plan")
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{scenario}:2:" in done.stderr
    assert f"{scenario}:3:" in done.stderr
    assert "Traceback" not in done.stderr


def test_deadlines_that_conflict_are_3_and_explained(tmp_path: Path) -> None:
    done = run("plan", SCENARIOS / "overcommitted.yaml", "-o", tmp_path / "plan")
    assert (done.returncode, done.stdout) == (3, "")
    assert "SB-6" in done.stderr
    assert "2027-01-29" in done.stderr or "29 Jan 2027" in done.stderr
    assert not (tmp_path / "plan").exists()


def test_deadlines_that_conflict_are_relaxed_on_request_and_marked(tmp_path: Path) -> None:
    done = run("plan", SCENARIOS / "overcommitted.yaml", "-o", tmp_path / "plan", "--relax")
    assert done.returncode == 0, done.stderr
    assert "Deadlines that this plan breaks" in done.stdout
    assert "BROKEN" in done.stdout
    assert solver(tmp_path / "plan").relaxed
    verified = run("verify", tmp_path / "plan")
    assert verified.returncode == 0
    assert "note: deadline, relaxed: " in verified.stdout


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    """``allocator schema | head -1`` says nothing of a broken pipe."""
    process = subprocess.Popen(
        [*ALLOCATOR, "schema"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(60) == 141


def test_a_terminal_without_the_characters_is_no_error(tmp_path: Path) -> None:
    text = (SCENARIOS / "quickstart.yaml").read_text("utf-8").replace("Ana Souza", "Ána Šouza")
    (tmp_path / "scenario.yaml").write_text(text, "utf-8")
    done = subprocess.run(
        [*ALLOCATOR, "plan", "scenario.yaml", "-o", "plan"],
        capture_output=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert b"ouza" in done.stdout


# Signals. The search is either the real one, watched on a terminal until it has a plan, or one
# made for the test that waits for the signal.


class Terminal:
    """A process whose stderr is a terminal."""

    def __init__(self, *args: str | Path) -> None:
        pty = pytest.importorskip("pty", reason="this system has no terminals to pretend to be")
        self._screen, end = pty.openpty()
        self.process = subprocess.Popen(
            [*ALLOCATOR, *map(str, args)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=end,
            env={**os.environ, "TERM": "xterm", "COLUMNS": "120"},
        )
        os.close(end)
        self.seen = ""

    def wait_for(self, text: str) -> None:
        """Read the screen until it shows the text."""
        while text not in self.seen:
            self._read()

    def __del__(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def finish(self) -> tuple[int, str]:
        """Wait for the end; return the exit code and what went to stdout."""
        assert self.process.stdout is not None
        with self.process.stdout as out:
            shown = out.read().decode()
        try:
            while True:
                self._read()
        except OSError:
            pass
        os.close(self._screen)
        return self.process.wait(60), shown

    def _read(self) -> None:
        chunk = os.read(self._screen, 4096).decode(errors="replace")
        if not chunk:
            raise OSError("the terminal is closed")
        self.seen += chunk


@pytest.fixture
def hard(tmp_path: Path) -> Path:
    """Return a scenario with a plan at once, whose proof would take many minutes."""
    lines = ["name: Hard to prove", "calendar: {start: 2027-01-04}", "people:"]
    lines += [f"  - {{id: p{n}, skills: {{s{n % 3}: 1, s{(n + 1) % 3}: 1}}}}" for n in range(5)]
    lines.append("items:")
    for n in range(60):
        needs = f"{{s{n % 3}: 1}}, effort: {1 + n * 7 % 9}d, priority: {1 + n * 5 % 8}"
        after = f", after: [t{n - 13}, t{n - 9}]" if n >= 13 else ""
        lines.append(f"  - {{id: t{n}, needs: {needs}{after}}}")
    path = tmp_path / "hard.yaml"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def test_ctrl_c_keeps_the_best_plan_found(hard: Path, tmp_path: Path) -> None:
    terminal = Terminal("plan", hard, "-o", tmp_path / "plan", "--time-limit", "10m")
    terminal.wait_for("flow ")
    terminal.process.send_signal(signal.SIGINT)
    code, shown = terminal.finish()
    assert code == 0, terminal.seen
    assert "Interrupted: this is the best plan found until then." in terminal.seen
    assert "the search was interrupted" in shown
    assert solver(tmp_path / "plan").stop_reason == "interrupted"
    assert run("verify", tmp_path / "plan").returncode == 0


@pytest.mark.parametrize("seconds", [0.4, 0.8, 1.2, 1.8, 3.0, 6.0])
def test_ctrl_c_at_any_moment_leaves_a_valid_plan_or_says_that_there_is_none(
    seconds: float, tmp_path: Path
) -> None:
    """While reading, building schedules, solving the whole, searching: 130 items, all engines."""
    scenario, plan = tmp_path / "team.json", tmp_path / "plan"
    subprocess.run(
        [sys.executable, ROOT / "benchmarks" / "team_planning.py", "--items=130", "-o", scenario],
        check=True,
    )
    command = [*ALLOCATOR, "plan", scenario, "-o", plan, "--time-limit", "10m"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True) as process:
        time.sleep(seconds)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=120)
    assert "Traceback" not in errors
    if process.returncode == 0:
        assert solver(plan).stop_reason == "interrupted"
        assert run("verify", plan).returncode == 0
    else:
        assert process.returncode == 130, errors
        assert not plan.exists()


def test_the_live_line_shows_incumbent_and_bound_on_a_terminal(hard: Path, tmp_path: Path) -> None:
    terminal = Terminal("plan", hard, "-o", tmp_path / "plan", "--time-limit", "4s")
    terminal.wait_for(" of 4 s")
    terminal.wait_for("(bound ")
    code, shown = terminal.finish()
    assert code == 0
    assert "\x1b" not in shown, "stdout is no terminal"


STUBBORN = """
import importlib, sys, time
from allocator.errors import InterruptedBeforePlanError

def search(scenario, options, *, progress, stop, trace):
    print("searching", file=sys.stderr, flush=True)
    stop.wait()
    if "--seed" in sys.argv:
        print("stopping", file=sys.stderr, flush=True)
        time.sleep(600)
    raise InterruptedBeforePlanError("interrupted before any plan was found")

importlib.import_module("allocator.planner").solve = search
from allocator.cli.main import main
sys.exit(main())
"""


@pytest.fixture
def stubborn(tmp_path: Path) -> Iterator[list[str]]:
    """Return a command whose search finds nothing; with --seed it does not even stop."""
    args = ["plan", str(SCENARIOS / "quickstart.yaml"), "-o", str(tmp_path / "plan")]
    yield [sys.executable, "-c", STUBBORN, *args]
    assert not (tmp_path / "plan").exists()


def test_interrupted_before_any_plan_is_130(stubborn: list[str]) -> None:
    with subprocess.Popen(stubborn, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == b"searching\n"
        process.send_signal(signal.SIGINT)
        assert process.stderr.read() == b"Error: interrupted before any plan was found\n"
        assert process.wait(60) == 130


def test_a_second_ctrl_c_ends_the_process_at_once(stubborn: list[str]) -> None:
    with subprocess.Popen([*stubborn, "--seed", "1"], stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == b"searching\n"
        process.send_signal(signal.SIGINT)
        assert process.stderr.readline() == b"stopping\n"
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130


def test_a_kill_while_writing_leaves_a_whole_plan(tmp_path: Path) -> None:
    """A writer that does nothing else is killed at moments that nobody chose."""
    target = tmp_path / "plan"
    code = (
        "import sys, itertools; from pathlib import Path;"
        "from allocator.planfile.replace import replace_folder\n"
        "for n in itertools.count():\n"
        "    replace_folder(Path(sys.argv[1]), {'plan.json': str(n), 'load.csv': str(n)})"
    )
    for _ in range(5):
        with subprocess.Popen([sys.executable, "-c", code, str(target)]) as process:
            while not target.exists():
                time.sleep(0.01)
            before = (target / "plan.json").read_text("utf-8")
            while (target / "plan.json").read_text("utf-8") == before:
                time.sleep(0.001)
            process.kill()
        texts = {path.read_text("utf-8") for path in target.iterdir()}
        assert len(texts) == 1
        assert sorted(path.name for path in target.iterdir()) == ["load.csv", "plan.json"]
