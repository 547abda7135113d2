"""Makes the changes that take a push back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from allocator.integrations.live.push.changes import FieldChange, Fields, RefusedIssue
from allocator.integrations.live.push.differences import shown
from allocator.integrations.live.push.journal import JournalContent


@dataclass
class UndoPreview:
    """What the undoing of a push would do.

    Attributes
    ----------
    changes
        Fields that get back what they held.
    deletes
        Keys of issues that the push made.
    refused
        What has been changed since, and stays.
    back
        Changes of the push whose fields hold again what they held before it.
    gone
        Keys of issues that the push made, and that are there no more.
    """

    changes: list[FieldChange] = field(default_factory=list)
    deletes: list[str] = field(default_factory=list)
    refused: list[RefusedIssue] = field(default_factory=list)
    back: list[FieldChange] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)


def pushed_changes(content: JournalContent) -> tuple[list[FieldChange], list[str]]:
    """Return what a push has changed in all, and the issues that it has made.

    Parameters
    ----------
    content
        Of its file; all of its requests have ended.
    """
    net: dict[tuple[str, str], FieldChange] = {}
    made = list(content.keys.values())
    for step in content.steps.values():
        for change in step.changes if step.end == "done" else ():
            first = net.get((change.key, change.field), change)
            net[change.key, change.field] = FieldChange(
                change.key, change.field, first.before, change.after
            )
    return [c for c in net.values() if c.key not in made and c.before != c.after], made


def preview_undo(content: JournalContent, current: Mapping[str, Fields]) -> UndoPreview:
    """Return what the undoing of a push would do.

    Parameters
    ----------
    content
        Of its file.
    current
        What the issues hold now, by key.
    """
    found = UndoPreview()
    changes, made = pushed_changes(content)
    for change in reversed(changes):
        fields = current.get(change.key)
        now = None if fields is None else fields.get(change.field)
        if fields is None:
            found.refused.append(RefusedIssue(change.key, "it is no longer in the tracker"))
        elif now == change.after:
            found.changes.append(change.reversed())
        elif now == change.before:
            found.back.append(change)
        else:
            why = f"{change.field} has changed since the push: it is {shown(now)}"
            found.refused.append(RefusedIssue(change.key, why))
    found.deletes = [key for key in reversed(made) if key in current]
    found.gone = [key for key in made if key not in current]
    return found
