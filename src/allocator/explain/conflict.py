"""A minimal set of deadlines and rules that cannot hold together."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, get_args

from allocator.domain import Scenario
from allocator.explain.crowding import crowding
from allocator.explain.facts import (
    Fact,
    Kind,
    deadlines,
    details,
    items,
    near,
    relevant_items,
    restricted,
)
from allocator.explain.minimal import shrink
from allocator.explain.remedies import Remedy, remedies
from allocator.explain.together import meetings
from allocator.explain.words import Member, member, sentences
from allocator.planner.clock import Clock
from allocator.planner.feasibility import can_be_met
from allocator.planner.options import SolveOptions

__all__ = ["Conflict", "Member", "explain_conflict"]

TEST_SECONDS = 5.0
"""Most seconds for one test whether a set of facts conflicts."""


@dataclass(frozen=True)
class Conflict:
    """Facts that no plan satisfies together.

    Attributes
    ----------
    members
        The facts, deadlines first; empty if the time did not suffice to confirm any set.
    people
        Who is needed for the items among them, and when they are free, a sentence each.
    remedies
        Ways out, each enough alone.
    minimal
        Whether each fact is known to be needed: without it a plan was found.
    relaxable
        Whether there is a plan that breaks deadlines.
    """

    members: tuple[Member, ...]
    people: tuple[str, ...]
    remedies: tuple[Remedy, ...]
    minimal: bool
    relaxable: bool = False

    def lines(self) -> list[str]:
        """Return the explanation, a line for each thing to say."""
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
    """Tells whether sets of facts conflict, each by solving; remembers doubts."""

    def __init__(self, scenario: Scenario, clock: Clock, seed: int) -> None:
        self._scenario, self._clock, self._seed = scenario, clock, seed
        self._stop = threading.Event()
        self.doubts = 0

    def __call__(self, facts: list[Fact]) -> bool:
        if not any(fact.kind == "item" for fact in facts):
            return False
        met = self.met(restricted(self._scenario, facts))
        self.doubts += met is None
        return met is False

    def met(self, scenario: Scenario) -> bool | None:
        """Return whether a scenario has a plan; None where the time does not suffice to tell."""
        if self._clock.over:
            return None
        clock = Clock(min(TEST_SECONDS, self._clock.left) * 2, self._stop)
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
    clock = Clock(time_limit, stop)
    tester = _Tester(scenario, clock, seed)
    limits, rest = deadlines(scenario), [*items(scenario), *details(scenario)]
    relaxed = tester.met(restricted(scenario, rest))
    # What conflicts without deadlines comes first: no date that moves is a way out of it.
    facts = rest if relaxed is False else _conflicting_start(scenario, tester)
    if facts is None:
        return Conflict((), (), (), minimal=False)
    for part in ("deadline", "item", "detail"):
        facts = _shrink_part(scenario, facts, part, tester)
        closer = near(scenario, facts)
        facts = closer if len(closer) < len(facts) and tester(closer) else facts
    kept = restricted(scenario, facts)
    members = tuple(member(scenario, fact) for fact in sorted(facts, key=_order))
    doubts = tester.doubts
    ways = remedies(scenario, facts, clock, seed, tester.met)
    people = (*meetings(scenario, kept), *crowding(scenario, kept, facts))
    relaxable = relaxed is True and bool(limits)
    return Conflict(members, people, ways, minimal=doubts == 0, relaxable=relaxable)


def _order(fact: Fact) -> tuple[int, str, str]:
    return get_args(Kind).index(fact.kind), fact.id, fact.other


def _conflicting_start(
    scenario: Scenario, tester: Callable[[list[Fact]], bool]
) -> list[Fact] | None:
    """Return facts that are confirmed to conflict: the relevant ones, else all."""
    limits, rest = deadlines(scenario), details(scenario)
    narrow = [*limits, *relevant_items(scenario, limits), *rest]
    if tester(narrow):
        return narrow
    everything = [*limits, *items(scenario), *rest]
    return everything if tester(everything) else None


def _shrink_part(
    scenario: Scenario, facts: list[Fact], part: str, tester: Callable[[list[Fact]], bool]
) -> list[Fact]:
    """Shrink the facts of one kind, the others kept."""

    def belongs(fact: Fact) -> bool:
        return (
            fact.kind == part
            if part in ("deadline", "item")
            else fact.kind
            not in (
                "deadline",
                "item",
            )
        )

    others = [fact for fact in facts if not belongs(fact)]
    chosen = shrink(
        [fact for fact in facts if belongs(fact)], lambda some: tester(_tidy(others, some))
    )
    kept = [*others, *chosen]
    if part == "deadline":
        there = set(relevant_items(scenario, kept))
        narrowed = [fact for fact in kept if fact.kind != "item" or fact in there]
        kept = narrowed if tester(narrowed) else kept
    return _tidy([], kept)


def _tidy(others: list[Fact], some: list[Fact]) -> list[Fact]:
    """Leave out the details of items that are gone."""
    facts = [*others, *some]
    there = {fact.id for fact in facts if fact.kind == "item"}
    return [
        fact
        for fact in facts
        if fact.owner != "item"
        or fact.kind in ("item", "deadline")
        or (fact.id in there and (fact.kind != "link" or fact.other in there))
    ]
