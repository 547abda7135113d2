"""Reports which content of the files is not in the scenario, by column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from allocator.integrations.tracker.headers import plain_name
from allocator.integrations.tracker.mapping import Mapping as Rules
from allocator.integrations.tracker.ticket_source import TicketSource
from allocator.scenario.write.dump import field_lines
from allocator.wording import count, enumerated


def looks_like_links(source: TicketSource) -> list[tuple[str, int, str]]:
    """Return the unread columns that hold keys: name, number of cells, example."""
    known = {ticket.key for ticket in source.tickets} | {t.id for t in source.tickets if t.id}
    found = [
        (name, column.references(known), column.example)
        for name, column in source.unread_columns.items()
    ]
    return [(name, number, example) for name, number, example in found if number]


def about_columns(source: TicketSource, rules: Rules) -> list[str]:
    """Report columns that look like links, and further unread columns with content."""
    notes = []
    for name, number, example in looks_like_links(source):
        cells = source.unread_columns[name].cells
        written = field_lines(name, "before").strip()
        some = "its cell looks like a key"
        if cells > 1:
            look = "looks like a key" if number == 1 else "look like keys"
            some = f"{number} of its {cells} cells {look}"
        notes.append(
            f'column "{name}" is not read, and {some} ({example}): if these are links, '
            f"write link_columns: {{{written}}} in the mapping where what they name comes first, "
            "after where it comes later, ignore where they are none"
        )
    unread = {name: column.cells for name, column in source.unread_columns.items() if column.cells}
    if unread:
        words = ", ".join(f"{name} ({number})" for name, number in unread.items())
        notes.append(f"columns that are not read, with the number of their cells: {words}")
    return notes + _missing(source, rules)


def about_cells(source: TicketSource, lost: Mapping[str, Sequence[str]]) -> list[str]:
    """Report the cells of read columns that are not in the scenario, by column.

    Parameters
    ----------
    source
        What was read.
    lost
        Keys of the tickets whose content is not in the scenario, by field.
    """
    words = []
    for name, keys in lost.items():
        if source.is_live and name in _ASKED_BY_NOBODY:
            continue
        columns = [
            c
            for c, target in source.columns.items()
            if target in (name, *_MERGED_FIELDS.get(name, ()))
        ]
        if columns:
            words.append(f"{' or '.join(columns)} {len(keys)} ({enumerated(keys, most=4)})")
    notes = [f"read, and not in the scenario: {'; '.join(words)}"] if words else []
    if source.second:
        words = [f"{name} ({number})" for name, number in source.second.items()]
        notes.append(f"a column before it says something else, which counts: {', '.join(words)}")
    if any(source.helpers.values()) and not source.is_live:
        words = [f"{name} ({number})" for name, number in source.helpers.items() if number]
        notes.append(f"columns that only help to read the others: {', '.join(words)}")
    return notes


_ASKED_BY_NOBODY: Final = ("project", "project_name")
"""Fields that REST gives of every ticket; they are worth a word only if an export has them."""

_MERGED_FIELDS: Final = {
    "due": ("target_end",),
    "start": ("target_start",),
    "team": ("own_team",),
    "parent": ("parent_key",),
    "sprint": ("iteration",),
    "title": tuple(f"title {level}" for level in range(1, 16)),
}
"""Fields of headers that become the same field of a ticket."""


def _missing(source: TicketSource, rules: Rules) -> list[str]:
    """Report columns that the mapping names and no file has."""
    there = set()
    for name in map(plain_name, source.columns):
        there |= {name, name.partition("(")[2].removesuffix(")").strip()}
    named = [*rules.columns, *rules.link_columns]
    missing = [name for name in named if plain_name(name) not in there]
    if not source.columns or not missing:
        return []
    words = ", ".join(f'"{name}"' for name in missing)
    where = "the tracker does not have" if source.is_live else "no file has"
    return [f"the mapping names {count(len(missing), 'column')} that {where}: {words}"]
