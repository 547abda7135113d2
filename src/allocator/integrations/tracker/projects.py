"""Finds the project of each item, and makes the projects."""

from __future__ import annotations

import datetime as dt
from typing import Any

from allocator.domain.natural_order import natural
from allocator.integrations.tracker.inherit import described
from allocator.integrations.tracker.mapping import Mapping as Rules
from allocator.integrations.tracker.mapping import find
from allocator.integrations.tracker.scenario_document import DocumentEntry
from allocator.integrations.tracker.staff import slug
from allocator.integrations.tracker.structure import Structure, TicketNode
from allocator.integrations.tracker.vocabulary import EPICS, PRIORITIES, folded
from allocator.scenario.shape.short_forms import short_id


class Projects:
    """The projects of an import; each is made for the first of its items.

    Parameters
    ----------
    structure
        The tickets.
    rules
        The mapping, which says what makes a project.
    now
        Present time; earlier dates delay nothing.
    """

    def __init__(self, structure: Structure, rules: Rules, now: dt.datetime) -> None:
        self._structure, self._rules, self._now = structure, rules, now
        self._made: dict[str, dict[str, Any]] = {}

    def of(self, node: TicketNode) -> str | None:
        """Return the id of an item's project; None without one."""
        what = self._rules.projects
        if what == "epic":
            return self._epic(node)
        ticket = described(node, self._structure)
        if what == "project":
            return self._plain(ticket.project, ticket.project_name)
        if what == "team":
            return self._plain(slug(ticket.team), ticket.team)
        values = {"component": ticket.components, "label": ticket.labels}.get(what, ())
        return self._plain(slug(values[0]), values[0]) if values else None

    def weight(self, project: str | None) -> float:
        """Return the priority of a project, which its items inherit."""
        return float(self._made[project].get("priority", 1)) if project is not None else 1.0

    def entries(self) -> list[DocumentEntry]:
        """Return the projects as in a scenario file, in natural order."""
        return [DocumentEntry(self._made[name]) for name in sorted(self._made, key=natural)]

    def _plain(self, name: str, title: str) -> str | None:
        if not name:
            return None
        entry = self._made.setdefault(name, {"id": short_id(name)})
        if title and title != name:
            entry.setdefault("name", title)
        return name

    def is_own(self, node: TicketNode) -> bool:
        """Return whether a ticket is itself a project, which then has its dates."""
        return self._rules.projects == "epic" and self._container(node) is node

    def _container(self, node: TicketNode) -> TicketNode | None:
        """Return the ticket that is an item's project: itself or one above it; None without one.

        Of several it is the highest epic, or without epics the highest ticket.
        """
        nodes = self._structure.nodes
        above = (node, *(nodes[key] for key in self._structure.ancestors(node.key)))
        holders = [one for one in above if one.kind == "container"]
        epics = [one for one in holders if folded(one.ticket.type) in EPICS]
        return (epics or holders)[-1] if holders else None

    def _epic(self, node: TicketNode) -> str | None:
        """Return the epic of an item: itself or one above it, even if it is not in the file."""
        found = self._container(node)
        if found is not None:
            return self._of_container(found)
        nodes, top = self._structure.nodes, node
        for key in self._structure.ancestors(node.key):
            top = nodes[key]
        if top.ticket.is_subtask or not top.group or top.group in nodes:
            return None
        return self._plain(top.group, top.ticket.parent_title)

    def _of_container(self, node: TicketNode) -> str:
        if node.key not in self._made:
            ticket = node.ticket
            entry: dict[str, Any] = {"id": short_id(node.key)}
            if ticket.title:
                entry["name"] = ticket.title
            weight = weight_of(ticket.priority, self._rules)
            if weight != 1:
                entry["priority"] = weight
            if ticket.due is not None:
                entry["due"] = ticket.due.date().isoformat()
            if ticket.start is not None and ticket.start > self._now and node.state == "todo":
                entry["not_before"] = ticket.start.date().isoformat()
            self._made[node.key] = entry
        return node.key


def weight_of(priority: str, rules: Rules) -> float:
    """Return the weight of lateness of a priority; 1 if it is not known."""
    given = find(rules.priorities, priority)
    found = PRIORITIES.get(folded(priority), 1.0) if given is None else given
    return int(found) if float(found).is_integer() else float(found)
