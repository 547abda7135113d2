"""Orders the tasks: projects as summary tasks, epics below them, items below those."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from allocator.analysis.dates import planned
from allocator.domain import Plan, PlanItem


@dataclass(frozen=True)
class OutlineLine:
    """A task of the outline.

    Attributes
    ----------
    uid
        Number of the task in the file, from 1.
    number
        Outline number: ``2.1.3``.
    entry
        The work item; None for a summary task.
    inside
        The items below a summary task.
    """

    uid: int
    number: str
    name: str
    entry: PlanItem | None
    inside: tuple[PlanItem, ...]

    @property
    def level(self) -> int:
        """Depth in the outline, from 1."""
        return self.number.count(".") + 1

    @property
    def span(self) -> tuple[dt.datetime, dt.datetime]:
        """Start and finish of the task."""
        entries = self.inside if self.entry is None else (self.entry,)
        starts = [entry.start for entry in entries if entry.start is not None]
        finishes = [entry.finish for entry in entries if entry.finish is not None]
        return min(starts), max(finishes)


@dataclass(frozen=True)
class _OutlineNode:
    name: str
    entry: PlanItem | None
    below: tuple[_OutlineNode, ...] = ()

    @property
    def entries(self) -> tuple[PlanItem, ...]:
        if self.entry is not None:
            return (self.entry,)
        return tuple(entry for node in self.below for entry in node.entries)


def outline(plan: Plan) -> tuple[OutlineLine, ...]:
    """Return all tasks in the order of the file."""
    return tuple(_lines(_roots(plan), "", iter(range(1, 10**9))))


def _lines(
    nodes: Sequence[_OutlineNode], above: str, numbers: Iterator[int]
) -> Iterator[OutlineLine]:
    for place, node in enumerate(nodes, start=1):
        number = f"{above}{place}"
        inside = () if node.entry is not None else node.entries
        yield OutlineLine(next(numbers), number, node.name, node.entry, inside)
        yield from _lines(node.below, f"{number}.", numbers)


def _roots(plan: Plan) -> list[_OutlineNode]:
    members: dict[str | None, list[PlanItem]] = {p.id: [] for p in plan.scenario.projects}
    members[None] = []
    for entry, _, _ in planned(plan.items):
        members[plan.scenario.item_by_id[entry.id].project].append(entry)
    names = {project.id: project.name or project.id for project in plan.scenario.projects}
    found = [
        _OutlineNode(names[project], None, _epics(plan, entries))
        for project, entries in members.items()
        if entries and project is not None
    ]
    return [*found, *_epics(plan, members[None])]


def _epics(plan: Plan, entries: Sequence[PlanItem]) -> tuple[_OutlineNode, ...]:
    """Return the items, those of an epic together at the position of the first one."""
    groups: dict[tuple[str, str], list[PlanItem]] = {}
    for entry in entries:
        epic = plan.scenario.item_by_id[entry.id].group
        key = ("item", entry.id) if epic is None else ("epic", epic)
        groups.setdefault(key, []).append(entry)
    return tuple(_group(plan, key, inside) for key, inside in groups.items())


def _group(plan: Plan, key: tuple[str, str], inside: Sequence[PlanItem]) -> _OutlineNode:
    leaves = tuple(_OutlineNode(entry.title or entry.id, entry) for entry in inside)
    kind, epic = key
    if kind == "item":
        return leaves[0]
    item = plan.scenario.item_by_id.get(epic)
    return _OutlineNode(epic if item is None or not item.title else item.title, None, leaves)
