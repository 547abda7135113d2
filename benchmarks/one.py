"""Plans one instance and writes what came of it as JSON; run.py starts it in its own process.

python benchmarks/one.py INSTANCE FORM TIME_LIMIT WORKERS SEED OUTPUT
"""

from __future__ import annotations

import json
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from instances import read

if TYPE_CHECKING:
    from allocator.domain import Result, Scenario


def main(instance: str, form: str, time_limit: str, workers: str, seed: str, output: str) -> None:
    """Plan, and write the columns that only this process knows."""
    found: dict[str, Any] = {}
    try:
        found |= _planned(Path(instance), form, float(time_limit), int(workers), int(seed))
    except Exception as error:
        found |= {"status": _status(error), "error": f"{type(error).__name__}: {error}"[:500]}
    found["peak_mb"] = peak_mb()
    found["versions"] = ", ".join(
        [f"Python {sys.version.split()[0]}"]
        + [f"{name} {version(name)}" for name in ("allocator", "ortools")]
    )
    Path(output).write_text(json.dumps(found), encoding="utf-8")


def _planned(path: Path, form: str, time_limit: float, workers: int, seed: int) -> dict[str, Any]:
    from allocator.solve import SolveOptions, solve

    scenario = read(path, form)
    began = time.perf_counter()
    result = solve(scenario, SolveOptions(time_limit=time_limit, workers=workers, seed=seed))
    return {**_size(scenario), **_reached(result), "solve_seconds": time.perf_counter() - began}


def _size(scenario: Scenario) -> dict[str, int]:
    return {
        "tasks": len(scenario.items),
        "people": len(scenario.people),
        "links": sum(len(item.after) for item in scenario.items),
    }


def _reached(result: Result) -> dict[str, Any]:
    report = result.plan.solver
    first = report.tiers[0]
    return {
        "status": result.status,
        "stop_reason": result.stop_reason,
        "objective_name": first.name,
        "unit": first.unit,
        "objective": first.value,
        "bound": first.bound,
        "gap_to_bound": 100 * first.gap,
        "proved": first.proved,
        "first_plan_seconds": result.first_plan_seconds,
        "best_plan_seconds": result.best_plan_seconds,
        "engine": report.engine,
        "tiers": json.dumps(
            [tier.model_dump(mode="json", exclude={"unit"}) for tier in report.tiers]
        ),
    }


def _status(error: Exception) -> str:
    from allocator.errors import InfeasibleError, NoPlanInTimeError

    if isinstance(error, InfeasibleError):
        return "infeasible"
    return "no_plan" if isinstance(error, NoPlanInTimeError) else "error"


def peak_mb() -> float | None:
    """Return the most memory that this process ever held, in MB; None where nobody says.

    On Linux from /proc, since the resource module counts in what the parent held when it
    started this process.
    """
    try:
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    try:
        import resource
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    main(*sys.argv[1:])
