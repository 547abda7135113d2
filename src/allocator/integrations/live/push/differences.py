"""Finds what a push changes, and what it leaves since somebody else has changed it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from allocator.integrations.live.push.changes import (
    AFTER,
    FieldChange,
    Fields,
    RefusedIssue,
    WantedIssue,
)
from allocator.integrations.live.push.journal import JournalContent
from allocator.integrations.live.push.ordering import numbers


@dataclass
class PushPreview:
    """What a push would do.

    Attributes
    ----------
    changes
        Fields that get another value.
    new
        Issues to make, parents before their parts.
    refused
        Issues that are left as they are.
    """

    changes: list[FieldChange] = field(default_factory=list)
    new: list[WantedIssue] = field(default_factory=list)
    refused: list[RefusedIssue] = field(default_factory=list)


def preview(
    wanted: Iterable[WantedIssue],
    expected: Mapping[str, Fields],
    current: Mapping[str, Fields],
) -> PushPreview:
    """Return what a push would do.

    Parameters
    ----------
    wanted
        What issues should be like.
    expected
        By key, what they should hold before the push: what the last pull said, and what pushes
        have changed since.
    current
        By key, what they hold now.
    """
    found = PushPreview()
    for issue in wanted:
        if issue.new is not None:
            found.new.append(issue)
            continue
        now = current.get(issue.key)
        if now is None:
            found.refused.append(RefusedIssue(issue.key, "it is no longer in the tracker"))
            continue
        changes = [
            FieldChange(issue.key, name, now.get(name), value)
            for name, value in issue.fields.items()
            if now.get(name) != value
        ]
        moved = _moved(expected.get(issue.key, {}), now) if changes else []
        if moved:
            found.refused.append(RefusedIssue(issue.key, moved_clause(moved)))
        else:
            found.changes += changes
    return found


def _moved(expected: Fields, now: Fields) -> list[FieldChange]:
    """Return the fields that somebody else has changed."""
    names = [*now, *(n for n in expected if n.startswith(AFTER) and n not in now)]
    return [
        FieldChange("", name, expected.get(name), now.get(name))
        for name in names
        if expected.get(name) != now.get(name)
    ]


def moved_clause(moved: Iterable[FieldChange]) -> str:
    """Return the clause on what has changed in the tracker, with both values."""
    some = [f"{c.field} was {shown(c.before)}, is {shown(c.after)}" for c in moved]
    return f"it has changed in the tracker since the last pull: {'; '.join(some[:4])}"


def shown(value: object) -> str:
    """Return a value for people."""
    if isinstance(value, float):
        return f"{value:g}"
    return "nothing" if value in (None, "") else "there" if value is True else str(value)


def with_journal(held: Mapping[str, Fields], journal: JournalContent) -> dict[str, dict[str, Any]]:
    """Return what issues should hold: what was pulled, and what a push has changed since.

    Parameters
    ----------
    held
        What the last pull said; where it says something else than the push has found, it is newer.
    journal
        Of a push that broke off.
    """
    found = {key: dict(fields) for key, fields in held.items()}
    for step in journal.steps.values():
        for change in step.changes if step.end == "done" else ():
            fields = found.setdefault(change.key, {})
            if fields.get(change.field) == change.before:
                fields[change.field] = change.after
    return found


def with_numbers(
    issues: Sequence[WantedIssue], order: Sequence[str], current: Mapping[str, Fields]
) -> list[WantedIssue]:
    """Return wishes with the numbers by which a backlog is sorted, of those that get another one.

    Parameters
    ----------
    issues
        The wishes.
    order
        Keys, and ids of new items, in the order of the plan.
    current
        By key, what the tracker holds now.
    """
    held = {key: fields.get("order") for key, fields in current.items()}
    known = {key: number for key, number in held.items() if number is not None}
    found = numbers(known, order)
    return [
        replace(issue, fields={**issue.fields, "order": found[issue.key]})
        if issue.key in found
        else issue
        for issue in issues
    ]
