"""What the baseline had started before now, and of which nobody says how far it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from typing import Literal

from allocator.analysis.dates import taken_up
from allocator.analysis.people import people_on
from allocator.domain import LinkType, Plan, PlanItem, Scenario, WorkItem
from allocator.domain.base import Model
from allocator.domain.links import is_lead
from allocator.replan.left import left_of_each

Mode = Literal["on-plan", "not-started"]

_PROGRESS = ("state", "started", "finished", "remaining", "people", "reassign")


class Assumed(Model):
    """A work item of which nothing is said, and what is taken to be so."""

    item: str
    title: str = ""
    state: Literal["todo", "in_progress", "done"]
    reason: str = ""
    """Why it is not taken to be on plan."""


def untold(scenario: Scenario, baseline: Plan, told: Collection[str]) -> list[str]:
    """Return the items that the baseline had begun before now and of which nothing is said since.

    Parameters
    ----------
    scenario
        As of now.
    baseline
        The plan that people go by.
    told
        Items whose state is said.
    """
    entries = {entry.id: entry for entry in baseline.items}
    return [
        item.id
        for item in scenario.items
        if item.id not in told
        and item.id in entries
        and _is_as_before(item, baseline.scenario.item_by_id.get(item.id))
        and _had_begun(entries[item.id], item, scenario.present)
    ]


def _is_as_before(item: WorkItem, before: WorkItem | None) -> bool:
    """Whether an item says of its progress what it said when the baseline was made, or nothing."""
    if item.state == "todo":
        return True
    return before is not None and _is_the_same(item, before) and not item.is_done


def _is_the_same(item: WorkItem, before: WorkItem) -> bool:
    """Whether an item says of its progress what it said before."""
    return all(_equal(getattr(item, field), getattr(before, field)) for field in _PROGRESS)


def _equal(said: object, before: object) -> bool:
    """Whether a field says what it said before; a date alone says less than an instant on it."""
    if isinstance(before, dt.datetime) and not isinstance(said, dt.datetime):
        return before.date() == said
    return said == before


def _had_begun(entry: PlanItem, item: WorkItem, now: dt.datetime) -> bool:
    if entry.state == "dropped" or entry.start is None or entry.finish is None:
        return False
    if item.is_milestone:
        return entry.finish <= now
    return taken_up(entry, entry.start) < now or entry.state in ("done", "in_progress")


def assume(
    scenario: Scenario, baseline: Plan, told: Collection[str], mode: Mode
) -> tuple[Scenario, tuple[Assumed, ...]]:
    """Return the scenario with the progress that is taken to have been made.

    Parameters
    ----------
    scenario, baseline, told
        As of :func:`untold`.
    mode
        ``on-plan``: what the baseline ends by now is done, with its dates and people; what runs
        across now is in progress, with what is then left of each one's effort. ``not-started``:
        all of it is still to do.

    Returns
    -------
    tuple
        The scenario, and each item of which something is assumed, in its order.
    """
    names = untold(scenario, baseline, told)
    items = tuple(_dated(item, baseline.scenario) for item in scenario.items)
    scenario = scenario.model_copy(update={"items": items})
    known = dict(scenario.item_by_id)
    if mode == "not-started":
        fresh = [name for name in names if known[name].state == "todo"]
        return scenario, tuple(_assumed(known[name]) for name in fresh)
    entries = {entry.id: entry for entry in baseline.items}
    assumed: dict[str, Assumed] = {}
    off = _off_plan(scenario, baseline, told)
    waiting = set(names)
    begun = {name for name in names if known[name].is_started}

    def settle(name: str) -> None:
        """Assume of an item what the baseline says, after all that it comes after."""
        waiting.discard(name)
        for link in known[name].after:
            if link.item in waiting:
                settle(link.item)
        fresh = _on_plan(scenario, baseline, known[name], entries[name])
        doubtful = off | _new_links(known[name], baseline.scenario)
        reason = _contradiction(fresh, known, scenario, doubtful) if name not in begun else None
        if reason is None:
            known[name] = fresh
        else:
            off.add(name)
        assumed[name] = _assumed(known[name], reason or "")

    _without_deep_calls(names, waiting, known, settle)
    items = tuple(known[item.id] for item in scenario.items)
    ordered = tuple(assumed[item.id] for item in items if item.id in assumed)
    return scenario.model_copy(update={"items": items}), ordered


def _dated(item: WorkItem, before: Scenario) -> WorkItem:
    """Return an item with the instants at which it was started and finished, where they are known.

    A date alone may mean another instant when more time has passed.
    """
    old = before.item_by_id.get(item.id)
    if old is None or not item.is_started or not _is_the_same(item, old):
        return item
    started = None if item.is_milestone else before.started_at(old)
    finished = before.finished_at(old) if item.is_done else None
    return item.model_copy(update={"started": started, "finished": finished})


def _off_plan(scenario: Scenario, baseline: Plan, told: Collection[str]) -> set[str]:
    """Return the items of which something is said that the baseline does not say."""
    before = baseline.scenario.item_by_id
    return {
        item.id
        for item in scenario.items
        if item.id in told
        or item.id not in before
        or (item.is_started and not _is_as_before(item, before[item.id]) and not item.is_done)
        or (item.is_done and before[item.id].state != "done")
    }


def _new_links(item: WorkItem, before: Scenario) -> set[str]:
    """Return what an item comes after that it did not come after in the baseline."""
    old = before.item_by_id.get(item.id)
    return {link.item for link in item.after if old is None or link not in old.after}


def _without_deep_calls(
    names: list[str], waiting: set[str], known: dict[str, WorkItem], settle: Callable[[str], None]
) -> None:
    """Settle every item after its predecessors, however long the chains."""
    stack = list(reversed(names))
    while stack:
        name = stack[-1]
        first = [k.item for k in known[name].after if k.item in waiting and k.item != name]
        if name in waiting and first:
            stack += first
        else:
            stack.pop()
            if name in waiting:
                settle(name)


def _assumed(item: WorkItem, reason: str = "") -> Assumed:
    return Assumed(item=item.id, title=item.title, state=item.state, reason=reason)


def _on_plan(scenario: Scenario, baseline: Plan, item: WorkItem, entry: PlanItem) -> WorkItem:
    """Return an item as it is now if all has gone as the baseline says."""
    assert entry.start is not None and entry.finish is not None
    on_it = dict.fromkeys(people_on(baseline.scenario, entry))
    here = tuple(name for name in on_it if name in scenario.person_by_id)
    if entry.finish <= scenario.present:
        fields: dict[str, object] = {
            "state": "done",
            "started": None if item.is_milestone else entry.start,
            "finished": entry.finish,
            "remaining": None,
            "people": here,
            "reassign": False,
        }
        return item.model_copy(update=fields)
    fields = {"state": "in_progress", "started": entry.start}
    left = left_of_each(scenario, baseline, item, entry)
    if left is not None:
        fields |= {"remaining": left, "people": tuple(name for name in left if name in on_it)}
    return item.model_copy(update=fields)


def _contradiction(
    item: WorkItem, known: dict[str, WorkItem], scenario: Scenario, off: set[str]
) -> str | None:
    """Return why an item cannot have gone as the baseline says, given what is said of others."""
    if item.state == "todo":
        return None
    for link in item.after:
        pred = known.get(link.item)
        if pred is None or link.item not in off:
            continue
        of_start = link.type in (LinkType.SS, LinkType.SF)
        own_start = link.type in (LinkType.FS, LinkType.SS)
        if not item.is_done and not own_start:
            continue
        if not (pred.is_started if of_start else pred.is_done):
            if is_lead(link):
                continue
            event = "started" if of_start else "done"
            return f"{pred.name}, which it comes after, is not {event}"
        if link.lag is not None or pred.is_milestone:
            continue
        there = scenario.started_at(pred) if of_start else scenario.finished_at(pred)
        own = scenario.started_at(item) if own_start else scenario.finished_at(item)
        if there > own and there.date() > own.date():
            event = "started" if of_start else "finished"
            return f"{pred.name}, which it comes after, was {event} only {there:%Y-%m-%d}"
    return None
