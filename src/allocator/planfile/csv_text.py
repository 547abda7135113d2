"""Writes rows as CSV text that all readers split in the same way. Lines end with LF."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as CSV, its cells quoted where they have to be.

    Python's writer does not quote a carriage return where lines end with LF, and readers take it
    for the end of the row; a row that has one is therefore quoted in full.

    Parameters
    ----------
    rows
        The header first.
    """
    out = io.StringIO()
    plain = csv.writer(out, lineterminator="\n")
    quoted = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    for row in rows:
        (quoted if any("\r" in cell for cell in row) else plain).writerow(row)
    return out.getvalue()
