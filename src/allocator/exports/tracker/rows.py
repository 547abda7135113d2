"""Makes the rows of a tracker's file, for any tracker.

Items that are done or dropped are left out: the tracker knows better what is done, and dropped
items stay in its backlog.
"""

from __future__ import annotations

import unicodedata
from collections import deque
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from allocator.analysis.days import PlanDays, plan_days
from allocator.analysis.rounding import rounded
from allocator.domain import LinkType, Person, Plan, PlanItem, WorkItem
from allocator.domain.quantities import exact
from allocator.exports.tracker.notes import tracker_notes
from allocator.exports.tracker.tracker_row import Known, TrackerRow, TrackerSheet
from allocator.sprint_planning.home_sprints import home_sprints

SPRINT_LABEL = "sprint: "
"""Beginning of the labels that ``allocator import`` makes from sprints on request."""


def tracker_sheet(plan: Plan, known: Known, only: Collection[str] | None = None) -> TrackerSheet:
    """Return the rows of a plan, or of some of its items.

    Parameters
    ----------
    plan
        The plan.
    known
        Tells which ids the tracker has.
    only
        Ids of the items wanted; default: all that is planned or in progress.
    """
    entries = {
        entry.id: entry
        for entry in plan.items
        if entry.state in ("planned", "in_progress") and (only is None or entry.id in only)
    }
    parents = _parents(plan, entries, known)
    order = _in_tree_order(entries, parents)
    sprints, shown = home_sprints(plan), plan_days(plan)
    above = frozenset(parents.values())
    rows = tuple(
        replace(
            _row(plan, shown, name, parents, known, entries),
            depth=depth,
            is_parent=name in above,
            sprint=sprints.get(name) if name in entries else None,
        )
        for name, depth in order
    )
    return TrackerSheet(rows=rows, notes=tuple(tracker_notes(plan, entries, rows, known, only)))


def _parents(plan: Plan, entries: Mapping[str, PlanItem], known: Known) -> dict[str, str | None]:
    """Return the parent of each row of the file, including parents that are to be made."""
    parents: dict[str, str | None] = {}
    waiting = deque(entries)
    while waiting:
        name = waiting.popleft()
        if name not in parents:
            parent = parents[name] = _parent_of(plan, name, known)
            if parent is not None and parent not in entries and _is_made(plan, name, parent, known):
                waiting.append(parent)
    for name in parents:
        if _goes_round(parents, name):
            parents[name] = None
    return parents


def _parent_of(plan: Plan, name: str, known: Known) -> str | None:
    """Return an item's group; for a new item without a group, its project.

    An item that the tracker knows keeps its parent: a group that is neither an item nor an id of
    the tracker is only a label for views.
    """
    item = plan.scenario.item_by_id.get(name)
    if item is None:
        return None
    parent = item.group or (item.project if not known(name) else None)
    if parent == name or (parent is not None and known(name) and not _is_id(plan, parent, known)):
        return None
    return parent


def _is_id(plan: Plan, parent: str, known: Known) -> bool:
    return known(parent) or parent in plan.scenario.item_by_id or parent.isdecimal()


def _is_made(plan: Plan, name: str, parent: str, known: Known) -> bool:
    """Return whether a parent is to be made: the tracker knows neither it nor the child."""
    return not known(parent) and (not known(name) or parent in plan.scenario.item_by_id)


def _goes_round(parents: Mapping[str, str | None], name: str) -> bool:
    above = parents[name]
    seen = {name}
    while above is not None and above in parents:
        if above in seen:
            return True
        seen.add(above)
        above = parents[above]
    return False


def _in_tree_order(
    entries: Mapping[str, PlanItem], parents: Mapping[str, str | None]
) -> list[tuple[str, int]]:
    """Return the rows, each parent followed by its children, with their depths."""
    children: dict[str | None, list[str]] = {}
    for name in [*entries, *(name for name in parents if name not in entries)]:
        above = parents[name]
        children.setdefault(above if above in parents else None, []).append(name)
    order: list[tuple[str, int]] = []
    stack = [(name, 0) for name in reversed(children.get(None, []))]
    while stack:
        name, depth = stack.pop()
        order.append((name, depth))
        stack += [(child, depth + 1) for child in reversed(children.get(name, []))]
    return order


def _row(
    plan: Plan,
    shown: PlanDays,
    name: str,
    parents: Mapping[str, str | None],
    known: Known,
    entries: Mapping[str, PlanItem],
) -> TrackerRow:
    item, entry = plan.scenario.item_by_id.get(name), entries.get(name)
    project = plan.scenario.project_by_id.get(name)
    title = item.title if item is not None else project.name if project is not None else ""
    effort = _effort_hours(plan, item) if item is not None else None
    start, finish = shown.within(name) or (None, None)
    return TrackerRow(
        id=name,
        known=known(name),
        title=name if not title or (_is_blank(title) and not known(name)) else title,
        type=(item.type or None) if item is not None else None,
        parent=parents[name],
        item=item,
        entry=entry,
        start=start if entry is not None else None,
        finish=finish if entry is not None else None,
        people=_people(plan, entry),
        effort_hours=effort,
        remaining_hours=_remaining(entry, effort),
        labels=tuple(_labels(item)),
        after=tuple(
            before
            for before in _after(plan, item, entry, known, entries)
            if parents.get(before) != name  # a parent ends with its children without being told
        ),
    )


def _labels(item: WorkItem | None) -> Iterator[str]:
    """Yield the labels, except those that an import made from sprints."""
    for label in item.labels if item is not None else ():
        if not label.startswith(SPRINT_LABEL):
            yield label


def _effort_hours(plan: Plan, item: WorkItem) -> float | None:
    """Return the effort of all people, including work that is done; of the next try."""
    share = exact(item.effort_share)
    minutes = [
        plan.scenario.effort_minutes(effort) * people * share
        for people, effort in item.estimates
        if effort is not None
    ]
    return rounded(sum(minutes, Fraction(0)) / 60) if minutes else None


def _remaining(entry: PlanItem | None, effort: float | None) -> float | None:
    """Return the remaining effort; for an item in progress, what the plan has for it."""
    if entry is None or effort is None or entry.state == "planned":
        return effort
    return round(sum(work.effort_hours for work in entry.assignments), 4)


def _people(plan: Plan, entry: PlanItem | None) -> tuple[Person, ...]:
    if entry is None:
        return ()
    hours: dict[str, float] = {}
    for work in entry.assignments:
        hours[work.person] = hours.get(work.person, 0.0) + work.effort_hours
    return tuple(plan.scenario.person_by_id[p] for p in sorted(hours, key=lambda p: -hours[p]))


def _after(
    plan: Plan,
    item: WorkItem | None,
    entry: PlanItem | None,
    known: Known,
    entries: Mapping[str, PlanItem],
) -> Iterator[str]:
    """Yield the predecessors, each once: those in the plan first, then those outside."""
    if item is None or entry is None:
        return
    links = plan.scenario.links_of(item)
    found = [link.item for link in links if link.type is LinkType.FS]
    found += [wait.what for wait in item.waits_for if wait.kind == "item"]
    yield from dict.fromkeys(name for name in found if name in entries or known(name))


def _is_blank(title: str) -> bool:
    """Return whether a tracker shows nothing, since it takes control characters for blanks."""
    return all(c.isspace() or unicodedata.category(c) == "Cc" for c in title)
