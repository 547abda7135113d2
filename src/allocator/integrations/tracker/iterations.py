"""Makes sprints of the iterations of a tracker: one after the other, with their dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from allocator.integrations.tracker.mapping import Mapping as Rules
from allocator.wording import enumerated


@dataclass(frozen=True)
class Iteration:
    """An iteration with its dates.

    Attributes
    ----------
    id
        Id of the interface; empty without one.
    name, start, end
        Name, first day and last day.
    """

    id: str
    name: str
    start: dt.date
    end: dt.date


def one_after_another(iterations: Iterable[Iteration]) -> list[Iteration]:
    """Return the iterations that can be sprints: in order, without overlaps with earlier ones."""
    found: list[Iteration] = []
    for one in sorted(iterations, key=lambda i: (i.start, i.end, i.name)):
        if not found or one.start > found[-1].end:
            found.append(one)
    return found


def with_sprints(rules: Rules, iterations: Iterable[Iteration]) -> tuple[Rules, list[str]]:
    """Return the mapping with the iterations as sprints in its scenario, and notes.

    Sprints of the mapping take precedence.

    Parameters
    ----------
    rules
        The mapping.
    iterations
        Iterations with dates.
    """
    given = list(iterations)
    sprints = one_after_another(given)
    if not sprints or "sprints" in rules.scenario:
        return rules, []
    listed = [
        {"name": one.name, "from": one.start.isoformat(), "to": one.end.isoformat()}
        for one in sprints
    ]
    left = [one.name for one in given if one not in sprints]
    notes = []
    if left:
        notes.append(
            "iterations that overlap another, so no sprints of the whole team: "
            f"{enumerated(left)}; write sprints by team in the mapping, under scenario"
        )
    scenario = {**rules.scenario, "sprints": listed}
    return rules.model_copy(update={"scenario": scenario}), notes
