"""What work waits for outside the plan, and what blocks it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from allocator.calendars import TeamCalendar
from allocator.domain import Awaited, DateRange, Plan, PlanItem, Scenario
from allocator.domain.quantities import When, beginning, iso
from allocator.explain.counterfactuals.change import Change, merged, updated
from allocator.explain.roadblocks.source import DelaySource, open_entries, spare_days

_SameThing = tuple[str, str, str, When | None]


def awaited_sources(plan: Plan, team: TeamCalendar) -> Iterator[DelaySource]:
    """Yield what open items wait for; the same from the same owner on the same day is one thing."""
    found: dict[_SameThing, list[tuple[PlanItem, Awaited]]] = {}
    for name, entry in open_entries(plan).items():
        for awaited in plan.scenario.item_by_id[name].waits_for:
            found.setdefault(_same(awaited), []).append((entry, awaited))
    for number, waiting in enumerate(found.values()):
        yield _awaited_source(plan, team, number, waiting)


def _same(awaited: Awaited) -> _SameThing:
    return awaited.what, awaited.owner, awaited.kind, awaited.expected


def _awaited_source(
    plan: Plan, team: TeamCalendar, number: int, waiting: list[tuple[PlanItem, Awaited]]
) -> DelaySource:
    first = waiting[0][1]
    there = _there(plan.scenario, team, first.expected)
    entries = tuple({entry.id: entry for entry, _ in waiting}.values())
    names = [entry.id for entry in entries]

    def delayed(days: int) -> Change:
        at = there + dt.timedelta(days=days)
        return merged(*(_later(plan.scenario, name, _same(first), at) for name in names))

    return DelaySource(
        key=f"awaited {number}",
        kind="decision" if first.kind == "decision" else "awaited",
        text=first.what,
        owner=first.owner,
        since=next((one.since for _, one in waiting if one.since is not None), None),
        promised=next((one.promised for _, one in waiting if one.promised is not None), None),
        expected=first.expected,
        entries=entries,
        there=there,
        delayed=delayed,
        spare_days=spare_days(there, entries),
    )


def _later(scenario: Scenario, name: str, same: _SameThing, at: When) -> Change:
    """Let what an item waits for come at an instant; a range of dates moves as a whole."""
    data = []
    for awaited in scenario.item_by_id[name].waits_for:
        entry = awaited.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        if _same(awaited) == same:
            entry["expected"] = _moved(awaited, at)
        data.append(entry)
    return updated("items", name, waits_for=data)


def _moved(awaited: Awaited, at: When) -> Any:
    if not isinstance(awaited.arrival, DateRange):
        return iso(at)
    by = beginning(at) - beginning(awaited.arrival.likely)
    days = dt.timedelta(days=by.days)
    return {name: iso(getattr(awaited.arrival, name) + days) for name in ("low", "likely", "high")}


def blocked_sources(plan: Plan, team: TeamCalendar) -> Iterator[DelaySource]:
    """Yield what blocks open items; each is one of its own."""
    for name, entry in open_entries(plan).items():
        block = plan.scenario.item_by_id[name].block
        if block is None:
            continue
        there = _there(plan.scenario, team, block.until)
        data = block.model_dump(mode="json", by_alias=True, exclude_defaults=True)

        def delayed(
            days: int, name: str = name, there: When = there, data: dict[str, Any] = data
        ) -> Change:
            until = iso(there + dt.timedelta(days=days))
            return updated("items", name, blocked={**data, "until": until})

        yield DelaySource(
            key=f"blocked {name}",
            kind="blocked",
            text=block.by or f"What blocks {name}",
            owner=block.owner,
            since=block.since,
            expected=block.until,
            entries=(entry,),
            there=there,
            delayed=delayed,
            spare_days=spare_days(there, (entry,)),
        )


def _there(scenario: Scenario, team: TeamCalendar, expected: When | None) -> When:
    """Return when the plan has something: on its date, and no earlier than it begins itself."""
    present = team.first_slot(scenario.plan_from).date()
    if expected is None or beginning(expected) < beginning(present):
        return present
    return expected
