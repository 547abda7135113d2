"""The end of a file's name, which says what is written into it."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from allocator import wording
from allocator.errors import InputError

_ENDING = re.compile(r"\.[a-z][a-z0-9]{1,4}")
"""The end of the name of a file, not of a folder such as ``plan-1.2``."""


def ending(target: Path) -> str:
    """Return the end of a file's name in small letters: ``.csv``; empty for a folder."""
    found = target.suffix.lower()
    return found if _ENDING.fullmatch(found) and not target.is_dir() else ""


def check_ending(target: Path, known: Collection[str], *, or_folder: bool = False) -> None:
    """Refuse a name that does not say what is to be written.

    Parameters
    ----------
    target
        What is to be written.
    known
        Ends of the names of files that can be written; none where only a folder can.
    or_folder
        Whether a name without an ending is that of a folder.

    Raises
    ------
    InputError
        It is another one.
    """
    found = ending(target)
    if found in known or (or_folder and not found):
        return
    named = [f"end the name with {wording.joined(known, 'or')}"] if known else []
    folder = ["name a folder"] if or_folder else []
    hint = ", or ".join(named + folder)
    raise InputError(f"{target}: nothing is written in this format", hint=hint)
