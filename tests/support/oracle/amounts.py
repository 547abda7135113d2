"""Amounts as written in a scenario, read as exact minutes."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from allocator.domain import (
    Calendar,
    ElapsedLag,
    Link,
    Need,
    Rest,
    Scenario,
    ThreePoint,
    WorkItem,
)

Minutes = int | Fraction
"""An exact number of minutes."""


@cache
def exact(number: float) -> Fraction:
    """Return the decimal number as written: 0.1 is one tenth (paragraph 6)."""
    return Fraction(str(number))


def plain(number: Fraction) -> Minutes:
    """Return an int where the number is whole, which is faster to add and compare."""
    return int(number) if number.denominator == 1 else number


def _split(span: str) -> tuple[Fraction, str]:
    text = span.replace(" ", "")
    return Fraction(text[:-1]), text[-1]


@cache
def elapsed(span: str) -> Minutes:
    """Return a calendar time in minutes: a day has 24 hours, a week 7 days."""
    amount, unit = _split(span)
    return plain(amount * {"m": 1, "h": 60, "d": 1440, "w": 7 * 1440}[unit])


def working(span: str, calendar: Calendar) -> Minutes:
    """Return a working time in minutes: a day has day_hours, a week the calendar's workdays."""
    return _working(span, calendar.day_hours, len(calendar.workdays))


@cache
def _working(span: str, day_hours: float, days: int) -> Minutes:
    amount, unit = _split(span)
    day = exact(day_hours) * 60
    return plain(amount * {"m": 1, "h": 60, "d": day, "w": day * days}[unit])


def needs_of(item: WorkItem) -> list[Need]:
    """Return the item's needs; an effort without needs is work for anyone.

    What is done needs nobody any more.
    """
    if item.state == "done":
        return []
    needs = list(item.needs) if item.needs or item.effort is None else [Need()]
    if not isinstance(item.remaining, dict):
        return needs
    others = sum(need.people for need in needs if need.up_to is None)
    numbers = [
        need.people if need.up_to is None else len(item.remaining) - others for need in needs
    ]
    places = [need for need, number in zip(needs, numbers, strict=True) for _ in range(number)]
    left = []
    for need, (name, span) in zip(places, item.remaining.items(), strict=True):
        if _split(span)[0]:
            stays = name if name in item.people and not item.reassign else None
            left.append(Rest(skills=need.skills, share=need.share, effort=span, person=stays))
    return left


def effort_of(scenario: Scenario, item: WorkItem, need: Need, people: int = 1) -> Minutes:
    """Return the effort of each of so many on the need, in minutes at speed 1 (8 and 77)."""
    if need.up_to is not None and item.remaining is None:
        return plain(Fraction(_effort_of(scenario, item, need)) / people)
    return _effort_of(scenario, item, need)


def _effort_of(scenario: Scenario, item: WorkItem, need: Need) -> Minutes:
    effort = item.effort if need.effort is None else need.effort
    if item.remaining is not None and not isinstance(item.remaining, dict):
        effort = item.remaining
    assert effort is not None
    if not isinstance(effort, ThreePoint):
        return working(effort, scenario.calendar)
    low = Fraction(working(effort.low, scenario.calendar))
    likely = Fraction(working(effort.likely, scenario.calendar))
    high = Fraction(working(effort.high, scenario.calendar))
    if scenario.plan_on == "likely":
        return plain(likely)
    if scenario.plan_on == "high":
        return plain(high)
    return plain((low + 4 * likely + high) / 6)


def lag_of(link: Link, calendar: Calendar) -> tuple[str, Minutes]:
    """Return ("none" | "working" | "elapsed", minutes) of the link's lag (paragraph 14)."""
    if link.lag is None:
        return "none", 0
    if isinstance(link.lag, ElapsedLag):
        amount = elapsed(link.lag.elapsed)
        return ("elapsed", amount) if amount else ("none", 0)
    amount = working(link.lag, calendar)
    return ("working", amount) if amount else ("none", 0)
