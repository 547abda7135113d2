"""Whose hands each item is in, and what it needs: people and needs that go together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from allocator.domain import Need
from allocator.integrations.tracker.import_report import ImportReport
from allocator.integrations.tracker.inherit import assignee_of, described
from allocator.integrations.tracker.mapping import Mapping as Rules
from allocator.integrations.tracker.staff import Staff, needs_of
from allocator.integrations.tracker.structure import Structure, TicketNode


@dataclass(frozen=True)
class ItemStaffing:
    """Who does an item, and what it takes.

    Attributes
    ----------
    person
        Id of the assignee, if known; one person alone.
    needs
        What it needs; empty for one person, whoever it is.
    why
        A comment where something was left out.
    parent
        Key of the ticket that it is part of and that has the assignee; empty if its own row has.
    """

    person: str | None
    needs: tuple[Need, ...]
    why: str = ""
    parent: str = ""


def staff_items(
    structure: Structure, keys: Iterable[str], staff: Staff, rules: Rules, report: ImportReport
) -> dict[str, ItemStaffing]:
    """Return for each item, by key, who does it and what it needs.

    Inferred people first learn the skills of all items that they hold or did.

    Parameters
    ----------
    structure
        All tickets: parts have from their parents what they do not say themselves.
    keys
        The items that are work.
    staff
        The people.
    rules, report
        The mapping, and what counts that something was left out.
    """
    found: list[tuple[TicketNode, ItemStaffing]] = []
    for node in map(structure.nodes.__getitem__, keys):
        account, parent = assignee_of(node, structure, rules)
        person, needs = staff.person(account), needs_of(described(node, structure), rules)
        if parent is not None and _is_unfit(node, person, needs, staff):
            person = parent = None
        if person is not None and staff.is_inferred:
            staff.learn(person, needs)
        found.append(
            (node, ItemStaffing(person, needs, parent="" if parent is None else parent.key))
        )
    return {node.key: _fitted(node, staffing, staff, report) for node, staffing in found}


def _is_unfit(node: TicketNode, person: str | None, needs: Iterable[Need], staff: Staff) -> bool:
    """Whether the parent's assignee cannot do a part: then whoever has the skills may."""
    is_open = person is not None and node.state == "todo" and not staff.is_inferred
    return is_open and staff.lacks(str(person), needs)


def _fitted(
    node: TicketNode, staffing: ItemStaffing, staff: Staff, report: ImportReport
) -> ItemStaffing:
    """Return people and needs that go together; what does not is left out and counted."""
    person, needs = staffing.person, staffing.needs
    is_alone = sum(need.people for need in needs) <= 1
    if (not is_alone or person is None) and staff.is_inferred and not staff.can_anybody(needs):
        report.guess("needs dropped, since nobody has the skills", node.key)
        alone = person if is_alone else None
        return replace(staffing, person=alone, needs=(), why="needs dropped: nobody has the skills")
    if not is_alone:
        if person is not None:
            report.guess("assignee left out, since it takes several people", node.key)
        return replace(staffing, person=None)
    if person is not None and node.state == "todo" and staff.lacks(person, needs):
        report.guess("needs dropped, since the assignee lacks the skills", node.key)
        return replace(staffing, needs=(), why="needs dropped: the assignee lacks the skills")
    return staffing
