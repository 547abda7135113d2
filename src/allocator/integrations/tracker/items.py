"""Makes the items of the scenario: one for each ticket that is work or a milestone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from allocator.domain import WorkItem
from allocator.domain.quantities import iso
from allocator.integrations.tracker.estimates import Estimate, Estimator
from allocator.integrations.tracker.flags import blocked_entry
from allocator.integrations.tracker.import_report import ImportReport
from allocator.integrations.tracker.inherit import priority_word
from allocator.integrations.tracker.item_staffing import ItemStaffing, staff_items
from allocator.integrations.tracker.mapping import Mapping as Rules
from allocator.integrations.tracker.precedence import Precedence, TicketLink
from allocator.integrations.tracker.projects import Projects, weight_of
from allocator.integrations.tracker.scenario_document import DocumentEntry
from allocator.integrations.tracker.staff import Staff
from allocator.integrations.tracker.structure import Structure, TicketNode
from allocator.integrations.tracker.timeframe import Timeframe
from allocator.integrations.tracker.work_dates import WorkDates
from allocator.scenario.shape.short_forms import short_id, short_needs
from allocator.wording import count, enumerated

_ORDER = {name: place for place, name in enumerate(WorkItem.model_fields)}


@dataclass(kw_only=True)
class ItemMaker:
    """Makes the items of one import."""

    rules: Rules
    timeframe: Timeframe
    structure: Structure
    links: Precedence
    staff: Staff
    estimator: Estimator
    estimates: Mapping[str, Estimate]
    dates: Mapping[str, WorkDates]
    projects: Projects
    report: ImportReport
    _after: dict[str, list[TicketLink]] = field(default_factory=dict)
    _outside: dict[str, list[str]] = field(default_factory=dict)
    _flagged: list[str] = field(default_factory=list)
    _dropped: list[str] = field(default_factory=list)
    _empty: dict[str, list[str]] = field(default_factory=dict)
    _awaited: frozenset[str] = frozenset()
    staffing: dict[str, ItemStaffing] = field(default_factory=dict)

    def entries(self) -> list[DocumentEntry]:
        """Return the items, in natural order of their keys."""
        self._after, self._awaited = self.links.of(), self._find_awaited()
        for other, keys in self.links.outside.items():
            for key in keys:
                self._outside.setdefault(key, []).append(other)
        work = [k for k, n in self.structure.nodes.items() if self._is_item(k) and n.is_work]
        self.staffing = staff_items(self.structure, work, self.staff, self.rules, self.report)
        entries = [self._entry(n) for k, n in self.structure.nodes.items() if self._is_item(k)]
        self._note_left_out()
        return entries

    # ------------------------------------------------------------------ which tickets are items

    def _is_item(self, key: str) -> bool:
        """Return whether a ticket becomes an item, as all but epics do that are only projects.

        An epic is a milestone too if something waits for it, if it is part of another ticket or
        holds other projects, or if it is no project.
        """
        node = self.structure.nodes.get(key)
        if node is None:
            return False
        if node.kind != "container" or key in self._awaited:
            return True
        nodes = self.structure.nodes
        holds = any(self.projects.is_own(nodes[k]) for k in node.children if k in nodes)
        is_level = node.parent in nodes or holds or not self.projects.is_own(node)
        return is_level and any(self._has_work(k) for k in node.children)

    def _has_work(self, key: str) -> bool:
        """Return whether a ticket is an item, or has items below it."""
        node = self.structure.nodes.get(key)
        if node is None or node.kind != "container":
            return node is not None
        return any(map(self._has_work, node.children))

    def _find_awaited(self) -> frozenset[str]:
        """Return the epics with parts in the files that other tickets wait for."""
        nodes = self.structure.nodes
        return frozenset(
            edge.before
            for edge in self.links.edges
            if edge.before in nodes
            and edge.after in nodes
            and nodes[edge.before].kind == "container"
            and nodes[edge.before].children
        )

    def _parts(self, node: TicketNode) -> Iterator[str]:
        """Yield the items below a ticket, after which it is finished."""
        for key in node.children:
            if self._is_item(key):
                yield key
            elif key in self.structure.nodes:
                yield from self._parts(self.structure.nodes[key])

    # ------------------------------------------------------------------ one item

    def _entry(self, node: TicketNode) -> DocumentEntry:
        ticket = node.ticket
        entry = DocumentEntry({"id": short_id(node.key)})
        fields = entry.fields
        fields |= {"title": ticket.title} if ticket.title else {}
        project = self.projects.of(node)
        fields |= {"project": short_id(project)} if project is not None else {}
        word = priority_word(node, self.structure)
        weight = weight_of(word, self.rules)
        is_project = self.projects.is_own(node)
        if word and not is_project and weight != self.projects.weight(project):
            fields["priority"] = weight
        is_milestone = not node.is_work
        if is_milestone:
            fields["kind"] = "milestone"
        else:
            self._add_work(node, entry)
        self._add_state(node, entry, is_milestone=is_milestone)
        self._add_after(node, entry)
        self._add_dates(node, entry)
        self._add_words(node, entry)
        entry.fields = dict(sorted(fields.items(), key=lambda field: _ORDER.get(field[0], 99)))
        return entry

    def _add_work(self, node: TicketNode, entry: DocumentEntry) -> None:
        fields = entry.fields
        self._add_effort(node, entry)
        staffing = self.staffing[node.key]
        person = staffing.person
        if staffing.needs:
            fields["needs"] = short_needs(staffing.needs)
        if staffing.parent and person is not None:
            entry.notes["assign" if node.state == "todo" else "people"] = (
                f"the assignee of {staffing.parent}, which it is part of"
            )
            self.report.guess("assignee: its parent's", node.key)
        if staffing.why:
            entry.notes["effort"] = "; ".join(
                filter(None, (entry.notes.get("effort"), staffing.why))
            )
        if person is not None and node.state != "todo":
            fields["people"] = [short_id(person)]
        elif person is not None and self.rules.people.todo == "assign":
            fields["assign"] = [short_id(person)]

    def _add_effort(self, node: TicketNode, entry: DocumentEntry) -> None:
        """Add the estimate; nothing is guessed for items that are done."""
        estimate = self.estimates[node.key]
        if estimate.is_guess and node.state == "done":
            return
        entry.fields["effort"] = self.estimator.span(estimate.minutes)
        if estimate.why:
            entry.notes["effort"] = estimate.why
        if estimate.is_guess:
            entry.fields["guessed"] = True
            self.report.guess("effort", node.key)
        if estimate.left is not None and estimate.left != estimate.minutes:
            entry.fields["remaining"] = self.estimator.span(estimate.left)

    def _add_state(self, node: TicketNode, entry: DocumentEntry, *, is_milestone: bool) -> None:
        dates = self.dates[node.key]
        if is_milestone:
            reached = self._finish_of(node)
            if reached is not None:
                entry.fields |= {"state": "done", "finished": _when(reached)}
            elif node.state == "done":
                self.report.guess("not done yet, since some of its parts are not", node.key)
                entry.notes["kind"] = "done in the tracker, but some of its parts are not"
            return
        if node.state == "todo":
            return
        entry.fields["state"] = node.state
        for name, when, why in (
            ("started", dates.started, dates.started_why),
            ("finished", dates.finished, dates.finished_why),
        ):
            if when is not None:
                entry.fields[name] = _when(when)
                if why:
                    entry.notes[name] = why
                    self.report.guess(name, node.key)

    def _finish_of(self, node: TicketNode) -> dt.datetime | None:
        """Return when a milestone was reached; None if it was not, or parts are open."""
        own = self.dates[node.key].finished
        if node.state != "done" or own is None:
            return None
        times = [own]
        for key in self._parts(node):
            part = self.structure.nodes[key]
            is_work = part.is_work
            when = self.dates[key].finished if is_work else self._finish_of(part)
            if when is None:
                return None
            times.append(when)
        return max(times)

    def _is_done(self, key: str) -> bool:
        node = self.structure.nodes[key]
        if node.is_work:
            return node.state == "done"
        return self._finish_of(node) is not None

    def _add_after(self, node: TicketNode, entry: DocumentEntry) -> None:
        parts = list(self._parts(node))
        self.report.parts += len(parts)
        links: list[Any] = []
        outside = list(self._outside.get(node.key, ()))
        is_done = entry.fields.get("state") == "done"
        for edge in self._after.get(node.key, ()):
            if edge.before in self.structure.past or (parts and edge.type in ("FS", "SS")):
                continue
            before = self.structure.nodes[edge.before]
            if not self._is_item(edge.before):
                outside += [edge.before] if before.state != "done" else []
            elif is_done and not self._has_happened(edge):
                self._dropped.append(f"{edge.before} before {edge.after}")
            else:
                links.append(edge.entry())
        self.report.links += len(links)
        links = [*map(short_id, parts), *links]
        if links:
            entry.fields["after"] = links[0] if len(links) == 1 else links
        if not is_done:
            self._add_waits(node, entry, outside)

    def _add_waits(self, node: TicketNode, entry: DocumentEntry, outside: list[str]) -> None:
        """Add the tickets that the item waits for outside the files, and what blocks it."""
        waits: list[Any] = [{"what": key, "kind": "item"} for key in dict.fromkeys(outside)]
        if waits:
            entry.fields["waits_for"] = waits
        if node.ticket.flags:
            entry.fields["blocked"] = blocked_entry(node.ticket)
        for key in dict.fromkeys(outside):
            where = self._empty if key in self.structure.nodes else self.report.external
            where.setdefault(key, []).append(node.key)
        if node.ticket.flags:
            self._flagged.append(f"{node.key} ({'; '.join(node.ticket.flags)})")

    def _has_happened(self, edge: TicketLink) -> bool:
        """Return whether the predecessor has already done what a link waits for."""
        if edge.type in ("SS", "SF") and self.structure.nodes[edge.before].is_work:
            return self.structure.nodes[edge.before].state != "todo"
        return self._is_done(edge.before)

    def _add_dates(self, node: TicketNode, entry: DocumentEntry) -> None:
        ticket = node.ticket
        if ticket.due is not None and not self.projects.is_own(node):
            entry.fields["due"] = ticket.due.date().isoformat()
        if node.state == "todo" and not node.children:
            latest = max(filter(None, self._starts(node)), default=None)
            if latest is not None and latest > self.timeframe.now.date():
                entry.fields["not_before"] = latest.isoformat()

    def _starts(self, node: TicketNode) -> Iterator[dt.date | None]:
        """Yield the earliest starts of an item: its own, of tickets above it, and of its sprint.

        The start of a project is a field of the project.
        """
        nodes = self.structure.nodes
        for one in (node, *(nodes[key] for key in self.structure.ancestors(node.key))):
            if one.state == "todo" and not self.projects.is_own(one):
                yield one.ticket.start.date() if one.ticket.start else None
                yield self._sprint_start(one)

    def _sprint_start(self, node: TicketNode) -> dt.date | None:
        """Return when the sprint of an item begins, if the mapping makes that binding."""
        if self.rules.sprints != "not_before" or not node.ticket.own_sprint:
            return None
        name = node.ticket.own_sprint
        found = self.timeframe.sprint_starts.get(name)
        if found is None:
            self.report.fail("sprints without dates in the mapping", name)
        return found

    def _add_words(self, node: TicketNode, entry: DocumentEntry) -> None:
        ticket = node.ticket
        labels = list(ticket.labels)
        is_done = entry.fields.get("state") == "done"
        if ticket.own_sprint and self.rules.sprints == "label" and not is_done:
            labels.append(f"sprint: {ticket.own_sprint}")
        entry.fields |= {"group": short_id(node.group)} if node.group else {}
        entry.fields |= {"type": ticket.type} if ticket.type else {}
        entry.fields |= {"labels": labels} if labels else {}

    def _note_flags(self) -> None:
        """Report the flagged tickets: no tracker says until when they are blocked."""
        if self._flagged:
            self.report.notes.append(
                f"{count(len(self._flagged), 'ticket')} flagged or blocked: kept in blocked, "
                f"without a day until when: {enumerated(self._flagged)}"
            )
        others = [
            f"{key} ({'; '.join(node.ticket.flags)})"
            for key, node in self.structure.nodes.items()
            if node.ticket.flags and node.state != "done" and not self._is_item(key)
        ]
        if others:
            self.report.notes.append(
                f"flags of tickets that are projects and not work, not kept: {enumerated(others)}"
            )

    def _note_left_out(self) -> None:
        """Report what was left out of the items."""
        self._note_flags()
        if self._dropped:
            self.report.notes.append(
                f"{count(len(self._dropped), 'link')} left out, since the follower is done "
                f"and its predecessor is not: {enumerated(self._dropped)}"
            )
        empty = []
        for key, node in self.structure.nodes.items():
            if not self._is_item(key):
                has_work = any(map(self._has_work, node.children))
                reason = (
                    "epics, which are projects and not work" if has_work else "epics without parts"
                )
                self.report.skip(reason, key)
                empty += [key] if not has_work and node.state != "done" else []
        if empty:
            self.report.notes.append(
                f"{count(len(empty), 'epic')} without parts in the files, so without work in "
                f"the plan: {enumerated(empty)}"
            )
        if self._empty:
            waits = [f"{epic} (for {', '.join(keys)})" for epic, keys in self._empty.items()]
            self.report.notes.append(
                f"epics without parts that others wait for, without a date: {enumerated(waits)}"
            )


def _when(when: dt.datetime) -> str:
    """Return a time as a scenario has it: midnight is what the tracker has only the day of."""
    return when.date().isoformat() if when.time() == dt.time() else iso(when)
