"""The hierarchy of tickets: which are work, which are containers, which are left out."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from allocator.errors import FormatError
from allocator.integrations.tracker.mapping import Mapping as Rules
from allocator.integrations.tracker.mapping import find
from allocator.integrations.tracker.references import References, is_container
from allocator.integrations.tracker.ticket import Category, Ticket
from allocator.integrations.tracker.vocabulary import (
    CATEGORIES,
    MILESTONES,
    NOT_DONE,
    STATUSES,
    UNRESOLVED,
    folded,
)

MAX_LEVELS: Final = 100
"""Levels of the hierarchy at most; trackers have some ten."""

Kind = Literal["task", "milestone", "container"]


@dataclass
class TicketNode:
    """A ticket in the hierarchy.

    Attributes
    ----------
    ticket
        The row.
    kind
        How it is imported: as work, as a milestone, or only as a project.
    state
        State of the item.
    is_known
        Whether the tracker tells the state; else it is taken as not begun.
    parent
        Key of the parent, if that is in the files.
    group
        Key or number of the parent, even if that is not in the files.
    children
        Keys of its parts, in natural order.
    had_children
        Whether some of its parts are left out, since they were done long ago.
    """

    ticket: Ticket
    kind: Kind
    state: Category
    is_known: bool = True
    parent: str | None = None
    group: str = ""
    children: list[str] = field(default_factory=list)
    had_children: bool = False

    @property
    def key(self) -> str:
        """The ticket's key."""
        return self.ticket.key

    @property
    def is_work(self) -> bool:
        """Return whether somebody has to do it: work without parts."""
        return self.kind == "task" and not self.children and not self.had_children


class Structure:
    """All tickets that are imported, by key, with their parents and children.

    Parameters
    ----------
    tickets
        One for each key.
    rules
        The mapping.

    Attributes
    ----------
    nodes
        Nodes by key, in natural order.
    skipped
        Reason by key of tickets that are left out.
    past
        Keys of tickets that are left out since they were done long ago.
    references
        Finds tickets by key, number or title.
    orphans
        Keys of parts by the reference to a parent that is not in the files.
    circular
        Keys of tickets whose parents run in a circle.
    """

    def __init__(self, tickets: Mapping[str, Ticket], rules: Rules) -> None:
        self.nodes: dict[str, TicketNode] = {}
        self.skipped: dict[str, str] = {}
        self.past: set[str] = set()
        self.references = References(tickets, rules)
        self.orphans: dict[str, list[str]] = {}
        self.circular: list[str] = []
        for key, ticket in tickets.items():
            state, is_known = state_of(ticket, rules)
            reason = _why_not(ticket, state, rules)
            if reason:
                self.skipped[key] = reason
            else:
                self.nodes[key] = TicketNode(ticket, _kind(ticket, rules), state, is_known)
        for key, node in self.nodes.items():
            self._attach(key, node)
        for key in self.nodes:
            self._above(key)

    def key(self, reference: str) -> str | None:
        """Return the key of a ticket by its key or number, even if it is left out."""
        return self.references.key(reference)

    def ancestors(self, key: str) -> Iterator[str]:
        """Yield parent, grandparent and so on, each once."""
        seen = {key}
        parent = self.nodes[key].parent
        while parent is not None and parent not in seen:
            yield parent
            seen.add(parent)
            parent = self.nodes[parent].parent

    def _above(self, key: str) -> list[str]:
        """Return the tickets above a ticket, the nearest first.

        Raises
        ------
        FormatError
            There are more levels than :data:`MAX_LEVELS`.
        """
        above = list(itertools.islice(self.ancestors(key), MAX_LEVELS + 1))
        if len(above) > MAX_LEVELS:
            raise FormatError(
                f"{self.nodes[key].ticket.place}: {key} is part of {above[0]}, which is part of "
                f"{above[1]}, and so on over more than {MAX_LEVELS} levels",
                hint="correct the column of the parents; it may name the row before instead",
            )
        return above

    def _attach(self, key: str, node: TicketNode) -> None:
        parent, said = self.references.parent(node.ticket)
        node.group = parent or said
        if parent is None:
            if said:
                self.orphans.setdefault(said, []).append(key)
            elif node.ticket.parent or node.ticket.epic:
                self.circular.append(key)
        elif parent in self.nodes and key in (parent, *self._above(parent)):
            self.circular.append(key)
            node.group = ""
        elif parent in self.nodes:
            node.parent = parent
            self.nodes[parent].children.append(key)


def state_of(ticket: Ticket, rules: Rules) -> tuple[Category, bool]:
    """Return the state of a ticket, and whether the tracker tells it.

    The mapping comes first, then the status category, then the status.
    """
    given = find(rules.statuses, ticket.status)
    if given is not None:
        return given, True
    status = STATUSES.get(folded(ticket.status))
    if status == "removed":
        return status, True
    found = CATEGORIES.get(folded(ticket.category)) or status
    if found is None and is_resolved(ticket):
        found = "done"
    return found or "todo", found is not None


def is_resolved(ticket: Ticket) -> bool:
    """Return whether a ticket has a resolution, or a date of one."""
    resolution = folded(ticket.resolution)
    return ticket.resolved is not None or bool(resolution and resolution not in UNRESOLVED)


def contradicts(ticket: Ticket, rules: Rules) -> bool:
    """Return whether the status contradicts its category, which counts."""
    if find(rules.statuses, ticket.status) is not None:
        return False
    status, category = STATUSES.get(folded(ticket.status)), CATEGORIES.get(folded(ticket.category))
    is_certain = folded(ticket.status) in CATEGORIES or status == "done"
    is_certain = is_certain or (status == "todo" and category == "done")
    return is_certain and None not in (status, category) and status != category


def _why_not(ticket: Ticket, state: Category, rules: Rules) -> str:
    """Return why a ticket is left out; empty if it is not."""
    if ticket.key in rules.skip.keys:
        return "by its key, as the mapping says"
    if rules.rule(ticket.type).skip:
        return f'type "{ticket.type}", as the mapping says'
    if folded(ticket.status) in map(folded, rules.skip.statuses):
        return f'status "{ticket.status}", as the mapping says'
    if folded(ticket.resolution) in map(folded, rules.skip.resolutions):
        return f'resolution "{ticket.resolution}", as the mapping says'
    if folded(ticket.resolution) in NOT_DONE:
        return f'resolution "{ticket.resolution}": closed, but not done'
    if state == "removed":
        return f'status "{ticket.status}": will not be done'
    return ""


def _kind(ticket: Ticket, rules: Rules) -> Kind:
    kind = rules.rule(ticket.type).kind
    if kind is not None:
        return kind
    if is_container(ticket, rules):
        return "container"
    return "milestone" if folded(ticket.type) in MILESTONES else "task"
