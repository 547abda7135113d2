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
    """Yield what has changed of the people's items and projects: dates first; never nothing.

    That the plans differ in name comes before all else: they may be about different things.
    """
    items = scope.items | scope.items_in(since)
    dates = list(_dates(scope, difference, items))
    others = items - {name for point in dates for name in point.items}
    found = [
        *dates,
        *_named(difference.added, others, "is new"),
        *_named(difference.taken_up, others, "is planned now"),
        *_named(difference.removed, others, "is gone"),
        *_named(difference.dropped, others, "is left out now"),
        *_late(difference, items),
        *_people(scope, difference, items),
        *_moves([move for move in difference.moved if move.id in items]),
    ]
    yield from _other_name(scope.plan, since)
    yield from found or [AgendaPoint(text="Nothing has changed.")]


def _other_name(plan: Plan, since: Plan) -> Iterator[AgendaPoint]:
    was, now = since.scenario.name, plan.scenario.name
    if was != now:
        names = f'"{wording.label(was)}", this one of "{wording.label(now)}"'
        text = f"The earlier plan is of {names}; what has the same id counts as the same"
        yield AgendaPoint(text=text)


def _dates(
    scope: AgendaScope, difference: Comparison, items: frozenset[str]
) -> Iterator[AgendaPoint]:
    known = scope.plan.scenario.item_by_id
    new, gone = ({name.id for name in names} for names in (difference.added, difference.removed))
    for date in difference.dates:
        item = known.get(date.id) if date.kind == "milestone" else None
        project = date.id if date.kind == "project" else item.project if item else None
        if date.changed and (project in scope.projects or date.id in items):
            comes = "is new" if date.id in new else "is planned now"
            goes = "is gone" if date.id in gone else "is not planned any more"
            text = _date(date, comes, goes)
            yield AgendaPoint(text=text, items=(date.id,) if date.kind == "milestone" else ())


def _date(date: DateChange, comes: str, goes: str) -> str:
    name = wording.label(f"{'project ' * (date.kind == 'project')}{date.name or date.id}")
    was, now = wording.finish_day(date.was_day), wording.finish_day(date.now_day)
    if not now:
        return f"{name} {goes}, was {was}"
    if not was:
        return f"{name} {comes}: {now}"
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
            was, now = (scope.named(names) or "nobody" for names in (change.was, change.now))
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
