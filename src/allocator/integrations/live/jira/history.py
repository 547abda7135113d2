"""Finds in the history of an issue when work began and ended, and since when it is flagged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from allocator.integrations.tracker.flags import FLAGS
from allocator.integrations.tracker.headers import plain_name
from allocator.integrations.tracker.ticket import Category

Change = list[str]
"""Time, field (``status`` or ``flag``), id and name before, id and name after."""


@dataclass(frozen=True)
class WorkHistory:
    """What the history of an issue says.

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


def changes_of(histories: Iterable[Mapping[str, Any]], zone: dt.tzinfo) -> list[Change]:
    """Return the changes of status and flag, oldest first; the rest of a history is not kept.

    Parameters
    ----------
    histories
        Entries of a changelog. Times are texts, or milliseconds since 1970 as Jira Cloud answers to
        a question about many issues.
    zone
        Clock of the site's other times, for times in milliseconds.
    """
    found = []
    for entry in histories:
        when = _time(entry.get("created"), zone)
        for item in entry.get("items") or ():
            field = _kind(item)
            if field:
                ends = (item.get(n) for n in ("from", "fromString", "to", "toString"))
                found.append([when, field, *(str(end or "") for end in ends)])
    return sorted(found, key=lambda change: change[0])


def _kind(item: Mapping[str, Any]) -> str:
    if item.get("fieldId", item.get("field")) == "status" or item.get("field") == "status":
        return "status"
    return "flag" if plain_name(str(item.get("field") or "")) in FLAG_NAMES else ""


FLAG_NAMES = frozenset(FLAGS)
"""Names of fields of flags."""


def _time(value: Any, zone: dt.tzinfo) -> str:
    if isinstance(value, (int, float)):
        return dt.datetime.fromtimestamp(value / 1000, zone).isoformat(timespec="milliseconds")
    return str(value or "")


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
