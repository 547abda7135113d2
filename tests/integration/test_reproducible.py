"""The same scenario and seed give the same plan in any process, compiled or not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PLAN = """
import sys
from allocator.cli.main import main
from allocator.heuristics.kernel import jit, warm
if sys.argv.pop(1) == "compiled":
    assert warm.warm_up() and jit.enabled()
sys.exit(main())
"""


def planned(kind: str, folder: Path) -> bytes:
    """Return plan.json of a reproducible run in a process of its own."""
    environment = {k: v for k, v in os.environ.items() if k != "ALLOCATOR_NO_NUMBA"}
    if kind == "plain":
        environment["ALLOCATOR_NO_NUMBA"] = "1"
    arguments = ["plan", "scenarios/ds-team.yaml", "-o", str(folder), "--time-limit", "4"]
    subprocess.run(
        [sys.executable, "-c", PLAN, kind, *arguments, "--reproducible", "--quiet"],
        cwd=ROOT,
        env=environment,
        check=True,
        timeout=280,
    )
    return (folder / "plan.json").read_bytes()


@pytest.mark.slow
def test_compiled_and_plain_runs_give_the_same_plan(tmp_path: Path) -> None:
    pytest.importorskip("numba")
    plain = planned("plain", tmp_path / "one")
    assert b"search" in plain  # the kernel was at work
    assert planned("plain", tmp_path / "two") == plain
    assert planned("compiled", tmp_path / "three") == plain
