"""How projects and milestones stand: a sentence of counts, and the table of reports."""

from __future__ import annotations

from collections.abc import Iterator

from allocator.documents.choice import SectionChoice
from allocator.documents.source import SectionSource
from allocator.exports.rag_rows import rag_table
from allocator.exports.status_page import rag_lines, status_sentences


def status(source: SectionSource, choice: SectionChoice) -> Iterator[str]:
    """Yield the lines of the section."""
    projects = choice.projects or None
    table = rag_table(source.plan, source.forecast, most=choice.most, projects=projects)
    yield status_sentences(source.plan, table, projects)
    yield ""
    yield from rag_lines(table)
