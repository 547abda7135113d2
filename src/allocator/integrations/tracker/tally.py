"""Counts what an import has made, and says in words what became of links, words and people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from allocator.integrations.base import counted
from allocator.integrations.tracker.draft import Draft
from allocator.integrations.tracker.mapping import LinkRule, find
from allocator.integrations.tracker.mapping import Mapping as Rules
from allocator.integrations.tracker.precedence import Precedence
from allocator.integrations.tracker.report import Report
from allocator.integrations.tracker.staff import Staff
from allocator.integrations.tracker.structure import Structure, contradicts
from allocator.integrations.tracker.words import CATEGORIES, PRIORITIES, folded

NOBODY = {"id": "somebody", "name": "Somebody"}
"""Who does the work where nothing is assigned to anybody."""

NOBODY_NOTE = "nothing is assigned to anybody: one person stands for the team"
"""What the report says then."""


def count(report: Report, draft: Draft) -> None:
    """Fill in the numbers of what was made."""
    report.items, report.people = len(draft.items), len(draft.people)
    report.projects = len(draft.projects)
    report.milestones = sum(e.fields.get("kind") == "milestone" for e in draft.items)
    report.states = dict(Counter(e.fields.get("state", "todo") for e in draft.items))


def about_words(structure: Structure, rules: Rules) -> list[str]:
    """Say which statuses and priorities are not known, or say two things."""
    nodes = list(structure.nodes.values())
    statuses = Counter(node.ticket.status for node in nodes if not node.is_known)
    priorities = Counter(
        node.ticket.priority
        for node in nodes
        if folded(node.ticket.priority) not in PRIORITIES
        and find(rules.priorities, node.ticket.priority) is None
    )
    categories = Counter(
        node.ticket.category
        for node in nodes
        if node.ticket.category
        and folded(node.ticket.category) not in CATEGORIES
        and find(rules.statuses, node.ticket.status) is None
    )
    odd = Counter(
        (node.ticket.status, node.ticket.category)
        for node in nodes
        if contradicts(node.ticket, rules)
    )
    return [
        *(
            f'status "{status}" of {counted(number, "ticket")} is not known: taken as todo; say '
            "what it means in the mapping, under statuses"
            if status
            else f"{counted(number, 'ticket')} without a status: taken as todo"
            for status, number in statuses.items()
        ),
        *(
            f'status category "{category}" of {counted(number, "ticket")} is not known: the '
            "status alone counts; say what it means in the mapping, under statuses"
            for category, number in categories.items()
        ),
        *(
            f'priority "{priority}" of {counted(number, "ticket")} is not known: weight 1; say '
            "another in the mapping, under priorities"
            for priority, number in priorities.items()
        ),
        *(
            f'status "{status}" of {counted(number, "ticket")} is of the category "{category}", '
            "which counts; say otherwise in the mapping, under statuses"
            for (status, category), number in odd.items()
        ),
    ]


def about_people(staff: Staff) -> list[str]:
    """Say who is not known, and who was inferred."""
    notes = [
        f'assignee "{name}" of {counted(number, "item")} is nobody of the team: add the '
        "account to the mapping, under people, accounts"
        for name, number in staff.unmatched.items()
    ]
    if staff.is_inferred and not staff.names:
        notes.append(NOBODY_NOTE)
    elif staff.is_inferred:
        notes.append("people and their skills are inferred from the assignees")
    return notes


def about_links(links: Precedence) -> list[str]:
    """Say what became of the links."""
    notes = []
    for kind, (rule, number) in links.used.items():
        notes.append(f'link "{kind}": {_meaning(rule)}, {counted(number, "mention")}')
    for (name, outward, link), number in links.by_column.items():
        first = "the row comes first" if outward else "what its cells name comes first"
        notes.append(f'column "{name}": {first} ({link}), {counted(number, "mention")}')
    if links.ignored:
        words = ", ".join(f"{kind} ({number})" for kind, number in links.ignored.items())
        notes.append(
            f"links that make nothing wait, ignored: {words}; say otherwise in the mapping, "
            "under links"
        )
    if links.texts:
        some = [f'"{text[:40]}" (of {keys[0]})' for text, keys in links.texts.items()]
        number = sum(map(len, links.texts.values()))
        notes.append(
            f"{counted(number, 'link')} to what is neither a key nor the title of one ticket, "
            f"left out: {some_of(some)}"
        )
    if links.left_out:
        notes.append(f"{counted(len(links.left_out), 'link')} to tickets that are left out")
    if links.within:
        some = [f"{edge.before} before {edge.after}" for edge in links.within]
        notes.append(f"links between a ticket and its own parts, ignored: {some_of(some)}")
    if links.followers:
        notes.append(f"{counted(links.followers, 'link')} to followers that are not in the file")
    if links.cut:
        some = [f"{edge.before} before {edge.after}" for edge in links.cut]
        notes.append(f"links cut, since they closed a circle: {some_of(some)}")
    return notes


def _meaning(rule: LinkRule) -> str:
    side = "before" if rule.outward == "before" else "after"
    return f"the outward side comes {side} the other ({rule.type})"


def about_parents(structure: Structure) -> list[str]:
    """Say which parents were found by title, and which were not found."""
    references, notes = structure.references, []
    if references.by_title:
        notes.append(f"{counted(references.by_title, 'reference')} found by title or epic name")
    for text, keys in references.ambiguous.items():
        notes.append(
            f'"{text[:60]}" is the title of {some_of(keys)}: which one is meant is not told; '
            "export keys"
        )
    orphans = {
        said: keys for said, keys in structure.orphans.items() if said not in references.ambiguous
    }
    if orphans:
        some = [f"{said[:40]} (of {some_of(keys, 3)})" for said, keys in orphans.items()]
        notes.append(f"parents that are not in the files: {some_of(some)}")
    if structure.circular:
        notes.append(
            f"{counted(len(structure.circular), 'ticket')} whose parents run in a circle, taken "
            f"as without a parent: {some_of(structure.circular)}"
        )
    alone = [
        f"{key} (of {node.group})"
        for key, node in structure.nodes.items()
        if node.group in structure.skipped
    ]
    if alone:
        notes.append(
            f"{counted(len(alone), 'part')} of tickets that are left out, still in the plan: "
            f"{some_of(alone)}"
        )
    return notes


def some_of(names: Iterable[str], most: int = 8) -> str:
    """Return the first of some names, and how many more there are."""
    some: Sequence[str] = list(names)
    more = f" and {len(some) - most} more" if len(some) > most else ""
    return f"{', '.join(some[:most])}{more}"
