"""Ways out of a conflict: for each of its deadlines, the date that could be kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from allocator.domain import Scenario
from allocator.errors import AllocatorError
from allocator.explain.facts import Fact, restricted
from allocator.explain.words import day, limit, owner_name
from allocator.solve.clock import Clock
from allocator.solve.options import SolveOptions
from allocator.solve.solve import solve

SECONDS_EACH = 5.0


@dataclass(frozen=True)
class Remedy:
    """One deadline and the date to which it would have to move.

    Attributes
    ----------
    id
        Of the item or project; empty for the calendar's end.
    date
        ISO date of the earliest finish that was found, everything else in the conflict kept.
    earliest
        Whether it is proved that no earlier date will do.
    text
        The same in a sentence.
    """

    id: str
    date: str
    earliest: bool
    text: str


def remedies(
    scenario: Scenario, facts: Sequence[Fact], clock: Clock, seed: int
) -> tuple[Remedy, ...]:
    """Return a remedy for every deadline of the conflict for which the time suffices."""
    found = []
    for fact in sorted(fact for fact in facts if fact.kind == "deadline"):
        if not clock.over:
            remedy = _remedy(scenario, facts, fact, min(SECONDS_EACH, clock.left), seed)
            if remedy is not None:
                found.append(remedy)
    return tuple(found)


def _remedy(
    scenario: Scenario, facts: Sequence[Fact], fact: Fact, seconds: float, seed: int
) -> Remedy | None:
    kept = _without_dues(restricted(scenario, [other for other in facts if other != fact]))
    start = scenario.calendar.start
    if fact.owner == "item":
        changed = [
            i.model_copy(update={"due": start, "priority": 1.0}) if i.id == fact.id else i
            for i in kept.items
        ]
        kept = _copy(kept, items=tuple(changed), objectives=("tardiness",))
    elif fact.owner == "project":
        projects = [
            p.model_copy(update={"due": start, "priority": 1.0}) if p.id == fact.id else p
            for p in kept.projects
        ]
        kept = _copy(kept, projects=tuple(projects), objectives=("tardiness",))
    else:
        kept = _copy(kept, objectives=("makespan",))
    try:
        result = solve(kept, SolveOptions(time_limit=seconds, seed=seed))
    except AllocatorError:
        return None
    finish = _finish(result.plan.items, kept, fact)
    if finish is None:
        return None
    proved = result.status == "optimal"
    could = "the earliest that can be kept" if proved else "a date that can be kept"
    return Remedy(
        id=fact.id,
        date=finish.date().isoformat(),
        earliest=proved,
        text=(
            f"move the deadline of {owner_name(scenario, fact)} from "
            f"{day(limit(scenario, fact))} to {day(finish.date())}, {could} with the others"
        ),
    )


def _finish(items: Sequence[object], kept: Scenario, fact: Fact) -> dt.datetime | None:
    finishes = [
        item.finish  # type: ignore[attr-defined]
        for item in items
        if fact.owner == "calendar"
        or (fact.owner == "item" and item.id == fact.id)  # type: ignore[attr-defined]
        or (fact.owner == "project" and item.project == fact.id)  # type: ignore[attr-defined]
    ]
    return max((finish for finish in finishes if finish is not None), default=None)


def _without_dues(scenario: Scenario) -> Scenario:
    return _copy(
        scenario,
        items=tuple(item.model_copy(update={"due": None}) for item in scenario.items),
        projects=tuple(p.model_copy(update={"due": None}) for p in scenario.projects),
    )


def _copy(scenario: Scenario, **changes: object) -> Scenario:
    fields = {name: getattr(scenario, name) for name in Scenario.model_fields}
    return Scenario.model_construct(**{**fields, **changes})
