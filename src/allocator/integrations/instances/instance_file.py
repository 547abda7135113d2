"""Shared by the readers of public instances: text, whole numbers, counts and circles."""

from __future__ import annotations

import graphlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from allocator.domain import Calendar
from allocator.integrations.input_files import fault, read_bytes

MAX_BYTES = 32 * 1024 * 1024
"""Larger files are refused unread; public instances have at most some hundred kilobytes."""

MAX_HOURS = 1_000_000
"""Longest duration or release that is accepted, in hours: some 114 years."""

_WHOLE_NUMBER = re.compile(r"[+]?\d{1,9}")


def read_instance_text(path: Path) -> str:
    """Read a text file.

    A file that is not UTF-8 is taken as Latin-1: only names in headers can differ.

    Raises
    ------
    FormatError
        The file is missing, a directory, unreadable, empty, too large, or not text.
    """
    again = "give the path of the instance file"
    raw = read_bytes(path, most=MAX_BYTES, again=again, smaller=again)
    if b"\0" in raw:
        raise fault(path, None, "is not a text file", again)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    if not text.strip():
        raise fault(path, None, "is empty", again)
    return text


def whole(token: str) -> int | None:
    """Return a whole number of at most nine digits that is not negative, else None."""
    return int(token) if _WHOLE_NUMBER.fullmatch(token) and token.isascii() else None


def whole_calendar() -> Calendar:
    """Return the calendar of public instances: every hour of every day is working time."""
    return Calendar.model_validate({"start": "2026-01-05", "continuous": True, "slot": "1h"})


def check_count(path: Path, line: int | None, what: str, said: int, found: int) -> None:
    """Compare a count in a file with the number that was read.

    Raises
    ------
    FormatError
        The numbers differ; the error has both.
    """
    if said != found:
        raise fault(
            path,
            line,
            f"the file says {said} {what}, but holds {found}",
            "the file is cut off or was changed; get it anew, or correct the number",
        )


def check_acyclic(
    path: Path, predecessors: Mapping[str, Iterable[str]], line_of: Mapping[str, int]
) -> None:
    """Refuse precedence that runs in a circle, and name the circle.

    Raises
    ------
    FormatError
        A work item comes, by way of others, after itself.
    """
    try:
        graphlib.TopologicalSorter(predecessors).prepare()
    except graphlib.CycleError as error:
        chain = [str(node) for node in error.args[1]]
        raise fault(
            path,
            line_of.get(chain[0]),
            f"precedence runs in a circle: {' before '.join(chain)}",
            "remove one of these links",
        ) from None
