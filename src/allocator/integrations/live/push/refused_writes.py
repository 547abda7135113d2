"""Puts into words which value of which issue a tracker refuses, and what to do."""

from __future__ import annotations

from typing import Final

from allocator.errors import TrackerError
from allocator.integrations.live.push.changes import AFTER, FieldChange, NewIssue
from allocator.integrations.live.push.differences import shown

_OF_A_VALUE: Final = frozenset({400, 422})
"""Answers that refuse a value, not the account."""

_HINTS: Final = {
    "sprint": "look whether the sprint is still open, and on a board of the issue's project",
    "assignee": "look whether this account may be assigned issues of the project",
    "points": "put the field on the screen on which issues of this type are edited",
    "original": "put time tracking on the screen on which issues of this type are edited",
    "remaining": "put time tracking on the screen on which issues of this type are edited",
}
_HINT: Final = "put the field on the screen on which issues of this type are edited"
_LINK_HINT: Final = "look whether links are allowed on the site, and to this issue"


def refused_change(change: FieldChange, error: TrackerError) -> TrackerError:
    """Return the error for a change that a tracker refuses for its value.

    Parameters
    ----------
    change
        Of one field.
    error
        The answer; one that is not about a value is returned as it is.
    """
    if error.status not in _OF_A_VALUE:
        return error
    is_link = change.field.startswith(AFTER)
    what = change.field if is_link else f"{change.field} {shown(change.after)}"
    hint = _LINK_HINT if is_link else _HINTS.get(change.field, _HINT)
    said = f": {error.said}" if error.said else ""
    text = f"the tracker refuses {what}{said}\n    hint: {hint}; then push again"
    return TrackerError(text, status=error.status, said=error.said)


def refused_issue(issue: NewIssue, error: TrackerError) -> TrackerError:
    """Return the error for a new issue that a tracker refuses for what it lacks.

    Parameters
    ----------
    issue
        The issue.
    error
        The answer; one that is not about a value is returned as it is.
    """
    if error.status not in _OF_A_VALUE:
        return error
    said = f": {error.said}" if error.said else ""
    text = (
        f"the tracker does not make it as {issue.type}{said}\n    hint: give the item a type that "
        "the project has; or, where the tracker wants fields that allocator does not know, make "
        "it there by hand, and write its key as the id of the item"
    )
    return TrackerError(text, status=error.status, said=error.said)
