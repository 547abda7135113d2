"""Makes a scenario from project files; this module wires the steps together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from allocator.domain import Person, Scenario
from allocator.domain.items import WorkItem
from allocator.domain.quantities import iso
from allocator.errors import FormatError
from allocator.integrations.projectfile.custom_fields import CustomFieldReading, unread_fields
from allocator.integrations.projectfile.date_limits import DateReading
from allocator.integrations.projectfile.file_links import FileLinks
from allocator.integrations.projectfile.file_mapping import ProjectFileMapping
from allocator.integrations.projectfile.file_report import FileReport
from allocator.integrations.projectfile.people import ProjectTeam
from allocator.integrations.projectfile.task_tree import NodeKey, TaskNode, TaskTree
from allocator.integrations.projectfile.task_work import TaskWork, written_instant
from allocator.integrations.projectfile.working_time import STANDARD, WorkingTime
from allocator.integrations.tracker.import_notes import NOBODY
from allocator.integrations.tracker.scenario_document import DocumentEntry, ScenarioDocument
from allocator.mpxj.project_records import AssignmentRecord, CalendarRecord, ProjectRecord
from allocator.scenario.shape.short_forms import short_id, shortened
from allocator.wording import count, enumerated

_ORDER: Final = {name: place for place, name in enumerate(WorkItem.model_fields)}
_USUAL_PRIORITY: Final = 500
_NOON: Final = dt.time(12)


@dataclass(frozen=True)
class PlanDates:
    """First day of the calendar, and the present time of the scenario."""

    first: dt.date
    now: dt.datetime


def plan_dates(projects: Sequence[ProjectRecord], start: dt.date | None) -> PlanDates:
    """Return when the plan begins.

    It begins on ``start``, else after the status date of the files, else after the last thing that
    has happened, else when the first project starts.

    Raises
    ------
    FormatError
        Something has happened after the first day by option.
    """
    tasks = [task for project in projects for task in project.tasks if not task.is_summary]
    happened = [d for t in tasks for d in (t.actual_start, t.actual_finish) if d is not None]
    begins = [d for p in projects for d in (p.start, *(t.start for t in p.tasks)) if d is not None]
    status = [p.status_date for p in projects if p.status_date is not None]
    newest = max(happened, default=None)
    now = start
    if now is None and status:
        now = _day_after(max(status))
    if newest is not None and (now is None or (start is None and newest.date() >= now)):
        now = newest.date() + dt.timedelta(days=1)
    if now is None:
        now = min(begins).date() if begins else dt.date.today()
    if newest is not None and newest.date() >= now:
        raise FormatError(
            f"the files hold progress up to {iso(newest)}, but the plan is to begin on {now}",
            hint=f"begin on {newest.date() + dt.timedelta(days=1)} or later, with --start",
        )
    first = min([now, *(date.date() for date in (*begins, *happened))])
    return PlanDates(first, dt.datetime.combine(now, dt.time()))


def _day_after(status: dt.datetime) -> dt.date:
    """Return the first day after a status date; one in the morning is the day's beginning."""
    return status.date() + dt.timedelta(days=1) if status.time() >= _NOON else status.date()


class ScenarioOfProjects:
    """One import.

    Parameters
    ----------
    projects
        What was read.
    rules
        The mapping.
    dates
        When the plan begins.
    team
        The people; None makes them from the resources.
    """

    def __init__(
        self,
        projects: Sequence[ProjectRecord],
        rules: ProjectFileMapping,
        dates: PlanDates,
        team: tuple[Person, ...] | None,
    ) -> None:
        self._projects, self._rules, self._dates = projects, rules, dates
        self._given = team
        self.report = FileReport()
        self._time = WorkingTime(_calendar(projects), dates.first)
        self._team = ProjectTeam(rules, self._time, dates.first, self.report, team)
        self._tree = TaskTree(projects, rules, self.report)
        self._links = FileLinks(self._tree, self._time, self.report)
        self._limits = DateReading(rules, self._time, self.report, dates.now, self._tree.taken)
        self._fields = CustomFieldReading(rules, self._time, self._team)

    def document(self) -> ScenarioDocument:
        """Return the scenario as plain data."""
        for number, project in enumerate(self._projects):
            self._team.add(number, project)
        self._links.read()
        work = self._work()
        items = [entry for node in self._order() for entry in self._entries(node, work)]
        self._fields.finish()
        for entry in items:
            entry.fields = dict(
                sorted(entry.fields.items(), key=lambda pair: _ORDER.get(pair[0], 99))
            )
        self._note(work)
        name = self._rules.name or next((p.name for p in self._projects if p.name), "Imported")
        return ScenarioDocument(
            fields={"version": 1, "name": name, **self._scenario_fields()},
            people=self._people(),
            projects=[DocumentEntry(entry) for entry in self._project_entries()],
            items=items,
        )

    def _work(self) -> TaskWork:
        found: dict[NodeKey, list[AssignmentRecord]] = {}
        for number, project in enumerate(self._projects):
            for one in project.assignments:
                found.setdefault((number, one.task), []).append(one)
        for key, entries in found.items():
            node = self._tree.nodes.get(key)
            if (
                node is not None
                and node.is_summary
                and any(e.resource is not None for e in entries)
            ):
                self.report.skip("assignments to summary tasks", node.task.name)
        return TaskWork(self._rules, self._time, self._team, self.report, found, self._dates.now)

    def _order(self) -> Iterator[TaskNode]:
        """Yield what becomes an item: tasks, and summary tasks whose end counts."""
        for node in self._tree.nodes.values():
            if not node.is_summary:
                yield node
            elif node.key in self._links.ended or self._has_own_due(node):
                if node.key not in self._links.ended:
                    self._links.ended[node.key] = None
                    self._links.add_end(node)
                yield node

    def _has_own_due(self, node: TaskNode) -> bool:
        """Return whether a summary task that is no project has a deadline."""
        tops = {top.key for _, _, top in self._tree.projects if top is not None}
        return node.task.deadline is not None and node.key not in tops

    # ------------------------------------------------------------------ items

    def _entries(self, node: TaskNode, work: TaskWork) -> Iterator[DocumentEntry]:
        entry = DocumentEntry({"id": short_id(node.id)})
        fields = entry.fields
        fields |= {"title": node.task.name} if node.task.name else {}
        fields |= {"project": short_id(node.project_id)} if node.project_id else {}
        fields |= {"group": short_id(node.group)} if node.group else {}
        priority = node.task.priority
        if priority is not None and priority != _USUAL_PRIORITY and not node.is_summary:
            fields["priority"] = priority / _USUAL_PRIORITY
        if node.is_summary or node.is_milestone:
            fields["kind"] = "milestone"
            self._add_milestone(node, entry)
        else:
            work.add(node, entry)
        limits = self._limits.limits(node)
        fields |= limits.fields
        links = [link.entry() for link in self._links.after.get(node.key, ())] + limits.after
        if links:
            fields["after"] = links[0] if len(links) == 1 else links
        outside = self._links.outside.get(node.key)
        if outside:
            fields["waits_for"] = [{"what": name, "kind": "item"} for name in outside]
        self._fields.add(node, entry)
        yield entry
        yield from map(DocumentEntry, limits.helpers)

    def _add_milestone(self, node: TaskNode, entry: DocumentEntry) -> None:
        """Add when a milestone was reached, if it and all before it were."""
        leaves = list(node.leaves())
        if not all(leaf.state == "done" for leaf in leaves):
            return
        tasks = [leaf.task for leaf in leaves]
        ends = [d for t in tasks if (d := t.actual_finish or t.finish or t.start) is not None]
        when = min(max(ends, default=self._dates.now), self._dates.now)
        entry.fields |= {"state": "done", "finished": written_instant(when)}

    # ------------------------------------------------------------------ the rest of the scenario

    def _scenario_fields(self) -> dict[str, Any]:
        given = dict(self._rules.scenario)
        calendar = self._time.fields(self._dates.first) | given.pop("calendar", {})
        found: dict[str, Any] = {"calendar": calendar}
        if self._dates.now.date() > self._dates.first:
            found["now"] = self._dates.now.date().isoformat()
        if self._team.things:
            found["resources"] = [
                {**thing, "id": short_id(thing["id"])} for thing in self._team.things
            ]
        baseline = list(self._baseline()) if self._rules.baseline else []
        if baseline:
            found["baseline"] = baseline
        return found | given

    def _baseline(self) -> Iterator[dict[str, Any]]:
        """Yield where the baseline has what is not done; nothing if it is the file's own plan."""
        leaves = self._tree.leaves()
        if all(n.task.baseline_start in (None, n.task.start) for n in leaves):
            return
        for node in leaves:
            when = node.task.baseline_start
            if when is not None and node.state != "done" and not node.is_milestone:
                yield {"item": short_id(node.id), "start": self._time.instant(when)}

    def _people(self) -> list[DocumentEntry]:
        if self._given is not None:
            shell = Scenario.model_validate(
                {
                    "name": "-",
                    "calendar": {"start": "2000-01-01"},
                    "people": self._given,
                    "items": (),
                }
            )
            return [DocumentEntry(fields) for fields in shortened(shell)["people"]]
        people = list(self._team.people.values()) or [dict(NOBODY)]
        return [DocumentEntry({**entry, "id": short_id(entry["id"])}) for entry in people]

    def _project_entries(self) -> Iterator[dict[str, Any]]:
        for name, title, top in self._tree.projects:
            entry: dict[str, Any] = {"id": short_id(name)}
            entry |= {"name": title} if title != name else {}
            if top is not None and top.task.priority not in (None, _USUAL_PRIORITY):
                entry["priority"] = (top.task.priority or 0) / _USUAL_PRIORITY
            due = [p.must_finish for p in self._projects if top is None and p.must_finish]
            due += [top.task.deadline] if top is not None and top.task.deadline else []
            if due:
                entry["due"] = self._time.end(min(due))
            yield entry

    def _note(self, work: TaskWork) -> None:
        notes = self.report.notes
        notes += self._time.notes
        if not self._team.people and self._given is None:
            notes.append(
                "the files name nobody: one person stands for the team. Name yours with --team"
            )
        if work.swapped:
            notes.append(
                f"{count(len(work.swapped), 'item')} whose people have different amounts of work: "
                f"the plan may give either amount to either of them: {enumerated(work.swapped)}"
            )
        own = [
            node.id
            for node in self._tree.leaves()
            if node.task.calendar is not None and node.task.calendar != self._default(node)
        ]
        if own:
            notes.append(
                f"calendars of tasks, not read, of {count(len(own), 'task')}: {enumerated(own)}"
            )
        for name, texts in self._fields.unreadable.items():
            notes.append(
                f"field {name}: {count(len(texts), 'value')} unread, such as "
                f'"{texts[0][:40]}", which the item cannot have'
            )
        for name, items in self._fields.unused.items():
            notes.append(
                f"field {name}: {count(len(items), 'value')} that the items have no place for, "
                f"not read: {enumerated(items)}"
            )
        if self._fields.unknown:
            skills = ", ".join(f"{skill} ({n})" for skill, n in self._fields.unknown.items())
            notes.append(f"skills that nobody has, not needed by their items: {skills}")
        notes += unread_fields(self._projects, self._rules)

    @staticmethod
    def _default(node: TaskNode) -> int | None:
        return node.project.default_calendar


def _calendar(projects: Sequence[ProjectRecord]) -> CalendarRecord:
    """Return the calendar of the first project that has one."""
    for project in projects:
        for calendar in project.calendars:
            if calendar.id == project.default_calendar:
                return calendar
    return STANDARD
