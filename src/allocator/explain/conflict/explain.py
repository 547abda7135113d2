"""Explains why a scenario has no plan."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from itertools import combinations
from typing import Final

from allocator.domain import Scenario, WorkItem
from allocator.explain.conflict.budget_sentences import least_costs
from allocator.explain.conflict.conflict import Conflict, ConflictMember
from allocator.explain.conflict.constraint import Constraint
from allocator.explain.conflict.crowding import crowding
from allocator.explain.conflict.facts import Fact, facts
from allocator.explain.conflict.feasibility_tests import FeasibilityTests
from allocator.explain.conflict.meetings import meetings
from allocator.explain.conflict.minimal_set import MinimalSet, minimal_set
from allocator.explain.conflict.params import DEFAULT_PARAMS, ConflictParams
from allocator.explain.conflict.repairs import find_repairs
from allocator.explain.conflict.restriction import restricted

_FINEST: Final = "15m"
"""The smallest step in which work can be planned."""


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
    known_facts = _with_steps(scope, found, for_facts)
    seconds = time_limit - for_facts.clock.elapsed
    for_repairs = FeasibilityTests(seconds, seed, stop, params)
    repairs = find_repairs(scenario, found.constraints, for_repairs)
    return Conflict(
        facts=known_facts,
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
    crowds = crowding(scenario, items, found.constraints)
    said = [*least_costs(scenario, found.constraints), *meetings(scenario, items), *crowds]
    if _share_people(scenario, items) and not crowds:
        said.append("Whoever begins an item goes on with it, without a break, until it is done.")
    return tuple(said)


def _share_people(scenario: Scenario, items: Sequence[WorkItem]) -> bool:
    """Return whether somebody can do several of the items."""
    able = [
        {person.id for need in item.staffing for person in scenario.candidates(item, need)}
        for item in items
    ]
    return any(one & two for one, two in combinations(able, 2))


def _with_steps(scenario: Scenario, found: MinimalSet, tests: FeasibilityTests) -> tuple[Fact, ...]:
    """Return the facts, and that work is planned in steps where it is possible otherwise."""
    found_facts = facts(scenario, found.constraints)
    divides = scenario.calendar.day_minutes % int(_FINEST[:-1]) == 0
    if not found_facts or scenario.calendar.slot == _FINEST or not divides:
        return found_facts
    kept = restricted(scenario, found.constraints)
    calendar = kept.calendar.model_copy(update={"slot": _FINEST})
    if not tests.has_plan(kept.model_copy(update={"calendar": calendar})):
        return found_facts
    step = {"30m": "30 minutes", "1h": "an hour", "2h": "2 hours", "4h": "4 hours", "1d": "a day"}
    text = f"work is planned in steps of {step[scenario.calendar.slot]}, and takes whole ones"
    return (*found_facts, Fact("slot", (), text))
