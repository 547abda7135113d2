"""Makes tables of text, 80 columns wide by default, without colour if stdout is no terminal."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Iterator

from rich import box
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

DEFAULT_COLUMNS = 80
"""Columns of tables that do not adapt to the terminal."""

NARROWEST, WIDEST = 60, 120
"""Columns between which a table adapts to the terminal."""


def columns() -> int:
    """Return the columns of the terminal within these limits; 80 without a terminal."""
    found = shutil.get_terminal_size((DEFAULT_COLUMNS, 24)).columns
    return min(WIDEST, max(NARROWEST, found))


def as_text(parts: Iterable[RenderableType], *, width: int = DEFAULT_COLUMNS) -> str:
    """Return parts as text, with colour if stdout is a terminal with colour."""
    console = Console(file=sys.stdout, width=width, highlight=False, markup=False, emoji=False)
    with console.capture() as capture:
        console.print(Group(*parts))
    return "\n".join(line.rstrip() for line in capture.get().splitlines())


def section(title: str, body: RenderableType) -> Iterator[RenderableType]:
    """Yield a title and its body, after an empty line."""
    yield Text("")
    yield Text(title, style="bold")
    yield body


def table(*columns: str, right: Iterable[str] = (), wrap: Iterable[str] = ()) -> Table:
    """Return an empty table; long text in its first column is wrapped.

    Parameters
    ----------
    columns
        Headers of the columns.
    right
        Columns of numbers, aligned to the right.
    wrap
        Further columns whose text is wrapped.
    """
    rows = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    for column in columns:
        rows.add_column(
            column,
            justify="right" if column in right else "left",
            overflow="fold",
            no_wrap=column not in (columns[0], *wrap),
        )
    return rows
