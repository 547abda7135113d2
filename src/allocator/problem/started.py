"""Dates of items that have been started, and bookings of those that run."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from allocator.domain import Scenario, WorkItem
from allocator.domain.quantities import elapsed_minutes
from allocator.problem.model import Booking
from allocator.problem.timeline import Timeline


@dataclass(frozen=True)
class StartedDates:
    """The fixed instants of an item that has been started, in minutes.

    Attributes
    ----------
    start
        When it was started.
    finish
        When it was done, or when its elapsed time is over; None where only its people tell.
    """

    start: int
    finish: int | None


def started_dates(scenario: Scenario, timeline: Timeline) -> Mapping[int, StartedDates]:
    """Return the dates of the items that have been started, by item position."""
    return {
        k: _dates_of(item, scenario, timeline)
        for k, item in enumerate(scenario.items)
        if item.is_started
    }


def _dates_of(item: WorkItem, scenario: Scenario, timeline: Timeline) -> StartedDates:
    start = timeline.minutes(scenario.started_at(item))
    if item.is_done:
        return StartedDates(start, timeline.minutes(scenario.finished_at(item)))
    if item.elapsed is None:
        return StartedDates(start, None)
    over = start + math.ceil(elapsed_minutes(item.elapsed))
    return StartedDates(start, max(over, timeline.minutes(scenario.present)))


def running_bookings(
    scenario: Scenario, timeline: Timeline, past: Mapping[int, StartedDates]
) -> Iterator[Booking]:
    """Yield what items in progress hold of resources until their elapsed time is over."""
    number = {resource.id: r for r, resource in enumerate(scenario.resources)}
    for k, item in enumerate(scenario.items):
        until = past[k].finish if k in past and not item.is_done else None
        end = 0 if until is None else timeline.first_slot(until)
        if end > 0:
            for name, amount in item.resources.items():
                yield Booking("resource", number[name], 0, end, amount)
