"""Plants one to five conflicts in random scenarios, and tries what the explanation says.

    python benchmarks/conflicts.py [--scenarios 50] [--first 0] [--time-limit 60]

Each repair is made as ``--with`` makes it, and the scenario is planned. The printed facts are read
back into a scenario, and nothing else, which must have no plan. The members of the conflict are
tested as constraints: together without a plan, with a plan where any one is left out.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from allocator.domain import Scenario
from allocator.errors import AllocatorError, InfeasibleError, NoPlanInTimeError
from allocator.explain.conflict import Conflict, explain_conflict
from allocator.explain.conflict.restriction import restricted
from allocator.planner import SolveOptions, solve
from allocator.scenario import loads
from allocator.scenario.changes.changed import changed
from support.conflicts import constraints_of, goes_with, has_plan
from support.fact_reader import read_facts
from support.planted_conflicts import planted


@dataclass(frozen=True)
class Row:
    """What came of one scenario."""

    repairs: int
    failed: int
    infeasible: bool
    can_be_met: bool
    minimal: bool
    relax_true: bool
    seconds: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenarios", type=int, default=50)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--time-limit", type=float, default=60)
    given = parser.parse_args()
    rows = []
    for seed in range(given.first, given.first + given.scenarios):
        scenario = loads(json.dumps(planted(seed, 1 + seed % 5))).scenario
        rows.append(row(scenario, given.time_limit))
        print(seed, rows[-1], flush=True)
    print(summary(rows))


def row(scenario: Scenario, time_limit: float) -> Row:
    """Explain one scenario, and try all that is said."""
    began = time.monotonic()
    conflict = explain_conflict(scenario, time_limit=time_limit)
    seconds = time.monotonic() - began
    worked = [is_planned(changed(scenario, repair.change)) for repair in conflict.repairs]
    read = read_facts([fact.text for fact in conflict.facts])
    return Row(
        repairs=len(worked),
        failed=worked.count(False),
        infeasible=has_plan(restricted(scenario, constraints_of(scenario, conflict))) is False,
        can_be_met=read is not None and has_plan(read) is not False,
        minimal=is_minimal(scenario, conflict),
        relax_true=is_planned(scenario, relax=True) == conflict.relaxable,
        seconds=seconds,
    )


def is_planned(scenario: Scenario, *, relax: bool = False) -> bool:
    """Whether the planner finds a plan."""
    try:
        solve(scenario, SolveOptions(time_limit=20, relax=relax))
    except (InfeasibleError, NoPlanInTimeError):
        return False
    except AllocatorError as error:
        raise AssertionError from error
    return True


def is_minimal(scenario: Scenario, conflict: Conflict) -> bool:
    """Whether there is a plan without any one of the constraints."""
    constraints = constraints_of(scenario, conflict)
    for left_out in constraints:
        kept = restricted(scenario, [one for one in constraints if not goes_with(one, left_out)])
        if kept.items and not has_plan(kept):
            return False
    return bool(constraints)


def summary(rows: list[Row]) -> str:
    """The figures, as a table in Markdown."""
    count = len(rows)
    lines = [
        ("scenarios with a repair", f"{sum(row.repairs > 0 for row in rows)} of {count}"),
        (
            "scenarios in which every repair gives a plan",
            f"{sum(row.repairs > 0 and not row.failed for row in rows)} of {count}",
        ),
        (
            "repairs that give a plan",
            f"{sum(r.repairs - r.failed for r in rows)} of {sum(r.repairs for r in rows)}",
        ),
        ("printed text impossible", f"{sum(not row.can_be_met for row in rows)} of {count}"),
        ("constraints infeasible", f"{sum(row.infeasible for row in rows)} of {count}"),
        ("constraints minimal", f"{sum(row.minimal for row in rows)} of {count}"),
        ("--relax named exactly if it helps", f"{sum(row.relax_true for row in rows)} of {count}"),
        ("seconds, median", f"{statistics.median(row.seconds for row in rows):.1f}"),
        ("seconds, most", f"{max(row.seconds for row in rows):.1f}"),
    ]
    return "\n".join(["| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in lines)])


if __name__ == "__main__":
    main()
