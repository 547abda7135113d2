"""Turns work and assignments of project files into effort, needs and progress of items."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from allocator.domain import Need
from allocator.domain.quantities import iso
from allocator.integrations.projectfile.file_mapping import ProjectFileMapping
from allocator.integrations.projectfile.file_report import FileReport
from allocator.integrations.projectfile.people import ProjectTeam, ResourceRole
from allocator.integrations.projectfile.task_tree import NodeKey, TaskNode
from allocator.integrations.projectfile.working_time import WorkingTime, elapsed_span
from allocator.integrations.tracker.scenario_document import DocumentEntry
from allocator.integrations.tracker.staff import slug
from allocator.mpxj.project_records import AssignmentRecord
from allocator.scenario.shape.short_forms import short_id, short_needs

_MIN_SHARE: Final = 0.01
_MIN_REMAINING_MINUTES: Final = 60
"""Minutes left of unfinished work for which the file says that nothing is left."""

_DEFAULT_DAYS: Final = 2
"""Days of work without an estimate, as for tickets."""

_SPREAD: Final = 0.9
"""Part of duration x units below which work counts as spread over the whole duration."""


@dataclass(frozen=True)
class ResourceWork:
    """What one resource does on a task: minutes of work, minutes left, and share of the time."""

    role: ResourceRole
    minutes: float
    left: float
    share: float
    people: int


@dataclass
class TaskWork:
    """Finds the work of all tasks.

    Attributes
    ----------
    rules, time, team, report
        The mapping, the calendar, the people, and what counts.
    assignments
        Assignments by task.
    now
        Present time of the scenario.
    """

    rules: ProjectFileMapping
    time: WorkingTime
    team: ProjectTeam
    report: FileReport
    assignments: Mapping[NodeKey, Sequence[AssignmentRecord]]
    now: dt.datetime
    swapped: list[str] = field(default_factory=list)

    def add(self, node: TaskNode, entry: DocumentEntry) -> None:
        """Add effort, people, resources and progress to an item that is no milestone."""
        things = self._things(node)
        if things:
            entry.fields["resources"] = things
        found = _each_once(
            [work for one in self._of(node) if (work := self._work(node, one)) is not None]
        )
        if node.task.is_elapsed and node.task.duration:
            entry.fields["elapsed"] = elapsed_span(node.task.duration)
        if found:
            self._add_needs(node, entry, found)
        elif not node.task.is_elapsed:
            self._add_unassigned(node, entry)
        self._add_progress(node, entry, found)
        if node.task.is_estimated and node.state != "done" and "effort" in entry.fields:
            entry.fields["guessed"] = True
            self.report.guess("effort, which the file marks as estimated", node.id)

    def _of(self, node: TaskNode) -> Sequence[AssignmentRecord]:
        return self.assignments.get(node.key, ())

    def _things(self, node: TaskNode) -> dict[Any, int]:
        found: dict[Any, int] = {}
        for one in self._of(node):
            role = self.team.of(node.key[0], one.resource)
            if role is not None and role.thing:
                name = short_id(role.thing)
                wanted = found.get(name, 0) + max(1, round(one.units))
                found[name] = min(wanted, role.capacity)
        return found

    def _work(self, node: TaskNode, one: AssignmentRecord) -> ResourceWork | None:
        """Return the work of an assignment; None if it is not that of people."""
        role = self.team.of(node.key[0], one.resource)
        if one.resource is None and one.role is not None:
            role = self._of_role(node, one.role)
        if role is None or role.thing:
            return None
        task = node.task
        minutes = one.work or (task.duration or 0) * max(one.units, 0)
        if not minutes and node.state == "done":
            minutes = task.duration or 0
        if not minutes:
            return None
        people = max(1, round(one.units)) if role.is_group else 1
        people = min(people, len(role.people) or people)
        share = min(1.0, one.units / people / role.units) if one.units > 0 else 1.0
        length = (task.duration or 0) * max(one.units, _MIN_SHARE)
        is_spread = not task.is_elapsed and one.work and one.work < _SPREAD * length
        is_alone = len(self._of(node)) == 1 and node.state == "todo"
        if is_spread and is_alone and task.duration:
            share = min(share, minutes / task.duration / people / role.units)
        left = one.remaining_work
        if left is None:
            left = minutes * (1 - task.percent / 100)
        return ResourceWork(role, minutes / people, left / people, max(_MIN_SHARE, share), people)

    def _of_role(self, node: TaskNode, uid: int) -> ResourceRole:
        """Return what a role without a person needs: its name as a skill, if somebody has it."""
        names = [one.name for one in node.project.resources if one.uid == uid]
        skill = slug(names[0]) if names else ""
        if skill and self.team.has_skill(skill):
            return ResourceRole(skills=(skill,), is_group=True)
        if names:
            self.report.skip("roles that nobody has as a skill: the work is anybody's", names[0])
        return ResourceRole(is_group=True)

    def _add_needs(self, node: TaskNode, entry: DocumentEntry, found: list[ResourceWork]) -> None:
        minutes = found[0].minutes
        same = all(abs(one.minutes - minutes) < 1 for one in found)
        needs = tuple(
            Need(
                skills=dict.fromkeys(one.role.skills, 0),
                people=one.people,
                share=round(one.share, 4),
                effort=None if same else self.time.span(one.minutes),
            )
            for one in found
        )
        if same:
            entry.fields["effort"] = self.time.span(minutes)
        if any(need != Need() for need in needs) or len(needs) > 1:
            entry.fields["needs"] = short_needs(needs)
        self._add_people(node, entry, found)
        if not same and node.state == "todo" and len(needs) > 1:
            self.swapped.append(node.id)

    def _add_people(self, node: TaskNode, entry: DocumentEntry, found: list[ResourceWork]) -> None:
        """Name the people: those at work, or those who alone may do what has not begun."""
        if node.state != "todo":
            names: list[str] = []
            for one in found:
                free = [name for name in one.role.people if name not in names]
                if len(free) < one.people:
                    return
                names += free[: one.people]
            entry.fields["people"] = list(map(short_id, names))
        elif self.rules.people == "assign" and all(one.role.people for one in found):
            allowed = dict.fromkeys(name for one in found for name in one.role.people)
            entry.fields["assign"] = list(map(short_id, allowed))

    def _add_unassigned(self, node: TaskNode, entry: DocumentEntry) -> None:
        """Take the duration as work of anybody, or as time that passes."""
        minutes = node.task.work or node.task.duration or 0
        if not minutes:
            minutes = _DEFAULT_DAYS * self.time.day_minutes
            self.report.guess("effort of two days, since the file has none", node.id)
        if self.rules.unassigned == "elapsed":
            days = max(1, round(minutes / self.time.day_minutes * 7 / len(self.time.workdays)))
            entry.fields["elapsed"] = f"{days}d"
            self.report.guess("time that passes, since nobody is assigned", node.id)
            return
        entry.fields["effort"] = self.time.span(minutes)
        if self.rules.needs:
            entry.fields["needs"] = short_needs(self.rules.needs)
        if node.state != "done":
            self.report.guess("work of anybody, since nobody is assigned", node.id)

    # ------------------------------------------------------------------ progress

    def _add_progress(
        self, node: TaskNode, entry: DocumentEntry, found: list[ResourceWork]
    ) -> None:
        task = node.task
        if node.state == "done":
            finish = min(filter(None, (task.actual_finish, task.finish, self.now)))
            start = task.actual_start or task.start or finish
            entry.fields |= {
                "state": "done",
                "started": written_instant(min(start, finish)),
                "finished": written_instant(finish),
            }
        elif node.state == "in_progress" and task.actual_start is not None:
            entry.fields |= {
                "state": "in_progress",
                "started": written_instant(min(task.actual_start, self.now)),
            }
            self._add_remaining(node, entry, found)

    def _add_remaining(
        self, node: TaskNode, entry: DocumentEntry, found: list[ResourceWork]
    ) -> None:
        names = entry.fields.get("people", [])
        if not found:
            left = node.task.remaining_duration
            if "effort" in entry.fields and left is not None:
                entry.fields["remaining"] = self.time.span(max(left, _MIN_REMAINING_MINUTES))
            return
        lefts = [one.left for one in found for _ in range(one.people)]
        if max(lefts) < 1:
            lefts = [float(_MIN_REMAINING_MINUTES)] * len(lefts)
            entry.notes["remaining"] = "guessed: the file says that nothing is left"
            self.report.guess("remaining", node.id)
        if len(set(map(round, lefts))) == 1:
            entry.fields["remaining"] = self.time.span(lefts[0])
        elif len(names) == len(lefts):
            entry.fields["remaining"] = {
                name: self.time.span(left) if left >= 1 else "0h"
                for name, left in zip(names, lefts, strict=True)
            }
        else:
            entry.fields["remaining"] = self.time.span(sum(lefts) / len(lefts))


def _each_once(found: list[ResourceWork]) -> list[ResourceWork]:
    """Return the work of each resource once, that of several assignments added up."""
    merged: dict[int, ResourceWork] = {}
    for one in found:
        before = merged.get(id(one.role))
        if before is not None and one.role.people:
            one = ResourceWork(
                one.role,
                before.minutes + one.minutes,
                before.left + one.left,
                min(1.0, before.share + one.share),
                max(before.people, one.people),
            )
        merged[id(one.role)] = one
    return list(merged.values())


def written_instant(when: dt.datetime) -> str:
    """Write an instant of the past; midnight is what formats without times of day have."""
    return iso(when.date() if when.time() == dt.time() else when)
