"""Writes the difference between two plans as tables of text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from allocator import wording
from allocator.analysis.comparison import (
    Comparison,
    DateChange,
    ItemLateness,
    ItemMove,
    ItemName,
    Reassignment,
)
from allocator.analysis.move_groups import Effects, effects_by_cause
from allocator.analysis.why.reason import Why
from allocator.cli.tables import as_text, section, table
from allocator.wording import count

MAX_SHOWN_MOVES = 20
"""Moves up to which all are shown."""

MOVES_PER_PROJECT = 5
"""Moves of each project that are shown if there are more than :data:`MAX_SHOWN_MOVES`."""

MANY_MOVES, MOVES_PER_PROJECT_OF_MANY = 100, 3
"""Moves of each project that are shown if there are more than :data:`MANY_MOVES`."""

MAX_PROJECTS = 10
"""Projects whose moves are shown; moves of further projects are counted."""


def render(difference: Comparison) -> str:
    """Return the difference as text; sections without content are left out."""
    if difference.same:
        return "Nothing changed."
    return as_text(list(_parts(difference))[1:])


def _parts(difference: Comparison) -> Iterator[RenderableType]:
    changed = [date for date in difference.dates if date.changed]
    if changed:
        yield from section("Projects and milestones", _dates(changed))
        yield from _date_reasons(changed)
    groups = effects_by_cause(difference)
    if any(group.is_cause for group in groups):
        yield from section("What set it off", Group(*_causes(groups)))
    for title, names in {
        "New": difference.added,
        "Gone": difference.removed,
        "Planned, was left out": [name for name in difference.taken_up if name.reason],
        "Planned, was dropped": [name for name in difference.taken_up if not name.reason],
        "Left out, was planned": [name for name in difference.dropped if name.reason],
        "Dropped, was planned": [name for name in difference.dropped if not name.reason],
    }.items():
        if names:
            yield from section(title, Group(*_names(names)))
    if difference.moved:
        projects = {date.id: date.name for date in difference.dates if date.kind == "project"}
        yield from section("Moved", Group(*_moves(difference.moved, projects)))
    if difference.reassigned:
        yield from section("Other people", Group(*_reassignments(difference.reassigned)))
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
            wording.label(change.name or change.id),
            wording.finish_day(change.was_day) or "not planned",
            wording.finish_day(change.now_day) or "not planned",
            change.moved_by,
        )
    return rows


def _date_reasons(dates: Iterable[DateChange]) -> Iterator[RenderableType]:
    """Yield why dates moved; a reason that several dates share comes once."""
    told: dict[str, str] = {}
    for date in dates:
        name = date.name or date.id
        if date.why is None:
            continue
        origin = date.why.reason.origin
        if origin in told:
            yield _reason(name, f"waits in the end for {origin}, as {told[origin]} does")
            continue
        if origin is not None:
            told[origin] = name
        yield _reason(name, date.why.sentence)


def _causes(groups: Sequence[Effects]) -> Iterator[RenderableType]:
    """Yield a line for each change of the scenario with what it set off, the largest first."""
    for group in groups[:MAX_PROJECTS]:
        yield Padding(Text(wording.printable(f"{group.cause}: {group.text}")), (0, 0, 0, 2))
    if len(groups) > MAX_PROJECTS:
        yield Text(f"and {count(len(groups) - MAX_PROJECTS, 'more change')}; see diff.json")


def _moves(moves: Sequence[ItemMove], projects: Mapping[str, str]) -> Iterator[RenderableType]:
    """Yield the moves by project, those of the project that moved most first."""
    groups: dict[str | None, list[ItemMove]] = {}
    for move in moves:
        groups.setdefault(move.project, []).append(move)
    largest = sorted(groups.items(), key=lambda group: -sum(map(_size, group[1])))
    first = (
        len(moves)
        if len(moves) <= MAX_SHOWN_MOVES
        else MOVES_PER_PROJECT
        if len(moves) <= MANY_MOVES
        else MOVES_PER_PROJECT_OF_MANY
    )
    for number, (project, mine) in enumerate(largest):
        name = "Without project" if project is None else projects.get(project) or project
        if number == MAX_PROJECTS:
            yield Text("")
        if number >= MAX_PROJECTS:
            yield Text(f"{wording.label(name)}: {_counted(mine)}")
            continue
        if number:
            yield Text("")
        yield from _project_moves(wording.label(name), mine, first)


def _project_moves(name: str, mine: Sequence[ItemMove], first: int) -> Iterator[RenderableType]:
    mine = sorted(mine, key=_size, reverse=True)
    shown = mine[:first]
    yield Text(f"{name}: {_counted(mine)}")
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
    return Text(f"and {number} more, moved by {wording.days(_size(largest))} at most; see diff.csv")


def _move_table(moves: Iterable[ItemMove]) -> Table:
    rows = table("item", "start was", "start is", "finish is", "later by", right=["later by"])
    for move in moves:
        rows.add_row(
            _name(move),
            wording.day_and_month(move.was_start),
            wording.day_and_month(move.start),
            wording.day(move.finish_day),
            move.moved_by,
        )
    return rows


def _reasons(reasons: Iterable[tuple[str, Why | None]]) -> Iterator[RenderableType]:
    """Yield a line for each reason with its items."""
    told: dict[str, list[str]] = {}
    for name, why in reasons:
        if why is not None:
            told.setdefault(why.sentence, []).append(name)
    for sentence, names in told.items():
        yield _reason(", ".join(names), sentence)


def _reason(name: str, sentence: str) -> RenderableType:
    return Padding(Text(f"{wording.label(name)}: {wording.printable(sentence)}"), (0, 0, 0, 2))


def _reassignments(changes: Sequence[Reassignment]) -> Iterator[RenderableType]:
    shown = changes if len(changes) <= MAX_SHOWN_MOVES else changes[:MOVES_PER_PROJECT]
    rows = table("item", "was with", "is with", wrap=["was with", "is with"])
    for change in shown:
        rows.add_row(_name(change), _people(change.was), _people(change.now))
    yield rows
    yield from _reasons((change.id, change.why) for change in shown)
    if len(changes) > len(shown):
        yield Text(f"and {len(changes) - len(shown)} more; see diff.csv")


def _people(ids: Iterable[str]) -> str:
    return wording.printable(", ".join(ids)) or "-"


def _names(items: Sequence[ItemName]) -> Iterator[Text]:
    shown = items if len(items) <= MAX_SHOWN_MOVES else items[:MOVES_PER_PROJECT]
    reasons = (f" ({item.reason})" if item.reason else "" for item in shown)
    yield Text("\n".join(_name(item) + why for item, why in zip(shown, reasons, strict=True)))
    if len(items) > len(shown):
        yield Text(f"and {len(items) - len(shown)} more; see diff.csv")


def _lateness(items: Iterable[ItemLateness]) -> Table:
    rows = table("item", "late by", right=["late by"])
    for item in items:
        rows.add_row(_name(item), item.late_by)
    return rows


def _name(item: ItemMove | ItemName | ItemLateness | Reassignment) -> str:
    return wording.label(item.id, item.title)
