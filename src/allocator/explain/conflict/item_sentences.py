"""Writes what an item of a conflict takes as a sentence: effort, people, share, presence.

Only what is part of the conflict is written, so that the sentence says neither more nor less than
what makes a plan impossible.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from allocator import wording
from allocator.domain import Need, Person, Scenario, ThreePoint, WorkItem
from allocator.explain.conflict.constraint import Constraint
from allocator.explain.conflict.listing import is_open, needs_of

MAX_NAMED_PEOPLE: Final = 12
"""People who are all named where they are the only ones who can do something."""


def name_list(people: Collection[Person], last: str = "or") -> str:
    """Write people as a choice: ``Ana, Bo or Cleo``."""
    return wording.joined((one.name or one.id for one in people), last)


def work(scenario: Scenario, item: WorkItem, kept: Collection[Constraint]) -> str:
    """Write what an item takes, as far as that is part of a conflict.

    Parameters
    ----------
    scenario
        Gives names and efforts.
    item
        Of the conflict.
    kept
        The constraints of the conflict.
    """
    parts = list(_parts(scenario, item, kept))
    if item.elapsed:
        parts.append(f"{item.elapsed} of calendar time")
    if not parts:
        return f"{item.name} has to happen"
    takes = "still takes" if item.is_started else "takes"
    behind = ", who start together" if starts_together(scenario, item, kept) else ""
    return f"{item.name} {takes} {' and '.join(parts)}{behind}"


def starts_together(scenario: Scenario, item: WorkItem, kept: Collection[Constraint]) -> bool:
    """Return whether a conflict asks for the people of an item to start it together."""
    if is_open(scenario, item):
        return Constraint("together", "item", item.id) in kept
    return sum(need.people for need in item.staffing) > 1 and not item.goes_on_apart


def _parts(scenario: Scenario, item: WorkItem, kept: Collection[Constraint]) -> list[str]:
    """Return a phrase for each need."""
    if not is_open(scenario, item):
        return [_fixed_need(scenario, item, need) for need in item.staffing]
    return [
        _open_need(scenario, item, number, need, kept)
        for number, need in enumerate(_with_effort(item))
    ]


def _with_effort(item: WorkItem) -> tuple[Need, ...]:
    """Return the needs as constraints number them, each with its effort."""
    assert len(item.staffing) == len(needs_of(item))
    return item.staffing


def _fixed_need(scenario: Scenario, item: WorkItem, need: Need) -> str:
    """Write a need of an item that its people have begun, or that is frozen."""
    able = scenario.candidates(item, need)
    share = f" at {wording.percent(need.share)} of the time of" if need.share < 1 else " by"
    return f"{effort(scenario, need)}{share} {_choice(able, need.people)}"


def _open_need(
    scenario: Scenario, item: WorkItem, number: int, need: Need, kept: Collection[Constraint]
) -> str:
    """Write a need with those of its constraints that are part of a conflict."""

    def holds(kind: str) -> bool:
        return Constraint(kind, "item", item.id, str(number)) in kept  # type: ignore[arg-type]

    count = need.people if holds("people") else 1
    share = need.share < 1 and holds("share")
    amount = effort(scenario, need) + (" each" if count > 1 else "")
    who = _who(scenario, item, need, count, kept, skills=holds("skills"))
    who = who or ("one person" if count == 1 else f"{count} people")
    if share:
        return f"{amount} at {wording.percent(need.share)} of the time of {who}"
    return f"{amount} by {who}"


def _who(
    scenario: Scenario,
    item: WorkItem,
    need: Need,
    count: int,
    kept: Collection[Constraint],
    *,
    skills: bool,
) -> str:
    """Write who can do a need, as far as a conflict depends on it; empty where it does not."""
    assigned = Constraint("assign", "item", item.id) in kept
    if skills:
        able = [one for one in scenario.people if not scenario.lacks(one, need)]
        if assigned:
            able = list(scenario.candidates(item, need))
        why = f"with {wording.skills(need)}" if need.skills else "the whole team"
        return f"{_choice(able, count)} ({f'{why}, as assigned' if assigned else why})"
    if assigned and item.assign:
        people = [scenario.person_by_id[name] for name in item.assign if name not in item.avoid]
        return f"{_choice(people, count)} (as assigned)"
    return ""


def _choice(people: Collection[Person], count: int) -> str:
    """Write from among whom how many people are taken: ``2 of Ana, Bo or Cleo``."""
    only = "only " if len(people) == count else ""
    several = f"{count} of " if count > 1 and not only else ""
    if len(people) > MAX_NAMED_PEOPLE:
        several = f"{count} of " if count > 1 else "one of "
        return f"{several}{len(people)} people"
    return f"{only}{several}{name_list(people, 'and' if only else 'or')}"


def effort(scenario: Scenario, need: Need) -> str:
    """Write an effort with the days that it counts as, where these are not plain."""
    given = need.effort
    if given is None:
        return "no effort"
    day = scenario.calendar.day_hours
    days = float(scenario.effort_minutes(given)) / 60 / day
    if isinstance(given, ThreePoint):
        text = f"{given.low}/{given.likely}/{given.high}"
        return f"{text} (counts as {wording.number(days, places=3)} days)"
    if given.endswith("d"):
        return given
    return f"{given} ({wording.number(days, places=3)} days of {wording.number(day)} hours)"
