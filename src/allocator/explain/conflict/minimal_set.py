"""Finds a minimal set of constraints that no plan satisfies together."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from allocator.domain import ElapsedLag, Scenario
from allocator.explain.conflict.constraint import Constraint
from allocator.explain.conflict.deletion_filter import shrink
from allocator.explain.conflict.feasibility_tests import FeasibilityTests
from allocator.explain.conflict.listing import (
    deadline_constraints,
    item_constraints,
    other_constraints,
    relevant_items,
    within_reach,
    without_uninvolved_people,
)


@dataclass(frozen=True)
class MinimalSet:
    """Constraints that no plan satisfies together.

    Attributes
    ----------
    constraints
        Empty if time ran out before any set was confirmed.
    minimal
        Whether it is proved of each of them that there is a plan without it; of shares, without all
        of them.
    """

    constraints: tuple[Constraint, ...]
    minimal: bool


def minimal_set(scenario: Scenario, tests: FeasibilityTests) -> MinimalSet:
    """Find a minimal set of constraints of a scenario that no plan satisfies.

    One without deadlines comes first: moving a date does not resolve it.

    Parameters
    ----------
    scenario
        Known to have no plan.
    tests
        The means to test.
    """
    start = _conflicting_start(scenario, tests)
    if start is None:
        return MinimalSet((), False)
    constraints, before = start, tests.undecided
    for phase in ("deadline", "item", "detail", "share"):
        constraints = _shrink_phase(scenario, constraints, phase, tests)
        involved = without_uninvolved_people(scenario, within_reach(scenario, constraints))
        if len(involved) < len(constraints) and tests.conflict(scenario, involved):
            constraints = involved
    constraints = _until_stable(scenario, constraints, tests)
    return MinimalSet(tuple(constraints), tests.undecided == before)


def _conflicting_start(scenario: Scenario, tests: FeasibilityTests) -> list[Constraint] | None:
    """Return constraints that are confirmed to conflict: as few as are known to; else None."""
    deadlines = deadline_constraints(scenario)
    items, rest = item_constraints(scenario), other_constraints(scenario)
    sets = [[*items, *rest]]
    if deadlines:
        sets.append([*deadlines, *relevant_items(scenario, deadlines), *rest])
        sets.append([*deadlines, *items, *rest])
    return next((some for some in sets if tests.conflict(scenario, of_kept_items(some))), None)


def _phase(constraint: Constraint) -> str:
    return constraint.kind if constraint.kind in ("deadline", "item", "share") else "detail"


def _shrink_phase(
    scenario: Scenario, constraints: list[Constraint], phase: str, tests: FeasibilityTests
) -> list[Constraint]:
    """Shrink the constraints of one phase and keep the others."""
    others = [constraint for constraint in constraints if _phase(constraint) != phase]
    own = [constraint for constraint in constraints if _phase(constraint) == phase]
    if phase == "share":
        return _without_shares(scenario, others, own, tests)
    if phase == "detail":
        own.sort(key=lambda constraint: constraint.kind)  # kinds often go together
    chosen = shrink(
        own,
        lambda some: tests.conflict(scenario, of_kept_items([*others, *some])),
    )
    kept = of_kept_items([*others, *chosen])
    if phase == "deadline":
        there = set(relevant_items(scenario, kept))
        narrowed = of_kept_items([one for one in kept if one.kind != "item" or one in there])
        kept = narrowed if tests.conflict(scenario, narrowed) else kept
    return kept


def _without_shares(
    scenario: Scenario,
    others: list[Constraint],
    shares: list[Constraint],
    tests: FeasibilityTests,
) -> list[Constraint]:
    """Leave out all shares, or none: what one item leaves of somebody is what another one takes.

    How many items somebody may be on at a time means something only beside the shares.
    """
    all_needed = any(one.kind == "max_items" for one in others)
    if all_needed or not shares or not tests.conflict(scenario, others):
        return [*others, *shares]
    return others


def _until_stable(
    scenario: Scenario, constraints: list[Constraint], tests: FeasibilityTests
) -> list[Constraint]:
    """Take constraints away one by one until none can go.

    That was done already, where taking constraints away only ever allows more plans; a shorter lead
    can allow fewer.
    """
    while _have_leads(scenario, constraints):
        for constraint in constraints:
            if constraint.kind == "share":  # all of them, or none
                continue
            if tests.clock.over:
                return constraints
            rest = of_kept_items([one for one in constraints if one != constraint])
            if tests.conflict(scenario, rest):
                constraints = rest
                break
        else:
            return constraints
    return constraints


def _have_leads(scenario: Scenario, constraints: list[Constraint]) -> bool:
    """Return whether items of a conflict may start before what they come after is finished."""
    items = [scenario.item_by_id[one.id] for one in constraints if one.kind == "item"]
    lags = [link.lag for item in items for link in item.after if link.lag is not None]
    return any(
        (lag.elapsed if isinstance(lag, ElapsedLag) else lag).startswith("-") for lag in lags
    )


def of_kept_items(constraints: list[Constraint]) -> list[Constraint]:
    """Leave out the constraints of items that are not among the constraints."""
    there = {constraint.id for constraint in constraints if constraint.kind == "item"}
    return [
        constraint
        for constraint in constraints
        if constraint.owner != "item"
        or constraint.kind == "item"
        or (constraint.id in there and _has_both_ends(constraint, there))
    ]


def _has_both_ends(constraint: Constraint, items: Collection[str]) -> bool:
    """Return whether a link, or a handover, is between items that are there."""
    return constraint.kind not in ("link", "handover") or constraint.other in items
