"""On random tiny scenarios a lever reaches, seed by seed, the finish that is told.

What is told is planned again from the change as a file holds it, with the steps and seeds that are
told; its days are those by which that ends earlier than the plan of the same seed without a change.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.errors import AllocatorError
from allocator.explain.gains import days_earlier
from allocator.explain.levers import levers
from allocator.explain.params import LeverParams
from allocator.explain.subjects import subject_of
from allocator.explain.trials import Trials
from allocator.planner import SolveOptions, solve
from allocator.scenario.changes.changed import changed
from support.strategies import Data, as_scenario, settled, tiny_scenarios

PARAMS = LeverParams(
    quick_steps=40, search_steps=40, steps=60, seeds=2, max_candidates=16, verified=4
)


@settled(8)
@given(tiny_scenarios(), st.data())
def test_what_is_told_is_what_the_change_reaches(data: Data, drawn: st.DataObject) -> None:
    scenario = as_scenario(data)
    try:
        plan = solve(scenario, SolveOptions(steps=100, workers=1)).plan
    except AllocatorError:
        return
    open_items = [entry.id for entry in plan.items if entry.state == "planned"]
    if not open_items:
        return
    what = drawn.draw(st.sampled_from(open_items))
    with Trials(plan, workers=1) as trials:
        answer = levers(trials, what, seconds=30, params=PARAMS)
        team = trials.calendars.team
    subject = subject_of(plan, what)
    for lever in answer.levers:
        assert lever.days > answer.noise
        made = changed(plan.scenario, lever.change)
        for seed, told, without, days in zip(
            answer.seeds, lever.finishes, answer.without_change, lever.by_seed, strict=True
        ):
            options = SolveOptions(steps=answer.steps, seed=seed, workers=1, start=plan.items)
            assert subject.finish(solve(made, options).plan.items) == told
            assert days_earlier(team, without, told) == pytest.approx(days, abs=0.001)
