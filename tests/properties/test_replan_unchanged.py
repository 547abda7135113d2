"""What holds of every re-planning, whatever the scenario, the time and the changes."""

from __future__ import annotations

import datetime as dt
from typing import Any, get_args

from hypothesis import assume, given, note
from hypothesis import strategies as st

from allocator.checks.run import check
from allocator.domain import Plan, Scenario
from allocator.errors import InfeasibleError
from allocator.replan import Keep, replan
from allocator.solve import SolveOptions, solve
from strategies import as_scenario, medium_scenarios, settled, tiny_scenarios, tracked_scenarios

Data = dict[str, Any]
QUICK = SolveOptions(time_limit=1, workers=1, seed=0)
keeps = st.sampled_from(get_args(Keep))


def planned(scenario: Scenario) -> Plan:
    """Return a plan of the scenario; it need not be the best."""
    try:
        return solve(scenario, QUICK).plan
    except InfeasibleError:
        assume(False)
        raise


@st.composite
def moments(draw: st.DrawFn, plan: Plan) -> dt.datetime:
    """Draw an instant between the plan's beginning and a little after its end."""
    scenario = plan.scenario
    first, last = scenario.plan_from, plan.metrics.finish or scenario.plan_from
    edges = sorted(
        {i for entry in plan.items for i in (entry.start, entry.finish) if i and i >= first}
    )
    days = max(0, (last - first).days) + 2
    spot = first + dt.timedelta(days=draw(st.integers(0, days)))
    spot += dt.timedelta(minutes=draw(st.sampled_from([0, 0, 600, 630, 780, 60 * 24 - 1])))
    return draw(st.sampled_from([*edges, spot])) if edges and draw(st.booleans()) else spot


def as_of(scenario: Scenario, now: dt.datetime) -> Scenario:
    return scenario.model_copy(update={"now": now})


def dates(plan: Plan) -> dict[str, Any]:
    return {e.id: (e.state == "dropped", e.start, e.finish) for e in plan.items}


@settled(60)
@given(
    tiny_scenarios() | tracked_scenarios() | medium_scenarios() | tracked_scenarios("medium"),
    st.data(),
    keeps,
)
def test_nothing_changed_gives_the_baseline_back(
    data: Data, more: st.DataObject, keep: Keep
) -> None:
    """Dates and people are the baseline's, at any time, with any keep, and without a search."""
    baseline = planned(as_scenario(data))
    now = more.draw(moments(baseline))
    note(f"now {now}")
    found = replan(as_of(baseline.scenario, now), baseline, keep=keep, options=QUICK)
    assert dates(found.plan) == dates(baseline)
    assert found.difference.same
    assert not found.forced
    assert found.unchanged
    assert not check(found.plan.scenario, found.plan)
