"""Text that a spreadsheet does not take for a formula, and back.

Titles come from trackers, where anybody may write ``=HYPERLINK(...)``; a spreadsheet that opens
a CSV file would execute it. An apostrophe in front makes a cell text.
"""

from __future__ import annotations

import re

EXECUTED = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""First characters of what a spreadsheet executes, or skips to get there."""

_FIRST = "[" + re.escape("".join(EXECUTED)) + "]"
_EXECUTED = re.compile(f"'*{_FIRST}")
"""With apostrophes in front a guarded text, or one that looks like it: it is guarded once more, so
that it reads back as it was."""

_GUARDED = re.compile(f"'+{_FIRST}")


def guard(text: str) -> str:
    """Return the text with an apostrophe in front where a spreadsheet would execute it.

    For texts only: a negative number is a number, and is written as one.
    ``unguard(guard(text)) == text`` for every text.
    """
    return f"'{text}" if _EXECUTED.match(text) else text


def unguard(text: str) -> str:
    """Return what :func:`guard` made the text of; other texts as they are."""
    return text[1:] if _GUARDED.match(text) else text
