"""Work that begins when half of what it comes after is done."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from allocator import wording
from allocator.domain import LinkType, WorkItem
from allocator.domain.links import Link, has_lag
from allocator.explain.counterfactuals.links import overlapped
from allocator.explain.levers.candidate import LeverCandidate
from allocator.explain.levers.ground import Ground


def candidates(ground: Ground) -> Iterator[LeverCandidate]:
    """Yield the links, finish to start without a lag, between tasks that hold it."""
    scenario = ground.scenario
    for item in ground.held_by:
        for link in item.after if not item.is_started else ():
            before = scenario.item_by_id[link.item]
            if link not in scenario.item_by_id[item.id].after or has_lag(link):
                continue
            hours = _half(ground, before)
            if link.type is not LinkType.FS or before.is_milestone or not hours:
                continue
            days = hours / ground.calendars.team.day_hours
            yield LeverCandidate(
                "overlap",
                f"{ground.name(item)} begins {wording.days(float(days))} before "
                f"{ground.name(before)} ends",
                overlapped(scenario, item.id, link, hours),
                _nearer(ground, item, link),
            )


def _half(ground: Ground, before: WorkItem) -> Fraction | None:
    """Return half of the working hours that work takes in the plan, in whole slots.

    None for what is over, and for time that passes by itself.
    """
    if not before.staffing or before.id not in ground.binding.dates:
        return None
    begins, ends = ground.binding.begins(before.id), ground.binding.dates[before.id][1]
    team = ground.calendars.team
    slot = Fraction(ground.scenario.calendar.slot_minutes, 60)
    return team.hours_between(begins, ends) / 2 // slot * slot


def _nearer(ground: Ground, item: WorkItem, link: Link) -> int:
    """Return the distance of a link: that of its item; further away where it does not hold it."""
    holds = any(reason.item == link.item for reason in ground.binding.reasons(item.id))
    return ground.distance(item.id) + (0 if holds else 100)
