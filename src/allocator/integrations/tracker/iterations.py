"""Makes sprints of the iterations of a tracker: one after the other, with their dates."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from allocator.integrations.tracker.mapping import Mapping as Rules
from allocator.wording import enumerated

_NUMBER: Final = re.compile(r"\d+$")

LONG_PAST: Final = dt.timedelta(weeks=26)
"""Time before the newest change of a tracker; iterations that ended earlier are left out."""


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
    number = _first_number([one.name for one in sprints])
    calendar = listed if number is None else {"number": number, "list": listed}
    scenario = {**rules.scenario, "sprints": calendar}
    return rules.model_copy(update={"scenario": scenario}), notes


def _first_number(names: list[str]) -> int | None:
    """Return the number at the end of the first name; None if it is 1, or they do not count on."""
    ends = [_NUMBER.search(name) for name in names]
    numbers = [-1 if end is None else int(end[0]) for end in ends]
    first = numbers[0]
    counts_on = numbers == list(range(first, first + len(numbers)))
    return first if counts_on and first not in (-1, 1) else None
