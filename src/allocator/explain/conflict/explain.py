"""Explains why a scenario has no plan."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from allocator.domain import Scenario
from allocator.explain.conflict.conflict import Conflict, ConflictMember
from allocator.explain.conflict.constraint import Constraint
from allocator.explain.conflict.crowding import crowding
from allocator.explain.conflict.facts import facts
from allocator.explain.conflict.feasibility_tests import FeasibilityTests
from allocator.explain.conflict.meetings import meetings
from allocator.explain.conflict.minimal_set import MinimalSet, minimal_set
from allocator.explain.conflict.params import DEFAULT_PARAMS, ConflictParams
from allocator.explain.conflict.repairs import find_repairs


def explain_conflict(
    scenario: Scenario,
    *,
    time_limit: float,
    seed: int = 0,
    stop: threading.Event | None = None,
    params: ConflictParams = DEFAULT_PARAMS,
) -> Conflict:
    """Find a minimal conflict of a scenario that no plan satisfies, and what gives a plan.

    Parameters
    ----------
    scenario
        Known to have no plan.
    time_limit
        Seconds for all tests together.
    seed
        Of the solver.
    stop
        Set it to end with what is known.
    params
        How the time is divided, and how much is tried.
    """
    stop = stop or threading.Event()
    for_facts = FeasibilityTests(time_limit * params.facts_time_fraction, seed, stop, params)
    scope = scenario.scope
    found = minimal_set(scope, for_facts)
    seconds = time_limit - for_facts.clock.elapsed
    for_repairs = FeasibilityTests(seconds, seed, stop, params)
    repairs = find_repairs(scenario, found.constraints, for_repairs)
    return Conflict(
        facts=facts(scope, found.constraints),
        members=_members(found.constraints),
        people=_people(scope, found),
        repairs=repairs.repairs,
        minimal=found.minimal,
        relaxable=repairs.relaxable,
    )


def _members(constraints: Sequence[Constraint]) -> tuple[ConflictMember, ...]:
    return tuple(
        ConflictMember(one.kind, one.ids, "" if one.other in one.ids else one.other)
        for one in sorted(constraints)
    )


def _people(scenario: Scenario, found: MinimalSet) -> tuple[str, ...]:
    """Write who is needed, and when they are free; nothing where nothing was found."""
    if not found.constraints:
        return ()
    items = [scenario.item_by_id[one.id] for one in found.constraints if one.kind == "item"]
    return (*meetings(scenario, items), *crowding(scenario, items, found.constraints))
