"""Writes what an item of a conflict takes as a sentence: effort, people, share, presence.

Only what is part of the conflict is written, so that the sentence says neither more nor less than
what makes a plan impossible.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from allocator import wording
from allocator.domain import Need, Person, Scenario, ThreePoint, WorkItem
from allocator.explain.conflict.constraint import Constraint
from allocator.explain.conflict.listing import is_open
from allocator.explain.conflict.told_needs import ToldNeed, told_needs

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
    if item.choice:
        return sum(part.numbers[-1] for part in told_needs(scenario, item, kept)) > 1
    if is_open(scenario, item):
        return Constraint("together", "item", item.id) in kept
    return sum(need.people for need in item.staffing) > 1 and not item.goes_on_apart


def _parts(scenario: Scenario, item: WorkItem, kept: Collection[Constraint]) -> Iterator[str]:
    """Yield a phrase for each need."""
    for told in told_needs(scenario, item, kept):
        amount, by = effort(scenario, told.need), " at"
        if told.is_shared:
            amount, by = f"{amount}, shared", " by"
        elif told.numbers[-1] > 1:
            amount += " each"
        share = told.share
        by = f"{by} {wording.percent(share)} of the time of" if share < 1 else " by"
        yield f"{amount}{by} {_who(told)}"


def _who(told: ToldNeed) -> str:
    """Write from among whom how many people are taken: ``2 of Ana, Bo or Cleo``."""
    fewest, most = told.numbers[0], told.numbers[-1]
    number = (
        str(most) if fewest == most else f"{fewest} to {most}" if fewest > 1 else f"up to {most}"
    )
    people = told.people
    if people is None:
        return "one person" if most == 1 else f"{number} people"
    only = "only " if len(people) == fewest else ""
    several = f"{number} of " if most > 1 and not only else ""
    if len(people) > MAX_NAMED_PEOPLE:
        several = f"{number} of " if most > 1 else "one of "
        who = f"{several}{len(people)} people"
    else:
        who = f"{only}{several}{name_list(people, 'and' if only else 'or')}"
    return f"{who} ({told.why})" if told.why else who


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
