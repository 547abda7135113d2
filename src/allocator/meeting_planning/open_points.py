"""What is open, for an agenda: decisions, what work waits for, what is late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from allocator import wording
from allocator.analysis.awaited_things import AwaitedThing, awaited_things
from allocator.analysis.lateness import overdue_text
from allocator.domain import PlanItem
from allocator.domain.quantities import end_of
from allocator.meeting_planning.agenda_models import AgendaPoint
from allocator.meeting_planning.scope import AgendaScope

_NOUNS = {
    True: ("decision", "decisions"),
    False: ("thing from outside", "things from outside"),
}
MAX_ITEMS = 3
"""Items that wait for one thing and are named; the others are counted."""


def decision_points(scope: AgendaScope) -> Iterator[AgendaPoint]:
    """Yield the decisions that are expected or needed before the next meeting."""
    yield from _awaited(scope, decisions=True)


def roadblock_points(scope: AgendaScope) -> Iterator[AgendaPoint]:
    """Yield what blocks work, and what is expected or needed before the next meeting."""
    yield from _awaited(scope, decisions=False)


def _awaited(scope: AgendaScope, *, decisions: bool) -> Iterator[AgendaPoint]:
    mine = [
        thing
        for thing in awaited_things(scope.plan)
        if thing.is_decision == decisions and any(e.id in scope.items for e in thing.items)
    ]
    later = []
    for thing in mine:
        if _is_due(scope, thing):
            items = tuple(entry.id for entry in thing.items)
            yield AgendaPoint(text=_thing(scope, thing), items=items)
        else:
            later.append(thing)
    if later:
        one, many = _NOUNS[decisions]
        more = "more " if len(later) < len(mine) else ""
        count = wording.count(len(later), f"{more}{one}", f"{more}{many}")
        verb = "is" if len(later) == 1 else "are"
        needed = wording.day(min(thing.needed for thing in later))
        yield AgendaPoint(text=f"{count} {verb} needed later, from {needed} on")


def _is_due(scope: AgendaScope, thing: AwaitedThing) -> bool:
    if thing.needed < scope.until:
        return True
    return thing.expected is not None and end_of(thing.expected) <= scope.until


def _thing(scope: AgendaScope, thing: AwaitedThing) -> str:
    owner = scope.names.get(thing.owner, thing.owner)
    who = f" ({owner})" if owner else ""
    expected = "without a date"
    if thing.expected is not None:
        overdue = end_of(thing.expected) <= scope.begins
        expected = f"{'was ' if overdue else ''}expected {wording.when(thing.expected)}"
    items = wording.joined([entry.id for entry in thing.items], most=MAX_ITEMS)
    what = wording.printable(thing.what)
    return f"{what}{who}: {expected}, needed {wording.day(thing.needed)} for {items}"


def late_points(scope: AgendaScope) -> Iterator[AgendaPoint]:
    """Yield the people's items that end after their due date or deadline."""
    found = [
        (entry, late)
        for entry in scope.plan.items
        if entry.id in scope.items and not entry.is_over
        if (late := overdue_text(scope.plan.scenario, scope.calendars.calendars.team, entry))
    ]
    for entry, late in sorted(found, key=lambda pair: end_of(_due(pair[0]))):
        text = (
            f"{scope.called(entry)} ends {scope.finish_day(entry)}, {late} after "
            f"{wording.when(_due(entry))}"
        )
        yield AgendaPoint(text=text, items=(entry.id,))


def _due(entry: PlanItem) -> dt.date:
    return min((one for one in (entry.due, entry.deadline) if one is not None), key=end_of)
