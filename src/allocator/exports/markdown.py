"""Writes Markdown that shows a user's text as it is, in tables too."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

_SPECIAL = re.compile(r"[\\`*\[\]<>|~]|&(?=[#\w]+;)|(?<![^\W_])_|_(?![^\W_])")
"""Characters that Markdown takes for markup; an underscore within a word is none."""

_LEADING = re.compile(r"^(#{1,6}(?=\s|$)|[-+](?=\s|$)|\d+(?=[.)](?:\s|$))|=+\s*$|-+\s*$)")
"""Beginnings of a line that Markdown takes for a heading, list or rule."""

MAX_LABEL_CHARACTERS = 70
"""Characters of an id with its title that are shown."""


def escaped(words: str, *, most: int = 200) -> str:
    """Return a user's text as Markdown in one line.

    Parameters
    ----------
    words
        The text.
    most
        Characters; a longer text is cut and ends with an ellipsis.
    """
    line = " ".join("".join(c if c.isprintable() else " " for c in words).split())
    if len(line) > most:
        line = line[: most - 1].rstrip() + "…"
    return _LEADING.sub(_escape_first, _SPECIAL.sub(r"\\\g<0>", line))


def escaped_label(name: str, title: str) -> str:
    """Return id and title for a cell or a line of a list."""
    return escaped(f"{name} {title}".strip(), most=MAX_LABEL_CHARACTERS)


def _escape_first(match: re.Match[str]) -> str:
    found = match[0]
    return f"{found}\\" if found.isdigit() else f"\\{found}"


def markdown_table(
    header: Sequence[str], rows: Iterable[Sequence[str]], *, right: Collection[str] = ()
) -> list[str]:
    """Return the lines of a table whose cells are Markdown already.

    Parameters
    ----------
    header
        Names of the columns.
    rows
        Cells of each row, as many as there are columns.
    right
        Names of the columns that are aligned to the right.
    """
    rule = ["---:" if name in right else "---" for name in header]
    return [_row(header), _row(rule), *(_row(row) for row in rows)]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def markdown_section(title: str, lines: Iterable[str]) -> Iterator[str]:
    """Yield a heading and its lines, with empty lines around."""
    yield from ("", f"## {title}", "", *lines)
