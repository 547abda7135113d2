"""Proposes a mapping to edit, with the values in the files and their counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import TypeVar

from allocator.domain.quantities import working_minutes
from allocator.integrations.tracker.column_notes import looks_like_links
from allocator.integrations.tracker.mapping import Mapping, find
from allocator.integrations.tracker.staff import slug
from allocator.integrations.tracker.structure import state_of
from allocator.integrations.tracker.ticket import Account, Ticket
from allocator.integrations.tracker.ticket_source import TicketSource, one_each
from allocator.integrations.tracker.vocabulary import (
    CONTAINERS,
    MILESTONES,
    NOT_DONE,
    PRIORITIES,
    UNASSIGNED,
    folded,
    link_rule,
)
from allocator.scenario.write.dump import field_lines
from allocator.wording import count

_MAX_VALUES = 40
_T = TypeVar("_T")


def suggest(source: TicketSource, rules: Mapping, command: str) -> str:
    """Return a mapping as YAML, with values of the files and their counts as comments.

    Parameters
    ----------
    source
        The tickets that were read.
    rules
        An existing mapping, whose entries are taken over.
    command
        The command that takes the mapping.
    """
    tickets = list(one_each(source.tickets)[0].values())
    parts = [
        _head(tickets, command),
        _columns(source, rules),
        _link_columns(source, tickets, rules),
        _statuses(tickets, source, rules),
        _resolutions(tickets),
        _priorities(tickets, rules),
        _types(tickets, rules),
        _estimates(tickets, rules),
        _links(tickets, source, rules),
        _projects(tickets, rules),
        _skills(tickets),
        _accounts(tickets, rules),
        _rest(),
    ]
    return "\n".join("\n".join(part) + "\n" for part in parts)


def _head(tickets: list[Ticket], command: str) -> list[str]:
    return [
        f"# Mapping for {command}, made from {len(tickets)} tickets.",
        "# Every entry shows what happens without it; edit what should be different, and delete",
        "# the rest. docs/import.md describes the fields.",
        "version: 1",
    ]


def _columns(source: TicketSource, rules: Mapping) -> list[str]:
    used = [f"{name} -> {target}" for name, target in source.columns.items() if target]
    others = [name for name, target in source.columns.items() if not target]
    lines = ["# Columns that are read:", *_wrapped(used)]
    lines += ["# Columns that are not; give one to a field, such as points, team, due or start:"]
    lines += _wrapped(others)
    return lines + _table("columns", [(name, target, "") for name, target in rules.columns.items()])


def _link_columns(source: TicketSource, tickets: list[Ticket], rules: Mapping) -> list[str]:
    """Propose rules for columns that state their meaning, and for those that look like links."""
    rows: list[tuple[str, object, str]] = []
    for (name, outward, kind), number in _count(
        (link_cell.type, link_cell.outward, link_cell.link)
        for t in tickets
        for link_cell in t.link_cells
        if link_cell.link
    ):
        cells = "after" if outward else "before"
        rule: object = cells if kind == "FS" else {"cells": cells, "type": kind}
        rows.append((name, rule, count(number, "cell")))
    found = looks_like_links(source)
    rows += [
        (name, "ignore", f"{count(number, 'cell')} such as {some}") for name, number, some in found
    ]
    rows += [(n, rule, "") for n, rule in rules.link_columns.items() if rule == "ignore"]
    return [
        "# Columns of links that say what they mean, or are not read and hold keys: before where",
        "# what their cells name comes before the row, after where it comes after; or ignore.",
        *_table("link_columns", rows),
    ]


def _statuses(tickets: list[Ticket], source: TicketSource, rules: Mapping) -> list[str]:
    rows: list[tuple[str, object, str]] = []
    mixed = []
    for status, number in _count(t.status for t in tickets):
        mine = [t for t in tickets if t.status == status]
        states = Counter(state_of(t, rules) for t in mine)
        categories = ", ".join(sorted({t.category for t in mine} - {""}))
        if len(states) > 1:
            some = ", ".join(f"{amount} {state}" for (state, _), amount in states.most_common())
            mixed.append(f"  # {status}: as their categories say, {some}")
            continue
        ((state, is_known),) = states
        note = f"{number}, {categories}" if categories else f"{number}"
        note += "" if is_known else ", NOT KNOWN: taken as todo"
        note += ", left out: will not be done" if state == "removed" else ""
        if state != "removed":
            rows.append((status, state, note))
        else:
            mixed.append(f"  # {status}: {note}")
    for status, category in source.site_statuses.items():
        if not any(t.status == status for t in tickets):
            state, _ = state_of(Ticket(key="-", status=status, category=category), rules)
            if state != "removed":
                rows.append((status, state, f"0, {category}"))
    head = "# How far a ticket is: todo, in_progress or done."
    return [head, *_table("statuses", rows), *mixed]


def _resolutions(tickets: list[Ticket]) -> list[str]:
    lines = ["# Tickets to leave out. These resolutions are there:"]
    for resolution, number in _count(t.resolution for t in tickets):
        left = ", left out: closed, but not done" if folded(resolution) in NOT_DONE else ""
        lines.append(f"#   {resolution} ({number}{left})")
    return [*lines, "skip: {resolutions: [], statuses: [], keys: []}"]


def _priorities(tickets: list[Ticket], rules: Mapping) -> list[str]:
    rows = []
    for priority, number in _count(t.priority for t in tickets):
        given = find(rules.priorities, priority)
        known = PRIORITIES.get(folded(priority))
        note = f"{number}" if given is not None or known is not None else f"{number}, NOT KNOWN"
        rows.append((priority, _number(known or 1.0 if given is None else given), note))
    return ["# Weight of lateness by priority; 1 is usual.", *_table("priorities", rows)]


def _number(value: float) -> float:
    return int(value) if float(value).is_integer() else value


def _types(tickets: list[Ticket], rules: Mapping) -> list[str]:
    rows = []
    for kind, number in _count(t.type for t in tickets):
        bare = sum(t.type == kind and not _has_estimate(t) for t in tickets)
        rule = rules.rule(kind).model_dump(exclude_defaults=True)
        if not rule:
            rule = _default_rule(kind, rules, is_container=_is_container(tickets, kind))
        rows.append((kind, rule, f"{number}, {bare} without an estimate"))
    return [
        "# By type: effort where a ticket has no estimate, skip: true leaves them out, kind is",
        "# task, milestone or container (holds others together, such as an epic).",
        *_table("types", rows),
    ]


def _default_rule(kind: str, rules: Mapping, *, is_container: bool) -> dict[str, object]:
    if is_container:
        return {"kind": "container"}
    return {"kind": "milestone"} if folded(kind) in MILESTONES else {"effort": rules.effort}


def _is_container(tickets: list[Ticket], kind: str) -> bool:
    return folded(kind) in CONTAINERS or any(t.type == kind and t.is_container for t in tickets)


def _has_estimate(ticket: Ticket) -> bool:
    return bool(ticket.original or ticket.remaining or ticket.points)


def _estimates(tickets: list[Ticket], rules: Mapping) -> list[str]:
    points = sorted({t.points for t in tickets if t.points})
    times = sum(bool(t.original or t.remaining) for t in tickets)
    some = ", ".join(f"{value:g}" for value in points) or "none"
    spans = ", ".join(f"{p:g}: {span}" for p, span in _by_length(rules.points))
    return [
        f"# {times} tickets have an estimate in time, of days of {rules.hours_per_day:g} hours.",
        f"hours_per_day: {rules.hours_per_day:g}",
        f"# Story points that are there: {some}. Between two entries effort is interpolated,",
        "# beyond them it is in proportion.",
        f"points: {{{spans}}}",
        "# Without an estimate, where the type has no effort either:",
        f"effort: {rules.effort}",
    ]


def _by_length(points: dict[float, str]) -> list[tuple[float, str]]:
    return sorted(
        points.items(),
        key=lambda entry: (
            entry[0],
            working_minutes(entry[1], day_hours=Fraction(8), week_days=5),
        ),
    )


def _links(tickets: list[Ticket], source: TicketSource, rules: Mapping) -> list[str]:
    rows: list[tuple[str, object, str]] = []
    mentions = Counter(
        link_cell.type for t in tickets for link_cell in t.link_cells if link_cell.link is None
    )
    mentions.update(dict.fromkeys(source.site_links, 0))
    for kind, number in mentions.most_common():
        rule = find(rules.links, kind) or link_rule(kind) or "ignore"
        value = rule if isinstance(rule, str) else rule.model_dump(exclude_defaults=True)
        reads = source.site_links.get(kind)
        rows.append((kind, value, f"{number} mentions{f', {reads}' if reads else ''}"))
    return [
        "# What a link means: whether the ticket with the outward link comes before or after the",
        "# other, and the type of the link (FS, SS, FF, SF); or ignore.",
        *_table("links", rows),
    ]


def _projects(tickets: list[Ticket], rules: Mapping) -> list[str]:
    counts = {
        "project": len({t.project for t in tickets if t.project}),
        "component": len({t.components[0] for t in tickets if t.components}),
        "label": len({t.labels[0] for t in tickets if t.labels}),
        "team": len({t.team for t in tickets if t.team}),
    }
    some = ", ".join(f"{name} ({number})" for name, number in counts.items())
    return [f"# What makes a project: epic, {some}, none.", f"projects: {rules.projects}"]


def _skills(tickets: list[Ticket]) -> list[str]:
    lines = [
        "# What tickets need, the first rule that fits counts; * stands for anything, title is a",
        "# regular expression. These are there:",
    ]
    for name, values in (
        ("component", [c for t in tickets for c in t.components]),
        ("label", [c for t in tickets for c in t.labels]),
        ("team", [t.team for t in tickets]),
        ("activity", [t.activity for t in tickets]),
    ):
        for value, number in _count(values)[:_MAX_VALUES]:
            lines.append(f"#   - {_rule(name, value)} # {number}")
    return [
        *lines,
        "skills: []",
        "# What a ticket needs that no rule fits, for example python; nothing: anybody.",
        "needs: []",
        "# Without a rule, the first of these that a ticket has is the skill that it needs:",
        "# component, label, team, activity.",
        "skills_from: []",
    ]


def _rule(name: str, value: str) -> str:
    """Return a skill rule in one line."""
    rules = [{name: value, "needs": slug(value) or "skill"}]
    return field_lines("skills", rules).partition("[")[2].strip().removesuffix("]")


def _accounts(tickets: list[Ticket], rules: Mapping) -> list[str]:
    rows = []
    people = (
        t.assignee for t in tickets if t.assignee and folded(t.assignee.name) not in UNASSIGNED
    )
    for account, number in _count(people):
        word = account.email or account.name or account.id
        given = next(
            (found for w in _words(account) if (found := find(rules.people.accounts, w))), None
        )
        rows.append((word, given or slug(account.name or word), f"{number}"))
    lines = [
        "# Who the accounts are, where name, mail address and id do not tell. todo says",
        "# whether only the assignee may do what has not begun: assign or ignore.",
        "people:",
        f"  todo: {rules.people.todo}",
    ]
    return [*lines, "  accounts: {}", *(f"    #{line[1:]}" for line in _rows(rows))]


def _words(account: Account) -> tuple[str, str, str]:
    return account.email, account.name, account.id


def _rest() -> list[str]:
    return [
        "# What becomes of the sprint of a ticket that has not begun: ignore, label, or not_before",
        "# (where sprints below has one of that name).",
        "sprints: ignore",
        "# How long ago a ticket may have been done to be in the scenario: all, none, 12w.",
        "history: all",
        "# Links that run in a circle: error, or cut.",
        "cycles: error",
        "# Fields of the scenario that the tracker does not have, for example",
        "#   calendar: {day_hours: 8, holidays: {country: US}}",
        "#   sprints: {length: 2w, first: 2026-12-01, count: 8}",
        "scenario: {}",
    ]


def _count(values: Iterable[_T]) -> list[tuple[_T, int]]:
    return Counter(value for value in values if value).most_common()


def _table(name: str, rows: Iterable[tuple[str, object, str]]) -> list[str]:
    """Return a map with one entry and its comment per line."""
    lines = list(_rows(rows))
    return [f"{name}:", *lines] if lines else [f"{name}: {{}}"]


def _rows(rows: Iterable[tuple[str, object, str]]) -> Iterator[str]:
    for key, value, note in rows:
        text = field_lines(key, value).strip()
        comment = f" # {note}" if note else ""
        yield f"  {text}{comment}"


def _wrapped(words: list[str]) -> list[str]:
    """Return words as comment lines of at most a hundred characters."""
    lines: list[str] = []
    for word in words or ["none"]:
        text = " ".join(word.split())
        if lines and len(lines[-1]) + len(text) + 2 <= 98:
            lines[-1] += f", {text}"
        else:
            lines.append(f"#   {text}")
    return lines
