"""Takes failed tries into a scenario: the next try is planned, or what is done instead.

Paragraphs 50 to 52 of docs/semantics.md.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from allocator.domain import Plan, PlanItem, Scenario, WorkItem
from allocator.domain.base import Model
from allocator.domain.quantities import When
from allocator.domain.rework import rework_id, with_rework
from allocator.replanning.unchanged import PROGRESS_FIELDS

_NOTHING_YET: dict[str, object] = {
    "state": "todo",
    "started": None,
    "finished": None,
    "remaining": None,
    "people": (),
    "reassign": False,
    "spent": None,
}
"""Progress of a try that has not begun."""


class FailedTry(Model):
    """A try of an item that has failed, and what follows."""

    item: str
    title: str = ""
    finished: When
    number: int
    """Of the try; the first is 1."""
    tries: int
    """How many there are at most."""
    redone: tuple[str, ...] = ()
    """Items that are done again before the next try."""
    instead: tuple[str, ...] = ()
    """Items that are done instead, if no try is left."""
    given_up: tuple[str, ...] = ()
    """Items that are given up, if no try is left; what is assumed to have begun is not."""

    @property
    def is_last(self) -> bool:
        """Whether no try is left."""
        return self.number >= self.tries


@dataclass(frozen=True)
class AfterFailures:
    """A scenario in which each failed item has no try left.

    Attributes
    ----------
    scenario
        With the next tries, and what is done again before them.
    failed
        Tries that have failed since the baseline was made.
    reported
        Items of which something is said as of now: those that were given, without those of which
        only an old failure is told.
    """

    scenario: Scenario
    failed: tuple[FailedTry, ...]
    reported: frozenset[str]


def after_failures(
    scenario: Scenario, baseline: Plan | None = None, reported: Collection[str] = ()
) -> AfterFailures:
    """Return a scenario with the next tries of what has failed.

    Parameters
    ----------
    scenario
        As of now.
    baseline
        The plan that people go by, which knows of earlier failures; None without one.
    reported
        Items whose progress is reported.
    """
    if not any(item.can_fail for item in scenario.items):
        return AfterFailures(scenario, (), frozenset(reported))
    before = {} if baseline is None else baseline.scenario.item_by_id
    entries = {} if baseline is None else {entry.id: entry for entry in baseline.items}
    present = None if baseline is None else baseline.scenario.present
    items: list[WorkItem] = []
    new: list[WorkItem] = []
    stale: set[str] = set()
    for item in scenario.items:
        old = before.get(item.id)
        if _is_known(item, old, present):
            stale.add(item.id)
            item = item.model_copy(update=_NOTHING_YET)
        counted = _counted(item, old, is_reported=item.id in reported and item.id not in stale)
        if counted.state == "failed" and (old is None or old.state != "failed"):
            new.append(counted)
        items.append(_next_try(counted) if counted.state == "failed" else counted)
    items = list(_past_rework(with_rework(items, before), entries, scenario.present))
    unchanged = len(items) == len(scenario.items) and all(map(_is_same, items, scenario.items))
    after = scenario if unchanged else scenario.model_copy(update={"items": tuple(items)})
    failed = tuple(_told(after, item) for item in new)
    return AfterFailures(after, failed, frozenset(reported) - stale)


def _is_same(one: WorkItem, other: WorkItem) -> bool:
    return one is other


def _is_known(item: WorkItem, old: WorkItem | None, present: dt.datetime | None) -> bool:
    """Whether all that is said of an item is about a try that the baseline knows to have failed."""
    if old is None or present is None or old.failures <= item.failures or old.state == "failed":
        return False
    when = {"failed": item.finished, "in_progress": item.started}.get(item.state)
    if when is None or (item.state == "in_progress" and old.state != "todo"):
        return False
    return when <= present if isinstance(when, dt.datetime) else when <= present.date()


def _counted(item: WorkItem, old: WorkItem | None, *, is_reported: bool) -> WorkItem:
    """Return an item with the failed tries, or the last one, that the baseline knows of."""
    if old is None or not item.can_fail:
        return item
    if old.state == "failed" and item.state == "todo" and not is_reported:
        fields = {name: getattr(old, name) for name in (*PROGRESS_FIELDS, "failures")}
        return item.model_copy(update=fields)
    if old.failures <= item.failures:
        return item
    return item.model_copy(update={"failures": min(old.failures, item.tries - 1)})


def _next_try(item: WorkItem) -> WorkItem:
    """Return a failed item as it is tried again; itself if no try is left."""
    if item.failures + 1 >= item.tries:
        return item
    return item.model_copy(update={**_NOTHING_YET, "failures": item.failures + 1})


def _past_rework(
    items: Collection[WorkItem], entries: Mapping[str, PlanItem], now: dt.datetime
) -> Iterator[WorkItem]:
    """Yield the items; what was done again before a try that has failed is over."""
    over = {
        rework_id(name, item.id, number)
        for item in items
        if item.failures and item.if_fails
        for name in item.if_fails.redo
        for number in range(2, item.failures + (2 if item.state == "failed" else 1))
    }
    for item in items:
        entry = entries.get(item.id)
        if item.id not in over or item.is_done or entry is None:
            yield item
        elif entry.start is not None and entry.finish is not None:
            people = tuple(dict.fromkeys(work.person for work in entry.assignments))
            dates = {"started": min(entry.start, now), "finished": min(entry.finish, now)}
            yield item.model_copy(
                update={**_NOTHING_YET, **dates, "state": "done", "people": people}
            )


def _told(scenario: Scenario, failed: WorkItem) -> FailedTry:
    """Return what there is to tell of a failed try; ``failed`` is the item before the next one."""
    assert failed.finished is not None, "only what is over has failed"
    now, rule = scenario.item_by_id[failed.id], failed.if_fails
    number = failed.failures + 1
    redone = [] if rule is None else [rework_id(n, failed.id, number + 1) for n in rule.redo]
    is_last = now.state == "failed"
    return FailedTry(
        item=failed.id,
        title=failed.title,
        finished=failed.finished,
        number=number,
        tries=max(number, failed.tries),
        redone=tuple(n for n in redone if n in scenario.item_by_id),
        instead=tuple(n for n in rule.then if _is_planned(scenario, n)) if rule and is_last else (),
    )


def _is_planned(scenario: Scenario, name: str) -> bool:
    return name in scenario.scope.item_by_id
