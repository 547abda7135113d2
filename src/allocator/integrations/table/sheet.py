"""Reads a table, CSV or workbook, as a header and rows of texts, with the outline of its rows."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from allocator.integrations.input_files import fault, read_bytes
from allocator.integrations.tracker.csv_table import read_tracker_table
from allocator.wording import count

WORKBOOKS: Final = (".xlsx", ".xlsm")
"""Endings of workbooks."""

_MAX_BYTES: Final = 64 * 2**20
_MAX_ROWS: Final = 200_000
_MAX_COLUMNS: Final = 500
_NOTHING: Final = ("null", "[]", "{}", "[null]")
"""Cells that say that there is nothing."""

_DAMAGES: Final = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError),
    *(SyntaxError, LookupError, ValueError, TypeError, AttributeError),
)
"""What openpyxl raises for a damaged workbook: of the archive, and of the XML in it."""

_HEADER_ROWS: Final = 25
"""Rows among which the header of a workbook is searched."""


@dataclass
class SheetRow:
    """A row of a table.

    Attributes
    ----------
    line
        Line or row of the file, from 1.
    number
        Number of the row below the header, from 1, empty rows counted, as tools number their rows.
    cells
        Texts by name of column, which may repeat; in the order of the header.
    level
        Indentation, from 0.
    section
        Name of the group above the row.
    """

    line: int
    number: int
    cells: list[str]
    level: int = 0
    section: str = ""


@dataclass
class Sheet:
    """A table.

    Attributes
    ----------
    path
        The file.
    header
        Names of the columns.
    rows
        The rows with content.
    notes
        Lines on oddities.
    """

    path: Path
    header: list[str]
    rows: list[SheetRow] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_sheet(path: Path, known: Callable[[str], bool]) -> Sheet:
    """Read a table.

    Parameters
    ----------
    path
        CSV, or a workbook.
    known
        Returns whether a cell is the name of a known column.

    Raises
    ------
    FormatError
        The file is missing, too large, or no table.
    """
    if path.suffix.lower() in WORKBOOKS:
        return _of_workbook(path, known)
    if path.suffix.lower() == ".xls":
        raise fault(path, None, "is a workbook of an old form", "save it as .xlsx or CSV")
    table = read_tracker_table(path, known)
    sheet = Sheet(path, table.header)
    for number, (line, cells) in enumerate(table.rows(), start=1):
        texts = ["" if cell in _NOTHING else cell for cell in cells]
        sheet.rows.append(SheetRow(line, number, texts, _indentation(texts)))
    sheet.notes = table.notes
    return sheet


def _indentation(cells: Sequence[str]) -> int:
    """Return the level of a row by the blanks before its first text, two for each level."""
    first = next((cell for cell in cells if cell.strip()), "")
    return (len(first) - len(first.lstrip(" \u00a0\t"))) // 2


def _of_workbook(path: Path, known: Callable[[str], bool]) -> Sheet:
    """Read the sheet of a workbook whose header has most names of known columns."""
    import openpyxl

    content = read_bytes(
        path, most=_MAX_BYTES, again="save the workbook anew", smaller="give one of its sheets"
    )
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    except _DAMAGES as error:
        raise fault(
            path, None, f"is no workbook: {error}", "save it anew as .xlsx, or as CSV"
        ) from None
    found = [(sheet, *_header_of(sheet, known)) for sheet in book.worksheets]
    best = max(found, key=lambda entry: entry[2], default=None)
    if best is None or not best[2]:
        raise fault(
            path,
            None,
            "no sheet has a header with names of columns that are known",
            "name the columns Title, Assignee, Due date ..., or write columns: {Name: title} in "
            "the mapping",
        )
    sheet = _rows_of(path, best[0], best[1], known)
    others = [one.title for one, _, _ in found if one is not best[0]]
    if others:
        sheet.notes.append(
            f"sheet {best[0].title} read; {count(len(others), 'sheet')} not read: "
            f"{', '.join(others)}"
        )
    return sheet


def _header_of(sheet: Any, known: Callable[[str], bool]) -> tuple[int, int]:
    """Return the row of the header, and its number of known names; the first of the best rows."""
    best = (1, 0)
    for number, cells in enumerate(
        sheet.iter_rows(max_row=_HEADER_ROWS, max_col=_MAX_COLUMNS, values_only=True), start=1
    ):
        names = {text for cell in cells if (text := text_of_cell(cell)) and known(text)}
        if len(names) > best[1]:
            best = (number, len(names))
    return best


def _rows_of(path: Path, sheet: Any, header_row: int, known: Callable[[str], bool]) -> Sheet:
    rows = list(
        sheet.iter_rows(
            min_row=header_row,
            max_row=min(sheet.max_row, header_row + _MAX_ROWS),
            max_col=min(sheet.max_column, _MAX_COLUMNS),
        )
    )
    header = [text_of_cell(cell.value) for cell in rows[0]]
    while header and not header[-1]:
        header.pop()
    found = Sheet(path, header)
    blocks = _Blocks(found, known, _title_above(sheet, header_row))
    for number, cells in enumerate(rows[1:], start=1):
        texts = [_text(cell) for cell in cells]
        if any(texts):
            blocks.add(header_row + number, number, texts, _level(sheet, cells))
    if sheet.max_row > header_row + _MAX_ROWS:
        found.notes.append(f"only {_MAX_ROWS:,} rows read of {sheet.max_row:,}")
    return found


def _title_above(sheet: Any, header_row: int) -> str:
    """Return the only text of the row above the header: the name of the first group."""
    if header_row < 3:
        return ""
    above = [text_of_cell(cell.value) for cell in sheet[header_row - 1]]
    filled = [text for text in above if text]
    return filled[0] if len(filled) == 1 else ""


class _Blocks:
    """Takes the rows of a sheet apart that repeats its header by group, as monday's does.

    A row that begins with ``Subitems`` and has names of columns is the header of the subitems of
    the item above it; these rows begin with an empty cell.
    """

    def __init__(self, sheet: Sheet, known: Callable[[str], bool], section: str) -> None:
        self._sheet, self._known, self._section = sheet, known, section
        self._sub: list[str] | None = None
        self._single: tuple[int, int, list[str], int] | None = None

    def add(self, line: int, number: int, texts: list[str], level: int) -> None:
        """Add a row."""
        width = len(self._sheet.header)
        if texts[:width] == self._sheet.header:
            if self._single is not None:
                self._sheet.rows.pop()
                self._section = next(text for text in self._single[2] if text)
            self._single, self._sub = None, None
            return
        if texts[0].casefold() == "subitems" and sum(map(self._known, texts)) >= 2:
            self._sub = ["", *texts[1:]]
            return
        if self._sub is not None and not texts[0]:
            self._add_subitem(line, number, texts)
            return
        self._sub = None
        filled = [text for text in texts if text]
        cells = (texts + [""] * width)[:width]
        self._single = (line, number, texts, level) if len(filled) == 1 and texts[0] else None
        self._sheet.rows.append(SheetRow(line, number, cells, level, self._section))

    def _add_subitem(self, line: int, number: int, texts: list[str]) -> None:
        """Add a subitem; columns that only subitems have are added to the header."""
        header = self._sheet.header
        cells = [""] * len(header)
        for name, text in zip(self._sub or (), texts, strict=False):
            if not text or not name:
                continue
            if name not in header:
                header.append(name)
                cells.append("")
                for row in self._sheet.rows:
                    row.cells.append("")
            cells[header.index(name)] = text
        if any(cells):
            self._sheet.rows.append(SheetRow(line, number, cells, 1, self._section))


def _level(sheet: Any, cells: Sequence[Any]) -> int:
    """Return the level of a row: of its outline, or by the indentation of its first text."""
    outline = sheet.row_dimensions[cells[0].row].outlineLevel or 0
    first = next((cell for cell in cells if cell.value not in (None, "")), None)
    if first is None:
        return int(outline)
    indent = int(first.alignment.indent or 0) if first.alignment is not None else 0
    text = str(first.value)
    blanks = (len(text) - len(text.lstrip(" \u00a0\t"))) // 2
    return max(int(outline), indent, blanks)


def _text(cell: Any) -> str:
    """Return the text of a cell, percentages as such."""
    value = cell.value
    is_percent = isinstance(value, (int, float)) and "%" in str(cell.number_format)
    return f"{value * 100:g}%" if is_percent else text_of_cell(value)


def text_of_cell(value: Any) -> str:
    """Return a value of a workbook as the text that a CSV file would have."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, dt.timedelta):
        return f"{value.total_seconds() / 3600:g}h"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def parents_by_level(rows: Iterable[SheetRow], levels: Sequence[int]) -> Iterator[SheetRow | None]:
    """Yield the row above each row in the outline; None at the top.

    Parameters
    ----------
    rows
        The rows.
    levels
        The level of each row.
    """
    stack: list[tuple[int, SheetRow]] = []
    for row, level in zip(rows, levels, strict=True):
        while stack and stack[-1][0] >= level:
            stack.pop()
        yield stack[-1][1] if stack else None
        stack.append((level, row))
