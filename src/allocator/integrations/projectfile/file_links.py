"""Turns the links of project files, those of summary tasks too, into links between items.

A link of a summary task holds for the tasks below it. What waits for the end of a summary waits for
a milestone after all its tasks; what must be there before it starts comes before each of them.
"""

from __future__ import annotations

import graphlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from allocator.integrations.projectfile.file_report import FileReport
from allocator.integrations.projectfile.task_tree import NodeKey, TaskNode, TaskTree
from allocator.integrations.projectfile.working_time import WorkingTime, elapsed_span
from allocator.mpxj.project_records import LinkRecord, TaskRecord
from allocator.scenario.shape.short_forms import short_id
from allocator.wording import count, enumerated


@dataclass(frozen=True)
class FileLink:
    """A link between two items: the predecessor, and the entry of ``after``."""

    before: TaskNode
    type: str
    lag: str | dict[str, str] | None

    def entry(self) -> Any:
        """Return the entry of ``after``, in its short form where it has one."""
        name = short_id(self.before.id)
        if self.type == "FS" and self.lag is None:
            return name
        found: dict[str, Any] = {"item": name}
        found |= {"type": self.type} if self.type != "FS" else {}
        return found | ({"lag": self.lag} if self.lag is not None else {})


@dataclass
class FileLinks:
    """The links of an import.

    Attributes
    ----------
    tree, time, report
        The tasks, the calendar, and what counts.
    after
        Links by task; of a summary task those of the milestone at its end.
    outside
        What each task waits for in other files, by name.
    ended
        Summary tasks that need a milestone at their end.
    """

    tree: TaskTree
    time: WorkingTime
    report: FileReport
    after: dict[NodeKey, list[FileLink]] = field(default_factory=dict)
    outside: dict[NodeKey, list[str]] = field(default_factory=dict)
    ended: dict[NodeKey, None] = field(default_factory=dict)
    _lost: list[str] = field(default_factory=list)
    _nested: list[str] = field(default_factory=list)
    _several: list[str] = field(default_factory=list)
    _done: list[str] = field(default_factory=list)

    def read(self) -> None:
        """Read all links, cut circles, and report what is lost."""
        for node in list(self.tree.nodes.values()):
            for link in node.task.links:
                self._read(node, link)
        self._complete_ends()
        cut = self._cut_circles()
        for names, what in (
            (self._lost, "to tasks that are left out"),
            (self._nested, "between a summary task and a task below it"),
            (self._done, "whose follower is done and whose predecessor is not"),
            (cut, "that closed a circle"),
        ):
            for name in names:
                self.report.skip(f"links {what}", name)
        if self._several:
            self.report.notes.append(
                f"{count(len(self._several), 'link')} from the start of a summary task: the "
                f"follower waits for the start of all its first tasks: {enumerated(self._several)}"
            )

    def _read(self, node: TaskNode, link: LinkRecord) -> None:
        before = self.tree.nodes.get((node.key[0], link.task))
        if before is None:
            self._miss(node, link)
            return
        name = f"{before.id} before {node.id}"
        if before in node.above() or node in before.above() or before is node:
            self._nested.append(name)
            return
        lag = self._lag(link, before.task)
        for first, type_from in self._ends(before, link.type, name):
            for last in self._followers(node, link.type):
                if last.state == "done" and not self._has_happened(first, link.type):
                    self._done.append(name)
                    continue
                kind = type_from + link.type[1]
                entry = FileLink(first, kind, lag)
                mine = self.after.setdefault(last.key, [])
                if entry not in mine:
                    mine.append(entry)
        self.report.links += 1

    def _miss(self, node: TaskNode, link: LinkRecord) -> None:
        """Keep a link to a task of another file as something to wait for."""
        others = [task for task in node.project.tasks if task.uid == link.task]
        if others and others[0].is_external and node.state != "done":
            self.outside.setdefault(node.key, []).append(others[0].name or str(link.task))
            self.report.links += 1
        else:
            self._lost.append(f"{others[0].name if others else link.task} before {node.id}")

    def _ends(self, node: TaskNode, kind: str, name: str) -> Iterator[tuple[TaskNode, str]]:
        """Yield the items at whose start or end a link begins, with S or F."""
        if not node.is_summary:
            yield node, kind[0]
        elif kind[0] == "F":
            self.ended[node.key] = None
            yield node, "F"
        else:
            first = self._first(node)
            if len(first) > 1:
                self._several.append(name)
            yield from ((leaf, "S") for leaf in first)

    def _followers(self, node: TaskNode, kind: str) -> Iterator[TaskNode]:
        """Yield the items whose start or end waits."""
        if not node.is_summary:
            yield node
        elif kind[1] == "F":
            self.ended[node.key] = None
            yield node
        else:
            yield from self._first(node)

    def _first(self, node: TaskNode) -> list[TaskNode]:
        """Return the tasks below a summary that do not start after the end of another one."""
        inside = {leaf.key for leaf in node.leaves()}
        first = [
            leaf
            for leaf in node.leaves()
            if not any(
                link.type == "FS" and link.lag >= 0 and (leaf.key[0], link.task) in inside
                for link in leaf.task.links
            )
        ]
        return first or list(node.leaves())

    def _has_happened(self, node: TaskNode, kind: str) -> bool:
        if node.is_summary:
            return all(leaf.state == "done" for leaf in node.leaves())
        return node.state != "todo" if kind[0] == "S" else node.state == "done"

    def _lag(self, link: LinkRecord, before: TaskRecord) -> str | dict[str, str] | None:
        minutes, elapsed = link.lag, link.unit == "elapsed"
        if link.unit == "percent":
            minutes = link.lag / 100 * (before.duration or 0)
            elapsed = before.is_elapsed
        if not round(minutes):
            return None
        sign = "-" if minutes < 0 else ""
        if elapsed:
            return {"elapsed": sign + elapsed_span(abs(minutes))}
        return sign + self.time.span(abs(minutes))

    def _complete_ends(self) -> None:
        """Let milestones at the end of summary tasks come after all tasks below."""
        for key in self.ended:
            self.add_end(self.tree.nodes[key])

    def add_end(self, node: TaskNode) -> None:
        """Let the milestone at the end of a summary task come after all tasks below it."""
        mine = self.after.setdefault(node.key, [])
        mine[:0] = [FileLink(one, "FS", None) for one in self._parts(node)]

    def _parts(self, node: TaskNode) -> Iterator[TaskNode]:
        for child in node.children:
            if child.is_summary and child.key not in self.ended:
                yield from self._parts(child)
            else:
                yield child

    def _cut_circles(self) -> list[str]:
        """Remove links until none run in a circle, and return them."""
        cut: list[str] = []
        while circle := _circle(self.after):
            last, before = circle[0], circle[1]
            mine = self.after[last]
            gone = next(link for link in mine if link.before.key == before)
            mine.remove(gone)
            cut.append(f"{gone.before.id} before {self.tree.nodes[last].id}")
        return cut


def _circle(after: dict[NodeKey, list[FileLink]]) -> list[NodeKey]:
    """Return the tasks of a circle, each followed by one that it waits for; empty without one."""
    graph: dict[NodeKey, Iterable[NodeKey]] = {
        key: [link.before.key for link in links] for key, links in after.items()
    }
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        return list(reversed(error.args[1]))
    return []
