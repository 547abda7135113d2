"""Lists the prerequisites of a sprint."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from allocator.analysis.outside import block_by
from allocator.domain import Awaited, Link, LinkType, PlanItem
from allocator.sprint_planning.commitment import days_away
from allocator.sprint_planning.scope import Scope
from allocator.sprint_planning.sheet_outlook import Prerequisite


def readiness(scope: Scope) -> tuple[Prerequisite, ...]:
    """Return the prerequisites of the items that are taken up in the sprint.

    First come things from outside the plan and what blocks items, then predecessors that are not
    done yet and end before the sprint (those within the sprint are part of its plan), then people
    who work in the sprint and are away on some of the team's working days.
    """
    taken_up = [entry for entry in scope.inside if scope.taken_up_inside(entry)]
    starting = [entry for entry in taken_up if entry.state == "planned"]
    outside = (*_outside(scope, taken_up), *_blocks(scope, taken_up))
    return (*outside, *_predecessors(scope, starting), *_people(scope))


def _outside(scope: Scope, taken_up: list[PlanItem]) -> Iterator[Prerequisite]:
    """Yield the things from outside the plan, each once, ordered by when they are needed."""
    waiting: defaultdict[Awaited, list[PlanItem]] = defaultdict(list)
    for entry in taken_up:
        for awaited in scope.scenario.item_by_id[entry.id].waits_for:
            waiting[awaited].append(entry)
    for awaited, entries in waiting.items():
        yield Prerequisite(
            kind=awaited.kind,
            what=awaited.what,
            label="",
            items=tuple(entry.id for entry in entries),
            needed=min(scope.taken_up(entry) for entry in entries),
            expected=awaited.expected,
        )


def _blocks(scope: Scope, taken_up: list[PlanItem]) -> Iterator[Prerequisite]:
    """Yield what blocks items, ordered as they are."""
    for entry in taken_up:
        block = scope.scenario.item_by_id[entry.id].block
        if block is not None:
            yield Prerequisite(
                kind="blocked",
                what=block_by(block),
                label="",
                items=(entry.id,),
                needed=scope.taken_up(entry),
                expected=block.until,
            )


def _predecessors(scope: Scope, starting: list[PlanItem]) -> Iterator[Prerequisite]:
    waiting: defaultdict[str, list[PlanItem]] = defaultdict(list)
    for entry in starting:
        for link in scope.scenario.links_of(scope.scenario.item_by_id[entry.id]):
            if _comes_before(scope, link):
                waiting[link.item].append(entry)
    for item_id in sorted(waiting, key=lambda i: scope.ends(scope.all_entries[i])):
        before = scope.all_entries[item_id]
        yield Prerequisite(
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
    """Return whether a link waits for something that happens before the sprint begins."""
    before = scope.all_entries.get(link.item)
    if before is None or before.is_over or before.is_left_out:
        return False
    if link.type in (LinkType.SS, LinkType.SF):
        return before.state == "planned" and scope.begins(before) < scope.opens
    return scope.ends(before) <= scope.opens


def _people(scope: Scope) -> Iterator[Prerequisite]:
    """Yield the people who work in the sprint and are away for a part of it."""
    for person in scope.people:
        works = [
            work
            for work in scope.work_of_person[person.id]
            if work.hours(scope.counted_from, scope.closes) > 0
        ]
        away = days_away(scope, person)
        if works and away:
            yield Prerequisite(
                kind="person",
                what=person.id,
                label=person.name,
                items=tuple(dict.fromkeys(work.entry.id for work in works)),
                needed=max(works[0].assignment.start, scope.counted_from),
                away=away,
            )
