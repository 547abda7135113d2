"""What must be there before a sprint begins, for it to go as planned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from allocator.domain import Awaited, Link, LinkType, PlanItem
from allocator.sprint_planning.commitment import days_away
from allocator.sprint_planning.outlook import Ready
from allocator.sprint_planning.scope import Scope


def readiness(scope: Scope) -> tuple[Ready, ...]:
    """Return what the items that are taken up in the sprint need: first what comes from outside.

    Predecessors count where they are not done yet and are planned to be there before the sprint;
    those within the sprint are part of its plan. People count where they work in the sprint and
    miss working days of the team in it.
    """
    taken_up = [entry for entry in scope.inside if scope.taken_up_inside(entry)]
    starting = [entry for entry in taken_up if entry.state == "planned"]
    return (*_outside(scope, taken_up), *_predecessors(scope, starting), *_people(scope))


def _outside(scope: Scope, taken_up: list[PlanItem]) -> Iterator[Ready]:
    """Yield what is waited for, each thing once, in order of when it is needed."""
    waiting: defaultdict[Awaited, list[PlanItem]] = defaultdict(list)
    for entry in taken_up:
        for awaited in scope.scenario.item_by_id[entry.id].waits_for:
            waiting[awaited].append(entry)
    for awaited, entries in waiting.items():
        yield Ready(
            kind=awaited.kind,
            what=awaited.what,
            label="",
            items=tuple(entry.id for entry in entries),
            needed=min(scope.taken_up(entry) for entry in entries),
            expected=awaited.expected,
        )


def _predecessors(scope: Scope, starting: list[PlanItem]) -> Iterator[Ready]:
    waiting: defaultdict[str, list[PlanItem]] = defaultdict(list)
    for entry in starting:
        for link in scope.scenario.item_by_id[entry.id].after:
            if _comes_before(scope, link):
                waiting[link.item].append(entry)
    for item_id in sorted(waiting, key=lambda i: scope.ends(scope.all_entries[i])):
        before = scope.all_entries[item_id]
        yield Ready(
            kind="predecessor",
            what=item_id,
            label=scope.scenario.item_by_id[item_id].title,
            items=tuple(entry.id for entry in waiting[item_id]),
            needed=scope.begins(waiting[item_id][0]),
            expected=scope.ends(before),
            expected_day=scope.ends_on(before),
            sprint=scope.sprint_of(scope.ends_on(before)),
        )


def _comes_before(scope: Scope, link: Link) -> bool:
    """Whether what the link waits for is still to happen, before the sprint begins."""
    before = scope.all_entries.get(link.item)
    if before is None or before.state in ("done", "dropped"):
        return False
    if link.type in (LinkType.SS, LinkType.SF):
        return before.state == "planned" and scope.begins(before) < scope.opens
    return scope.ends(before) <= scope.opens


def _people(scope: Scope) -> Iterator[Ready]:
    """Yield those who work in the sprint and are away for a part of it."""
    for person in scope.people:
        works = [
            work
            for work in scope.work_of_person[person.id]
            if work.hours(scope.counted_from, scope.closes) > 0
        ]
        away = days_away(scope, person)
        if works and away:
            yield Ready(
                kind="person",
                what=person.id,
                label=person.name,
                items=tuple(dict.fromkeys(work.entry.id for work in works)),
                needed=max(works[0].assignment.start, scope.counted_from),
                away=away,
            )
