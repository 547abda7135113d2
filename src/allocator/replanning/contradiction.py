"""Find why an item cannot have progressed as the baseline says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from allocator.analysis.links import holds_finish, holds_from_start, link_allows
from allocator.calendars.instants import later
from allocator.domain import ElapsedLag, Link, Plan, PlanItem, Scenario, WorkItem
from allocator.domain.links import has_lag, is_lead
from allocator.domain.quantities import beginning, elapsed_minutes
from allocator.replanning.baseline_dates import entries_at_baseline
from allocator.replanning.calendar_pair import CalendarPair
from allocator.replanning.earliest_dates import EarliestDates


@dataclass(frozen=True)
class Contradiction:
    """A reason why an item cannot have progressed as the baseline says.

    Attributes
    ----------
    reason
        In words.
    of_start
        Whether not even its start can have been so; else only its finish.
    """

    reason: str
    of_start: bool


class ContradictionFinder:
    """Checks assumed progress against links and release dates.

    Parameters
    ----------
    scenario
        As of now, before anything is assumed.
    baseline
        The plan that people go by. What it breaks itself was said to be so, and is not judged.
    times
        The calendars of the scenario and of the baseline's.
    """

    def __init__(self, scenario: Scenario, baseline: Plan, times: CalendarPair) -> None:
        self._scenario, self._baseline, self._times = scenario, baseline, times
        self._entries = {entry.id: entry for entry in baseline.items}

    def of(self, item: WorkItem, known: Mapping[str, WorkItem]) -> Contradiction | None:
        """Return what contradicts the assumed progress of an item; its start comes first.

        Parameters
        ----------
        item
            With the progress that is assumed of it.
        known
            All items as they are known by now, those that it comes after among them. That one
            has begun is not doubted where it is said there of the item itself.
        """
        found = [*self._by_dates(item), *self._by_links(item, known)]
        if known[item.id].is_started:
            found = [each for each in found if not each.of_start]
        return min(found, key=lambda each: not each.of_start, default=None)

    def reached(self, item: WorkItem, known: Mapping[str, WorkItem]) -> dt.datetime | None:
        """Return the earliest instant of a milestone; None if that is not before now.

        Parameters
        ----------
        item
            A milestone that was not reached when the baseline has it.
        known
            All items as they are known by now.
        """
        found = [*_dates(self._scenario, item).values()]
        for link in item.after:
            pred = known.get(link.item)
            at = None if pred is None else self._instant(pred, link)
            if at is None:
                return None
            found.append(self._lagged(link, at))
        last = max(found, default=None)
        return last if last is not None and last <= self._scenario.present else None

    def _lagged(self, link: Link, at: dt.datetime) -> dt.datetime:
        """Return the earliest instant that a link allows, never before the predecessor's."""
        if isinstance(link.lag, ElapsedLag):
            return max(at, later(at, elapsed_minutes(link.lag.elapsed)))
        if link.lag is None or not has_lag(link) or is_lead(link):
            return at
        hours = self._scenario.calendar.working_minutes(link.lag) / 60
        return self._times.now.team.after_hours(at, hours)

    def _by_links(self, item: WorkItem, known: Mapping[str, WorkItem]) -> Iterator[Contradiction]:
        is_given_up = item.id in self._scenario.given_up
        for link in item.after if is_given_up else self._scenario.links_of(item):
            pred, own = known.get(link.item), self._own(item, link)
            if pred is None or own is None:
                continue
            at, has_happened = self._instant(pred, link), _has_happened(pred, link)
            if at is None and (is_lead(link) or own >= self._scenario.present):
                at = self._earliest(pred, link, known)  # it may happen now
            if at is not None and link_allows(self._times.now.team, link, at, own):
                continue
            if not self._was_broken(item, link):
                reason = _in_words(pred, link, at if has_happened else None, own)
                yield Contradiction(reason, not holds_finish(link) or item.is_milestone)

    def _own(self, item: WorkItem, link: Link) -> dt.datetime | None:
        """Return the successor's instant that a link restricts; None if it lies ahead."""
        if holds_finish(link):
            return self._scenario.finished_at(item) if item.is_done else None
        return self._scenario.started_at(item) if item.is_started else None

    def _instant(self, pred: WorkItem, link: Link) -> dt.datetime | None:
        """Return the predecessor's instant of a link; None if it has not happened."""
        if not _has_happened(pred, link):
            return None
        if holds_from_start(link):
            return self._scenario.started_at(pred)
        return self._scenario.finished_at(pred)

    def _earliest(self, pred: WorkItem, link: Link, known: Mapping[str, WorkItem]) -> dt.datetime:
        """Return the earliest instant of an event that has not happened."""
        items = tuple(known[item.id] for item in self._scenario.items)
        today = self._scenario.model_copy(update={"items": items})
        done = {
            entry.id: entry
            for entry in entries_at_baseline(today, self._times.now, {}, self._baseline)
            if _is_done(entry)
        }
        start, finish = EarliestDates(today, self._times.now, done).span(pred.id)
        return start if holds_from_start(link) else finish

    def _was_broken(self, item: WorkItem, link: Link) -> bool:
        """Whether the baseline already breaks the same link, so that the user accepted it."""
        before = self._baseline.scenario
        old = before.item_by_id.get(item.id)
        if old is None or link not in old.after:
            return False
        pred, own = self._entries.get(link.item), self._entries.get(item.id)
        if pred is None or own is None:
            return True
        a = pred.start if holds_from_start(link) else pred.finish
        b = own.finish if holds_finish(link) else own.start
        return a is None or b is None or not link_allows(self._times.before.team, link, a, b)

    def _by_dates(self, item: WorkItem) -> Iterator[Contradiction]:
        """Yield contradictions with release dates that are new since the baseline."""
        if not item.is_started or item.id not in self._entries:
            return
        start, planned = self._scenario.started_at(item), self._entries[item.id].start
        before = self._baseline.scenario
        old = before.item_by_id.get(item.id)
        held = _dates(before, old) if old is not None else {}
        for reason, when in _dates(self._scenario, item).items():
            was_broken = reason in held and planned is not None and planned < held[reason]
            if start < when and not was_broken:
                yield Contradiction(reason, of_start=True)


def _dates(scenario: Scenario, item: WorkItem) -> dict[str, dt.datetime]:
    """Return the release dates of an item by the reason in words."""
    found = {
        f"{awaited.what}, which it waits for, is expected only {awaited.expected:%Y-%m-%d}": (
            beginning(awaited.expected)
        )
        for awaited in item.waits_for
        if awaited.expected is not None
    }
    found |= _end_of_block(scenario, item)
    project = scenario.project_by_id.get(item.project or "")
    for whose, when in (
        ("it", item.release),
        ("its project", None if project is None else project.not_before),
    ):
        if when is not None:
            found[f"{whose} may not start before {when:%Y-%m-%d}"] = beginning(when)
    return found


def _end_of_block(scenario: Scenario, item: WorkItem) -> dict[str, dt.datetime]:
    """Return until when an item was blocked, unless it had begun before."""
    block = item.blocked
    if block is None or block.until is None or not block.is_over(scenario.present):
        return {}
    started = scenario.started_at(item) if item.is_started else None
    if started is not None and block.since is not None and started < beginning(block.since):
        return {}
    by = f" by {block.by}" if block.by else ""
    return {f"it was blocked{by} until {block.until:%Y-%m-%d}": beginning(block.until)}


def _has_happened(pred: WorkItem, link: Link) -> bool:
    return pred.is_started if holds_from_start(link) else pred.is_done


def _is_done(entry: PlanItem) -> bool:
    return entry.is_over


def _in_words(pred: WorkItem, link: Link, at: dt.datetime | None, own: dt.datetime) -> str:
    start = holds_from_start(link)
    lag = f" (lag {_amount(link)})" if has_lag(link) else ""
    if at is None:
        return f"{pred.name}, which it comes after{lag}, is not {'started' if start else 'done'}"
    when = f"{at:%Y-%m-%d}" if at.date() > own.date() else f"{at:%Y-%m-%d %H:%M}"
    only = "only " if at > own else ""
    event = "started" if start else "finished"
    return f"{pred.name}, which it comes after{lag}, was {event} {only}{when}"


def _amount(link: Link) -> str:
    if isinstance(link.lag, ElapsedLag):
        return f"{link.lag.elapsed} of calendar time"
    return str(link.lag)
