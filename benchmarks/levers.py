"""Compares the best lever of a ranking with the best of all candidates at ten times the effort.

    python benchmarks/levers.py [--cases 10] [--first 0] [--time-limit 30]

Every candidate is planned with twice the steps of the ranking; those that gain
the most there, and the first lever of the ranking, are planned again with ``--factor`` times the
steps. Each is compared with a plan without a change and as many steps. The first lever of the
ranking is worth what its candidate gains at last.
"""

from __future__ import annotations

import argparse
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from allocator.domain import Plan
from allocator.explain.levers import levers
from allocator.explain.levers.ground import Ground
from allocator.explain.levers.kinds import all_candidates
from allocator.explain.levers.plan_gains import plan_gain
from allocator.explain.params import DEFAULT_PARAMS
from allocator.explain.subjects import subject_of
from allocator.explain.trials import CONTROL, Effort, Trials
from allocator.planner import SolveOptions, solve
from allocator.scenario import load
from allocator.scenario.changes.changed import changed

SCENARIOS = Path(__file__).parents[1] / "scenarios"
LATE: dict[str, Any] = {"update": {"leads": {"due": "2027-02-26"}, "uplift": {"due": "2027-03-05"}}}
LATER: dict[str, Any] = {
    "update": {"creative": {"due": "2027-03-26"}, "uplift": {"priority": 2}},
}
FIRST_FACTOR = 2
"""Times the steps of the ranking that all candidates get."""

FINALISTS = 20
"""Candidates that get the most steps."""

CASES: list[tuple[str, dict[str, Any], str]] = [
    *(("ds-team.yaml", LATE, what) for what in ("leads", "uplift", "UP-24", "LS-22", "creative")),
    *(("ds-team.yaml", LATER, what) for what in ("creative", "uplift", "leads", "CR-20", "UP-19")),
]


@dataclass(frozen=True)
class Row:
    """What came of one case; gains in working days, at the higher effort."""

    candidates: int
    levers: int
    seconds: float
    processor_seconds: float
    best_of_ranking: float
    best_of_all: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=len(CASES))
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--time-limit", type=float, default=30)
    parser.add_argument("--factor", type=float, default=10)
    given = parser.parse_args()
    rows = []
    plans: dict[str, Plan] = {}
    for file, change, what in CASES[given.first : given.first + given.cases]:
        key = f"{file} {change}"
        if key not in plans:
            plans[key] = planned(file, change)
        rows.append(row(plans[key], what, given.time_limit, given.factor))
        print(what, rows[-1], f"load {os.getloadavg()[0]:.1f}", flush=True)
    near = sum(one.best_of_ranking >= one.best_of_all - 0.5 for one in rows)
    print(f"within half a day of the best: {near} of {len(rows)}")


def planned(file: str, change: dict[str, Any]) -> Plan:
    """Plan a scenario with a change."""
    scenario = changed(load(SCENARIOS / file).scenario, change)
    return solve(scenario, SolveOptions(time_limit=15)).plan


def row(plan: Plan, what: str, time_limit: float, factor: float) -> Row:
    """Rank the levers of one subject, and plan all candidates with more steps."""
    began, worked = time.monotonic(), sum(os.times()[:4])
    with Trials(plan) as trials:
        answer = levers(trials, what, seconds=time_limit)
    seconds, worked = time.monotonic() - began, sum(os.times()[:4]) - worked
    first = next((one.text for one in answer.levers if one.kind != "both"), "")
    few = gains_of(plan, what, round(FIRST_FACTOR * answer.steps), None)
    best = set(sorted(few, key=lambda text: -few[text])[:FINALISTS]) | {first}
    gains = gains_of(plan, what, round(factor * answer.steps), best)
    return Row(
        candidates=answer.candidates,
        levers=len(answer.levers),
        seconds=round(seconds, 1),
        processor_seconds=round(worked, 1),
        best_of_ranking=round(gains.get(first, 0.0), 2),
        best_of_all=round(max(gains.values(), default=0.0), 2),
    )


def gains_of(plan: Plan, what: str, steps: int, chosen: set[str] | None) -> dict[str, float]:
    """Return the days that candidates gain, by their text; all of them where none are chosen."""
    subject = subject_of(plan, what)
    with Trials(plan) as trials:
        ground = Ground(plan, subject, trials.calendars)
        candidates = all_candidates(ground, DEFAULT_PARAMS.levers.max_candidates)
        texts = {one.trial.key: one.text for one in candidates}
        some = [one.trial for one in candidates if chosen is None or one.text in chosen]
        found = list(trials.planned([CONTROL, *some], Effort(steps, (0,))))
        control = [each for each in found[0][1] if each is not None]
        made = [(texts[trial.key], plans[0]) for trial, plans in found[1:]]
        return {
            text: plan_gain(subject, plan.scenario, control, [one], trials.calendars.team).days
            for text, one in made
            if one is not None
        }


if __name__ == "__main__":
    main()
