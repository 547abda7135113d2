"""What has happened, and what runs (paragraphs 26 to 33)."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from allocator.domain import Link, Scenario, WorkItem
from support.oracle.amounts import Minutes, elapsed, needs_of, plain
from support.oracle.clock import Clock
from support.oracle.staffing import Crew, Run


def is_fixed(item: WorkItem) -> bool:
    """Return whether nothing about the item is open: done, or only elapsed time of it runs."""
    if item.state != "in_progress":
        return item.state == "done"
    return not needs_of(item)


def binding(item: WorkItem) -> list[Link]:
    """Return the links that hold the item back (paragraph 29)."""
    if item.state == "todo":
        return list(item.after)
    if is_fixed(item):
        return []
    return [link for link in item.after if link.type in ("FF", "SF")]


def _instant(clock: Clock, when: dt.date, *, ends: bool) -> int:
    """Return the minute of a date of the past (paragraph 27)."""
    minute = clock.first(when)
    if isinstance(when, dt.datetime):
        return minute
    minute += clock.day_begin + (clock.day_length if ends else 0)
    return min(minute, clock.now) if when == clock.instant(clock.now).date() else minute


def started(clock: Clock, item: WorkItem) -> int:
    """Return the minute at which the item was started."""
    if item.kind == "milestone":
        return finished(clock, item)
    assert item.started is not None
    return _instant(clock, item.started, ends=False)


def finished(clock: Clock, item: WorkItem) -> int:
    """Return the minute at which the item was done."""
    assert item.finished is not None
    done = _instant(clock, item.finished, ends=True)
    return done if item.kind == "milestone" else max(done, started(clock, item))


def over(clock: Clock, item: WorkItem) -> Minutes | None:
    """Return when the elapsed time of an item in progress is over; None if it has none."""
    if item.elapsed is None:
        return None
    return max(plain(Fraction(started(clock, item) + elapsed(item.elapsed))), clock.now)


def fixed_runs(scenario: Scenario, clock: Clock) -> tuple[list[Crew], dict[str, Run]]:
    """Return the items about which nothing is open, with what they are and hold."""
    crews, runs = [], {}
    for item in scenario.items:
        if not is_fixed(item):
            continue
        since = started(clock, item)
        if item.state == "done":
            runs[item.id] = Run(since, finished(clock, item), {}, since=since)
            crews.append(Crew(item, (), [], {}, 0, []))
            continue
        end = over(clock, item)
        assert end is not None
        runs[item.id] = Run(since, end, {}, since=since, held=(clock.begin, end))
        holds: list[tuple[str, str, Minutes]] = []
        holds += [("resource", name, amount) for name, amount in item.resources.items()]
        crews.append(Crew(item, (), [], {}, 0, holds))
    return crews, runs
