"""What all readers of other tools' files share: the result, errors with a place, safe reading."""

from __future__ import annotations

import graphlib
import os
import re
import stat
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from allocator.domain import Calendar, Scenario
from allocator.errors import FormatError

MAX_BYTES = 32 * 1024 * 1024
"""Larger files are refused unread; public instances have at most some hundred kilobytes."""

MAX_HOURS = 1_000_000
"""Longest duration or release that is believed, in hours: some 114 years."""

_WHOLE = re.compile(r"[+]?\d{1,9}")


def name_of(path: Path) -> str:
    """Return the name of a file without its ending, as text whatever the locale makes of it."""
    return os.fsencode(path.stem).decode("utf-8", "replace")


@dataclass(frozen=True, kw_only=True)
class Imported:
    """A scenario read from another tool's file.

    Attributes
    ----------
    scenario
        What the file says, in the planner's terms.
    report
        What was read and what was left out, a line each, for the user.
    """

    scenario: Scenario
    report: tuple[str, ...]


class Reader(NamedTuple):
    """A form of file that can be imported."""

    name: str
    """What ``allocator import`` calls it."""
    title: str
    """One line for the list of forms."""
    suffixes: tuple[str, ...]
    """Usual endings of such files, with the dot."""
    read: Callable[[Path], Imported]
    """Reads a file; raises FormatError where it is not what it should be."""
    example: str
    """A command that shows how."""


def fault(path: Path, line: int | None, what: str, fix: str) -> FormatError:
    """Make the error for a file that cannot be read.

    Parameters
    ----------
    path
        The file.
    line
        Counted from 1; None where the fault has no single place.
    what, fix
        What is wrong, and what would be right.
    """
    place = str(path) if line is None else f"{path}:{line}"
    return FormatError(f"{place}: {what}\n    hint: {fix}")


def read_bytes(path: Path, *, most: int, again: str, smaller: str) -> bytes:
    """Return what a regular file holds.

    Parameters
    ----------
    path
        The file. Pipes and devices, which may wait or go on for ever, are refused unread.
    most
        Bytes that it may have.
    again, smaller
        What would be right where it cannot be read, and where it is too large.

    Raises
    ------
    FormatError
        It is missing, no regular file, unreadable or too large.
    """
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise fault(path, None, "is a folder, not a file", again)
        if not stat.S_ISREG(mode):
            raise fault(
                path,
                None,
                "is a device or a pipe, not a file",
                "save what it gives to a file first, and give that",
            )
        with path.open("rb") as stream:
            content = stream.read(most + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise fault(path, None, f"cannot be read: {reason}", again) from None
    if len(content) > most:
        raise fault(path, None, f"is larger than {most // 2**20} MB", smaller)
    return content


def read_text(path: Path) -> str:
    """Read a text file of one of the forms.

    Anything that is not UTF-8 is taken as Latin-1: only names in headers can differ.

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
    return int(token) if _WHOLE.fullmatch(token) and token.isascii() else None


def whole_calendar() -> Calendar:
    """Return the calendar of public instances: every hour of every day is working time."""
    return Calendar.model_validate({"start": "2026-01-05", "continuous": True, "slot": "1h"})


def check_count(path: Path, line: int | None, what: str, said: int, found: int) -> None:
    """Compare a number that the file gives about itself with what was read.

    Raises
    ------
    FormatError
        They differ; names both.
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
    """Refuse precedence that runs in a circle, naming the chain.

    Raises
    ------
    FormatError
        Some work item comes, by way of others, after itself.
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


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """Write a number with its noun: ``1 link``, ``84 links``."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"
