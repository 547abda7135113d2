"""How much work there is, in person-days: the effort of each person, times the people."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from allocator import wording
from allocator.domain import Need, Scenario, WorkItem


def item_person_days(scenario: Scenario, item: WorkItem) -> Fraction:
    """Return the effort of all people that an item still takes, in days of the calendar."""
    days = (need.people * _days(scenario, need) for need in item.staffing)
    return sum(days, Fraction(0))


def total_person_days(scenario: Scenario, items: Iterable[WorkItem]) -> Fraction:
    """Return the effort that several items still take, likewise."""
    return sum((item_person_days(scenario, item) for item in items), Fraction(0))


def people_of(item: WorkItem) -> int:
    """Return how many people an item still takes at most."""
    return sum(need.numbers[-1] for need in item.open_needs)


def shared_effort(scenario: Scenario, item: WorkItem) -> str:
    """Write the effort of each of several people and of all; empty where the item takes one.

    ``3 people, 9 d each: 27 person-days``.
    """
    if people_of(item) < 2:
        return ""
    parts = []
    for need in item.open_needs:
        if need.is_shared:
            whole = f"{wording.number(float(_days(scenario, need)))} d"
            parts.append(f"{need.people} to {need.up_to} people, who share {whole}")
            continue
        each = f"{wording.number(float(_days(scenario, need)))} d"
        one = need.people == 1
        parts.append(f"1 person, {each}" if one else f"{need.people} people, {each} each")
    return f"{' and '.join(parts)}: {wording.person_days(float(item_person_days(scenario, item)))}"


def _days(scenario: Scenario, need: Need) -> Fraction:
    if need.effort is None:
        return Fraction(0)
    return Fraction(scenario.effort_minutes(need.effort)) / scenario.calendar.day_minutes
