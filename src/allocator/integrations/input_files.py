"""Reads files of other tools safely, with errors that name file and line."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from allocator.errors import FormatError
from allocator.scenario.text.source import neighbour


def name_of(path: Path) -> str:
    """Return the name of a file without its ending, as text in any locale."""
    return os.fsencode(path.stem).decode("utf-8", "replace")


def fault(path: Path, line: int | None, what: str, fix: str) -> FormatError:
    """Return the error for a file that cannot be read.

    Parameters
    ----------
    path
        The file.
    line
        Line from 1; None if the error has no single place.
    what, fix
        The error, and how to correct it.
    """
    place = str(path) if line is None else f"{path}:{line}"
    return FormatError(f"{place}: {what}", hint=fix)


def read_bytes(path: Path, *, most: int, again: str, smaller: str) -> bytes:
    """Return the content of a regular file.

    Parameters
    ----------
    path
        The file. Pipes and devices, which may never end, are refused unread.
    most
        Bytes of the file at most.
    again, smaller
        Hints for a file that cannot be read, and for one that is too large.

    Raises
    ------
    FormatError
        The file is missing, no regular file, unreadable or too large.
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
    except FileNotFoundError:
        raise fault(path, None, "there is no such file", neighbour(path)) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise fault(path, None, f"cannot be read: {reason}", again) from None
    if len(content) > most:
        raise fault(path, None, f"is larger than {most // 2**20} MB", smaller)
    return content
