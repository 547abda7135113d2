"""Finds out which of the cells that are read are in the scenario, and which are not.

After an import the tickets are compared with the entries made from them, field by field: a cell
counts as kept if the scenario would differ without it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from allocator.integrations.tracker.estimates import Estimate, Estimator
from allocator.integrations.tracker.flags import blocked_entry
from allocator.integrations.tracker.inherit import described
from allocator.integrations.tracker.item_staffing import ItemStaffing
from allocator.integrations.tracker.mapping import Mapping as Rules
from allocator.integrations.tracker.projects import weight_of
from allocator.integrations.tracker.scenario_document import DocumentEntry, ScenarioDocument
from allocator.integrations.tracker.staff import Staff, needs_of
from allocator.integrations.tracker.structure import Structure, TicketNode
from allocator.integrations.tracker.ticket import Ticket
from allocator.integrations.tracker.vocabulary import folded
from allocator.scenario.shape.short_forms import short_id

_ESTIMATES: Final = ("original", "remaining", "spent", "points")


@dataclass(kw_only=True)
class KeptCells:
    """The tickets of an import and what was made from them.

    Attributes
    ----------
    structure, rules, staff, estimator
        The hierarchy of tickets, the mapping, the people, the reader of estimates.
    estimates
        The estimate of each ticket, by key.
    staffing
        The assignee and needs of each item, by key.
    document
        The scenario.
    """

    structure: Structure
    rules: Rules
    staff: Staff
    estimator: Estimator
    estimates: Mapping[str, Estimate]
    staffing: Mapping[str, ItemStaffing]
    document: ScenarioDocument
    _items: dict[str, dict[str, Any]] = field(default_factory=dict)
    _projects: dict[str, dict[str, Any]] = field(default_factory=dict)

    def lost(self) -> dict[str, list[str]]:
        """Return the keys of the tickets whose content is not in the scenario, by field.

        Tickets that are left out as a whole are not among them; of epics without parts, which
        the report names too, only what they hold is.
        """
        self._items, self._projects = _by_id(self.document.items), _by_id(self.document.projects)
        checks: dict[str, Callable[[TicketNode], bool]] = {
            "title": self._title,
            "type": self._type,
            "status": self._status,
            "priority": self._priority,
            "assignee": self._assignee,
            "due": self._due,
            "start": self._start,
            "parent": lambda node: self._above(node, node.ticket.parent),
            "epic": lambda node: self._above(node, node.ticket.epic),
            "children": self._children,
            "sprint": self._sprint,
            "label": self._label,
            "flag": self._flag,
            **{name: self._described(name) for name in ("component", "team", "area", "activity")},
            **{name: self._described(name) for name in ("project", "project_name")},
            **{name: self._estimate(name) for name in _ESTIMATES},
        }
        found: dict[str, list[str]] = {}
        for key, node in self.structure.nodes.items():
            is_made = key in self._items or key in self._projects
            for name, is_kept in checks.items():
                if not is_made and name in _OF_THE_ROW:
                    continue
                if content(node.ticket, name) and not is_kept(node):
                    found.setdefault(name, []).append(key)
        return found

    def _entries(self, node: TicketNode) -> Iterator[dict[str, Any]]:
        """Yield the item and the project made from a ticket."""
        for table in (self._items, self._projects):
            if node.key in table:
                yield table[node.key]

    def _title(self, node: TicketNode) -> bool:
        title = node.ticket.title
        return any(title in (e.get("title"), e.get("name")) for e in self._entries(node))

    def _type(self, node: TicketNode) -> bool:
        """Return whether the type is in the scenario, or made the ticket a project."""
        item = self._items.get(node.key, {})
        return node.key in self._projects or bool(item.get("type") == node.ticket.type)

    def _status(self, node: TicketNode) -> bool:
        return bool(node.state == self._items.get(node.key, {}).get("state", "todo"))

    def _priority(self, node: TicketNode) -> bool:
        weight = weight_of(node.ticket.priority, self.rules)
        given = [float(e.get("priority", self._usual(e))) for e in self._entries(node)]
        return weight in given

    def _usual(self, entry: Mapping[str, Any]) -> float:
        """Return the priority of the project, for an entry without its own."""
        project = self._projects.get(str(entry.get("project", "")), {})
        return float(project.get("priority", 1))

    def _assignee(self, node: TicketNode) -> bool:
        """Return whether the assignee does the ticket or, except for epics, a part of it."""
        person = short_id(self.staff.known(node.ticket.assignee) or "")
        parts = () if node.kind == "container" else self._below(node)
        items = [self._items.get(key, {}) for key in (node.key, *parts)]
        return any(person in (*i.get("assign", ()), *i.get("people", ())) for i in items)

    def _due(self, node: TicketNode) -> bool:
        return any(_same_day(e.get("due"), node.ticket.due) for e in self._entries(node))

    def _start(self, node: TicketNode) -> bool:
        dates = [e.get(name) for e in self._entries(node) for name in ("started", "not_before")]
        below = self._below(node) if node.children else ()
        dates += [self._items.get(key, {}).get("not_before") for key in below]
        return any(_same_day(date, node.ticket.start) for date in dates)

    def _below(self, node: TicketNode) -> Iterator[str]:
        for key in node.children:
            if key in self.structure.nodes:
                yield key
                yield from self._below(self.structure.nodes[key])

    def _above(self, node: TicketNode, reference: str) -> bool:
        """Return whether the parent that a row names is above it."""
        said = self.structure.key(reference) or reference
        above = (node.group, *self.structure.ancestors(node.key))
        titles = (self.structure.nodes[key].ticket for key in above if key in self.structure.nodes)
        names = {folded(name) for t in titles for name in (t.title, t.epic_name)}
        return node.key in self._items and (said in above or folded(reference) in names)

    def _children(self, node: TicketNode) -> bool:
        """Return whether all parts that a row names are its parts."""
        named = [self.structure.references.mentioned(c, node.key) for c in node.ticket.children]
        return all(not texts and set(keys) <= set(node.children) for keys, texts in named)

    def _sprint(self, node: TicketNode) -> bool:
        labels = self._items.get(node.key, {}).get("labels", ())
        name = node.ticket.own_sprint
        is_label = bool(name) and f"sprint: {name}" in labels
        return is_label or (bool(name) and self.rules.sprints == "not_before")

    def _label(self, node: TicketNode) -> bool:
        labels = self._items.get(node.key, {}).get("labels", ())
        return set(node.ticket.labels) <= set(labels) or self._described("label")(node)

    def _flag(self, node: TicketNode) -> bool:
        blocked = self._items.get(node.key, {}).get("blocked")
        return bool(blocked == blocked_entry(node.ticket))

    def _described(self, name: str) -> Callable[[TicketNode], bool]:
        """Return a test of whether a text field decides the project or the skills of an item."""

        def is_kept(node: TicketNode) -> bool:
            if self.rules.projects in _PROJECTS.get(name, (name,)):
                return "project" in self._items.get(node.key, {})
            if not (self.rules.skills or self.rules.skills_from):
                return False
            rows = (node, *(self.structure.nodes[key] for key in self._below(node)))
            return any(self._decides(row, node, _FIELDS.get(name, name)) for row in rows)

        return is_kept

    def _decides(self, row: TicketNode, holder: TicketNode, attribute: str) -> bool:
        """Return whether an item would have other needs without a field of a ticket."""
        if row.key not in self.staffing:
            return False
        ticket = described(row, self.structure)
        if row is not holder and getattr(row.ticket, attribute):
            return False
        if getattr(ticket, attribute) != getattr(holder.ticket, attribute):
            return False
        empty: Any = () if isinstance(getattr(ticket, attribute), tuple) else ""
        without: Ticket = replace(ticket, **{attribute: empty})
        return needs_of(ticket, self.rules) != needs_of(without, self.rules)

    def _estimate(self, name: str) -> Callable[[TicketNode], bool]:
        """Return a test of whether the effort of an item, or of its parts, comes from a field."""

        def is_kept(node: TicketNode) -> bool:
            made = self.estimates[node.key]
            if not node.is_work:
                children = [k for k in node.children if k in self.estimates]
                whole = self.estimator.own(node.ticket)
                rest = self.estimator.own(_without(node.ticket, name))
                return whole != rest and any(self.estimates[k].is_share for k in children)
            if "effort" not in self._items.get(node.key, {}):
                return False
            less = self.estimator.of(replace(node, ticket=_without(node.ticket, name)))
            minutes = self.estimator.minutes(node.ticket, name)
            return less != self.estimator.of(node) or minutes in (made.minutes, made.left)

        return is_kept


_OF_THE_ROW: Final = ("title", "type", "status", "parent", "epic")
"""Fields that identify a ticket and its place in the hierarchy."""
_PROJECTS: Final = {"project_name": ("project",), "area": ("team",)}
_FIELDS: Final = {"component": "components", "label": "labels"}


def content(ticket: Ticket, name: str) -> bool:
    """Return whether a ticket has something in a field, by the field's name in headers."""
    own = {**_FIELDS, "sprint": "sprints", "flag": "flags"}.get(name, name)
    value = getattr(ticket, own)
    return bool(value) or value == 0


def _without(ticket: Ticket, name: str) -> Ticket:
    changes: dict[str, Any] = {name: None}
    return replace(ticket, **changes)


def _by_id(entries: list[DocumentEntry]) -> dict[str, dict[str, Any]]:
    return {str(entry.fields["id"]): entry.fields for entry in entries}


def _same_day(text: object, when: dt.datetime | None) -> bool:
    return when is not None and str(text)[:10] == when.date().isoformat()
