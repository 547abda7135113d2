"""Reads the rows of a plain history, a CSV file with a line of column names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from allocator.integrations.histories.column_names import AMOUNTS, DATES, HISTORY_NAMES
from allocator.integrations.histories.hours import hours_of
from allocator.integrations.input_files import fault
from allocator.integrations.tracker.csv_table import read_tracker_table
from allocator.integrations.tracker.dates import DateOrder, DateReader, order_of
from allocator.integrations.tracker.headers import Header
from allocator.integrations.tracker.numbers import NumberReader
from allocator.wording import enumerated, joined


class HistoryTable:
    """The cells of a plain history by field.

    Parameters
    ----------
    path
        A CSV file.
    order
        Order of day, month and year in numeric dates; None where the file tells.

    Attributes
    ----------
    notes
        Lines on oddities of the file.

    Raises
    ------
    FormatError
        The file is not CSV, its dates could mean two things, or a column is there twice.
    """

    def __init__(self, path: Path, order: DateOrder | None) -> None:
        header = Header(HISTORY_NAMES)
        self.path = path
        self._table = read_tracker_table(path, header.knows)
        self._columns = header.columns(self._table.header)
        self._refuse_twins()
        rows = [cells for _, cells in self._table.rows()]
        texts = {name: {self._columns.first(row, name) for row in rows} - {""} for name in AMOUNTS}
        self._numbers = NumberReader.of(texts)
        dates = {self._columns.first(row, name) for row in rows for name in DATES} - {""}
        self._dates = DateReader(self._order(dates, order))
        self.notes = [f"{path.name}: {note}" for note in self._table.notes]

    def has(self, name: str) -> bool:
        """Return whether there is a column of a field."""
        return name in self._columns.at

    def require(self, *names: str) -> None:
        """Refuse a table without these columns.

        Raises
        ------
        FormatError
            One is missing.
        """
        missing = [name for name in names if not self.has(name)]
        if missing:
            found = enumerated([f'"{name}"' for name in self._table.header], most=8)
            raise fault(
                self.path,
                1,
                f"there is no column {' and no column '.join(missing)}; the columns are {found}",
                "begin with a line such as item,estimate,actual,person,project,type,finished; or "
                "give an export of Jira or Azure DevOps as it is",
            )

    def rows(self) -> Iterator[HistoryRow]:
        """Yield the rows that are not empty."""
        for line, cells in self._table.rows():
            texts = {name: self._columns.first(cells, name) for name in HISTORY_NAMES.fields}
            yield HistoryRow(f"{self.path}:{line}", texts, self._numbers, self._dates)

    def _refuse_twins(self) -> None:
        """Refuse several columns of one amount or finish, of which only one could count.

        Raises
        ------
        FormatError
            There are some.
        """
        for name in (*AMOUNTS, "finished"):
            positions = self._columns.at.get(name, [])
            if len(positions) > 1:
                found = joined([f'"{self._table.header[at]}"' for at in positions])
                what = f"the columns {found} could all be {name}"
                raise fault(
                    self.path, 1, what, "keep the right one, and remove or rename the others"
                )

    def _order(self, texts: set[str], given: DateOrder | None) -> DateOrder | None:
        if given is not None or not texts:
            return given
        found, _ = order_of(texts)
        some = next((text for text in sorted(texts) if order_of([text])[0] is None), None)
        if found is None and some is not None:
            raise fault(
                self.path,
                None,
                f'has dates such as "{some}", which could mean two days',
                "say the order of day, month and year: --date-order dmy, mdy or ymd",
            )
        return found


class HistoryRow:
    """One row of a plain history.

    Attributes
    ----------
    place
        File and line.
    faults
        What is wrong with the cells read so far.
    """

    def __init__(
        self, place: str, texts: dict[str, str], numbers: NumberReader, dates: DateReader
    ) -> None:
        self.place, self._texts = place, texts
        self._numbers, self._dates = numbers, dates
        self.faults: list[str] = []

    @property
    def name(self) -> str:
        """The item as messages call it, with its place."""
        item = self.text("item")
        return f'{self.place} "{item}"' if item else self.place

    def text(self, field: str) -> str:
        """Return a cell; empty where there is none."""
        return self._texts[field]

    def hours(self, field: str) -> float | None:
        """Return an amount of work, None where the cell is empty or wrong."""
        cell = self.text(field)
        if not cell:
            return None
        found = hours_of(field, cell, self._numbers)
        if isinstance(found, str):
            self.faults.append(f'{self.name}: {field} "{cell}" {found}')
            return None
        return found

    def date(self, field: str) -> dt.datetime | None:
        """Return a date, None where the cell is empty or wrong."""
        cell = self.text(field)
        found = self._dates.read(cell)
        if cell and found is None:
            self.faults.append(f'{self.name}: {field} "{cell}" is no date; write 2026-12-01')
        return found
