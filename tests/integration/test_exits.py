"""How commands end where the user, or the machine, does not let them: with a meant exit code."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

SCENARIOS = Path(__file__).parents[2] / "scenarios"
QUICKSTART = SCENARIOS / "quickstart.yaml"
# It says on stderr that main is called, so that a signal meets our code and not Python's own start.
ALLOCATOR = [
    sys.executable,
    "-c",
    "import os, sys; from allocator.cli.main import main; os.write(2, b'.'); sys.exit(main())",
]
INTERRUPTED = 130
posix = pytest.mark.skipif(os.name == "nt", reason="signals and limits of POSIX")


def start(*args: str | Path, **settings: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*ALLOCATOR, *map(str, args)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        **settings,  # type: ignore[call-overload]
    )


def run(*args: str | Path, **settings: object) -> subprocess.CompletedProcess[str]:
    process = start(*args, **settings)
    out, err = process.communicate(timeout=120)
    return subprocess.CompletedProcess(process.args, process.returncode, out, err.lstrip("."))


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plans") / "plan"
    assert run("plan", QUICKSTART, "-o", folder, "--time-limit", "2").returncode == 0
    return folder


def interrupted(process: subprocess.Popen[str], seconds: float) -> tuple[int, str]:
    """Send Ctrl-C so long after our first instruction; return the exit code and stderr."""
    assert process.stderr is not None
    assert process.stderr.read(1) == "."
    time.sleep(seconds)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    return process.returncode, err


@posix
@pytest.mark.parametrize("seconds", [0.01, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6, 0.9, 1.3])
@pytest.mark.parametrize("command", ["check", "report", "replan"])
def test_ctrl_c_while_anything_is_imported_or_read_is_130(
    command: str, seconds: float, plan: Path, tmp_path: Path
) -> None:
    """During the import of the solver it came out as an ImportError, exit 1."""
    args: dict[str, tuple[str | Path, ...]] = {
        "check": (SCENARIOS / "portfolio.yaml",),
        "report": (plan, "-o", tmp_path / "r.html"),
        "replan": (
            *(QUICKSTART, "--baseline", plan, "--now", "2026-12-09", "-o", tmp_path / "new"),
            *("--keep", "low", "--time-limit", "20"),
        ),
    }
    code, err = interrupted(start(command, *args[command]), seconds)
    assert code in (0, INTERRUPTED), err
    assert "Traceback" not in err and "defect" not in err
    if code == INTERRUPTED:
        assert "nterrupted" in err
    left = [entry.name for entry in tmp_path.iterdir() if entry.name.endswith(".new")]
    assert not left


@posix
def test_ctrl_c_while_the_result_is_printed_leaves_the_plan_and_0(tmp_path: Path) -> None:
    """A reader that does not read makes the printing last."""
    process = start("plan", QUICKSTART, "-o", tmp_path / "plan", "--time-limit", "2", "--json")
    while not (tmp_path / "plan" / "plan.json").exists():
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    assert json.loads(out)["folder"]


@posix
def test_a_polite_kill_before_any_plan_is_not_called_an_interrupt_by_the_user(
    tmp_path: Path,
) -> None:
    process = start("check", SCENARIOS / "portfolio.yaml")
    assert process.stderr is not None
    process.stderr.read(1)
    time.sleep(0.15)
    process.terminate()
    process.communicate(timeout=60)
    assert process.returncode in (0, 128 + signal.SIGTERM, -signal.SIGTERM)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
@pytest.mark.parametrize("args", [("check", QUICKSTART), ("schema",), ("--help",)])
def test_a_full_disk_behind_stdout_is_2(args: tuple[str | Path, ...]) -> None:
    with open("/dev/full", "w") as full:  # noqa: PTH123
        process = subprocess.Popen(
            [*ALLOCATOR, *map(str, args)], stdout=full, stderr=subprocess.PIPE, text=True
        )
        _, err = process.communicate(timeout=60)
    assert process.returncode == 2, err
    assert "Error: the output cannot be written: No space left on device." in err


@posix
@pytest.mark.parametrize(
    "args",
    [
        ("check", "scenario.yaml"),
        ("plan", QUICKSTART, "-o", "plan"),
        ("export", "csv", "PLAN", "-o", "tables"),
        ("import", "jira", "tickets.csv", "-o", "scenario.yaml"),
    ],
)
def test_a_working_folder_that_is_gone_is_2(
    args: tuple[str | Path, ...], plan: Path, tmp_path: Path
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    script = f'cd {gone} && rmdir {gone} && exec "$@"'
    words = [str(plan) if word == "PLAN" else str(word) for word in args]
    done = subprocess.run(
        ["sh", "-c", script, "sh", *ALLOCATOR, *words], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2, done.stderr
    assert "rror: " in done.stderr and "Traceback" not in done.stderr


def limited(megabytes: int) -> Callable[[], None]:
    """Return what limits the memory of a process that is being started."""
    resource = pytest.importorskip("resource")
    size = megabytes * 2**20
    return lambda: resource.setrlimit(resource.RLIMIT_AS, (size, size))


@posix
@pytest.mark.parametrize(
    ("megabytes", "command"),
    [
        *((megabytes, "plan") for megabytes in (100, 250, 300, 450, 500, 550)),
        *((megabytes, "png") for megabytes in (100, 200, 250, 300)),
        *((megabytes, "forecast") for megabytes in (250, 275)),
    ],
)
def test_too_little_memory_is_2_or_4(
    megabytes: int, command: str, plan: Path, tmp_path: Path
) -> None:
    """Libraries in C ended the process with words of their own: 1, 127 or SIGABRT."""
    args = {
        "plan": ("plan", QUICKSTART, "-o", tmp_path / "new", "--time-limit", "2"),
        "png": ("export", "png", plan, "-o", tmp_path / "plan.png"),
        "forecast": ("forecast", plan),
    }[command]
    done = run(*args, preexec_fn=limited(megabytes))
    assert done.returncode in (0, 2, 4), done.stderr
    if done.returncode:
        *_, said = done.stderr.splitlines()
        assert said.startswith("Error: ") and "memory" in said
        assert "install" not in said


@posix
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_reaches_a_command_with_a_limit_of_memory(
    number: signal.Signals, code: int, tmp_path: Path
) -> None:
    """It runs in a process of its own then, which must not outlive the one that was started."""
    process = start(
        *("plan", QUICKSTART, "-o", tmp_path / "plan", "--time-limit", "60"),
        preexec_fn=limited(3000),
    )
    assert process.stderr is not None
    assert process.stderr.read(1) == "."
    time.sleep(0.3)
    process.send_signal(number)
    process.communicate(timeout=60)
    assert process.returncode == code


@posix
def test_a_file_name_that_the_locale_cannot_read_is_read_as_utf_8(tmp_path: Path) -> None:
    """It was a UnicodeEncodeError, exit 1."""
    (tmp_path / "jïra.csv").write_text("Summary,Issue key,Status\nFähre,AB-1,To Do\n", "utf-8")
    env = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0"}
    done = run("import", "jira", "jïra.csv", "-o", "ïmp.yaml", cwd=tmp_path, env=env)
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "ïmp.yaml").read_text("utf-8")
    assert "name: jïra" in text and "Fähre" in text
    assert run("check", tmp_path / "ïmp.yaml").returncode == 0


@posix
def test_json_for_a_terminal_of_ascii_loses_nothing(plan: Path, tmp_path: Path) -> None:
    env = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0"}
    done = run("verify", tmp_path / "jä", "--json", env=env)
    assert done.returncode == 2
    copy = tmp_path / "plän"
    plan_text = (plan / "plan.json").read_text("utf-8").replace("Ana Souza", "Ána Šouza")
    copy.mkdir()
    (copy / "plan.json").write_text(plan_text, "utf-8")
    done = run("report", copy, "-o", tmp_path / "r.html", env=env)
    assert done.returncode == 0, done.stderr
    assert "Ána Šouza" in (tmp_path / "r.html").read_text("utf-8")


@posix
def test_a_killed_run_leaves_nothing_for_the_next_one(tmp_path: Path) -> None:
    """A kill while it wrote left ``.plan.PID.new`` for ever."""
    code = (
        "import os, signal, sys\n"
        "from allocator.planfile import files\n"
        "def die(path, content): os.kill(os.getpid(), signal.SIGKILL)\n"
        "files._write_synced = die\n"
        "from allocator.cli.main import main\n"
        "main(sys.argv[1:])\n"
    )
    words = ["plan", str(QUICKSTART), "-o", str(tmp_path / "plan"), "--time-limit", "2"]
    killed = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert [entry.suffix for entry in tmp_path.iterdir()] == [".new"]
    assert run(*words).returncode == 0
    assert [entry.name for entry in tmp_path.iterdir()] == ["plan"]
