"""Writes plans side by side as Markdown, a table for each topic."""

from __future__ import annotations

from collections.abc import Iterator

from allocator.analysis.side_by_side.model import ComparedRow, SideBySide
from allocator.exports.comparison.cells import EMPTY, TITLE, described
from allocator.exports.markdown import escaped, markdown_section, markdown_table

MAX_NOTE_CHARACTERS = 1000
"""Characters of a note that are written."""


def comparison_markdown(found: SideBySide) -> str:
    """Return the text of the page; the best of a row is in bold and says so."""
    lines = [
        f"# {TITLE}",
        "",
        *(f"- {escaped(line)}" for line in described(found)),
        *(line for title, rows in found.sections.items() for line in _section(found, title, rows)),
    ]
    if found.told_notes:
        lines += markdown_section(
            "Notes", (f"- {escaped(note, most=MAX_NOTE_CHARACTERS)}" for note in found.told_notes)
        )
    return "\n".join(lines) + "\n"


def _section(found: SideBySide, title: str, rows: tuple[ComparedRow, ...]) -> Iterator[str]:
    header = ["", *(escaped(plan.label) for plan in found.plans)]
    cells = [[escaped(row.title), *_cells(row)] for row in rows]
    yield from markdown_section(escaped(title), markdown_table(header, cells))


def _cells(row: ComparedRow) -> Iterator[str]:
    for number, value in enumerate(row.values):
        if value is None:
            yield EMPTY
        else:
            text = escaped(value.text)
            yield f"**{text}** (best)" if number in row.best else text
