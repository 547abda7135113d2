"""Milestones that dates hold at a midnight: they begin a day (semantics, paragraph 16).

The end of the day before is the same instant, so that their due dates and deadlines that are
that day would be kept by something that is shown a day later. They end a minute earlier instead.
"""

from __future__ import annotations

import datetime as dt
import graphlib
from collections.abc import Container, Iterable, Iterator
from typing import TYPE_CHECKING

from allocator.domain.items import WorkItem
from allocator.domain.links import has_lag
from allocator.domain.quantities import When, beginning, end_of

if TYPE_CHECKING:
    from allocator.domain.scenario import Scenario

_MINUTE = dt.timedelta(minutes=1)


def openings(scenario: Scenario) -> dict[str, dt.datetime]:
    """Return the instant before which no date allows a milestone, by its id.

    A milestone has the instants of those that it comes after without lag, too. So has what was
    done on a day, and not begun before it, the beginning of that day.
    """
    done = ((item.id, _of_done(scenario, item)) for item in scenario.items if item.is_done)
    found = {name: opening for name, opening in done if opening is not None}
    stones = {item.id: item for item in scenario.items if item.is_milestone and not item.is_done}
    before = {
        name: [link.item for link in item.after if link.item in stones and not has_lag(link)]
        for name, item in stones.items()
    }
    for name in _in_order(before):
        earlier = (found[one] for one in before[name] if one in found)
        released = _releases(scenario, stones[name])
        found[name] = max([scenario.plan_from, *released, *earlier])
    return found


def _of_done(scenario: Scenario, item: WorkItem) -> dt.datetime | None:
    """Return the beginning of the day on which an item was done; of an instant, its release."""
    assert item.finished is not None, "only what is done has a finish"
    day = beginning(item.finished)
    if not isinstance(item.finished, dt.datetime):
        return day if item.started is None or beginning(item.started) >= day else None
    return max(_releases(scenario, item), default=None) if item.is_milestone else None


def kept_until(when: When, opened: Container[dt.datetime]) -> When:
    """Return by when something must finish to keep a due date or deadline.

    That is the date itself, but a minute before its end where a milestone begins the next day.

    Parameters
    ----------
    when
        The date, or an instant, which is kept until then.
    opened
        The openings of the milestones that it is about.
    """
    if isinstance(when, dt.datetime) or end_of(when) not in opened:
        return when
    return end_of(when) - _MINUTE


def _in_order(before: dict[str, list[str]]) -> Iterable[str]:
    """Return the milestones, each behind those that it comes after; any order in a circle."""
    try:
        return list(graphlib.TopologicalSorter(before).static_order())
    except graphlib.CycleError:
        return list(before)


def _releases(scenario: Scenario, item: WorkItem) -> Iterator[dt.datetime]:
    """Yield the instants before which dates of its own and its project's do not allow it."""
    project = scenario.project_by_id.get(item.project or "")
    dates = [item.release, None if project is None else project.not_before]
    dates += [awaited.expected for awaited in item.waits_for]
    yield from (beginning(when) for when in dates if when is not None)
