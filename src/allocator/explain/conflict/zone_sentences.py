"""Writes what work across time zones asks for as sentences of a conflict."""

from __future__ import annotations

import datetime as dt
from itertools import combinations
from typing import Final

from allocator import wording
from allocator.calendars import Calendars
from allocator.calendars.instants import following_days, midnight
from allocator.domain import Person, Scenario, WorkItem

_MAX_PAIRS: Final = 6
"""Pairs of people up to which it is said how much time each of them has in common."""
_WEEK: Final = dt.timedelta(days=6)


def overlap(scenario: Scenario, item: WorkItem) -> str:
    """Write how much time an item's people must have in common, and how much they have."""
    spans = [item.overlap, *(need.overlap for need in item.needs)]
    asked = wording.joined(dict.fromkeys(span for span in spans if span is not None))
    text = (
        f"two people who do {item.name} together need {asked} in common on each whole day on "
        "which both work (overlap)"
    )
    people = {p.id: p for need in item.staffing for p in scenario.candidates(item, need)}
    pairs = list(combinations(people.values(), 2))
    if not pairs or len(pairs) > _MAX_PAIRS:
        return text
    calendars = Calendars(scenario)
    said = [f"{_names(pair)} {wording.hours(_most(scenario, calendars, pair))}" for pair in pairs]
    return f"{text}; in the first week {wording.joined(said)} at the most"


def _names(pair: tuple[Person, Person]) -> str:
    """Write two people: ``Ana and Bo``."""
    return wording.joined([person.name or person.id for person in pair])


def _most(scenario: Scenario, calendars: Calendars, pair: tuple[Person, Person]) -> float:
    """Return the most hours that two people have in common on a day of the plan's first week."""
    first = scenario.plan_from.date()
    regular = [calendars.regular_days(person) for person in pair]
    most = 0
    for day in following_days(first, first + _WEEK):
        for person in pair:
            begins, ends = (
                calendars.local_days(person).beginning(day),
                calendars.local_days(person).end(day),
            )
            both = set.intersection(
                *(
                    {
                        midnight(near) + offset
                        for near in following_days(begins.date(), ends.date())
                        for offset in each.offsets(near)
                    }
                    for each in regular
                )
            )
            most = max(most, sum(begins <= at < ends for at in both))
    return most * scenario.calendar.slot_minutes / 60


def handover(scenario: Scenario, item: WorkItem, pred: str) -> str:
    """Write that an item is taken over from people elsewhere in the morning."""
    before = scenario.item_by_id[pred]
    return (
        f"{item.name} takes over from {before.name} (handover): where its people are elsewhere, it "
        "starts at the beginning of a day of one of them"
    )
