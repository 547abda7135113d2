"""Compares the best lever of a ranking with the best of all candidates at ten times the effort.

    python benchmarks/levers.py [--cases 10] [--first 0] [--time-limit 30] [--factor 10]

Every candidate is planned with ``factor`` times the steps of the ranking, and so is a plan without
a change. The first lever of the ranking is worth what its candidate gains there.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from allocator.domain import Plan
from allocator.explain.levers import LeversAnswer, levers
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
    gains = dict(gains_of_all(plan, what, round(factor * answer.steps)))
    return Row(
        candidates=answer.candidates,
        levers=len(answer.levers),
        seconds=round(seconds, 1),
        processor_seconds=round(worked, 1),
        best_of_ranking=round(best_single(answer, gains), 2),
        best_of_all=round(max(gains.values(), default=0.0), 2),
    )


def best_single(answer: LeversAnswer, gains: dict[str, float]) -> float:
    """Return what the first lever that is one change gains; 0 where there is none."""
    single = [one for one in answer.levers if one.kind != "both"]
    return gains.get(single[0].text, 0.0) if single else 0.0


def gains_of_all(plan: Plan, what: str, steps: int) -> Iterator[tuple[str, float]]:
    """Yield the text of every candidate and the days that it gains."""
    subject = subject_of(plan, what)
    with Trials(plan) as trials:
        ground = Ground(plan, subject, trials.calendars)
        candidates = all_candidates(ground, DEFAULT_PARAMS.levers.max_candidates)
        texts = {one.trial.key: one.text for one in candidates}
        tried = [CONTROL, *(one.trial for one in candidates)]
        found = list(trials.planned(tried, Effort(steps, (0,))))
        control = [each for each in found[0][1] if each is not None]
        for trial, (made,) in found[1:]:
            if made is not None:
                gain = plan_gain(subject, plan.scenario, control, [made], trials.calendars.team)
                yield texts[trial.key], gain.days


if __name__ == "__main__":
    main()
