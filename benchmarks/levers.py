"""Compares the best lever of a ranking with the best of all candidates at ten times the effort.

    python benchmarks/levers.py [--cases 10] [--first 0] [--time-limit 30]

Candidates that keep the scope and those that cut it are ranked apart, as the command ranks them.
Every one is planned with twice the steps of the ranking; those that gain the most there, and the
first lever of each ranking, are planned again with ``--factor`` times the steps. Each is compared
with a plan without a change and as many steps. The first lever is worth what it gains at last.
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

FINALISTS = 12
"""Candidates of each kind that get the most steps."""

CASES: list[tuple[str, dict[str, Any], str]] = [
    *(("ds-team.yaml", LATE, what) for what in ("leads", "uplift", "UP-24", "LS-22", "creative")),
    *(("ds-team.yaml", LATER, what) for what in ("creative", "uplift", "leads", "CR-20", "UP-19")),
]


@dataclass(frozen=True)
class Row:
    """What came of one case; gains in working days, at the higher effort.

    ``keeping`` and ``cutting``: what the first lever of the ranking gains, and the best candidate.
    """

    candidates: int
    levers: int
    seconds: float
    processor_seconds: float
    keeping: tuple[float, float]
    cutting: tuple[float, float]


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
    for name in ("keeping", "cutting"):
        pairs = [getattr(one, name) for one in rows]
        near = sum(first >= best - 0.5 for first, best in pairs)
        print(f"{name} the scope, within half a day of the best: {near} of {len(rows)}")


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
    singles = [one for one in answer.levers if one.kind != "both"]
    cutting, keeping = (
        next((one.text for one in singles if one.cuts_scope == cuts), "") for cuts in (True, False)
    )
    few = gains_of(plan, what, round(FIRST_FACTOR * answer.steps), None)
    best = {cutting, keeping}
    for cuts in (True, False):
        group = [key for key in few if key[1] == cuts]
        best |= {text for text, _ in sorted(group, key=lambda key: -few[key])[:FINALISTS]}
    gains = gains_of(plan, what, round(factor * answer.steps), best)
    return Row(
        candidates=answer.candidates,
        levers=len(answer.levers),
        seconds=round(seconds, 1),
        processor_seconds=round(worked, 1),
        keeping=first_and_best(gains, keeping, cuts=False),
        cutting=first_and_best(gains, cutting, cuts=True),
    )


def first_and_best(
    gains: dict[tuple[str, bool], float], first: str, *, cuts: bool
) -> tuple[float, float]:
    """Return what the first lever of a ranking gains, and the best candidate of its group."""
    group = [gain for (_, cutting), gain in gains.items() if cutting == cuts]
    return round(gains.get((first, cuts), 0.0), 2), round(max(group, default=0.0), 2)


def gains_of(
    plan: Plan, what: str, steps: int, chosen: set[str] | None
) -> dict[tuple[str, bool], float]:
    """Return the days that candidates gain, by text and whether they cut the scope.

    All of them where none are chosen.
    """
    subject = subject_of(plan, what)
    with Trials(plan) as trials:
        ground = Ground(plan, subject, trials.calendars)
        candidates = all_candidates(ground, DEFAULT_PARAMS.levers.max_candidates)
        keys = {one.trial.key: (one.text, one.cuts_scope) for one in candidates}
        some = [one.trial for one in candidates if chosen is None or one.text in chosen]
        found = list(trials.planned([CONTROL, *some], Effort(steps, (0,))))
        control = [each for each in found[0][1] if each is not None]
        made = [(keys[trial.key], plans[0]) for trial, plans in found[1:]]
        return {
            key: plan_gain(subject, plan.scenario, control, [one], trials.calendars.team).days
            for key, one in made
            if one is not None
        }


if __name__ == "__main__":
    main()
