"""What tests of conflicts share: a test of feasibility, and a conflict as its constraints."""

from __future__ import annotations

from allocator.domain import Scenario
from allocator.explain.conflict import Conflict
from allocator.explain.conflict.constraint import Constraint
from allocator.explain.conflict.listing import all_constraints
from allocator.planner.clock import Clock
from allocator.planner.feasibility import can_be_met


def has_plan(scenario: Scenario, seconds: float = 20) -> bool | None:
    """Return whether a scenario has a plan; None where that is not known in time."""
    return can_be_met(scenario.scope, Clock(seconds, None), cores=1, seed=0)


def goes_with(one: Constraint, left_out: Constraint) -> bool:
    """Return whether a constraint is left out with another one: shares go all together."""
    return one == left_out or one.kind == left_out.kind == "share"


def constraints_of(scenario: Scenario, conflict: Conflict) -> list[Constraint]:
    """Return the constraints that the members of a conflict stand for."""
    known = {(one.kind, one.ids, _which(one)): one for one in all_constraints(scenario)}
    return [known[member.kind, member.ids, member.which] for member in conflict.members]


def _which(constraint: Constraint) -> str:
    return "" if constraint.other in constraint.ids else constraint.other
