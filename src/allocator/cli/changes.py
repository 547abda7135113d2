"""The difference between two plans as tables of text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from allocator.analysis.comparison import (
    Comparison,
    DateChange,
    ItemLateness,
    ItemMove,
    ItemName,
    Reassignment,
)
from allocator.cli.tables import as_text, section, table
from allocator.domain import words


def render(difference: Comparison) -> str:
    """Return the difference as text; sections without content are left out."""
    if difference.same:
        return "The plans are the same."
    return as_text(list(_parts(difference))[1:])


def _parts(difference: Comparison) -> Iterator[RenderableType]:
    changed = [date for date in difference.dates if date.changed]
    if changed:
        yield from section("Projects and milestones", _dates(changed))
    if difference.moved:
        yield from section("Moved", _moves(difference.moved))
    if difference.reassigned:
        yield from section("Other people", _hands(difference.reassigned))
    for title, names in {
        "New": difference.added,
        "Gone": difference.removed,
        "Planned, was dropped": difference.taken_up,
        "Dropped, was planned": difference.dropped,
    }.items():
        if names:
            yield from section(title, _names(names))
    for title, late in {
        "Late now": difference.newly_late,
        "No longer late": difference.no_longer_late,
    }.items():
        if late:
            yield from section(title, _lateness(late))


def _dates(changes: Iterable[DateChange]) -> Table:
    rows = table("what", "was", "is", "later by", right=["later by"])
    for change in changes:
        rows.add_row(
            words.label(change.name or change.id),
            words.finish_day(change.was) or "not planned",
            words.finish_day(change.now) or "not planned",
            "" if change.days is None else words.signed_days(change.days),
        )
    return rows


def _moves(moves: Iterable[ItemMove]) -> Table:
    rows = table("item", "start was", "start is", "finish is", "later by", right=["later by"])
    for move in moves:
        rows.add_row(
            _name(move),
            words.short_day(move.was_start),
            words.short_day(move.start),
            words.finish_day(move.finish),
            words.signed_days(move.finish_days),
        )
    return rows


def _hands(changes: Iterable[Reassignment]) -> Table:
    rows = table("item", "was with", "is with", wrap=["was with", "is with"])
    for change in changes:
        rows.add_row(_name(change), _people(change.was), _people(change.now))
    return rows


def _people(ids: Iterable[str]) -> str:
    return words.plain(", ".join(ids)) or "-"


def _names(items: Iterable[ItemName]) -> Text:
    return Text("\n".join(_name(item) for item in items))


def _lateness(items: Iterable[ItemLateness]) -> Table:
    rows = table("item", "late by", right=["late by"])
    for item in items:
        rows.add_row(_name(item), words.days(item.late_days))
    return rows


def _name(item: ItemMove | ItemName | ItemLateness | Reassignment) -> str:
    return words.label(item.id, item.title)
