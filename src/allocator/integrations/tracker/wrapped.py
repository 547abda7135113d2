"""Rows that a spreadsheet has put into quotes as a whole, or filled up with its own separator.

A spreadsheet that takes a file for one of another separator sees each row as one cell. Where it
saves what it sees, it puts rows that hold quotes into quotes, writes each quote twice, and adds
its own separator for the columns that it has seen elsewhere.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

DELIMITERS: Final = ",;\t|"
"""What may stand between cells."""

_WHOLE: Final = re.compile(r'"((?:[^"]|"")*)"([,;\t|]*)')
_MOST_LINES: Final = 1000  # of one row; beyond it a quote is taken to stand alone


@dataclass
class Wrapping:
    """What a spreadsheet has put around the rows of one file.

    Attributes
    ----------
    delimiter
        What stands between the cells that are meant.
    width
        Number of columns.
    outer
        The spreadsheet's own separator, with which the header is filled up; None without.
    is_whole
        Whether the header is in quotes as a whole.
    mended
        How many rows were mended so far.
    """

    delimiter: str
    width: int
    outer: str | None = None
    is_whole: bool = False
    mended: int = 0

    def mend(self, lines: Iterator[str]) -> Iterator[str]:
        """Yield the lines of a file as they were meant, as many as there are.

        Parameters
        ----------
        lines
            With their line ends.
        """
        row: list[str] = []
        quotes = 0
        for line in lines:
            row.append(line)
            quotes += line.count('"')
            if quotes % 2 == 0 or len(row) > _MOST_LINES:
                yield from self._meant(row, quotes)
                row, quotes = [], 0
        yield from row

    def _meant(self, row: list[str], quotes: int) -> list[str]:
        """Return the lines of one row as they were meant."""
        if not quotes and self.outer is None:
            return row
        text = "".join(row)
        bare = text.rstrip("\r\n")
        meant = bare
        if self.outer is not None:
            meant = _joined(bare, self.outer)
        if quotes:
            meant = self._unquoted(meant)
        if meant == bare:
            return row
        self.mended += 1
        return (meant + text[len(bare) :]).splitlines(keepends=True)

    def _unquoted(self, text: str) -> str:
        """Return what stands in the quotes where these are around a whole row."""
        match = _WHOLE.fullmatch(text)
        if match is None or self.width < 2 or self.delimiter not in match[1]:
            return text
        is_one_cell = set(match[2]) == {self.delimiter} and len(match[2]) == self.width - 1
        if is_one_cell and not self.is_whole:
            return text
        inside = match[1].replace('""', '"')
        return inside if self._fits(inside) else text

    def _fits(self, text: str) -> bool:
        """Whether a text has a cell for each column."""
        try:
            (cells,) = csv.reader(text.splitlines(), delimiter=self.delimiter, strict=True)
        except (csv.Error, ValueError):
            return False
        return len(cells) == self.width


def _joined(text: str, outer: str) -> str:
    """Return a row without the outer separators at its end, cells that it has split joined."""
    if '"' in text:
        try:
            (cells,) = csv.reader(text.splitlines(keepends=True), delimiter=outer, strict=True)
        except (csv.Error, ValueError):
            return text.rstrip(outer)
        return outer.join(cells).rstrip(outer)
    return text.rstrip(outer)


def unwrapped_header(line: str) -> tuple[str, str | None, bool]:
    """Return a header as it was meant, the separator around it, and whether it was in quotes.

    Parameters
    ----------
    line
        The first line with names of columns, without its line end.
    """
    bare = line.rstrip(DELIMITERS)
    tail = line[len(bare) :]
    match = _WHOLE.fullmatch(bare)
    if match is not None and any(mark in match[1] for mark in DELIMITERS):
        return match[1].replace('""', '"'), (tail[:1] or None), True
    foreign = len(set(tail)) == 1 and tail[0] not in re.sub(r'"[^"]*"', "", bare)
    has_others = any(mark in bare for mark in DELIMITERS)
    return (bare, tail[0], False) if foreign and has_others else (line, None, False)
