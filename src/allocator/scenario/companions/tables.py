"""Reads people and items from CSV files beside the scenario."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from allocator.errors import Finding, Place, ScenarioError
from allocator.scenario import limits
from allocator.scenario.companions.cells import READERS, CellError
from allocator.scenario.companions.named_files import at_name, named_file, refuse_at
from allocator.scenario.shape.nearest import Suggester
from allocator.scenario.shape.sections import SECTIONS
from allocator.scenario.shape.synonyms import synonym
from allocator.scenario.text.located import LocatedDict, LocatedList, Position, locate
from allocator.scenario.text.source import fail, read_text
from allocator.wording import shorten

_DELIMITERS = ",;\t"


def insert_tables(root: LocatedDict, folder: Path | None) -> tuple[list[Finding], frozenset[str]]:
    """Put the rows of CSV files in the place of their names.

    Parameters
    ----------
    root
        The document, which is changed.
    folder
        Where the scenario lies; None where it is no file.

    Returns
    -------
    tuple
        What is wrong with the tables, and the sections that could not be read.
    """
    findings: list[Finding] = []
    unread: set[str] = set()
    for section in READERS:
        name = root.get(section)
        if not isinstance(name, str):
            continue
        place = locate(root, (section,))
        try:
            _check_suffix(name, section, place)
            path = named_file(name, section, folder, place)
            text = read_text(path, file=str(path))
            root[section], found = read_rows(section, text, str(path))
            findings += found
        except ScenarioError as error:
            findings += [at_name(finding, name, place) for finding in error.findings]
            unread.add(section)
    return findings, frozenset(unread)


def read_rows(section: str, text: str, file: str) -> tuple[LocatedList, list[Finding]]:
    """Return the entries of a CSV file as a scenario file would hold them, and what is wrong.

    Parameters
    ----------
    section
        ``people`` or ``items``.
    text
        Of the file.
    file
        How messages call it.

    Raises
    ------
    ScenarioError
        It is not CSV, or its header is wrong.
    """
    model, word = SECTIONS[section]
    known = [field.alias or name for name, field in model.model_fields.items()]
    table = _CsvTable(section, text, file, known=known, word=word)
    return table.rows(), table.findings


def read_table(
    path: tuple[str, str, str], text: str, file: str, known: Sequence[str]
) -> tuple[LocatedList, list[Finding]]:
    """Return the rows of a CSV file that says something of entries that are known already.

    Parameters
    ----------
    path
        What messages call the file's rows, the column that names the entry, and the section
        whose cells its own are like.
    text, file
        As of :func:`read_rows`.
    known
        The columns that it may have.

    Raises
    ------
    ScenarioError
        It is not CSV, or its header is wrong.
    """
    name, key, section = path
    table = _CsvTable(
        section, text, file, known=known, word=SECTIONS[section][1], key=key, name=name
    )
    return table.rows(), table.findings


def _check_suffix(name: str, section: str, place: Place) -> None:
    if not name.lower().endswith(".csv"):
        sheet = name.lower().endswith((".xlsx", ".xls", ".ods", ".numbers"))
        refuse_at(
            place,
            f'{section} must be a list or the name of a CSV file, not "{shorten(name)}"',
            "save the sheet as CSV, and name that file"
            if sheet
            else "write [ ] around the entries, or each on a line after a dash",
            code="csv-file-not-named",
        )


class _CsvTable:
    """One CSV file: a header with the names of fields, and a row for each entry."""

    def __init__(
        self,
        section: str,
        text: str,
        file: str,
        *,
        known: Sequence[str],
        word: str,
        key: str = "id",
        name: str | None = None,
    ) -> None:
        self._readers, self._section, self._file = READERS[section], name or section, file
        self._kind = section
        self._text = text
        self._known, self._word, self._key = known, word, key
        self._suggester = Suggester()
        self._stand_ins: set[str] = set()
        self.findings: list[Finding] = []

    def rows(self) -> LocatedList:
        """Return the entries as a scenario file would hold them."""
        if sum(map(self._text.count, ";|\t\n,")) > limits.MAX_VALUES:
            what = f"the file is refused: more than {limits.MAX_VALUES:,} values"
            fail(
                self._file, what, "split it, and plan the parts one by one", code="file-too-complex"
            )
        records = self._records()
        header = next(records, None)
        if header is None:
            hint = "begin with a line of column names"
            fail(self._file, "the file is empty", hint, code="empty-file")
        columns = self._columns(*header)
        entries = LocatedList(self._file, (1, 1))
        for cells, places in records:
            if any(cell.strip() for cell in cells):
                entries.put(self._row(columns, cells, places, len(entries)), places[0])
        return entries

    def _records(self) -> Iterator[tuple[list[str], list[Position]]]:
        """Yield the cells of each record, with their places."""
        lines = list(io.StringIO(self._text, newline=""))
        delimiter = _delimiter(lines)
        reader = csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=True)
        done = 0
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                fail(
                    self._file,
                    f"this is not CSV: {error}",
                    "put a cell that holds quotes in quotes, and write each quote twice",
                    code="not-csv",
                    line=done + 1,
                    column=1,
                )
            raw = "".join(lines[done : reader.line_num])
            if cells:
                yield cells, _places(raw, delimiter, done + 1, len(cells))
            done = reader.line_num

    def _columns(self, cells: list[str], places: list[Position]) -> list[str | None]:
        """Return the field of each column; None where it is none."""
        known = self._known
        columns: list[str | None] = []
        for cell, place in zip(cells, places, strict=True):
            name: str | None = cell.strip()
            if name not in known:
                if name:
                    text, hint = f'unknown column "{shorten(name)}"', self._meant(name)
                    self._find(text, hint, place, self._section, code="unknown-column")
                else:
                    text, hint = "a column has no name", "name it, or remove it"
                    self._find(text, hint, place, self._section, code="unnamed-column")
                name = None
            elif name in columns:
                text, hint = f'the column "{name}" is given twice', "keep one of them"
                self._find(text, hint, place, self._section, code="column-twice")
                name = None
            columns.append(name)
        if self._key not in columns:
            text = f"there is no column {self._key}; every {self._word} needs one"
            if self._key not in self._stand_ins:
                hint = "add it to the first line"
                self._find(text, hint, places[0], self._section, code="missing-column")
            raise ScenarioError(self.findings)
        return columns

    def _meant(self, name: str) -> str | None:
        """Return a hint for a column that there is not."""
        model = SECTIONS[self._kind][0].__name__ if self._key == "id" else "Actuals"
        other = synonym(name, model)
        fields = () if other is None else other.fields
        field = next((f for f in fields if f in self._known), None)
        if field is not None:
            self._stand_ins.add(field)
            return f'did you mean "{field}"?'
        if other is not None and not other.fields:
            return other.hint
        return self._suggester.did_you_mean(name, self._known, "the columns are")

    def _row(
        self,
        columns: list[str | None],
        cells: list[str],
        places: list[Position],
        index: int,
    ) -> LocatedDict:
        row = LocatedDict(self._file, places[0])
        path = f"{self._section}[{index}]"
        name = next((c.strip() for f, c in zip(columns, cells, strict=False) if f == self._key), "")
        owner = f'{self._word} "{shorten(name)}"'
        if len(cells) > len(columns):
            text = f"{owner}: the row has {len(cells)} cells, the header {len(columns)}"
            hint = "put cells that hold the delimiter in quotes"
            self._find(text, hint, places[len(columns)], path, code="too-many-cells", subject=name)
        for column, cell, place in zip(columns, cells, places, strict=False):
            if column is not None and cell.strip():
                try:
                    value = self._value(column, cell.strip())
                except CellError as error:
                    self._find(
                        f"{owner}, {column}: {error.message}",
                        error.hint,
                        place,
                        f"{path}.{column}",
                        code=error.code,
                        subject=name,
                    )
                    row.is_whole = False
                else:
                    row.put(column, value, place, place)
        return row

    def _value(self, column: str, cell: str) -> Any:
        reader = self._readers.get(column)
        return cell if reader is None else reader(cell)

    def _find(
        self,
        message: str,
        hint: str | None,
        place: Position,
        path: str,
        *,
        code: str,
        subject: str = "",
    ) -> None:
        if len(self.findings) < limits.MAX_FINDINGS:
            self.findings.append(
                Finding(
                    code=code,
                    message=message,
                    hint=hint,
                    place=Place(self._file, *place, path),
                    subjects=(subject,) if subject else (),
                )
            )


def _delimiter(lines: list[str]) -> str:
    """Return the delimiter that the header has most of; spreadsheets differ by country."""
    header = next((line for line in lines if line.strip()), "")
    return max(_DELIMITERS, key=header.count)


def _places(raw: str, delimiter: str, line: int, count: int) -> list[Position]:
    """Return where each cell of a record begins."""
    mark = re.escape(delimiter)
    starts = [0]
    for match in re.finditer(rf' *"(?:[^"]|"")*+"|[^{mark}"]++|"|{mark}', raw):
        if match.group() == delimiter:
            starts.append(match.end())
    if len(starts) != count:
        return [(line, 1)] * count
    return [_position(raw, start, line) for start in starts]


def _position(raw: str, start: int, line: int) -> Position:
    begin = max(raw.rfind("\n", 0, start), raw.rfind("\r", 0, start)) + 1
    return line + raw.count("\n", 0, start), start - begin + 1
