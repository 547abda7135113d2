"""Edits of a text, collected first and made together."""

from __future__ import annotations

import re
from typing import Final

_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_COMMENT: Final = re.compile(r"(?:^|(?<=[ \t]))#[ \t]?([^\r\n]*)", re.MULTILINE)


class TextEdits:
    """Replacements of pieces of a text, none inside another.

    Parameters
    ----------
    text
        As it was.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._has_old_ends = "\r" in text.replace("\r\n", "")
        self._made: list[tuple[int, int, int, str]] = []

    def replace(self, start: int, end: int, new: str) -> None:
        """Put a text in the place of a piece; several at the same place follow one another."""
        self._made.append((start, end, len(self._made), new))

    def insert_line(self, at: int, lines: str, newline: str) -> None:
        """Put lines behind the line that ends at a place.

        Parameters
        ----------
        at
            Behind the end of the line.
        lines
            With their ends.
        newline
            An end of a line, for a last line that has none.
        """
        if at > 0 and self.text[at - 1] not in "\r\n":
            self.replace(at, at, newline + lines.removesuffix(newline))
        else:
            self.replace(at, at, lines)

    def made(self) -> str:
        """Return the text with all edits."""
        parts, at = [], 0
        for start, end, _, new in sorted(self._made):
            assert start >= at, "edits overlap"
            parts += [self.text[at:start], new]
            at = end
        return "".join([*parts, self.text[at:]])

    def line_start(self, at: int) -> int:
        """Return where the line of a place begins."""
        found = self.text.rfind("\n", 0, at)
        if self._has_old_ends:  # looked for only then, since it may be far away
            found = max(found, self.text.rfind("\r", 0, at))
        return found + 1

    def line_end(self, at: int) -> int:
        """Return where the line behind that of a place begins, or the end of the text."""
        found = _LINE_END.search(self.text, at)
        return len(self.text) if found is None else found.end()

    def indent(self, at: int) -> int:
        """Return the column of a place, from 0."""
        return at - self.line_start(at)

    def is_first_on_line(self, at: int) -> bool:
        """Whether nothing but blanks stands before a place on its line."""
        return not self.text[self.line_start(at) : at].strip()


def comments_in(text: str) -> list[str]:
    """Return the comments of a piece of a file, without their signs.

    Parameters
    ----------
    text
        A piece without values, or one whose values hold no sign of a comment.
    """
    return [found[1].rstrip() for found in _COMMENT.finditer(text)]
