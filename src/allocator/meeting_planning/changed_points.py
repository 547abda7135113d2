"""What has changed since an earlier plan, for an agenda."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from allocator import wording
from allocator.analysis.comparison import Comparison, DateChange, ItemMove, ItemName
from allocator.domain import Plan
from allocator.meeting_planning.agenda_models import AgendaPoint
from allocator.meeting_planning.scope import AgendaScope

MAX_MOVES = 10
"""Items that have moved and are named, those that moved most; the others are counted."""


def changed_points(
    scope: AgendaScope, difference: Comparison, since: Plan
) -> Iterator[AgendaPoint]:
    """Yield what has changed of the people's items and projects: dates first; never nothing."""
    items = scope.items | scope.items_in(since)
    found = [
        *_dates(scope, difference, items),
        *_named(difference.added, items, "is new"),
        *_named(difference.taken_up, items, "is planned now"),
        *_named(difference.removed, items, "is gone"),
        *_named(difference.dropped, items, "is left out now"),
        *_late(difference, items),
        *_people(scope, difference, items),
        *_moves([move for move in difference.moved if move.id in items]),
    ]
    yield from found or [AgendaPoint(text="Nothing has changed.")]


def _dates(
    scope: AgendaScope, difference: Comparison, items: frozenset[str]
) -> Iterator[AgendaPoint]:
    known = scope.plan.scenario.item_by_id
    for date in difference.dates:
        item = known.get(date.id) if date.kind == "milestone" else None
        project = date.id if date.kind == "project" else item.project if item else None
        if date.changed and (project in scope.projects or date.id in items):
            yield AgendaPoint(text=_date(date), items=(date.id,) if item is not None else ())


def _date(date: DateChange) -> str:
    name = wording.label(f"{'project ' * (date.kind == 'project')}{date.name or date.id}")
    was, now = wording.finish_day(date.was_day), wording.finish_day(date.now_day)
    if not now:
        return f"{name} is not planned any more, was {was}"
    if not was:
        return f"{name} is planned now: {now}"
    if was == now and date.was is not None and date.now is not None:
        was, now = f"{date.was:%H:%M}", f"{now} {date.now:%H:%M}"
    return f"{name} ends {now}, was {was} ({date.moved_by})"


def _named(names: Iterable[ItemName], items: frozenset[str], verb: str) -> Iterator[AgendaPoint]:
    for name in names:
        if name.id in items:
            text = f"{wording.label(name.id, name.title)} {verb}"
            yield AgendaPoint(text=text, items=(name.id,))


def _late(difference: Comparison, items: frozenset[str]) -> Iterator[AgendaPoint]:
    for late in difference.newly_late:
        if late.id in items:
            text = f"{wording.label(late.id, late.title)} is late now, by {late.late_by}"
            yield AgendaPoint(text=text, items=(late.id,))
    for late in difference.no_longer_late:
        if late.id in items:
            text = f"{wording.label(late.id, late.title)} is no longer late"
            yield AgendaPoint(text=text, items=(late.id,))


def _people(
    scope: AgendaScope, difference: Comparison, items: frozenset[str]
) -> Iterator[AgendaPoint]:
    for change in difference.reassigned:
        if change.id in items:
            was, now = (
                wording.joined(scope.names.get(name, name) for name in names) or "nobody"
                for names in (change.was, change.now)
            )
            label = wording.label(change.id, change.title)
            text = f"{label} is done by {now}, was by {was}"
            people = tuple(dict.fromkeys((*change.now, *change.was)))
            yield AgendaPoint(text=text, items=(change.id,), people=people)


def _moves(moves: list[ItemMove]) -> Iterator[AgendaPoint]:
    moves = sorted(moves, key=lambda move: -abs(move.finish_days))
    for move in moves[:MAX_MOVES]:
        yield AgendaPoint(text=_move(move), items=(move.id,))
    if len(moves) > MAX_MOVES:
        more = wording.count(len(moves) - MAX_MOVES, "more item")
        yield AgendaPoint(text=f"and {more}, which have moved less; allocator diff has them all")


def _move(move: ItemMove) -> str:
    """Write when an item ends, or if that is as it was, begins; with times on one day."""
    label = wording.label(move.id, move.title)
    if move.finish == move.was_finish:
        was, now = wording.day(move.was_start), wording.day(move.start)
        if was == now:
            was, now = f"{move.was_start:%H:%M}", f"{now} {move.start:%H:%M}"
        return f"{label} begins {now}, was {was}"
    was, now = wording.day(move.was_finish_day), wording.day(move.finish_day)
    if was == now:
        was, now = f"{move.was_finish:%H:%M}", wording.day_and_time(move.finish_day, move.finish)
    return f"{label} ends {now}, was {was} ({move.moved_by})"
