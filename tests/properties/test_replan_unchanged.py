"""On scenarios of 20 to 60 items: nothing changed gives the baseline back, whenever it is asked."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import assume, given, note
from hypothesis import strategies as st

from allocator.checks.run import check
from allocator.domain import Plan, Scenario
from allocator.errors import InfeasibleError
from allocator.planner import SolveOptions, solve
from allocator.replanning.stability_tier import Keep
from support.held_up import held_up, replanned_if_possible, rests
from support.strategies import as_scenario, medium_scenarios, settled, tracked_scenarios

Data = dict[str, Any]
QUICK = SolveOptions(time_limit=1, workers=1, seed=0)
KEEPS: tuple[Keep, ...] = ("low", "medium", "high")


def planned(scenario: Scenario) -> Plan:
    """Return a plan of the scenario; it need not be the best."""
    try:
        return solve(scenario, QUICK).plan
    except InfeasibleError:
        assume(False)
        raise


def moment(plan: Plan, number: int) -> dt.datetime:
    """Return one of the instants from the plan's beginning to a little after its end.

    Half of them are starts and finishes. What is drawn is only which: plans of the same scenario
    may differ.
    """
    first, last = plan.scenario.plan_from, plan.metrics.finish or plan.scenario.plan_from
    edges = {i for entry in plan.items for i in (entry.start, entry.finish) if i and i >= first}
    days = [first + dt.timedelta(days=day) for day in range(max(0, (last - first).days) + 3)]
    times = [0, 600, 630, 780, 60 * 24 - 1]
    spots = {day + dt.timedelta(minutes=minutes) for day in days for minutes in times}
    chosen = sorted(edges if edges and number % 2 else spots)
    return chosen[(number // 2) % len(chosen)]


def dates(plan: Plan) -> dict[str, Any]:
    """Return whether each item is dropped, and when it is done."""
    return {e.id: (e.state == "dropped", e.start, e.finish) for e in plan.items}


numbers = st.integers(0, 1 << 20)


@settled(10)
@given(
    medium_scenarios() | tracked_scenarios("medium"),
    st.tuples(numbers, numbers),
    st.sampled_from(KEEPS),
)
def test_nothing_changed_gives_the_baseline_back(
    data: Data, chosen: tuple[int, int], keep: Keep
) -> None:
    """Dates and people, with any keep, and again from the plan that comes of it."""
    baseline = planned(as_scenario(data))
    for now in sorted(moment(baseline, number) for number in chosen):
        note(f"now {now}, baseline of {baseline.scenario.now}")
        today = as_scenario(data).model_copy(update={"now": now})
        found = replanned_if_possible(today, baseline, keep, QUICK)
        if found is None:
            continue
        held = held_up(baseline, found.plan.scenario.present)
        if held:
            rests(found, held)
            continue
        assert dates(found.plan) == dates(baseline)
        assert found.difference.same
        assert found.unchanged
        assert not found.forced
        assert check(found.plan.scenario, found.plan) == []
        if not any("state" in item for item in data["items"]):  # else that would be news
            baseline = found.plan
