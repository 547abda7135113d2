"""Each cause that is told on a random scenario is one: planned without it, it ends earlier."""

from __future__ import annotations

from statistics import fmean
from typing import Any

from hypothesis import given

from allocator import planner
from allocator.domain import Plan
from allocator.errors import AllocatorError
from allocator.explain.gains import days_earlier
from allocator.explain.params import WhyParams
from allocator.explain.subjects import subject_of
from allocator.explain.trials import Trials
from allocator.explain.why import WhyAnswer, WhyCause, answer
from allocator.scenario.changes.changed import changed
from support.strategies import as_scenario, mini_scenarios, settled

QUICK = WhyParams(screening_steps=50, steps=100, seeds=2)


def replanned(plan: Plan, found: WhyAnswer, cause: WhyCause) -> list[Plan]:
    """What ``plan --with CHANGE --start PLAN --steps N --seed SEED`` makes, checked."""
    without = changed(plan.scenario, cause.change)
    return [
        planner.solve(
            without,
            planner.SolveOptions(workers=1, steps=found.steps, seed=seed, start=plan.items),
        ).plan
        for seed in found.seeds
    ]


@settled(6)
@given(mini_scenarios())
def test_planned_without_the_cause_it_ends_earlier_by_the_days_that_are_told(data: Any) -> None:
    try:
        options = planner.SolveOptions(time_limit=3, workers=1)
        plan = planner.solve(as_scenario(data), options).plan
    except AllocatorError:
        return
    last = max((e for e in plan.items if e.finish), key=lambda e: str(e.finish), default=None)
    if last is None or last.finish is None:
        return
    with Trials(plan, workers=1) as trials:
        subject, team = subject_of(plan, last.id), trials.calendars.team
        found = answer(trials, subject, params=QUICK)
    for cause in found.causes[:3]:
        assert cause.days >= cause.at_least > 0
        ends = [subject.finish(one.items) for one in replanned(plan, found, cause)]
        days = [days_earlier(team, last.finish, end) for end in ends if end is not None]
        assert len(days) == len(found.seeds) and min(days) > 0
        assert fmean(days) >= cause.days - 0.01
