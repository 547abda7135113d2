"""Whose hands each item is in, and what it needs: people and needs that go together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from allocator.domain import Need
from allocator.integrations.tracker.mapping import Mapping as Rules
from allocator.integrations.tracker.report import Report
from allocator.integrations.tracker.staff import Staff, needs_of
from allocator.integrations.tracker.structure import Node


@dataclass(frozen=True)
class Hands:
    """Who does an item, and what it takes.

    Attributes
    ----------
    person
        Id of the assignee, if known; one person alone.
    needs
        What it needs; empty for one person, whoever it is.
    why
        A comment where something was left out.
    """

    person: str | None
    needs: tuple[Need, ...]
    why: str = ""


def hands_for(work: Iterable[Node], staff: Staff, rules: Rules, report: Report) -> dict[str, Hands]:
    """Return for each item, by key, who does it and what it needs.

    Inferred people first learn the skills of all items that they hold or did.

    Parameters
    ----------
    work
        The items that are work.
    staff
        The people.
    rules, report
        The mapping, and what counts that something was left out.
    """
    found: list[tuple[Node, str | None, tuple[Need, ...]]] = []
    for node in work:
        person, needs = staff.person(node.ticket.assignee), needs_of(node, rules)
        if person is not None and staff.is_inferred:
            staff.learn(person, needs)
        found.append((node, person, needs))
    return {node.key: _fitted(node, person, needs, staff, report) for node, person, needs in found}


def _fitted(
    node: Node, person: str | None, needs: tuple[Need, ...], staff: Staff, report: Report
) -> Hands:
    """Return people and needs that go together; what does not is left out and counted."""
    is_alone = sum(need.people for need in needs) <= 1
    if (not is_alone or person is None) and staff.is_inferred and not staff.can_anybody(needs):
        report.guess("needs dropped, since nobody has the skills", node.key)
        return Hands(person if is_alone else None, (), "needs dropped: nobody has the skills")
    if not is_alone:
        if person is not None:
            report.guess("assignee left out, since it takes several people", node.key)
        return Hands(None, needs)
    if person is not None and node.state == "todo" and staff.lacks(person, needs):
        report.guess("needs dropped, since the assignee lacks the skills", node.key)
        return Hands(person, (), "needs dropped: the assignee lacks the skills")
    return Hands(person, needs)
