"""Repairs rows that a spreadsheet has quoted as a whole, or padded with its own separator.

A spreadsheet that expects another separator takes each row for one cell. When it saves the file, it
quotes rows that hold quotes, doubles each quote, and adds its own separator for columns that it has
found in other rows.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

DELIMITERS: Final = ",;\t|"
"""Separators of cells."""

_WHOLE: Final = re.compile(r'"((?:[^"]|"")*)"([,;\t|]*)')
_MAX_ROW_LINES: Final = 1000  # of one row; beyond it a quote is taken to stand alone


@dataclass
class Wrapping:
    """The quotes and separators that a spreadsheet has added to the rows of a file.

    Attributes
    ----------
    delimiter
        Separator of the original cells.
    width
        Number of columns.
    outer
        The spreadsheet's separator, if the header is padded with it; else None.
    is_whole
        Whether the header is quoted as a whole.
    mended
        Number of repaired rows.
    """

    delimiter: str
    width: int
    outer: str | None = None
    is_whole: bool = False
    mended: int = 0

    def mend(self, lines: Iterator[str]) -> Iterator[str]:
        """Yield the repaired lines of a file, as many as it has.

        Parameters
        ----------
        lines
            Lines with their line ends.
        """
        row: list[str] = []
        quotes = 0
        for line in lines:
            row.append(line)
            quotes += line.count('"')
            if quotes % 2 == 0 or len(row) > _MAX_ROW_LINES:
                yield from self._meant(row, quotes)
                row, quotes = [], 0
        yield from row

    def _meant(self, row: list[str], quotes: int) -> list[str]:
        """Return the repaired lines of a row."""
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
        """Return the text within quotes around a whole row."""
        match = _WHOLE.fullmatch(text)
        if match is None or self.width < 2 or self.delimiter not in match[1]:
            return text
        is_one_cell = set(match[2]) == {self.delimiter} and len(match[2]) == self.width - 1
        if is_one_cell and not self.is_whole:
            return text
        inside = match[1].replace('""', '"')
        return inside if self._fits(inside) else text

    def _fits(self, text: str) -> bool:
        """Return whether a text has a cell for each column."""
        try:
            (cells,) = csv.reader(text.splitlines(), delimiter=self.delimiter, strict=True)
        except (csv.Error, ValueError):
            return False
        return len(cells) == self.width


def _joined(text: str, outer: str) -> str:
    """Return a row without added separators at its end, and with split cells joined."""
    if '"' in text:
        try:
            (cells,) = csv.reader(text.splitlines(keepends=True), delimiter=outer, strict=True)
        except (csv.Error, ValueError):
            return text.rstrip(outer)
        return outer.join(cells).rstrip(outer)
    return text.rstrip(outer)


def unwrapped_header(line: str) -> tuple[str, str | None, bool]:
    """Return a repaired header, the added separator, and whether it was quoted.

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
