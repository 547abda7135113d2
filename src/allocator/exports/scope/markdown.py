"""Writes what to leave out so that dates are kept as Markdown."""

from __future__ import annotations

from allocator import wording
from allocator.analysis.scope_text import scope_sentences, scope_table
from allocator.domain.scope_front import ScopeFront
from allocator.exports.markdown import escaped, markdown_table


def scope_markdown(front: ScopeFront) -> str:
    """Return the answer, the table, and what each candidate is and is worth."""
    answer, *remarks = scope_sentences(front)
    header, rows = scope_table(front)
    cells = [[escaped(cell, most=1000) for cell in row] for row in rows]
    candidates = [
        [escaped(each.id), escaped(each.title), wording.number(each.value)]
        for each in front.candidates
    ]
    lines = [
        "# What to leave out",
        "",
        escaped(answer, most=1000),
        "",
        *markdown_table([escaped(name) for name in header], cells),
        "",
        *(["\\* keeps the dates with the most value", ""] if front.best is not None else []),
        *(f"- {escaped(remark, most=1000)}" for remark in remarks),
        *([""] if remarks else []),
        "## What may be left out",
        "",
        *markdown_table(["item", "title", "value"], candidates, right=["value"]),
    ]
    return "\n".join(lines) + "\n"
