"""Notes on what an import has made of links, words, people and parents."""

from __future__ import annotations

from collections import Counter

from allocator.integrations.tracker.import_report import ImportReport
from allocator.integrations.tracker.mapping import LinkRule, find
from allocator.integrations.tracker.mapping import Mapping as Rules
from allocator.integrations.tracker.precedence import Precedence
from allocator.integrations.tracker.scenario_document import ScenarioDocument
from allocator.integrations.tracker.staff import Staff
from allocator.integrations.tracker.structure import Structure, contradicts
from allocator.integrations.tracker.vocabulary import CATEGORIES, PRIORITIES, folded
from allocator.wording import count, enumerated

NOBODY = {"id": "somebody", "name": "Somebody"}
"""The person who does the work if no ticket has an assignee."""

NOBODY_NOTE = "nothing is assigned to anybody: one person stands for the team"
"""Line of the report if no ticket has an assignee."""


def fill_in_totals(report: ImportReport, document: ScenarioDocument) -> None:
    """Write the numbers of items, people, projects and states of a draft into the report."""
    report.items, report.people = len(document.items), len(document.people)
    report.projects = len(document.projects)
    report.milestones = sum(e.fields.get("kind") == "milestone" for e in document.items)
    report.states = dict(Counter(e.fields.get("state", "todo") for e in document.items))


def about_words(structure: Structure, rules: Rules) -> list[str]:
    """Report statuses and priorities that are unknown or contradictory."""
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
            f'status "{status}" of {count(number, "ticket")} is not known: taken as todo; say '
            "what it means in the mapping, under statuses"
            if status
            else f"{count(number, 'ticket')} without a status: taken as todo"
            for status, number in statuses.items()
        ),
        *(
            f'status category "{category}" of {count(number, "ticket")} is not known: the '
            "status alone counts; say what it means in the mapping, under statuses"
            for category, number in categories.items()
        ),
        *(
            f'priority "{priority}" of {count(number, "ticket")} is not known: weight 1; say '
            "another in the mapping, under priorities"
            for priority, number in priorities.items()
        ),
        *(
            f'status "{status}" of {count(number, "ticket")} is of the category "{category}", '
            "which counts; say otherwise in the mapping, under statuses"
            for (status, category), number in odd.items()
        ),
    ]


def about_people(staff: Staff) -> list[str]:
    """Report people who are unknown, and people who were inferred."""
    notes = [
        f'assignee "{name}" of {count(number, "item")} is not in the team: add the '
        "account to the mapping, under people, accounts"
        for name, number in staff.unmatched.items()
    ]
    if staff.is_inferred and not staff.names:
        notes.append(NOBODY_NOTE)
    elif staff.is_inferred:
        notes.append("people and their skills are inferred from the assignees")
    return notes


def about_links(links: Precedence) -> list[str]:
    """Report how links were imported."""
    notes = []
    for kind, (rule, number) in links.used.items():
        notes.append(f'link "{kind}": {_meaning(rule)}, {count(number, "mention")}')
    for (name, outward, link), number in links.by_column.items():
        first = "the row comes first" if outward else "what its cells name comes first"
        notes.append(f'column "{name}": {first} ({link}), {count(number, "mention")}')
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
            f"{count(number, 'link')} to what is neither a key nor the title of one ticket, "
            f"left out: {enumerated(some)}"
        )
    if links.left_out:
        notes.append(f"{count(len(links.left_out), 'link')} to tickets that are left out")
    if links.within:
        some = [f"{edge.before} before {edge.after}" for edge in links.within]
        notes.append(f"links between a ticket and its own parts, ignored: {enumerated(some)}")
    if links.followers:
        notes.append(f"{count(links.followers, 'link')} to followers that are not in the file")
    if links.cut:
        some = [f"{edge.before} before {edge.after}" for edge in links.cut]
        notes.append(f"links cut, since they closed a circle: {enumerated(some)}")
    return notes


def _meaning(rule: LinkRule) -> str:
    side = "before" if rule.outward == "before" else "after"
    return f"the outward side comes {side} the other ({rule.type})"


def about_parents(structure: Structure) -> list[str]:
    """Report parents that were found by title, and parents that were not found."""
    references, notes = structure.references, []
    if references.by_title:
        notes.append(f"{count(references.by_title, 'reference')} found by title or epic name")
    for text, keys in references.ambiguous.items():
        notes.append(
            f'"{text[:60]}" is the title of {enumerated(keys)}: which one is meant is not told; '
            "export keys"
        )
    orphans = {
        said: keys for said, keys in structure.orphans.items() if said not in references.ambiguous
    }
    if orphans:
        some = [f"{said[:40]} (of {enumerated(keys, most=4)})" for said, keys in orphans.items()]
        notes.append(f"parents that are not in the files: {enumerated(some)}")
    if structure.circular:
        notes.append(
            f"{count(len(structure.circular), 'ticket')} whose parents run in a circle, taken "
            f"as without a parent: {enumerated(structure.circular)}"
        )
    alone = [
        f"{key} (of {node.group})"
        for key, node in structure.nodes.items()
        if node.group in structure.skipped
    ]
    if alone:
        notes.append(
            f"{count(len(alone), 'part')} of tickets that are left out, still in the plan: "
            f"{enumerated(alone)}"
        )
    return notes
