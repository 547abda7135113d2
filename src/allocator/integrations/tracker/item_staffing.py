"""Determines the assignee of each item and what it needs, so that both fit together."""

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
    """The assignee and the needs of an item.

    Attributes
    ----------
    person
        Id of the assignee, if known.
    needs
        Needs of the item; empty for one person without particular skills.
    why
        Comment, if something was left out.
    parent
        Key of the ticket above that has the assignee; empty if the item's own row has it.
    """

    person: str | None
    needs: tuple[Need, ...]
    why: str = ""
    parent: str = ""


def staff_items(
    structure: Structure, keys: Iterable[str], staff: Staff, rules: Rules, report: ImportReport
) -> dict[str, ItemStaffing]:
    """Return the assignee and the needs of each item, by key.

    Inferred people first get the skills of all items that are or were assigned to them.

    Parameters
    ----------
    structure
        All tickets; parts inherit fields that they lack from their parents.
    keys
        Keys of the items that are work.
    staff
        The people.
    rules, report
        The mapping, and the report that counts what is left out.
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
    """Return whether the parent's assignee cannot do a part; then anybody with the skills may."""
    is_open = person is not None and node.state == "todo" and not staff.is_inferred
    return is_open and staff.lacks(str(person), needs)


def _fitted(
    node: TicketNode, staffing: ItemStaffing, staff: Staff, report: ImportReport
) -> ItemStaffing:
    """Return people and needs that fit together; leave out and count the others."""
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
