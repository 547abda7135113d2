"""Reads the changes of status and flag out of the history of an issue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from allocator.integrations.live.history import Change
from allocator.integrations.tracker.flags import FLAGS
from allocator.integrations.tracker.headers import plain_name


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
