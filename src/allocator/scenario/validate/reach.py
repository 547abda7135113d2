"""Finds chains of work and waiting that end later than any plan may."""

from __future__ import annotations

import datetime as dt
import graphlib
from collections.abc import Iterator

from allocator.domain import ElapsedLag, Link, LinkType, WorkItem
from allocator.domain.needs import Effort
from allocator.domain.quantities import elapsed_minutes, exact, reach_of
from allocator.errors import Finding
from allocator.scenario.earliest import DAY
from allocator.scenario.validate.context import Context, label


def beyond_the_last_day(context: Context) -> Iterator[Finding]:
    """Yield the first item of each chain that cannot end before the last day of any plan.

    Nobody is thought to be busy with other work, and every day to be a working day: what is found
    holds for every plan.
    """
    if context.times is None or "items" not in context.parts.sound:
        return
    last = reach_of(context.scenario.calendar.start)
    reach = context.times.minutes(last)
    paths = {item.id: path for path, item in context.parts.items()}
    chains, beyond = _Chains(context), set[str]()
    for name in _in_order(context):
        item = context.scenario.item_by_id[name]
        if context.is_left_out(name):
            continue
        finish = chains.finish(item)
        if finish <= reach:
            continue
        follows = any(link.item in beyond for link in context.scenario.links_of(item))
        beyond.add(name)
        if name in paths and not follows:
            ends = context.times.instant(min(finish, reach + _LATEST_SHOWN_MINUTES))
            yield context.parts.finding(
                f"{label(item)} cannot end before {ends:%Y-%m-%d}, given its dates and what it "
                f"comes after; every plan ends by {last:%Y-%m-%d}{context.consequence(item)}",
                paths[name],
                "check the amounts and their units: m, h, d or w",
                code="beyond-the-last-day",
                subjects=(item.id,),
                severity=context.severity(item),
            )


def _in_order(context: Context) -> list[str]:
    """Return the items after those that they come after; none where they form a circle."""
    known, links = context.scenario.item_by_id, context.scenario.links_of
    graph = {
        item.id: [k.item for k in (*item.after, *links(item)) if k.item in known]
        for item in known.values()
    }
    try:
        return list(graphlib.TopologicalSorter(graph).static_order())
    except graphlib.CycleError:
        return []


class _Chains:
    """Earliest starts and finishes, in minutes from the plan's first day."""

    def __init__(self, context: Context) -> None:
        assert context.times is not None
        self._context, self._times = context, context.times
        table = context.scenario.proficiency or {}
        self._fastest = max([exact(1.0), *(exact(speed) for speed in table.values())])
        self._day = float(context.scenario.calendar.day_minutes)
        self._known: dict[str, tuple[int, int]] = {}
        self._known_work: dict[tuple[Effort, float], float] = {}

    def finish(self, item: WorkItem) -> int:
        """Return when an item finishes at the earliest; its predecessors have been asked for."""
        if item.is_started:
            begun = self._times.minutes(self._context.scenario.started_at(item))
            self._known[item.id] = begun, begun
            return begun
        start = self._times.minutes(self._context.release(item).at)
        ends = []
        for link in self._context.scenario.links_of(item):
            if (known := self._known.get(link.item)) is not None:
                first, last = known
                at = self._lag(link) + (last if link.type in _AFTER_FINISH else first)
                if link.type in _BEFORE_START:
                    start = max(start, at)
                else:
                    ends.append(at)
        finish = max([start + self._length(item), *ends])
        self._known[item.id] = start, finish
        return finish

    def _length(self, item: WorkItem) -> int:
        """Return the least minutes from start to finish."""
        length = 0.0 if item.elapsed is None else float(elapsed_minutes(item.elapsed))
        for need in item.least_needs:
            if need.effort is not None:
                length = max(length, self._work(need.effort, need.share))
        return int(length)

    def _work(self, effort: Effort, share: float) -> float:
        """Return the least minutes in which one person can do an effort."""
        if (effort, share) not in self._known_work:
            work = self._context.scenario.effort_minutes(effort) / (exact(share) * self._fastest)
            self._known_work[effort, share] = self._days(float(work)) * DAY
        return self._known_work[effort, share]

    def _lag(self, link: Link) -> int:
        """Return the least minutes that a lag takes; of a lead, the most that it gives."""
        if link.lag is None:
            return 0
        if isinstance(link.lag, ElapsedLag):
            return int(elapsed_minutes(link.lag.elapsed))
        work = float(self._context.scenario.calendar.working_minutes(link.lag))
        return int(self._days(work) * DAY) if work > 0 else -_LONGEST_LEAD_MINUTES

    def _days(self, minutes: float) -> float:
        """Return the least calendar days in which so much can be worked."""
        return max(0.0, minutes / self._day - 1)


_AFTER_FINISH = (LinkType.FS, LinkType.FF)
_BEFORE_START = (LinkType.FS, LinkType.SS)
_LONGEST_LEAD_MINUTES = int(dt.timedelta(days=200 * 366).total_seconds()) // 60
"""Minutes of a lead of working time, which may lie over any holidays: more than any plan lasts."""
_LATEST_SHOWN_MINUTES = int(dt.timedelta(days=100 * 366).total_seconds()) // 60
"""Minutes after the last day up to which a finish is told as it is: later dates may not exist."""
