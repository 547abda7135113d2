"""Writes what to leave out so that dates are kept as text."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from allocator import wording
from allocator.analysis.scope_text import scope_sentences, scope_table
from allocator.cli.tables import as_text, columns, table
from allocator.domain.scope_front import ScopeFront


def scope_text(front: ScopeFront) -> str:
    """Return the answer in sentences, and the table of value kept against dates."""
    return as_text(_parts(front), width=columns())


def _parts(front: ScopeFront) -> Iterator[RenderableType]:
    answer, *remarks = scope_sentences(front)
    yield Text(wording.printable(answer))
    yield Text("")
    header, rows = scope_table(front)
    made = table(*header, wrap=header)
    for column, cells in zip(made.columns[:-1], zip(*rows, strict=True), strict=False):
        column.min_width = max(map(len, cells))
    for row in rows:
        made.add_row(*map(wording.printable, row))
    yield made
    if front.best is not None:
        yield Text("\n* keeps the dates with the most value")
    for remark in remarks:
        yield Text(wording.printable(remark))
