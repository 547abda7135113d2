"""On random scenarios: nothing changed gives the baseline back; what changed gives valid plans."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any

from hypothesis import assume, given, note
from hypothesis import strategies as st

from allocator.checks.run import check
from allocator.domain import Plan, Scenario
from allocator.errors import InfeasibleError
from allocator.planner import SolveOptions, solve
from allocator.replanning.options import options
from allocator.replanning.replan import replan
from support.held_up import held_up, replanned_if_possible, rests
from support.strategies import as_scenario, settled, tiny_scenarios, tracked_scenarios

OPTIONS = SolveOptions(time_limit=1, workers=1, seed=0)
BASELINE = SolveOptions(time_limit=20, workers=1, seed=0)
"""Under load a second is too short for a first plan of what is hard to place."""
KEEPS = ("low", "medium", "high")


def _baseline(data: dict[str, Any]) -> Plan:
    scenario = as_scenario(data)
    try:
        return solve(scenario, BASELINE).plan
    except InfeasibleError:
        assume(False)
        raise


def _moments(plan: Plan, number: int, minutes: int) -> list[dt.datetime]:
    """Return instants across a plan, not before its own now."""
    first = plan.scenario.plan_from
    last = max(plan.metrics.finish or first, first)
    shift = dt.timedelta(minutes=minutes)
    found = [first + (last - first) * k / number for k in range(number + 1)]
    return [moment.replace(second=0, microsecond=0) + shift for moment in found]


def _at(scenario: Scenario, now: dt.datetime) -> Scenario:
    return scenario.model_copy(update={"now": now})


def _is_back(baseline: Plan, scenario: Scenario, keep: Any) -> Plan:
    found = replanned_if_possible(scenario, baseline, keep, OPTIONS)
    if found is None:
        return baseline
    note(f"now {scenario.now}: {found.difference}")
    held = held_up(baseline, found.plan.scenario.present)
    if held:
        rests(found, held)
        return baseline
    assert found.unchanged
    assert found.difference.same
    dates = [(entry.start, entry.finish) for entry in found.plan.items]
    assert dates == [(entry.start, entry.finish) for entry in baseline.items]
    assert check(found.plan.scenario, found.plan) == []
    return found.plan


@settled(20)
@given(tiny_scenarios(), st.sampled_from([0, 7, 60]))
def test_nothing_changed_gives_the_baseline_back(data: dict[str, Any], minutes: int) -> None:
    """Dates and people exactly, with every keep, at several times, and again from that plan.

    Again only where the scenario says of nothing that it is in progress: from a plan in which it
    has gone on that would be said anew.
    """
    baseline = _baseline(data)
    scenario = as_scenario(data)
    before = baseline
    for number, now in enumerate(_moments(baseline, 4, minutes)):
        _is_back(baseline, _at(scenario, now), KEEPS[number % 3])
        chained = not any(item.state == "in_progress" for item in scenario.items)
        if chained and now >= before.scenario.present:
            before = _is_back(before, _at(scenario, now), KEEPS[(number + 1) % 3])


@settled(20)
@given(tracked_scenarios())
def test_nothing_changed_gives_the_baseline_back_with_progress(data: dict[str, Any]) -> None:
    """The same where there are sprints, and items that are done or in progress."""
    baseline = _baseline(data)
    for number, now in enumerate(_moments(baseline, 3, 0)):
        _is_back(baseline, _at(as_scenario(data), now), KEEPS[number % 3])


def _changed(data: dict[str, Any], kind: str) -> dict[str, Any]:
    """Return a scenario of which something has changed."""
    items = [dict(item) for item in data["items"]]
    people = [dict(person) for person in data["people"]]
    if kind == "longer":
        open_ones = [item for item in items if isinstance(item.get("effort"), str)]
        for item in open_ones[:1]:
            item["effort"] = "2d"
    elif kind == "added":
        items.append({"id": "NEW", "effort": "4h"})
    elif kind == "ill":
        start = dt.date.fromisoformat(str(data["calendar"]["start"])[:10])
        days = (start + dt.timedelta(days=1), start + dt.timedelta(days=4))
        off = {"from": days[0].isoformat(), "to": days[1].isoformat()}
        people[0]["time_off"] = [*people[0].get("time_off", []), off]
    return {**data, "items": items, "people": people}


@settled(20)
@given(
    tiny_scenarios(),
    st.sampled_from(["longer", "added", "ill"]),
    st.integers(0, 3),
    st.sampled_from([dt.timedelta(0), dt.timedelta(days=1), dt.timedelta(days=7)]),
)
def test_a_new_plan_is_valid_and_leaves_alone_what_is_done_and_frozen(
    data: dict[str, Any], kind: str, third: int, window: dt.timedelta
) -> None:
    """Whatever has changed; and the least change comes from keeping the most."""
    baseline = _baseline(data)
    now = _moments(baseline, 3, 0)[third]
    scenario = _at(as_scenario(_changed(data, kind)), now)
    upheaval = []
    for keep in ("high", "low"):
        try:
            found = replan(scenario, baseline, keep=keep, freeze=window, options=OPTIONS)
        except InfeasibleError:
            assume(False)
            raise
        plan = found.plan
        assert check(plan.scenario, plan) == []
        _stands(baseline, plan)
        values = {tier.name: tier for tier in plan.solver.tiers}
        if "stability" in values:
            upheaval.append(values["stability"].value)
            if keep == "high" and not values["stability"].proved:
                return
    assert upheaval == sorted(upheaval)


def _stands(baseline: Plan, plan: Plan) -> None:
    """What is done, or frozen, has the dates that it had."""
    old = {entry.id: entry for entry in baseline.items}
    for entry in plan.items:
        if entry.state == "done" and entry.id in old:
            was = old[entry.id]
            assert (entry.start, entry.finish) == (was.start, was.finish)
        standing = plan.scenario.baseline_by_item.get(entry.id)
        if standing is not None and standing.frozen and entry.state == "planned":
            assert entry.start == old[entry.id].start
            people = {said.person for said in entry.assignments}
            assert people == {said.person for said in old[entry.id].assignments}


@settled(6)
@given(tiny_scenarios(), st.sampled_from(["longer", "added", "ill"]))
def test_options_form_a_front(data: dict[str, Any], kind: str) -> None:
    """Each of them changes more than the one before, and has better dates."""
    baseline = _baseline(data)
    scenario = _at(as_scenario(_changed(data, kind)), _moments(baseline, 3, 0)[1])
    try:
        found = options(scenario, baseline, limits=OPTIONS)
    except InfeasibleError:
        assume(False)
        raise
    assert 1 <= len(found) <= 6
    for one, other in pairwise(found):
        assert one.upheaval < other.upheaval
        assert one.lateness >= other.lateness
    for option in found:
        plan = option.replanned.plan
        assert check(plan.scenario, plan) == []
