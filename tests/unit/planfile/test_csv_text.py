"""CSV text reads back as it was, line ends within cells included."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.planfile.csv_text import csv_text


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("cell", ["a\rb", "\r", "a\r\nb", "a\nb", 'a "b"', "a,b", " a "])
def test_a_cell_with_line_ends_quotes_or_commas_stays_one(cell: str) -> None:
    assert read(csv_text([["x", "y"], [cell, "z"]])) == [["x", "y"], [cell, "z"]]


cells = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))


@given(st.lists(st.tuples(cells, cells), max_size=4))
def test_every_table_reads_back(rows: list[tuple[str, str]]) -> None:
    assert read(csv_text(rows)) == [list(row) for row in rows]
