"""Writes plans side by side as tables of text, as wide as the terminal allows.

Where all plans fit, each has a column. Otherwise rows and columns change places: each plan has a
row, and each topic a table of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from allocator import wording
from allocator.analysis.side_by_side.model import ComparedRow, ComparedValue, SideBySide
from allocator.cli.tables import as_text, columns, section, table

MIN_LABEL_COLUMNS = 14
"""Columns for the names of the rows at least; longer names are folded."""

GAPS = (2, 1)
"""Blanks between columns, the better number first."""

MIN_MEASURE_COLUMNS = 12
"""Columns for a measure at least, where each plan has a row; its name is folded."""

MAX_HEAD_CHARACTERS = 12
"""Characters of a plan's label up to which it stands above its column; else a letter does."""

MAX_ROWS = 25
"""Rows of a topic up to which all are shown; else those in which the plans differ."""

MAX_PEOPLE = 10
"""Rows of people that are shown, those in which the plans differ most."""


def side_by_side_text(found: SideBySide, *, width: int | None = None) -> str:
    """Return plans side by side as text.

    Parameters
    ----------
    found
        The plans.
    width
        Characters of a line; default: as wide as the terminal.
    """
    width = columns() if width is None else width
    return as_text(list(_parts(found, width))[1:], width=width)


@dataclass(frozen=True)
class _Grid:
    """The text of all cells: of each topic its rows, of each row a cell for each plan."""

    heads: list[str]
    topics: dict[str, list[tuple[str, list[str]]]]
    remarks: dict[str, str]


def _parts(found: SideBySide, width: int) -> Iterator[RenderableType]:
    grid = _grid(found)
    yield from _legend(found, grid)
    if (gap := _gap(grid, width)) is None:
        yield from _plans_as_rows(grid, width)
    else:
        yield from _plans_as_columns(grid, gap, width)
    if any(row.best for row in found.rows):
        yield Text("\n* the best of these plans")
    if found.told_notes:
        notes = "\n".join(wording.printable(note) for note in found.told_notes)
        yield from section("Worth knowing", Text(notes))


def _grid(found: SideBySide) -> _Grid:
    topics: dict[str, list[tuple[str, list[str]]]] = {}
    remarks: dict[str, str] = {}
    for title, rows in found.sections.items():
        shown, remarks[title] = _shown(rows)
        topics[title] = [
            (wording.printable(row.name), [_cell(row, k) for k in range(len(found.plans))])
            for row in shown
        ]
    return _Grid(_heads([plan.label for plan in found.plans]), topics, remarks)


def _heads(labels: Sequence[str]) -> list[str]:
    """Return what stands above the columns: the labels, or letters where one is long."""
    printed = [wording.printable(label) for label in labels]
    if all(len(label) <= MAX_HEAD_CHARACTERS for label in printed):
        return printed
    return [_letters(number) for number in range(len(printed))]


def _letters(number: int) -> str:
    """Return A, B, ..., Z, AA, AB, ..."""
    rest, last = divmod(number, 26)
    return (_letters(rest - 1) if rest else "") + chr(ord("A") + last)


def _cell(row: ComparedRow, number: int) -> str:
    value = row.values[number]
    if value is None:
        return "-"
    return _text(value) + ("*" if number in row.best else "")


def _text(value: ComparedValue) -> str:
    return value.text if value.day is None else wording.without_weekday(value.text)


def _shown(rows: Sequence[ComparedRow]) -> tuple[list[ComparedRow], str]:
    """Return the rows to show, and in words how many others there are."""
    people = [row for row in rows if row.kind == "person"]
    others = [row for row in rows if row.kind != "person"]
    if people:
        return _shown_people(others, people)
    if len(others) <= MAX_ROWS:
        return others, ""
    differing = [row for row in others if row.differs or row.kind == "all"]
    more = len(others) - len(differing)
    return differing, f"and {more} more, the same in all plans" if more else ""


def _shown_people(
    others: list[ComparedRow], people: list[ComparedRow]
) -> tuple[list[ComparedRow], str]:
    loads = [row for row in people if row.what == "load"]
    is_alone = len(loads[0].values) == 1
    differing = loads if is_alone else [row for row in loads if row.differs]
    largest = sorted(differing, key=_highest if is_alone else _spread, reverse=True)[:MAX_PEOPLE]
    chosen = [row for row in loads if row in largest]
    more = wording.count(len(loads) - len(chosen), "other person", "other people")
    told = "are not higher" if is_alone else "differ no more"
    return [*others, *chosen], f"and {more}, whose loads {told}" if chosen != loads else ""


def _sizes(row: ComparedRow) -> list[float]:
    return [0.0 if value is None else value.size for value in row.values]


def _highest(row: ComparedRow) -> float:
    return max(_sizes(row))


def _spread(row: ComparedRow) -> float:
    return max(_sizes(row)) - min(_sizes(row))


def _legend(found: SideBySide, grid: _Grid) -> Iterator[RenderableType]:
    """Yield what the plans are called and where they are from, where the heads do not say it."""
    lines = []
    for head, plan in zip(grid.heads, found.plans, strict=True):
        told = [] if head == plan.label else [plan.label]
        told += [f"chances from {plan.forecast}"] if plan.forecast else []
        if told:
            lines.append(f"{head}: {wording.printable(', '.join(told))}")
    if lines:
        yield from section("Plans", Text("\n".join(lines)))


def _gap(grid: _Grid, width: int) -> int | None:
    """Return the blanks between columns with which all plans fit; None where they do not."""
    taken = MIN_LABEL_COLUMNS + sum(_widths(grid))
    return next((gap for gap in GAPS if taken + gap * len(grid.heads) <= width), None)


def _widths(grid: _Grid) -> list[int]:
    """Return how wide the column of each plan is."""
    rows = [grid.heads, *(row for rows in grid.topics.values() for _, row in rows)]
    return [max(map(len, column)) for column in zip(*rows, strict=True)]


def _plans_as_columns(grid: _Grid, gap: int, width: int) -> Iterator[RenderableType]:
    widths = _widths(grid)
    names = max(len(name) for rows in grid.topics.values() for name, _ in rows)
    label = min(names, width - sum(widths) - gap * len(widths))
    for title, rows in grid.topics.items():
        made = _table(["", *grid.heads], [label, *widths], gap)
        for name, cells in rows:
            made.add_row(name, *cells)
        yield from _topic(title, [made], grid)


def _plans_as_rows(grid: _Grid, width: int) -> Iterator[RenderableType]:
    head = max(map(len, grid.heads))
    for title, rows in grid.topics.items():
        widths = [max(MIN_MEASURE_COLUMNS, *map(len, cells)) for _, cells in rows]
        blocks = []
        for first, last in _blocks(widths, width - head, GAPS[0]):
            some = rows[first:last]
            made = _table(["", *(name for name, _ in some)], [head, *widths[first:last]], GAPS[0])
            for number, plan in enumerate(grid.heads):
                made.add_row(plan, *(cells[number] for _, cells in some))
            blocks.append(made)
        yield from _topic(title, blocks, grid)


def _blocks(widths: Sequence[int], room: int, gap: int) -> Iterator[tuple[int, int]]:
    """Yield the first column of each block, and that after its last, so that each fits."""
    first, used = 0, 0
    for number, each in enumerate(widths):
        if number > first and used + each + gap > room:
            yield first, number
            first, used = number, 0
        used += each + gap
    if widths:
        yield first, len(widths)


def _table(heads: Sequence[str], widths: Sequence[int], gap: int) -> Table:
    """Return an empty table with columns of these widths; all but the first are numbers."""
    made = table(*heads, right=heads[1:], wrap=heads)
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width
    made.padding = (0, gap - 1, 0, 0)
    return made


def _topic(title: str, tables: Sequence[Table], grid: _Grid) -> Iterator[RenderableType]:
    parts: list[RenderableType] = []
    for made in tables:
        parts += [Text(""), made] if parts else [made]
    yield from section(title, Group(*parts))
    if grid.remarks[title]:
        yield Text(grid.remarks[title])
