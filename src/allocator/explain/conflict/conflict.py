"""Finds a minimal set of constraints that cannot hold together."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, get_args

from allocator.domain import Scenario
from allocator.explain.conflict.constraints import (
    Constraint,
    ConstraintKind,
    deadline_constraints,
    item_constraints,
    other_constraints,
    relevant_items,
    restricted,
    without_uninvolved_people,
)
from allocator.explain.conflict.crowding import crowding
from allocator.explain.conflict.deletion_filter import shrink
from allocator.explain.conflict.meetings import meetings
from allocator.explain.conflict.remedies import remedies
from allocator.explain.conflict.remedy import Remedy, Trial
from allocator.explain.conflict.sentences import ConflictMember, conflict_member, sentences
from allocator.planner.clock import Clock
from allocator.planner.feasibility import can_be_met
from allocator.planner.options import SolveOptions

__all__ = ["Conflict", "ConflictMember", "explain_conflict"]

MAX_TEST_SECONDS = 5.0
"""Seconds for one test of whether a set of constraints conflicts."""


@dataclass(frozen=True)
class Conflict:
    """Constraints that no plan satisfies together.

    Attributes
    ----------
    members
        The constraints, deadlines first; empty if time ran out before any set was confirmed.
    people
        Sentences on who is needed for these items, and when they are free.
    remedies
        Changes, each of which alone resolves the conflict.
    minimal
        Whether every constraint is proved necessary: without it a plan was found.
    relaxable
        Whether a plan exists if deadlines may be broken.
    """

    members: tuple[ConflictMember, ...]
    people: tuple[str, ...]
    remedies: tuple[Remedy, ...]
    minimal: bool
    relaxable: bool = False

    def lines(self) -> list[str]:
        """Return the explanation as lines of text."""
        if not self.members:
            return [
                "No plan keeps every hard deadline and rule, but the time did not suffice to "
                "find out which of them conflict; allow more time (--time-limit)."
            ]
        head = "No plan keeps all of these together:"
        lines = [head, *(f"  - {text}" for text in sentences(self.members))]
        lines += [f"  {sentence}" for sentence in self.people]
        if not self.minimal:
            lines.append("  (the time did not suffice to show that each of them is needed)")
        if self.remedies:
            many = len(self.remedies) > 1
            lines += [f"{'Any one of these' if many else 'This'} would resolve this conflict:"]
            lines += [f"  - {remedy.text}" for remedy in self.remedies]
        if self.relaxable:
            way = "Or plan" if self.remedies else "Plan"
            lines.append(f"{way} with --relax, which breaks deadlines as little as possible.")
        elif not any(member.kind == "deadline" for member in self.members):
            lines.append("No deadline is part of this, so that --relax does not help.")
        return lines

    def to_dict(self) -> dict[str, Any]:
        """Return the explanation as plain data."""
        return asdict(self)


class _Tester:
    """Tests by solving whether sets of constraints conflict; counts tests without an answer."""

    def __init__(self, scenario: Scenario, clock: Clock, seed: int) -> None:
        self._scenario, self._clock, self._seed = scenario, clock, seed
        self._stop = threading.Event()
        self.undecided = 0

    def __call__(self, constraints: list[Constraint]) -> bool:
        if not any(constraint.kind == "item" for constraint in constraints):
            return False
        feasible = self.is_feasible(restricted(self._scenario, constraints))
        self.undecided += feasible is None
        return feasible is False

    def is_feasible(self, scenario: Scenario) -> bool | None:
        """Return whether a scenario has a plan; None if time runs out before that is known."""
        if self._clock.over:
            return None
        clock = Clock(min(MAX_TEST_SECONDS, self._clock.left) * 2, self._stop)
        return can_be_met(scenario, clock, cores=SolveOptions().cores, seed=self._seed)


def explain_conflict(
    scenario: Scenario,
    *,
    time_limit: float,
    seed: int = 0,
    stop: threading.Event | None = None,
) -> Conflict:
    """Find a minimal conflict of a scenario that no plan satisfies.

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
    """
    scenario = scenario.scope
    clock = Clock(time_limit, stop)
    tester = _Tester(scenario, clock, seed)
    limits, rest = (
        deadline_constraints(scenario),
        [*item_constraints(scenario), *other_constraints(scenario)],
    )
    relaxed = tester.is_feasible(restricted(scenario, rest))
    # A conflict without deadlines comes first: moving a date does not resolve it.
    constraints = rest if relaxed is False else _conflicting_start(scenario, tester)
    if constraints is None:
        return Conflict((), (), (), minimal=False)
    for kind in ("deadline", "item", "detail"):
        constraints = _shrink_kind(scenario, constraints, kind, tester)
        involved = without_uninvolved_people(scenario, constraints)
        constraints = (
            involved if len(involved) < len(constraints) and tester(involved) else constraints
        )
    kept = restricted(scenario, constraints)
    members = tuple(
        conflict_member(scenario, constraint) for constraint in sorted(constraints, key=_order)
    )
    undecided = tester.undecided
    found = remedies(Trial(scenario, clock, seed, tester.is_feasible), constraints)
    people = (*meetings(scenario, kept), *crowding(scenario, kept, constraints))
    relaxable = relaxed is True and bool(limits)
    return Conflict(members, people, found, minimal=undecided == 0, relaxable=relaxable)


def _order(constraint: Constraint) -> tuple[int, str, str]:
    return get_args(ConstraintKind).index(constraint.kind), constraint.id, constraint.other


def _conflicting_start(
    scenario: Scenario, tester: Callable[[list[Constraint]], bool]
) -> list[Constraint] | None:
    """Return constraints that are confirmed to conflict: the relevant ones, else all."""
    limits, rest = deadline_constraints(scenario), other_constraints(scenario)
    narrow = [*limits, *relevant_items(scenario, limits), *rest]
    if tester(narrow):
        return narrow
    everything = [*limits, *item_constraints(scenario), *rest]
    return everything if tester(everything) else None


def _shrink_kind(
    scenario: Scenario,
    constraints: list[Constraint],
    kind: str,
    tester: Callable[[list[Constraint]], bool],
) -> list[Constraint]:
    """Shrink the constraints of one kind and keep the others."""

    def belongs(constraint: Constraint) -> bool:
        return (
            constraint.kind == kind
            if kind in ("deadline", "item")
            else constraint.kind
            not in (
                "deadline",
                "item",
            )
        )

    others = [constraint for constraint in constraints if not belongs(constraint)]
    chosen = shrink(
        [constraint for constraint in constraints if belongs(constraint)],
        lambda some: tester(_of_kept_items(others, some)),
    )
    kept = [*others, *chosen]
    if kind == "deadline":
        there = set(relevant_items(scenario, kept))
        narrowed = [
            constraint for constraint in kept if constraint.kind != "item" or constraint in there
        ]
        kept = narrowed if tester(narrowed) else kept
    return _of_kept_items([], kept)


def _of_kept_items(others: list[Constraint], some: list[Constraint]) -> list[Constraint]:
    """Leave out the constraints of items that are no longer among the constraints."""
    constraints = [*others, *some]
    there = {constraint.id for constraint in constraints if constraint.kind == "item"}
    return [
        constraint
        for constraint in constraints
        if constraint.owner != "item"
        or constraint.kind in ("item", "deadline")
        or (constraint.id in there and (constraint.kind != "link" or constraint.other in there))
    ]
