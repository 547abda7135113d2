"""Finds in the history of a ticket when work began and ended, and since when it is flagged."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from allocator.integrations.tracker.ticket import Category

Change = list[str]
"""Time, field (``status`` or ``flag``), id and name before, id and name after."""


@dataclass(frozen=True)
class WorkHistory:
    """What the history of a ticket says.

    Attributes
    ----------
    started
        When it last left what has not begun for work in progress; None if it has not.
    finished
        When it was done; None if it is not.
    flagged_since
        When its flag was set; None if it is not set.
    """

    started: str | None = None
    finished: str | None = None
    flagged_since: str | None = None


def work_history(
    changes: Iterable[Change], state_of: Callable[[str, str], Category | None]
) -> WorkHistory:
    """Return when work began and ended.

    Parameters
    ----------
    changes
        Changes, oldest first.
    state_of
        Returns the state of a status by id and name; None for one that nobody knows any more.
    """
    started = finished = flagged = None
    for when, field, from_id, from_name, to_id, to_name in changes:
        if field == "flag":
            flagged = when if to_name.strip() else None
            continue
        before, after = state_of(from_id, from_name), state_of(to_id, to_name)
        if after == "in_progress":
            started, finished = started or when, None
        elif after in ("done", "removed"):
            finished = finished if before in ("done", "removed") and finished else when
        elif after == "todo":
            started = finished = None
    return WorkHistory(started, finished, flagged)
