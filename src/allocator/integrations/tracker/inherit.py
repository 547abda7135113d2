"""Lets the parts of a ticket inherit fields that they lack.

A ticket with parts becomes a milestone, which nobody does: its assignee, priority and needed skills
would be lost. Epics and the like do not hand down their assignee, who owns them and does not do all
of their work.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Final

from allocator.integrations.tracker.mapping import Mapping as Rules
from allocator.integrations.tracker.structure import Structure, TicketNode
from allocator.integrations.tracker.ticket import Account, Ticket
from allocator.integrations.tracker.vocabulary import UNASSIGNED, folded

_INHERITED_FIELDS: Final = ("components", "labels", "team", "area", "activity")
"""Fields that rules of skills and projects use."""


def working_parents(node: TicketNode, structure: Structure) -> Iterator[TicketNode]:
    """Yield the tickets above a ticket, the nearest first, except epics."""
    for key in structure.ancestors(node.key):
        if structure.nodes[key].kind != "container":
            yield structure.nodes[key]


def is_somebody(account: Account) -> bool:
    """Return whether an account is a person, and not a placeholder for nobody."""
    return bool(account) and folded(account.name) not in UNASSIGNED


def assignee_of(
    node: TicketNode, structure: Structure, rules: Rules
) -> tuple[Account, TicketNode | None]:
    """Return the assignee of a ticket, and the ticket that names it, if not the ticket itself."""
    if is_somebody(node.ticket.assignee) or rules.people.parts == "ignore":
        return node.ticket.assignee, None
    for parent in working_parents(node, structure):
        if is_somebody(parent.ticket.assignee):
            return parent.ticket.assignee, parent
    return node.ticket.assignee, None


def priority_word(node: TicketNode, structure: Structure) -> str:
    """Return the priority of a ticket, else of the nearest ticket above it."""
    rows = (node, *working_parents(node, structure))
    return next((row.ticket.priority for row in rows if row.ticket.priority), "")


def described(node: TicketNode, structure: Structure) -> Ticket:
    """Return a ticket with components, labels, team, area and activity from the tickets above it.

    Each is inherited only if the row has none of its own.
    """
    ticket = node.ticket
    for parent in working_parents(node, structure):
        missing = {
            name: getattr(parent.ticket, name)
            for name in _INHERITED_FIELDS
            if not getattr(ticket, name)
        }
        if any(missing.values()):
            ticket = dataclasses.replace(ticket, **missing)
    return ticket
