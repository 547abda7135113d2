"""A reproducible run ends in order where a model is solved as it is loaded."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]

REPLAN = """
import datetime
import allocator

plan = allocator.solve("scenarios/quickstart.yaml", time_limit=10, reproducible=True).plan
new = allocator.replan(
    "scenarios/quickstart.yaml",
    plan,
    now=datetime.date(2026, 12, 9),
    changes=["scenarios/changes/quickstart-ill.yaml"],
    time_limit=10,
    reproducible=True,
    reasons="quick",
)
print(new.plan.solver.status)
"""


def test_a_run_that_is_good_enough_as_it_is_loaded_does_not_abort() -> None:
    """CP-SAT ended the process, exit code 134, when it was told to stop then."""
    done = subprocess.run(
        [sys.executable, "-c", REPLAN], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "optimal\n"), done.stderr
