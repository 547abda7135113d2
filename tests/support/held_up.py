"""What a plan begins although it is blocked and nobody knows until when, as time goes on."""

from __future__ import annotations

import datetime as dt

from allocator.analysis.dates import taken_up
from allocator.checks.run import check
from allocator.domain import Plan, Scenario
from allocator.errors import InfeasibleError
from allocator.planner import SolveOptions
from allocator.replanning.replan import Replanned, replan
from allocator.replanning.stability_tier import Keep


def held_up(plan: Plan, now: dt.datetime) -> set[str]:
    """Return what the plan begins before now, although nobody knows until when it is blocked.

    That it is blocked still is news. Elapsed time that has begun goes on, and a milestone whose
    date is given falls on that date.
    """
    found = set()
    for entry in plan.items:
        item = plan.scenario.item_by_id[entry.id]
        runs = item.is_started and not item.staffing
        if item.block is None or item.block.until is not None or runs or entry.is_left_out:
            continue
        assert entry.start is not None and entry.finish is not None
        if item.is_milestone and item.date is None and entry.finish <= now:
            found.add(entry.id)
        if not item.is_milestone and taken_up(entry, entry.start) < now:
            found.add(entry.id)
    return found


def replanned_if_possible(
    scenario: Scenario, baseline: Plan, keep: Keep, options: SolveOptions
) -> Replanned | None:
    """Return the plan of today; None where what is held up leaves none that keeps all deadlines."""
    try:
        return replan(scenario, baseline, keep=keep, options=options)
    except InfeasibleError:
        assert held_up(baseline, scenario.present)
        return None


def rests(found: Replanned, held: set[str]) -> None:
    """Assert that nothing is assumed of what is held up, and that it is taken up from now on."""
    assert not found.unchanged
    assert held <= {each.item for each in found.assumed if each.reason}
    for entry in found.plan.items:
        if entry.id in held and entry.start is not None and not entry.is_left_out:
            assert taken_up(entry, entry.start) >= found.plan.scenario.plan_from
    assert check(found.plan.scenario, found.plan) == []
