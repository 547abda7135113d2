"""Times whole commands as a user meets them: medians over several runs.

The start of the process, the imports and the reading of the scenario are part of it. The time
to the first plan is that until the live line on a terminal shows one.

    python benchmarks/startup.py --runs 5
"""

from __future__ import annotations

import argparse
import os
import re
import select
import signal
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

SCENARIOS = Path(__file__).resolve().parents[1] / "scenarios"
COMMAND = Path(sysconfig.get_path("scripts")) / "allocator"
INCUMBENT = re.compile(rb"(value|tardiness|flow|makespan|cost) \d")
PATIENCE = 120.0
"""Seconds after which a command that shows no plan is given up."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a Markdown table of the times; return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=5, help="of each command; default 5")
    runs = max(1, parser.parse_args(arguments).runs)
    if not COMMAND.exists():
        print(f"Error: {COMMAND} is not there; install the project first", file=sys.stderr)
        return 2
    print("| command | median s | fastest s | slowest s |\n| --- | ---: | ---: | ---: |")
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        for name, measure in _subjects(Path(folder)):
            try:
                times = [measure() for _ in range(runs)]
            except RuntimeError as error:
                failed = True
                print(f"| {name} | - | - | - |")
                print(f"{name}: {error}", file=sys.stderr)
                continue
            middle = statistics.median(times)
            print(f"| {name} | {middle:.2f} | {min(times):.2f} | {max(times):.2f} |", flush=True)
    return 1 if failed else 0


def _subjects(folder: Path) -> list[tuple[str, Callable[[], float]]]:
    team, quick, portfolio = (
        str(SCENARIOS / f"{name}.yaml") for name in ("ds-team", "quickstart", "portfolio")
    )
    return [
        ("`allocator --help`", lambda: whole("--help")),
        ("`allocator check scenarios/ds-team.yaml`", lambda: whole("check", team)),
        (
            "`allocator plan scenarios/quickstart.yaml`",
            lambda: whole("plan", quick, "-o", str(folder / "quick")),
        ),
        (
            "`allocator plan scenarios/ds-team.yaml`, first plan",
            lambda: first_plan("plan", team, "-o", str(folder / "team")),
        ),
        (
            "`allocator plan scenarios/portfolio.yaml`, first plan",
            lambda: first_plan("plan", portfolio, "-o", str(folder / "portfolio")),
        ),
    ]


def whole(*words: str) -> float:
    """Return the seconds a command takes; raises RuntimeError where it fails."""
    began = time.perf_counter()
    ended = subprocess.run([COMMAND, *words], capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - began
    if ended.returncode != 0:
        last = (ended.stderr.strip().splitlines() or ["without a word"])[-1]
        raise RuntimeError(f"ended with code {ended.returncode}: {last}")
    return seconds


def first_plan(*words: str) -> float:
    """Return the seconds until the live line shows a plan, then stop the command.

    Raises RuntimeError where none is shown, or the system has no pseudo-terminals.
    """
    try:
        import pty
    except ImportError:
        raise RuntimeError("this system has no pseudo-terminals") from None
    terminal, end = pty.openpty()
    began = time.perf_counter()
    process = subprocess.Popen(
        [COMMAND, *words],
        stdin=end,
        stdout=subprocess.DEVNULL,
        stderr=end,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "200", "LINES": "50"},
        start_new_session=True,
    )
    os.close(end)
    try:
        return _until_plan(terminal, began)
    finally:
        _end(process)
        os.close(terminal)


def _until_plan(terminal: int, began: float) -> float:
    shown = b""
    while (now := time.perf_counter() - began) < PATIENCE:
        if not select.select([terminal], [], [], 0.5)[0]:
            continue
        try:
            piece = os.read(terminal, 65536)
        except OSError:  # the other end is closed
            piece = b""
        if not piece:
            raise RuntimeError("ended without showing a plan")
        shown = (shown + re.sub(rb"\x1b\[[0-9;?]*[A-Za-z]", b"", piece))[-20000:]
        if INCUMBENT.search(shown):
            return time.perf_counter() - began
    raise RuntimeError(f"showed no plan within {now:.0f} s")


def _end(process: subprocess.Popen[bytes]) -> None:
    """Interrupt twice, as a user in a hurry does, and kill what is left."""
    for sign in (signal.SIGINT, signal.SIGINT, signal.SIGKILL):
        if process.poll() is None:
            process.send_signal(sign)
        try:
            process.wait(timeout=2)
            return
        except subprocess.TimeoutExpired:
            continue


if __name__ == "__main__":
    sys.exit(main())
