"""Markdown that shows a user's text as it is, tables included."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

_SPECIAL = re.compile(r"[\\`*\[\]<>|~]|&(?=[#\w]+;)|(?<![^\W_])_|_(?![^\W_])")
"""What Markdown would take for markup; an underscore within a word is none."""

_LEADING = re.compile(r"^(#{1,6}(?=\s|$)|[-+](?=\s|$)|\d+(?=[.)](?:\s|$))|=+\s*$|-+\s*$)")
"""What it would take for a heading, list or rule at the beginning of a line."""

TITLE = 70
"""Characters of an id with its title."""


def text(words: str, *, most: int = 200) -> str:
    """Return a user's text so that it reads as written, in one line.

    Parameters
    ----------
    words
        Of the user.
    most
        Characters; what is longer is cut, with an ellipsis.
    """
    line = " ".join("".join(c if c.isprintable() else " " for c in words).split())
    if len(line) > most:
        line = line[: most - 1].rstrip() + "…"
    return _LEADING.sub(_escape_first, _SPECIAL.sub(r"\\\g<0>", line))


def label(name: str, title: str) -> str:
    """Return id and title for a cell or a line of a list."""
    return text(f"{name} {title}".strip(), most=TITLE)


def _escape_first(match: re.Match[str]) -> str:
    found = match[0]
    return f"{found}\\" if found.isdigit() else f"\\{found}"


def table(
    header: Sequence[str], rows: Iterable[Sequence[str]], *, right: Collection[str] = ()
) -> list[str]:
    """Return the lines of a table; its cells are Markdown already.

    Parameters
    ----------
    header
        Names of the columns.
    rows
        As many cells each.
    right
        Names of the columns with numbers.
    """
    rule = ["---:" if name in right else "---" for name in header]
    return [_row(header), _row(rule), *(_row(row) for row in rows)]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def section(title: str, lines: Iterable[str]) -> Iterator[str]:
    """Yield a heading and what stands under it, with empty lines around."""
    yield from ("", f"## {title}", "", *lines)
