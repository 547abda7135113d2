"""Assume the progress of items that the baseline had started and nobody has reported."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from typing import Literal

from allocator.analysis.dates import taken_up
from allocator.analysis.people import people_on
from allocator.domain import Plan, PlanItem, Scenario, WorkItem
from allocator.domain.base import Model
from allocator.domain.progress import State
from allocator.domain.quantities import When
from allocator.replanning.blocked_work import blocked_text, worked_until
from allocator.replanning.calendar_pair import CalendarPair, calendar_pair
from allocator.replanning.contradiction import ContradictionFinder
from allocator.replanning.remaining_work import remaining_by_person, with_unfinished_part
from allocator.replanning.unchanged import PROGRESS_FIELDS
from allocator.replanning.work_done import Shortfall, shortfall

Mode = Literal["on-plan", "not-started"]


class AssumedProgress(Model):
    """A work item with unreported progress, and the state it is assumed to be in."""

    item: str
    title: str = ""
    state: State
    reason: str = ""
    """Why it is not taken to be on plan."""


def unreported_items(scenario: Scenario, baseline: Plan, reported: Collection[str]) -> list[str]:
    """Return the items that the baseline started before now and nobody has reported since.

    Parameters
    ----------
    scenario
        As of now.
    baseline
        The plan that people go by.
    reported
        Items whose progress is reported.
    """
    entries = {entry.id: entry for entry in baseline.items}
    return [
        item.id
        for item in scenario.items
        if item.id not in reported
        and item.id in entries
        and _is_as_before(item, baseline.scenario.item_by_id.get(item.id))
        and _had_begun(entries[item.id], item, _last_beginning(scenario, item))
    ]


def _last_beginning(scenario: Scenario, item: WorkItem) -> dt.datetime:
    """Return before when an item had begun if it has: now, or when it was given up."""
    failed = scenario.given_up.get(item.id)
    if failed is None:
        return scenario.present
    return min(scenario.present, scenario.finished_at(scenario.item_by_id[failed]))


def _is_as_before(item: WorkItem, before: WorkItem | None) -> bool:
    """Whether the progress of an item is unreported, or the same as in the baseline."""
    if item.state == "todo":
        return True
    return before is not None and _is_the_same(item, before) and not item.is_done


def _is_the_same(item: WorkItem, before: WorkItem) -> bool:
    """Whether the progress fields of an item have not changed."""
    return all(_equal(getattr(item, field), getattr(before, field)) for field in PROGRESS_FIELDS)


def _equal(reported: object, before: object) -> bool:
    """Whether a field has not changed; a date matches any instant on its day."""
    if isinstance(before, dt.datetime) and not isinstance(reported, dt.datetime):
        return before.date() == reported
    return reported == before


def _had_begun(entry: PlanItem, item: WorkItem, now: dt.datetime) -> bool:
    if entry.is_left_out or entry.start is None or entry.finish is None:
        return False
    if item.is_milestone:
        return entry.finish <= now
    return taken_up(entry, entry.start) < now or entry.is_over or entry.state == "in_progress"


def assume_progress(
    scenario: Scenario,
    baseline: Plan,
    reported: Collection[str],
    mode: Mode,
    times: CalendarPair | None = None,
) -> tuple[Scenario, tuple[AssumedProgress, ...]]:
    """Return the scenario with the assumed progress filled in.

    Parameters
    ----------
    scenario, baseline, reported
        As in :func:`unreported_items`.
    mode
        ``on-plan``: what the baseline ends by now is done, with its dates and people; what runs
        across now is in progress, with what is then left of each one's effort. ``not-started``:
        all of it is still to do.
    times
        The calendars of the scenario and of the baseline's, where they are at hand.

    Returns
    -------
    tuple
        The scenario, and each item of which something is assumed, in its order.
    """
    names = unreported_items(scenario, baseline, reported)
    entries = {entry.id: entry for entry in baseline.items}
    items = tuple(_dated(scenario, item, baseline.scenario, entries) for item in scenario.items)
    scenario = scenario.model_copy(update={"items": items})
    known = dict(scenario.item_by_id)
    if mode == "not-started":
        fresh = [name for name in names if known[name].state == "todo"]
        return scenario, tuple(_assumed(known[name]) for name in fresh)
    assumed: dict[str, AssumedProgress] = {}
    times = times or calendar_pair(scenario, baseline)
    judge = ContradictionFinder(scenario, baseline, times)
    for name in _after_their_predecessors(scenario, set(names)):
        known[name], reason = _allowed(judge, scenario, baseline, times, known, name, entries[name])
        assumed[name] = _assumed(known[name], reason)
    items = tuple(known[item.id] for item in scenario.items)
    ordered = tuple(assumed[item.id] for item in items if item.id in assumed)
    return scenario.model_copy(update={"items": items}), ordered


def _dated(
    scenario: Scenario, item: WorkItem, before: Scenario, entries: Mapping[str, PlanItem]
) -> WorkItem:
    """Return an item with its exact start and finish where the baseline knows them.

    A date alone may mean another instant when more time has passed. The date of the day on which
    the baseline has it means what the baseline says.
    """
    old = before.item_by_id.get(item.id)
    if old is None or not item.is_started:
        return item
    if _is_the_same(item, old):
        started = None if item.is_milestone else before.started_at(old)
        finished = before.finished_at(old) if item.is_done else None
        return item.model_copy(update={"started": started, "finished": finished})
    entry = entries.get(item.id)
    if entry is None:
        return item
    dates = {
        "started": _confirmed(item.started, entry.start, scenario.present),
        "finished": _confirmed(item.finished, entry.finish, scenario.present),
    }
    found = item.model_copy(update=dates)
    late = item.is_done and scenario.finished_at(found) < scenario.started_at(found)
    return item if late else found


def _confirmed(reported: When | None, planned: dt.datetime | None, now: dt.datetime) -> When | None:
    """Return the baseline's instant if it lies on the reported date; else the report."""
    if reported is None or isinstance(reported, dt.datetime) or planned is None:
        return reported
    return planned if planned.date() == reported and planned <= now else reported


def _after_their_predecessors(scenario: Scenario, names: Collection[str]) -> Iterator[str]:
    """Yield some items in topological order of the links."""
    known, done = scenario.item_by_id, set[str]()
    for item in scenario.items:
        stack = [item.id]
        while stack:
            name = stack[-1]
            first = [k.item for k in known[name].after if k.item in known and k.item not in done]
            if first and name not in done:
                stack += first
                continue
            stack.pop()
            if name not in done:
                done.add(name)
                if name in names:
                    yield name


def _allowed(
    judge: ContradictionFinder,
    scenario: Scenario,
    baseline: Plan,
    times: CalendarPair,
    known: Mapping[str, WorkItem],
    name: str,
    entry: PlanItem,
) -> tuple[WorkItem, str]:
    """Return an item with the progress that the baseline allows, and the reason if it is less.

    Where only its finish cannot have been so, it is in progress; else it has not begun. A
    milestone is done all the same if its links allow that by now.
    """
    item = known[name]
    until = worked_until(scenario, item, entry)
    if until is None:
        return item, blocked_text(item)
    if until < scenario.present:
        scenario = scenario.model_copy(update={"now": until})
        fresh, reason = _allowed_unblocked(judge, scenario, baseline, times, known, name, entry)
        return fresh, reason if fresh.is_done else reason or blocked_text(item)
    return _allowed_unblocked(judge, scenario, baseline, times, known, name, entry)


def _allowed_unblocked(
    judge: ContradictionFinder,
    scenario: Scenario,
    baseline: Plan,
    times: CalendarPair,
    known: Mapping[str, WorkItem],
    name: str,
    entry: PlanItem,
) -> tuple[WorkItem, str]:
    """Return the same of an item that is not blocked until the scenario's now."""
    item = known[name]
    short = shortfall(scenario, baseline, times, item, entry)
    if short is not None and short.began is None and not item.is_started:
        return item, short.reason
    fresh = _on_plan(scenario, baseline, times, item, entry, short)
    found = judge.of(fresh, known)
    if found is None:
        return fresh, "" if short is None or fresh.is_done else short.reason
    reached = judge.reached(item, known) if item.is_milestone else None
    if reached is not None:
        return fresh.model_copy(update={"finished": reached}), found.reason
    if found.of_start:
        return item, found.reason
    begun = _in_progress(scenario, baseline, times, item, entry, short)
    if isinstance(begun.remaining, dict):  # its work waits for its finish
        begun = begun.model_copy(update={"remaining": with_unfinished_part(begun.remaining, entry)})
    return begun, found.reason


def _assumed(item: WorkItem, reason: str = "") -> AssumedProgress:
    return AssumedProgress(item=item.id, title=item.title, state=item.state, reason=reason)


def _on_plan(
    scenario: Scenario,
    baseline: Plan,
    times: CalendarPair,
    item: WorkItem,
    entry: PlanItem,
    short: Shortfall | None,
) -> WorkItem:
    """Return an item with the baseline's progress, less the shortfall."""
    assert entry.start is not None and entry.finish is not None
    on_it = dict.fromkeys(people_on(baseline.scenario, entry))
    here = tuple(name for name in on_it if name in scenario.person_by_id)
    if entry.finish <= scenario.present and not (short is not None and short.is_open):
        fields: dict[str, object] = {
            "state": "done",
            "started": None if item.is_milestone else _began(entry, short),
            "finished": entry.finish,
            "remaining": None,
            "people": here,
            "reassign": False,
        }
        return item.model_copy(update=fields)
    return _in_progress(scenario, baseline, times, item, entry, short)


def _began(entry: PlanItem, short: Shortfall | None) -> dt.datetime | None:
    """Return the start of an item: as planned, or when its first person was at work."""
    if short is None or short.began is None or entry.state != "planned":
        return entry.start
    return short.began


def _in_progress(
    scenario: Scenario,
    baseline: Plan,
    times: CalendarPair,
    item: WorkItem,
    entry: PlanItem,
    short: Shortfall | None,
) -> WorkItem:
    """Return an item in progress, started as in the baseline."""
    fields: dict[str, object] = {"state": "in_progress", "started": _began(entry, short)}
    on_it = people_on(baseline.scenario, entry)
    left = remaining_by_person(scenario, baseline, times, item, entry)
    if left is not None:
        people = tuple(name for name in left if name in on_it)
        fields |= {"remaining": left, "people": people}
    return item.model_copy(update=fields)
