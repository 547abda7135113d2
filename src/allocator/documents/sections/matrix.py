"""Which items meet which requirement, when, and how far they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from allocator import wording
from allocator.analysis.traceability import RequirementRow, requirement_rows
from allocator.documents.choice import SectionChoice
from allocator.documents.source import SectionSource
from allocator.documents.table import SectionColumn, table_lines
from allocator.domain import PlanItem
from allocator.drafting.markdown_parts import plain_text
from allocator.drafting.matrix import state_text
from allocator.exports.markdown import escaped, escaped_label

COLUMNS = (
    SectionColumn(name="requirement", heading="requirement", optional=True),
    SectionColumn(name="text", heading="text", optional=True),
    SectionColumn(name="priority", heading="priority", optional=True),
    SectionColumn(name="items", heading="items"),
    SectionColumn(name="people", heading="who", asked=True),
    SectionColumn(name="start", heading="start"),
    SectionColumn(name="finish", heading="finish"),
    SectionColumn(name="due", heading="due", optional=True),
    SectionColumn(name="state", heading="state"),
)

MAX_ITEMS = 5
"""Items that a cell or a sentence names; further ones are counted."""


def matrix(source: SectionSource, choice: SectionChoice) -> list[str]:
    """Return a row for each requirement, or where none is known for each item.

    Requirements are those that labels of items name, and those of a draft. Items that meet none
    of them are named below.
    """
    chosen = choice.chosen(source)
    found = list(_requirements(source, choice, frozenset(chosen)))
    met = {item for row in found for item in row.items}
    rest = [name for name in chosen if name not in met]
    rows = [_row(source, row) for row in found] or [_item(source, name) for name in chosen]
    lines = table_lines(
        COLUMNS, rows, wanted=choice.columns, most=choice.most, nothing="No requirements, no items."
    )
    if found and rest:
        lines += ["", f"Without a requirement: {_ids(rest)}."]
    return lines


def _requirements(
    source: SectionSource, choice: SectionChoice, chosen: frozenset[str]
) -> Iterator[RequirementRow]:
    """Yield the requirements that chosen items meet, and those of the draft without items."""
    draft = choice.draft
    is_whole = not choice.names_items and (
        not choice.projects or (draft is not None and draft.head.project in choice.projects)
    )
    for row in requirement_rows(source.plan, () if draft is None else draft.requirements):
        is_unmet = not source.entries.keys() & set(row.items)
        if chosen.intersection(row.items) or (is_whole and is_unmet):
            yield row


def _row(source: SectionSource, row: RequirementRow) -> dict[str, str]:
    entries = [source.entries[name] for name in row.items if name in source.entries]
    kept = [entry for entry in entries if not entry.is_left_out]
    people = dict.fromkeys(name for entry in kept for name in source.names(entry))
    return {
        "requirement": escaped(row.id),
        "text": escaped(plain_text(row.text)) if row.text else "",
        "priority": escaped(row.priority),
        "items": _ids(row.items),
        "people": ", ".join(people),
        **_dates(source, kept),
        "state": state_text(row),
    }


def _dates(source: SectionSource, kept: Sequence[PlanItem]) -> dict[str, str]:
    begins = [day for entry in kept if (day := source.days.begins(entry.id)) is not None]
    ends = [day for entry in kept if (day := source.days.ends(entry.id)) is not None]
    return {
        "start": wording.day(min(begins)) if begins else "",
        "finish": wording.day(max(ends)) if ends else "",
    }


def _item(source: SectionSource, name: str) -> dict[str, str]:
    entry = source.entries[name]
    return {**source.item(entry), "items": escaped_label(entry.id, entry.title)}


def _ids(names: Sequence[str]) -> str:
    return wording.enumerated(map(escaped, names), most=MAX_ITEMS)
