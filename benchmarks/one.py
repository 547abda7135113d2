"""Plans one instance and writes what came of it as JSON; run.py starts it in its own process.

python benchmarks/one.py INSTANCE FORM PLANNER TIME_LIMIT WORKERS SEED OUTPUT
    [--trace CSV] [--params TOML]
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from instances import read
from planners import PLANNERS, NoPlanError, Settings, peer

if TYPE_CHECKING:
    from allocator.domain import Plan, PlanItem, Result, Scenario
    from planners import Outcome


def main() -> None:
    """Plan, and write the columns that only this process knows."""
    given = _arguments()
    planner = given.planner
    found: dict[str, Any] = {}
    settings = Settings(time_limit=given.time_limit, workers=given.workers, seed=given.seed)
    try:
        scenario = read(given.instance, given.form)
        found |= _size(scenario)
        if planner == "allocator":
            found |= _own(scenario, settings, given.trace, given.params)
        else:
            found |= _by_peer(planner, scenario, settings, given.trace)
    except Exception as error:
        found |= {"status": _status(error), "error": f"{type(error).__name__}: {error}"[:500]}
    found["peak_mb"] = peak_mb()
    texts = [f"Python {sys.version.split()[0]}"]
    texts += [f"{name} {version(name)}" for name in ("allocator", "ortools")]
    texts += [found.get("versions", ""), PLANNERS[planner].versions()]
    found["versions"] = ", ".join(dict.fromkeys(text for text in texts if text))
    given.output.write_text(json.dumps(found), encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("instance", type=Path)
    add("form")
    add("planner")
    add("time_limit", type=float)
    add("workers", type=int)
    add("seed", type=int)
    add("output", type=Path)
    add("--trace", type=Path)
    add("--params", type=Path)
    return parser.parse_args()


def _own(
    scenario: Scenario, settings: Settings, trace: Path | None, params: Path | None
) -> dict[str, Any]:
    from allocator.planner import SearchParams, SolveOptions, Trace, read_params, solve

    options = SolveOptions(
        time_limit=settings.time_limit,
        workers=settings.workers,
        seed=settings.seed,
        params=read_params(params) if params else SearchParams(),
    )
    began = time.perf_counter()
    kept = Trace() if trace else None
    result = solve(scenario, options, trace=kept)
    seconds = time.perf_counter() - began
    if trace and kept:
        kept.write(trace)
    return {**_reached(result), "solve_seconds": seconds}


def _by_peer(
    name: str, scenario: Scenario, settings: Settings, trace: Path | None
) -> dict[str, Any]:
    """Plan with a peer, and measure and check its plan by our own rules."""
    from allocator.planner import Trace

    began = time.perf_counter()
    outcome = peer(name)(scenario, settings)
    seconds = time.perf_counter() - began
    if trace is not None and outcome.trace:
        Trace(list(outcome.trace)).write(trace)
    return {**measured(scenario, outcome), "solve_seconds": seconds}


def measured(scenario: Scenario, outcome: Outcome) -> dict[str, Any]:
    """Return the columns of a peer's plan: its values by our measures, its breaches of our rules.

    Only the first tier is planned for by peers; the others have a value and no bound.
    """
    from allocator.analysis.measures import MEASURES
    from allocator.calendars import Calendars

    tiers, team = [], Calendars(scenario).team
    for number, name in enumerate(scenario.tiers):
        value = float(MEASURES[name].function(scenario, outcome.items, team))
        bound = outcome.bound if number == 0 else None
        tiers.append(
            {
                "name": name,
                "value": value,
                "bound": bound,
                "gap": None if bound is None else (value - bound) / max(1.0, value),
                "proved": bound is not None and bound > value - 1e-6,
            }
        )
    first = tiers[0]
    return {
        "status": "optimal" if all(tier["proved"] for tier in tiers) else "feasible",
        "objective_name": first["name"],
        "unit": MEASURES[scenario.tiers[0]].unit,
        "objective": first["value"],
        "bound": first["bound"],
        "gap_to_bound": None if first["gap"] is None else 100 * first["gap"],
        "proved": first["proved"],
        "violations": violations(scenario, outcome.items),
        "first_plan_seconds": outcome.first_seconds,
        "best_plan_seconds": outcome.best_seconds,
        "engine": outcome.engine,
        "tiers": json.dumps(tiers),
        "versions": outcome.versions,
    }


def violations(scenario: Scenario, items: Any) -> int:
    """Return how many breaches of the rules a peer's dates and people hold."""
    from allocator.checks.checked_plan import CheckedPlan
    from allocator.checks.run import CHECKS
    from allocator.domain import RuleId

    checked = CheckedPlan(scenario, _as_plan(scenario, tuple(items)))
    return sum(len(rule(checked)) for name, rule in CHECKS.items() if name is not RuleId.CLAIMS)


def _as_plan(scenario: Scenario, items: tuple[PlanItem, ...]) -> Plan:
    """Return a plan that claims nothing of itself."""
    from allocator.domain import Plan
    from allocator.domain.canonical import fingerprint
    from allocator.domain.plan import PlanMetrics, SolverReport

    return Plan(
        created=None,
        scenario=scenario,
        scenario_sha256=fingerprint(scenario),
        solver=SolverReport(
            status="feasible",
            engine="peer",
            seed=0,
            wall_seconds=None,
            stop_reason="time_limit",
            tiers=(),
        ),
        items=items,
        metrics=PlanMetrics(
            start=None, finish=None, planned_items=len(items), dropped_items=0, late_items=0
        ),
    )


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
        "violations": 0,
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
    return "no_plan" if isinstance(error, (NoPlanInTimeError, NoPlanError)) else "error"


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
    main()
