"""The difference between two plans as tables of text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
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
from allocator.analysis.why.reason import Why
from allocator.cli.output import count
from allocator.cli.tables import as_text, section, table
from allocator.domain import words

MOST = 20
"""Up to so many moves are all shown."""

FIRST = 5
"""Of more, so many of each project."""


def render(difference: Comparison) -> str:
    """Return the difference as text; sections without content are left out."""
    if difference.same:
        return "Nothing changed."
    return as_text(list(_parts(difference))[1:])


def _parts(difference: Comparison) -> Iterator[RenderableType]:
    changed = [date for date in difference.dates if date.changed]
    if changed:
        yield from section("Projects and milestones", _dates(changed))
        yield from _reasons((date.id, date.why) for date in changed)
    for title, names in {
        "New": difference.added,
        "Gone": difference.removed,
        "Planned, was dropped": difference.taken_up,
        "Dropped, was planned": difference.dropped,
    }.items():
        if names:
            yield from section(title, _names(names))
    if difference.moved:
        projects = {date.id: date.name for date in difference.dates if date.kind == "project"}
        yield from section("Moved", Group(*_moves(difference.moved, projects)))
    if difference.reassigned:
        yield from section("Other people", Group(*_hands(difference.reassigned)))
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


def _moves(moves: Sequence[ItemMove], projects: Mapping[str, str]) -> Iterator[RenderableType]:
    """Yield the moves by project, the project that moved most first, its largest moves first."""
    groups: dict[str | None, list[ItemMove]] = {}
    for move in moves:
        groups.setdefault(move.project, []).append(move)
    largest = sorted(groups.items(), key=lambda group: -sum(map(_size, group[1])))
    for number, (project, mine) in enumerate(largest):
        if number:
            yield Text("")
        name = "Without project" if project is None else projects.get(project) or project
        yield Text(f"{words.label(name)}: {_counted(mine)}")
        mine = sorted(mine, key=_size, reverse=True)
        shown = mine if len(moves) <= MOST else mine[:FIRST]
        yield _move_table(shown)
        yield from _reasons((move.id, move.why) for move in shown)
        if len(mine) > len(shown):
            yield _rest(len(mine) - len(shown), mine[len(shown)])


def _size(move: ItemMove) -> float:
    return max(abs(move.finish_days), abs(move.start_days))


def _counted(moves: Sequence[ItemMove]) -> str:
    later = sum(move.finish_days > 0 for move in moves)
    earlier = sum(move.finish_days < 0 for move in moves)
    return f"{count(len(moves), 'item')}, {later} later, {earlier} earlier"


def _rest(number: int, largest: ItemMove) -> Text:
    return Text(f"and {number} more, moved by {words.days(_size(largest))} at most; see diff.csv")


def _move_table(moves: Iterable[ItemMove]) -> Table:
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


def _reasons(reasons: Iterable[tuple[str, Why | None]]) -> Iterator[RenderableType]:
    """Yield a line for each item: why."""
    for name, why in reasons:
        if why is not None:
            yield Padding(Text(f"{words.label(name)}: {words.plain(why.sentence)}"), (0, 0, 0, 2))


def _hands(changes: Sequence[Reassignment]) -> Iterator[RenderableType]:
    shown = changes if len(changes) <= MOST else changes[:FIRST]
    rows = table("item", "was with", "is with", wrap=["was with", "is with"])
    for change in shown:
        rows.add_row(_name(change), _people(change.was), _people(change.now))
    yield rows
    yield from _reasons((change.id, change.why) for change in shown)
    if len(changes) > len(shown):
        yield Text(f"and {len(changes) - len(shown)} more; see diff.csv")


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
