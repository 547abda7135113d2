"""Who hands over to whom until the next meeting, for an agenda."""

from __future__ import annotations

from collections.abc import Iterator

from allocator import wording
from allocator.domain import LinkType, PlanItem, WorkItem
from allocator.meeting_planning.agenda_models import AgendaPoint
from allocator.meeting_planning.scope import AgendaScope


def handover_points(scope: AgendaScope) -> Iterator[AgendaPoint]:
    """Yield each item that ends until the next meeting and on which others build, in that order.

    An item builds on another if it comes after its finish, straight or over milestones. There is
    something to hand over where it has people that the other one has not, and one of the people
    of the two is at the meeting.
    """
    people = {person.id for person in scope.people}
    found = []
    for item in scope.plan.scenario.items:
        taken = scope.entries.get(item.id)
        if taken is None or taken.start is None or taken.is_over or not taken.assignments:
            continue
        for given in _sources(scope, item, set()):
            if given.finish is None or not scope.begins <= given.finish < scope.until:
                continue
            givers, takers = scope.people_on(given), scope.people_on(taken)
            new = [name for name in takers if name not in givers]
            if givers and new and people & {*givers, *takers}:
                found.append((given.finish, _point(scope, given, taken, givers, new)))
    yield from (point for _, point in sorted(found, key=lambda pair: pair[0]))


def _sources(scope: AgendaScope, item: WorkItem, seen: set[str]) -> Iterator[PlanItem]:
    """Yield the items with people that an item comes after, also over milestones."""
    scenario = scope.plan.scenario
    for link in scenario.links_of(item):
        if link.type is not LinkType.FS or link.item in seen:
            continue
        seen.add(link.item)
        before = scenario.item_by_id[link.item]
        entry = scope.entries.get(link.item)
        if before.is_milestone:
            yield from _sources(scope, before, seen)
        elif entry is not None and not entry.is_left_out and not entry.is_over:
            yield entry


def _point(
    scope: AgendaScope, given: PlanItem, taken: PlanItem, givers: list[str], takers: list[str]
) -> AgendaPoint:
    calendar = scope.plan.scenario.calendar
    assert given.finish is not None and taken.start is not None
    verb = "hand" if len(givers) > 1 else "hands"
    over = wording.work_end(given.finish, calendar, on=scope.days.ends(given.id))
    begins = wording.work_start(taken.start, calendar, on=scope.days.begins(taken.id))
    text = (
        f"{scope.named(givers)} {verb} {scope.called(given)} over to {scope.named(takers)} on "
        f"{over}; {scope.called(taken)} begins {begins}"
    )
    names = tuple(dict.fromkeys((*givers, *takers)))
    return AgendaPoint(text=text, items=(given.id, taken.id), people=names)
