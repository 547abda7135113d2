"""The outline of project files: which tasks are work, which are summaries, which are left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from allocator.integrations.projectfile.file_mapping import ProjectFileMapping
from allocator.integrations.projectfile.file_report import FileReport
from allocator.integrations.tracker.staff import slug
from allocator.mpxj.project_records import ProjectRecord, TaskRecord

State = Literal["todo", "in_progress", "done"]

NodeKey = tuple[int, int]
"""Number of the project, and number of the task in it."""

_MEASURING = {"LEVEL_OF_EFFORT": "level of effort", "HAMMOCK": "hammock"}
"""Kinds of activities whose length follows from that of others."""


@dataclass(eq=False)
class TaskNode:
    """A task in the outline.

    Attributes
    ----------
    key, id
        Its number, and its id in the scenario.
    task, project
        What the file says of it, and its project.
    parent, children
        Its summary task, and the tasks below it that are not left out.
    project_id, group
        Project and group of the scenario.
    """

    key: NodeKey
    id: str
    task: TaskRecord
    project: ProjectRecord
    parent: TaskNode | None = None
    children: list[TaskNode] = field(default_factory=list)
    project_id: str | None = None
    group: str | None = None

    @property
    def is_summary(self) -> bool:
        """Whether tasks lie below it."""
        return bool(self.children)

    @property
    def is_milestone(self) -> bool:
        """Whether it has neither a length nor work; a length that is not known is none."""
        task = self.task
        if self.is_summary or task.duration or task.work:
            return False
        return task.is_milestone or task.duration is not None

    @property
    def state(self) -> State:
        """How far the task is; a summary is done with all tasks below it."""
        if self.children:
            states = {leaf.state for leaf in self.leaves()}
            return states.pop() if len(states) == 1 else "in_progress"
        task = self.task
        if task.percent >= 100 or task.actual_finish is not None:
            return "done"
        return "in_progress" if task.actual_start is not None and not self.is_milestone else "todo"

    def leaves(self) -> Iterator[TaskNode]:
        """Yield the tasks at the ends of the outline below it, or itself."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()

    def above(self) -> Iterator[TaskNode]:
        """Yield the summary tasks above it, the nearest first."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent


class TaskTree:
    """The tasks of all projects of an import.

    Parameters
    ----------
    projects
        What was read.
    rules
        The mapping.
    report
        Counts what is left out.

    Attributes
    ----------
    nodes
        All tasks but those that are left out, in the order of the files.
    taken
        Ids of all tasks.
    projects
        Projects of the scenario: id, name, and the summary task, None for a whole file.
    """

    def __init__(
        self, projects: Sequence[ProjectRecord], rules: ProjectFileMapping, report: FileReport
    ) -> None:
        self._rules, self._report = rules, report
        self.taken: set[str] = set()
        self.nodes: dict[NodeKey, TaskNode] = {}
        self.projects: list[tuple[str, str, TaskNode | None]] = []
        for number, project in enumerate(projects):
            self._add(number, project)

    def leaves(self) -> list[TaskNode]:
        """Return the tasks without others below them."""
        return [node for node in self.nodes.values() if not node.is_summary]

    def _add(self, number: int, project: ProjectRecord) -> None:
        ids = _Ids(project, self._rules.ids, self.taken)
        made: list[TaskNode] = []
        for task in project.tasks:
            reason = self._why_not(task)
            if reason:
                self._report.skip(reason, f"{task.name or task.uid}")
            elif task.level > 0 or task.parent is not None:
                key = (number, task.uid)
                made.append(TaskNode(key, ids.of(task), task, project))
                self.nodes[key] = made[-1]
        for node in made:
            parent = self.nodes.get((number, node.task.parent or -1))
            if parent is not None and parent is not node and node not in parent.above():
                node.parent = parent
                parent.children.append(node)
        self._drop_empty_summaries(made)
        self._group(project, [node for node in made if node.key in self.nodes])

    def _why_not(self, task: TaskRecord) -> str:
        """Return why a task is left out; empty if it is not."""
        if task.is_external:
            return "since they stand for tasks of other files"
        if task.is_inserted and not task.duration:
            return "since they stand for projects in other files: give those files too"
        if task.is_inactive:
            return "since they are inactive"
        if task.kind in _MEASURING:
            return f"since their length follows from others ({_MEASURING[task.kind]})"
        return ""

    def _drop_empty_summaries(self, made: list[TaskNode]) -> None:
        """Leave out summary tasks without tasks, from below."""
        for node in reversed(made):
            if node.task.is_summary and not node.children and not node.task.duration:
                del self.nodes[node.key]
                if node.parent is not None:
                    node.parent.children.remove(node)
                self._report.skip("since they are summary tasks without tasks", node.task.name)

    def _group(self, project: ProjectRecord, made: list[TaskNode]) -> None:
        """Find the project and the group of each task."""
        whole = None
        if self._rules.projects == "file" and made:
            name = project.name or project.file
            whole = self._new(slug(name) or "project")
            self.projects.append((whole, name, None))
        level = self._rules.projects if isinstance(self._rules.projects, int) else 0
        if level == 1 and _holds_everything(project, made):
            level = 2
        tops: dict[NodeKey, str] = {}
        for node in made:
            above = [node, *node.above()][::-1]
            top = above[level - 1] if 0 < level <= len(above) else None
            if top is not None and top.is_summary and top.key not in tops:
                tops[top.key] = self._new(_summary_id(top.task) or top.id)
                self.projects.append((tops[top.key], top.task.name, top))
            node.project_id = whole if top is None else tops.get(top.key, whole)
            below = [one for one in above[level:-1] if one is not top]
            node.group = below[-1].id if below else None

    def _new(self, text: str) -> str:
        name, number = text, 1
        used = {name for name, _, _ in self.projects}
        while name in used:
            number += 1
            name = f"{text}-{number}"
        return name


def _holds_everything(project: ProjectRecord, made: list[TaskNode]) -> bool:
    """Return whether the first summary task is the whole project, as Primavera has it."""
    tops = [node for node in made if node.parent is None]
    if len(tops) != 1 or tops[0].task.name != project.name:
        return False
    return any(child.is_summary for child in tops[0].children)


def _own_wbs(task: TaskRecord) -> str:
    """Return a WBS code that somebody has given; empty for the number of the outline."""
    return "" if re.fullmatch(r"[\d.]*", task.wbs) or task.wbs == task.outline else task.wbs


def _summary_id(task: TaskRecord) -> str:
    """Return a WBS code of its own that is no path of codes, else an id from the name."""
    wbs = _own_wbs(task)
    return wbs if wbs and "." not in wbs else slug(task.name)


class _Ids:
    """Finds the ids of the tasks of a project.

    Activity ids and WBS codes count if each task has one of its own; else the unique number, which
    stays when tasks are added, and of summary tasks the name.
    """

    def __init__(self, project: ProjectRecord, wanted: str, taken: set[str]) -> None:
        self._taken = taken
        self._activities = Counter(task.activity for task in project.tasks)
        self._wbs = Counter(
            _own_wbs(task) if wanted == "auto" else task.wbs for task in project.tasks
        )
        self._wanted = wanted

    def of(self, task: TaskRecord) -> str:
        """Return the id of a task."""
        found = str(task.uid)
        wbs = _own_wbs(task) if self._wanted == "auto" else task.wbs
        if task.is_summary and self._wanted != "uid":
            found = _summary_id(task) or found
        elif self._wanted in ("auto", "activity") and task.activity and self._once(task.activity):
            found = task.activity
        elif self._wanted in ("auto", "wbs") and wbs and self._wbs[wbs] == 1:
            found = wbs
        name, number = found, 1
        while name in self._taken:
            number += 1
            name = f"{found}-{number}"
        self._taken.add(name)
        return name

    def _once(self, activity: str) -> bool:
        return self._activities[activity] == 1
