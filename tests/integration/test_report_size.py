"""A report of 3,000 items stays within 1 GB of memory and a few megabytes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from allocator.planfile.plan_json import write_plan
from support import report_plans

CODE = """\
import json, sys
from allocator.cli.main import main
code = main(["report", sys.argv[1], "--baseline", sys.argv[1], "-o", sys.argv[2]])
lines = open("/proc/self/status", encoding="ascii").read().splitlines()
peak = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))
print(json.dumps([code, peak]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted in kB on Linux only")
def test_three_thousand_items_take_less_than_a_gigabyte(tmp_path: Path) -> None:
    plan, target = tmp_path / "plan.json", tmp_path / "report.html"
    plan.write_text(write_plan(report_plans.many(3000)), "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(plan), str(target)],
        capture_output=True,
        text=True,
        check=True,
    )
    code, kilobytes = json.loads(done.stdout.splitlines()[-1])
    assert code == 0
    assert kilobytes < 1_000_000
    assert target.stat().st_size < 6_000_000
