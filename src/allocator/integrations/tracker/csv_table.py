"""Reads CSV files of trackers, whatever program has saved them, as a header and rows."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from allocator import wording
from allocator.domain.formulas import EXECUTED, unguard
from allocator.errors import FormatError
from allocator.integrations.input_files import fault, read_bytes
from allocator.integrations.tracker.encodings import encoding_of, mangled_as, mended
from allocator.integrations.tracker.wrapped import DELIMITERS, Wrapping, unwrapped_header
from allocator.scenario.text.source import NOT_TEXT
from allocator.wording import count

MAX_BYTES: Final = 512 * 2**20
"""Larger files are refused unread; 100,000 tickets with 200 columns have some 90 MB."""

_EXPORT_ANEW = "give the CSV file that the tracker has exported"
_MAX_SHOWN_LINES = 3
_BYTE_ORDER_MARK: Final = "\ufeff"
_SOME_GUARDED = tuple(f"'{first}".encode() for first in EXECUTED)


@dataclass
class TrackerTable:
    """A CSV file.

    Attributes
    ----------
    path
        The file as the user named it.
    header
        Names of the columns, with mojibake repaired; names may repeat.
    notes
        Lines on oddities of the file; complete after :meth:`rows` has ended.
    """

    path: Path
    header: list[str]
    notes: list[str] = field(default_factory=list)
    _content: bytes = field(default=b"", repr=False)
    _encoding: str = "utf-8"
    _wrapping: Wrapping = field(default_factory=lambda: Wrapping(",", 1))
    _skip: int = 0
    _mangled: str | None = None
    _guarded: bool = True

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yield each row with the line on which it begins; empty rows are left out.

        Missing cells are added, and cells beyond the header are cut; both are noted.

        Raises
        ------
        FormatError
            The file is not CSV; the error names the line.
        """
        width = len(self.header)
        uneven: list[int] = []
        extra: list[int] = []
        for line, cells in self._records():
            if not any(cells):
                continue
            if len(cells) != width:
                (extra if any(cells[width:]) else uneven).append(line)
                cells = (cells + [""] * width)[:width]
            yield line, self._plain(cells)
        self._note_uneven(uneven, extra)
        self._note_mended()

    def _plain(self, cells: list[str]) -> list[str]:
        if self._mangled is not None:
            cells = [mended(cell, self._mangled) for cell in cells]
        if self._guarded:
            cells = [unguard(cell) if cell.startswith("'") else cell for cell in cells]
        return cells

    def _note_uneven(self, uneven: list[int], extra: list[int]) -> None:
        for lines, what in (
            (uneven, "with another number of cells than the header"),
            (extra, "with more cells than the header; what is beyond it was not read"),
        ):
            note = f"{count(len(lines), 'row')} {what}: {_lines(lines)}"
            if lines and note not in self.notes:
                self.notes.append(note)

    def _note_mended(self) -> None:
        mended = self._wrapping.mended
        note = (
            f"saved by a spreadsheet that took each row for one cell: {count(mended, 'row')} "
            "taken out of quotes, or of separators at the end"
        )
        if mended and note not in self.notes:
            self.notes.append(note)

    def _records(self) -> Iterator[tuple[int, list[str]]]:
        """Yield the records after the header, with the lines on which they begin."""
        self._wrapping.mended = 0
        lines = self._wrapping.mend(self._lines())
        reader = csv.reader(lines, delimiter=self._wrapping.delimiter, strict=True)
        start = 0
        try:
            for number, cells in enumerate(reader):
                if number > self._skip:
                    yield start + 1, cells
                start = reader.line_num
        except csv.Error as error:
            raise _no_csv(self.path, start + 1, str(error)) from None

    def _lines(self) -> Iterator[str]:
        """Yield the lines, control characters replaced by blanks."""
        odd = 0
        for number, line in enumerate(
            io.TextIOWrapper(io.BytesIO(self._content), self._encoding, newline="")
        ):
            line = line if number else line.lstrip(_BYTE_ORDER_MARK)
            if line.rstrip("\r\n").isprintable():
                yield line
            else:
                clean, times = NOT_TEXT.subn(" ", line)
                odd += times
                yield clean
        note = f"{count(odd, 'control character')} replaced by blanks"
        if odd and note not in self.notes:
            self.notes.append(note)


def read_tracker_table(path: Path, known: Callable[[str], bool]) -> TrackerTable:
    """Open a CSV file: find its encoding and delimiter, and read its header.

    Parameters
    ----------
    path
        The file.
    known
        Returns whether a cell is the name of a column of the tracker.

    Raises
    ------
    FormatError
        The file is missing, too large, no text, empty, or not CSV.
    """
    content = _bytes(path)

    def words(text: str) -> int:
        return sum(known(cell) for cell in _first(text, path).cells)

    encoding = encoding_of(content, words)
    head = io.TextIOWrapper(io.BytesIO(content), encoding, newline="")
    try:
        first = _first(NOT_TEXT.sub(" ", head.read(1 << 20)), path)
    except UnicodeDecodeError as error:
        raise fault(path, None, f"is not text: {error.reason}", _EXPORT_ANEW) from None
    cells = first.cells
    mangled = mangled_as(cells)
    guarded = encoding.startswith(("utf-16", "utf-32")) or any(s in content for s in _SOME_GUARDED)
    wrapping = Wrapping(first.delimiter, len(cells), first.outer, first.is_whole)
    table = TrackerTable(path, cells, [], content, encoding, wrapping, first.skip, mangled, guarded)
    if not encoding.startswith("utf"):
        table.notes.append(f"saved in the code page {encoding}, not in Unicode")
    if mangled is not None:
        table.header = [mended(cell, mangled) for cell in cells]
        table.notes.append(
            f"once saved by a program that took UTF-8 for {mangled}: letters with accents mended"
        )
    return table


def _bytes(path: Path) -> bytes:
    """Return the content of a regular file that is not too large."""
    content = read_bytes(
        path, most=MAX_BYTES, again=_EXPORT_ANEW, smaller="export it in parts, with fewer columns"
    )
    if not content.strip(b"\0\r\n \t\xef\xbb\xbf\xff\xfe"):
        raise fault(path, None, "is empty", _EXPORT_ANEW)
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise fault(path, None, "is a workbook, not CSV", 'save it as "CSV UTF-8" and give that')
    if content.lstrip()[:1] == b"<":
        raise fault(path, None, "is a web page or XML, not CSV", _EXPORT_ANEW)
    return content


class _TableStart(NamedTuple):
    """The beginning of a file: records before the header, delimiter, cells, wrapping."""

    skip: int
    delimiter: str
    cells: list[str]
    outer: str | None
    is_whole: bool


def _first(text: str, path: Path) -> _TableStart:
    """Return the beginning of a file."""
    lines = text.lstrip(_BYTE_ORDER_MARK).splitlines(keepends=True)
    said = re.fullmatch(r'"?sep=(.)"?[,;\t|]*\s*', lines[0], re.IGNORECASE) if lines else None
    skip = 1 if said else 0
    while skip < len(lines) and not lines[skip].strip():
        skip += 1
    if skip >= len(lines):
        raise fault(path, None, "holds no header", _EXPORT_ANEW)
    head, outer, is_whole = unwrapped_header(lines[skip].rstrip("\r\n"))
    delimiter = said[1] if said and said[1] in head else _delimiter(head)
    rest = [] if outer or is_whole else lines[skip + 1 :]
    try:
        cells = next(csv.reader([head + "\n", *rest], delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise _no_csv(path, skip + 1, str(error)) from None
    _check_header(path, skip + 1, cells)
    return _TableStart(skip, delimiter, cells, outer, is_whole)


def _check_header(path: Path, line: int, cells: list[str]) -> None:
    """Refuse a header that is a single cell with the names of all columns."""
    names = [cell for cell in cells if cell.strip()]
    if len(names) == 1 and max(map(names[0].count, DELIMITERS)) > 1:
        raise fault(
            path,
            line,
            "the header is one cell that holds the names of all columns",
            "spreadsheets have saved the file several times, each with a separator of its own: "
            + _EXPORT_ANEW,
        )


def _delimiter(line: str) -> str:
    """Return the delimiter that the header has most of outside quotes."""
    bare = re.sub(r'"[^"]*"', "", line)
    return max(DELIMITERS, key=bare.count)


def _no_csv(path: Path, line: int, what: str) -> FormatError:
    hint = "put a cell that holds quotes in quotes, and write each quote twice"
    if "larger than field limit" in what:
        what, hint = (
            f"a cell in it is longer than {csv.field_size_limit():,} characters",
            "shorten it, or leave its column out of the export; where a quote is never closed, "
            "all that follows is one cell",
        )
    elif "end of data" in what:
        what, hint = (
            "a quote is opened here and never closed",
            "the file is cut off; export it anew",
        )
    return fault(path, line, f"this is not CSV: {what}", hint)


def _lines(lines: list[int]) -> str:
    numbers = wording.enumerated(map(str, lines), most=_MAX_SHOWN_LINES + 1)
    return f"line {numbers}" if len(lines) == 1 else f"lines {numbers}"
