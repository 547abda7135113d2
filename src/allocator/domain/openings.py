"""Milestones that dates hold at a midnight: they begin a day (semantics, paragraph 16).

The end of the day before is the same instant, so that their due dates and deadlines that are
that day would be kept by something that is shown a day later. They end a minute earlier instead.
"""

from __future__ import annotations

import datetime as dt
import graphlib
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from allocator.domain.items import WorkItem
from allocator.domain.links import has_lag
from allocator.domain.quantities import When, beginning, end_of

_MINUTE = dt.timedelta(minutes=1)


def openings(
    items: Sequence[WorkItem], plan_from: dt.datetime, not_before: Mapping[str, When]
) -> dict[str, dt.datetime]:
    """Return the instant before which no date allows a milestone, by its id.

    A milestone has the instants of those that it comes after without lag, too. So has what was
    done on a day, and not begun before it, the beginning of that day.

    Parameters
    ----------
    items
        Of the scenario.
    plan_from
        Before which nothing is planned.
    not_before
        Project -> its own date, of those that have one.
    """
    done = ((item.id, _of_done(item, not_before)) for item in items if item.is_done)
    found = {name: opening for name, opening in done if opening is not None}
    stones = {item.id: item for item in items if item.is_milestone and not item.is_done}
    before = {
        name: [link.item for link in item.after if link.item in stones and not has_lag(link)]
        for name, item in stones.items()
    }
    for name in _in_order(before):
        earlier = (found[one] for one in before[name] if one in found)
        released = _releases(stones[name], not_before)
        found[name] = max([plan_from, *released, *earlier])
    return found


def _of_done(item: WorkItem, not_before: Mapping[str, When]) -> dt.datetime | None:
    """Return the beginning of the day on which an item was done; of an instant, its release."""
    assert item.finished is not None, "only what is done has a finish"
    day = beginning(item.finished)
    if not isinstance(item.finished, dt.datetime):
        return day if item.started is None or beginning(item.started) >= day else None
    return max(_releases(item, not_before), default=None) if item.is_milestone else None


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


def _releases(item: WorkItem, not_before: Mapping[str, When]) -> Iterator[dt.datetime]:
    """Yield the instants before which dates of its own and its project's do not allow it."""
    dates = [item.release, not_before.get(item.project or "")]
    yield from (beginning(when) for when in (*dates, *item.expected_dates) if when is not None)
