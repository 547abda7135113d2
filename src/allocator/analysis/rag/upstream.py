"""What a project or milestone still needs: its unfinished work, and what that comes after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from allocator import wording
from allocator.analysis.date_lines import DateLine
from allocator.analysis.outside import block_by
from allocator.domain import Plan, PlanItem
from allocator.domain.quantities import When, end_of


class Upstream:
    """Finds the entries of a plan that others need.

    Parameters
    ----------
    plan
        The plan.
    """

    def __init__(self, plan: Plan) -> None:
        self._scenario = plan.scenario
        self._entries = {e.id: e for e in plan.items if e.finish is not None and not e.is_left_out}

    def of(self, line: DateLine) -> tuple[PlanItem, ...]:
        """Return what of a project, milestone or task is not over, and all that it comes after."""
        found = dict.fromkeys(self._own(line))
        todo = list(found)
        while todo:
            for before in self._before(todo.pop()):
                if before not in found:
                    found[before] = None
                    todo.append(before)
        return tuple(self._entries[one] for one in found)

    def last_work(self, line: DateLine) -> PlanItem | None:
        """Return the work that ends last of what a line needs; None where nothing is left.

        That is a project's own last task, a task itself, and of a milestone the last task that it
        comes after, also by way of other milestones.
        """
        tasks = [self._entries[one] for one in self._own(line) if not self._is_milestone(one)]
        if line.kind == "milestone":
            tasks = list(self._tasks_before(line.id))
        return max(tasks, key=_finish, default=None)

    def ready(self, item_id: str) -> dt.datetime | None:
        """Return when all that an item comes after is done; None where it comes after nothing."""
        links = self._scenario.links_of(self._scenario.item_by_id[item_id])
        ends = [_finish(self._entries[link.item]) for link in links if link.item in self._entries]
        return max(ends, default=None)

    def awaited(self, line: DateLine) -> tuple[str, ...]:
        """Return what a line needs from outside that nobody has given a date for still to come."""
        return tuple(dict.fromkeys(self._awaited(line)))

    def _awaited(self, line: DateLine) -> Iterator[str]:
        present = self._scenario.present
        for entry in self.of(line):
            item = self._scenario.item_by_id[entry.id]
            if item.block is not None:
                owner = f" ({item.block.owner})" if item.block.owner else ""
                yield from _undated(block_by(item.block) + owner, item.block.until, present)
            for wait in item.waits_for if entry.state == "planned" else ():
                owner = f" ({wait.owner})" if wait.owner else ""
                yield from _undated(wait.what + owner, wait.expected, present)

    def _own(self, line: DateLine) -> Iterator[str]:
        for entry in self._entries.values():
            if not entry.is_over and (
                entry.project == line.id if line.kind == "project" else entry.id == line.id
            ):
                yield entry.id

    def _before(self, item_id: str) -> Iterator[str]:
        """Yield what an item comes after and that is not over."""
        item = self._scenario.item_by_id[item_id]
        for link in self._scenario.binding_links(item):
            before = self._entries.get(link.item)
            if before is not None and not before.is_over:
                yield before.id

    def _tasks_before(self, item_id: str) -> Iterator[PlanItem]:
        todo, seen = [item_id], {item_id}
        while todo:
            for before in self._before(todo.pop()):
                if before in seen:
                    continue
                seen.add(before)
                if self._is_milestone(before):
                    todo.append(before)
                else:
                    yield self._entries[before]

    def _is_milestone(self, item_id: str) -> bool:
        return self._scenario.item_by_id[item_id].is_milestone


def _undated(what: str, expected: When | None, present: dt.datetime) -> Iterator[str]:
    """Yield what has no expected date, or one that has passed."""
    if expected is None:
        yield what
    elif end_of(expected) <= present:
        yield f"{what}, was expected {wording.when(expected)}"


def _finish(entry: PlanItem) -> dt.datetime:
    assert entry.finish is not None, "entries have dates"
    return entry.finish
