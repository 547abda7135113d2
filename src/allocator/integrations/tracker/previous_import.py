"""Keeps the start of the calendar when an import replaces an earlier one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Mapping
from pathlib import Path

from allocator.errors import InputError
from allocator.scenario.text.document import read_document
from allocator.scenario.text.source import read_text


def previous_start(path: Path | None, keys: Container[str]) -> dt.date | None:
    """Return the first day of the calendar of an earlier import of the same tickets.

    Parameters
    ----------
    path
        The file that will be replaced; it need not exist, or be a scenario.
    keys
        Keys of the tickets; a scenario without any of them is unrelated.

    Returns
    -------
    datetime.date
        None if there is no such scenario.
    """
    if path is None or not path.is_file():
        return None
    try:
        root = read_document(read_text(path, file=str(path)), file=str(path))
    except InputError:
        return None
    items, calendar = root.get("items"), root.get("calendar")
    if not isinstance(items, list) or not isinstance(calendar, Mapping):
        return None
    if not any(isinstance(item, Mapping) and str(item.get("id")) in keys for item in items):
        return None
    try:
        return dt.date.fromisoformat(str(calendar.get("start"))[:10])
    except ValueError:
        return None
