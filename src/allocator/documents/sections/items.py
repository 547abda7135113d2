"""What a project consists of: its items, their dates and states."""

from __future__ import annotations

from allocator.documents.choice import SectionChoice
from allocator.documents.source import SectionSource
from allocator.documents.table import SectionColumn, table_lines

COLUMNS = (
    SectionColumn(name="item", heading="item"),
    SectionColumn(name="id", heading="id", asked=True),
    SectionColumn(name="title", heading="title", asked=True),
    SectionColumn(name="project", heading="project", asked=True),
    SectionColumn(name="people", heading="who", asked=True),
    SectionColumn(name="start", heading="start"),
    SectionColumn(name="finish", heading="finish"),
    SectionColumn(name="due", heading="due", optional=True),
    SectionColumn(name="state", heading="state"),
)


def items(source: SectionSource, choice: SectionChoice) -> list[str]:
    """Return a row for each item, in the order of the scenario."""
    return table_lines(
        COLUMNS,
        [source.item(source.entries[name]) for name in choice.chosen(source)],
        wanted=choice.columns,
        most=choice.most,
        nothing="No items.",
    )
