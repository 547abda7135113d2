"""What differs between two plans, and how much of it another plan brings back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from allocator.analysis.comparison import Comparison, DateChange, ItemMove, Reassignment
from allocator.calendars import TeamCalendar
from allocator.domain import Plan, PlanItem, Scenario

ById = Mapping[str, PlanItem]


@dataclass(frozen=True, eq=False)
class Shift:
    """One difference between two plans.

    Attributes
    ----------
    what, id
        The list of the comparison that it stands in, and of what it is.
    days
        Working days of the move, above 0; None where people or a choice differ.
    restored
        Takes a plan by items; the share of the difference that is back there: 1 for all of it.
    """

    what: str
    id: str
    days: float | None
    restored: Callable[[ById], float]


def shifts(difference: Comparison, new: Plan, team: TeamCalendar) -> Iterator[Shift]:
    """Yield everything that moved, is late, changed hands, was left out or taken up."""
    for move in difference.moved:
        yield _moved(team, move)
    for date in difference.dates:
        if date.days is not None and date.changed:
            yield _date(team, date, new.scenario)
    for change in difference.reassigned:
        yield Shift("reassigned", change.id, None, _has_people(change))
    for late in difference.newly_late:
        if late.late_days > 0:
            back = _less_late(late.id, late.late_days)
            yield Shift("newly_late", late.id, late.late_days, back)
    for name in difference.dropped:
        yield Shift("dropped", name.id, None, _is_planned(name.id))


def _moved(team: TeamCalendar, move: ItemMove) -> Shift:
    ends = move.was_finish != move.finish
    was, now = (move.was_finish, move.finish) if ends else (move.was_start, move.start)

    def restored(items: ById) -> float:
        entry = items.get(move.id)
        at = None if entry is None else entry.finish if ends else entry.start
        return _share(team, was, now, at)

    return Shift("moved", move.id, abs(move.finish_days or move.start_days), restored)


def _date(team: TeamCalendar, date: DateChange, scenario: Scenario) -> Shift:
    assert date.was is not None and date.now is not None and date.days is not None
    was, now = date.was, date.now
    mine = (
        frozenset(item.id for item in scenario.items if item.project == date.id)
        if date.kind == "project"
        else frozenset((date.id,))
    )

    def restored(items: ById) -> float:
        ends = (items[name].finish for name in mine if name in items)
        return _share(team, was, now, max((end for end in ends if end), default=None))

    return Shift(date.kind, date.id, abs(date.days), restored)


def _share(team: TeamCalendar, was: dt.datetime, now: dt.datetime, at: dt.datetime | None) -> float:
    """Return which share of a move is undone where it lies elsewhere; 1 where it is not there."""
    if at is None:
        return 1.0
    whole = float(team.hours_moved(was, now))
    back = float(team.hours_moved(at, now)) * (1 if at <= now else -1)
    return back / whole * (1 if now > was else -1)


def _has_people(change: Reassignment) -> Callable[[ById], float]:
    def restored(items: ById) -> float:
        entry = items.get(change.id)
        people = set() if entry is None else {work.person for work in entry.assignments}
        return float(people == set(change.was))

    return restored


def _less_late(item_id: str, late: float) -> Callable[[ById], float]:
    def restored(items: ById) -> float:
        entry = items.get(item_id)
        return 1.0 - (entry.overdue_days if entry else 0.0) / late

    return restored


def _is_planned(item_id: str) -> Callable[[ById], float]:
    def restored(items: ById) -> float:
        entry = items.get(item_id)
        return float(entry is not None and not entry.is_left_out)

    return restored
