"""Turns constraints and deadlines of project files into dates of items.

A latest start or an earliest finish has no field of its own. A milestone beside the task holds it:
one that comes after the task's start and has the deadline; one with a fixed date that the task's
end waits for.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Final

from allocator.integrations.projectfile.file_mapping import ProjectFileMapping
from allocator.integrations.projectfile.file_report import FileReport
from allocator.integrations.projectfile.task_tree import TaskNode
from allocator.integrations.projectfile.working_time import WorkingTime
from allocator.mpxj.project_records import TaskRecord
from allocator.scenario.shape.short_forms import short_id

_MEANINGS: Final = {
    "START_NO_EARLIER_THAN": ("start after",),
    "START_NO_LATER_THAN": ("start before",),
    "FINISH_NO_EARLIER_THAN": ("finish after",),
    "FINISH_NO_LATER_THAN": ("finish before",),
    "MUST_START_ON": ("start after", "start before"),
    "START_ON": ("start after", "start before"),
    "MUST_FINISH_ON": ("finish after", "finish before"),
    "FINISH_ON": ("finish after", "finish before"),
}
"""What each constraint says of a task."""

PLAN_AUTHOR: Final = "allocator"
"""Author of the project files that allocator writes, in which each task has its planned start."""


_FIXED: Final = ("MUST_START_ON", "START_ON", "MUST_FINISH_ON", "FINISH_ON")


@dataclass
class DateLimits:
    """The dates of an item.

    Attributes
    ----------
    fields
        Fields of the item.
    after
        Entries of ``after``.
    helpers
        Milestones that hold the limits which have no field.
    """

    fields: dict[str, Any] = field(default_factory=dict)
    after: list[Any] = field(default_factory=list)
    helpers: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class DateReading:
    """Reads the dates of all tasks.

    Attributes
    ----------
    rules, time, report
        The mapping, the calendar, and what counts.
    now
        Present time of the scenario.
    taken
        Ids of items, to which those of milestones beside them are added.
    """

    rules: ProjectFileMapping
    time: WorkingTime
    report: FileReport
    now: dt.datetime
    taken: set[str]

    def limits(self, node: TaskNode) -> DateLimits:
        """Return the dates of a task, and those that its summary tasks hand down."""
        found = DateLimits()
        task = node.task
        if task.deadline is not None:
            found.fields["due"] = self.time.end(task.deadline)
        if node.state == "done":
            return found
        if node.is_milestone and self._is_fixed(node, found):
            return found
        for what, when in self._wanted(node):
            self._apply(node, found, what, when)
        for above in node.above():
            for what, when in self._wanted(above):
                if what == "start after":
                    self._not_before(node, found, when)
                elif what == "finish before" and self.rules.constraints == "hard":
                    self._deadline(node, found, when)
        self._soften(node, found)
        return found

    def _soften(self, node: TaskNode, found: DateLimits) -> None:
        """Take a deadline before the earliest start as a due date."""
        deadline, start = found.fields.get("deadline"), found.fields.get("not_before")
        if deadline is not None and start is not None and _end_order(deadline) <= start:
            found.fields["due"] = found.fields.pop("deadline")
            self._once("deadlines before the earliest start, taken as due dates", node.id)

    def _is_fixed(self, node: TaskNode, found: DateLimits) -> bool:
        """Fix a milestone to its date, if it has one that is still to come."""
        for name, when in _constraints(node.task):
            is_hard = self.rules.constraints == "hard" and self.rules.starts == "keep"
            if name in _FIXED and when is not None and when > self.now and is_hard:
                found.fields["date"] = self.time.start(when)
                return True
        return False

    def _wanted(self, node: TaskNode) -> list[tuple[str, dt.datetime]]:
        """Return what the constraints of a task say."""
        found = []
        for name, when in _constraints(node.task):
            meanings = _MEANINGS.get(name, ())
            if name == "AS_LATE_AS_POSSIBLE" and not node.is_summary:
                self._once("not kept: as late as possible, which a plan has not", node.id)
            if when is not None:
                found += [
                    (what, when) for what in meanings if self._is_wanted(node, name, what, when)
                ]
        return found

    def _is_wanted(self, node: TaskNode, name: str, what: str, when: dt.datetime) -> bool:
        if what.endswith("after"):
            is_planned = (
                node.project.author == PLAN_AUTHOR
                and name == "START_NO_EARLIER_THAN"
                and when == node.task.start
            )
            if is_planned:
                self._once("starts that an earlier plan of allocator has found", node.id)
            elif self.rules.starts == "ignore":
                self._once("earliest dates, as the mapping says", node.id)
            return not is_planned and self.rules.starts == "keep"
        if self.rules.constraints == "ignore":
            self._once("latest dates, as the mapping says", node.id)
        return self.rules.constraints != "ignore"

    def _once(self, reason: str, name: str) -> None:
        if name not in self.report.left_out.get(reason, ()):
            self.report.skip(reason, name)

    def _apply(self, node: TaskNode, found: DateLimits, what: str, when: dt.datetime) -> None:
        if node.is_milestone:
            self._apply_to_milestone(node, found, what, when)
        elif what == "start after":
            self._not_before(node, found, when)
        elif what == "finish before":
            self._latest(node, found, when)
        elif what == "finish after":
            if when > self.now:
                helper = self._helper(node, "finish", "may end")
                helper["date"] = self.time.instant(when)
                found.helpers.append(helper)
                found.after.append({"item": helper["id"], "type": "FF"})
        elif node.state == "todo":
            self._latest_start(node, found, when)

    def _apply_to_milestone(
        self, node: TaskNode, found: DateLimits, what: str, when: dt.datetime
    ) -> None:
        if what.endswith("after"):
            self._not_before(node, found, when)
        else:
            self._latest(node, found, when)

    def _not_before(self, node: TaskNode, found: DateLimits, when: dt.datetime) -> None:
        if when > self.now and node.state == "todo":
            latest = max(self.time.start(when), found.fields.get("not_before", ""))
            found.fields["not_before"] = latest

    def _latest(self, node: TaskNode, found: DateLimits, when: dt.datetime) -> None:
        """Keep a latest end: a deadline, or a due date if the mapping or the calendar says so."""
        if self.rules.constraints == "hard" and when > self.now:
            self._deadline(node, found, when)
            return
        if self.rules.constraints == "hard":
            self._once("deadlines that have passed, taken as due dates", node.id)
        end = self.time.end(when)
        found.fields["due"] = min(end, found.fields.get("due", end), key=_end_order)

    def _deadline(self, node: TaskNode, found: DateLimits, when: dt.datetime) -> None:
        if when > self.now:
            end = self.time.end(when)
            found.fields["deadline"] = min(end, found.fields.get("deadline", end), key=_end_order)

    def _latest_start(self, node: TaskNode, found: DateLimits, when: dt.datetime) -> None:
        if self.rules.constraints == "soft" or when < self.now:
            self._once("latest starts that have passed or are not to be kept", node.id)
            return
        helper = self._helper(node, "start", "has begun")
        helper["after"] = [{"item": short_id(node.id), "type": "SS"}]
        helper["deadline"] = self.time.instant(when)
        found.helpers.append(helper)

    def _helper(self, node: TaskNode, end: str, what: str) -> dict[str, Any]:
        name, number = f"{node.id}-{end}", 1
        while name in self.taken:
            number += 1
            name = f"{node.id}-{end}-{number}"
        self.taken.add(name)
        title = f"{node.task.name or node.id} {what}"
        found: dict[str, Any] = {"id": name, "title": title, "kind": "milestone"}
        if node.project_id is not None:
            found["project"] = short_id(node.project_id)
        return found


def _constraints(task: TaskRecord) -> list[tuple[str, dt.datetime | None]]:
    return [
        (task.constraint, task.constraint_date),
        (task.second_constraint, task.second_date),
    ]


def _end_order(end: str) -> str:
    """Return a sort key of an end: a day without a time lasts until midnight."""
    return end if "T" in end else f"{end}T24:00"
