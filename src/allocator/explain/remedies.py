"""Ways out of a conflict, each of which has been tried on the whole scenario and found to do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from allocator import wording
from allocator.domain import Person, PlanItem, Project, Scenario, WorkItem
from allocator.domain.calendar import WEEK
from allocator.domain.quantities import When, beginning, end_of, last_day
from allocator.errors import AllocatorError
from allocator.explain.facts import Fact, Kind, deadlines, details, items, restricted
from allocator.explain.words import limit, names, owner_name
from allocator.planner.clock import Clock
from allocator.planner.method import solve
from allocator.planner.options import SolveOptions

SECONDS_EACH = 5.0

Met = Callable[[Scenario], bool | None]
"""Whether some plan keeps everything; None where the time does not suffice to tell."""

_BESIDE_DEADLINES: Final[tuple[Kind, ...]] = ("assign", "fit")
"""Facts that are looked at where there are deadlines to move as well."""

_TRIED: Final[tuple[Kind, ...]] = ("absence", "workdays", "capacity", "assign", "fit", "release")
"""Facts, beside deadlines, that can be changed at all."""

_MORE: Final = "; then there are deadlines that conflict as well"


@dataclass(frozen=True)
class Remedy:
    """One change after which there is a plan.

    Attributes
    ----------
    id
        Of the item, project or person; empty for the calendar's end and for several at once.
    date
        ISO date to which a deadline, or the last day of somebody, would have to move; empty where
        it is no date that changes.
    earliest
        Whether it is proved that no earlier date will do.
    text
        The same in a sentence.
    kind
        Of the fact that changes; ``deadlines`` for several deadlines that move together.
    """

    id: str
    date: str
    earliest: bool
    text: str
    kind: str = "deadline"


def remedies(
    scenario: Scenario, facts: Sequence[Fact], clock: Clock, seed: int, met: Met
) -> tuple[Remedy, ...]:
    """Return the ways out for which the time suffices, each enough alone.

    Where no single deadline is, they are moved together, as a relaxed plan breaks them.

    Parameters
    ----------
    scenario
        As it is planned.
    facts
        The conflict.
    clock, seed
        The time for all of them, and the solver's seed.
    met
        Tells whether a scenario has a plan.
    """
    everything = [*deadlines(scenario), *items(scenario), *details(scenario)]
    found: list[Remedy] = []
    for fact in sorted(fact for fact in facts if fact.kind == "deadline"):
        if not clock.over:
            remedy = _later(scenario, facts, everything, fact, clock, seed, met)
            found += [remedy] if remedy is not None else []
    moved = any(fact.kind == "deadline" for fact in facts)
    if moved and not found and not clock.over:
        found += _together(scenario, clock, seed, met)
    for kind in _BESIDE_DEADLINES if moved else _TRIED:
        for fact in sorted(fact for fact in facts if fact.kind == kind):
            if not clock.over:
                found += _without(scenario, everything, fact, clock, seed, met)
    return tuple(found)


def _later(
    scenario: Scenario,
    facts: Sequence[Fact],
    everything: Sequence[Fact],
    fact: Fact,
    clock: Clock,
    seed: int,
    met: Met,
) -> Remedy | None:
    """Return the date to which one deadline can move, tried on the whole scenario.

    It is looked for among the facts of the conflict first, and then among all.
    """
    for around in (facts, everything):
        seconds = min(SECONDS_EACH, clock.left / 3)  # the rest is for trying it
        if seconds <= 0:
            return None
        rest = [other for other in around if other != fact]
        found = _earliest(restricted(scenario, rest), fact, seconds, seed)
        if found is None:
            continue
        date = _date_for(scenario, fact, found[0])
        if met(_moved(scenario, {fact: date})):
            could = "the earliest that can be kept" if found[1] else "a date that can be kept"
            text = f"{_move(scenario, fact, date)}, {could} with the others"
            return Remedy(fact.id, date.isoformat()[:10], found[1], text)
    return None


def _earliest(
    kept: Scenario, fact: Fact, seconds: float, seed: int
) -> tuple[dt.datetime, bool] | None:
    """Return when what a deadline is about can end, and whether that is proved the earliest."""
    kept, start = _without_dues(kept), kept.calendar.start
    if fact.owner == "item":
        changed = [
            i.model_copy(update={"due": start, "priority": 1.0}) if i.id == fact.id else i
            for i in kept.items
        ]
        kept = _copy(kept, items=tuple(changed), objectives=("tardiness",), goals={})
    elif fact.owner == "project":
        projects = [
            p.model_copy(update={"due": start, "priority": 1.0}) if p.id == fact.id else p
            for p in kept.projects
        ]
        kept = _copy(kept, projects=tuple(projects), objectives=("tardiness",), goals={})
    else:
        kept = _copy(kept, objectives=("makespan",), goals={})
    try:
        result = solve(kept, SolveOptions(time_limit=seconds, seed=seed))
    except AllocatorError:
        return None
    finish = _finish(result.plan.items, fact)
    return None if finish is None else (finish, result.status == "optimal")


def _together(scenario: Scenario, clock: Clock, seed: int, met: Met) -> Iterator[Remedy]:
    """Yield the deadlines that a relaxed plan breaks, moved to where it ends them."""
    seconds = min(2 * SECONDS_EACH, clock.left)
    options = SolveOptions(time_limit=seconds, seed=seed, relax=True)
    try:
        plan = solve(_copy(scenario, objectives=("tardiness",), goals={}), options).plan
    except AllocatorError:
        return
    dates: dict[Fact, When] = {}
    for fact in deadlines(scenario):
        finish, set_for = _finish(plan.items, fact), limit(scenario, fact)
        until = scenario.kept_until(_owner(scenario, fact), set_for)
        if finish is not None and finish > end_of(until):
            dates[fact] = _date_for(scenario, fact, finish)
    if dates and met(_moved(scenario, dates)):
        moves = "; ".join(_move(scenario, fact, date) for fact, date in dates.items())
        last = max(end_of(date) for date in dates.values())
        others = "all of these together, since other deadlines conflict too"
        text = moves if len(dates) == 1 else f"{others}: {moves}"
        yield Remedy("", last.date().isoformat(), False, text, "deadlines")


def _without(
    scenario: Scenario,
    everything: Sequence[Fact],
    fact: Fact,
    clock: Clock,
    seed: int,
    met: Met,
) -> Iterator[Remedy]:
    """Yield a change of one fact that is no deadline, if that is enough."""
    rest = restricted(scenario, [other for other in everything if other != fact])
    if not met(rest):
        free = [other for other in everything if other.kind != "deadline"]
        if len(free) < len(everything):
            open_end = restricted(scenario, free)
            ways = _without(open_end, free, fact, clock, seed, met)
            yield from (replace(way, text=f"{way.text}{_MORE}") for way in ways)
        return
    if fact.kind == "workdays":
        yield from _more_days(scenario, fact, met)
        return
    date = ""
    if fact.kind == "absence":
        last = _stays(scenario, rest, fact, min(SECONDS_EACH, max(clock.left, 0.1)), seed, met)
        if last is not None:
            date, said = (
                last.isoformat(),
                f"let {_name(scenario, fact)} stay until {wording.when(last)}",
            )
            yield Remedy(fact.id, date, False, said, fact.kind)
            return
    if fact.kind == "release":
        yield from _released(
            scenario, rest, fact, min(SECONDS_EACH, max(clock.left, 0.1)), seed, met
        )
        return
    yield Remedy(fact.id, date, False, _said(scenario, fact), fact.kind)


def _released(
    scenario: Scenario, rest: Scenario, fact: Fact, seconds: float, seed: int, met: Met
) -> Iterator[Remedy]:
    """Yield the day on which an item would have to be free to start, if that alone is enough."""
    if fact.owner != "item":
        return
    try:
        plan = solve(rest, SolveOptions(time_limit=seconds, seed=seed)).plan
    except AllocatorError:
        return
    start = next((i.start for i in plan.items if i.id == fact.id), None)
    if start is None:
        return
    date, item = start.date(), scenario.item_by_id[fact.id]
    waits = tuple(
        one
        if one.expected is None or beginning(one.expected) <= start
        else one.model_copy(update={"expected": date})
        for one in item.waits_for
    )
    free = {"waits_for": waits, "not_before": None if item.not_before is None else date}
    changed = item.model_copy(update=free)
    items = tuple(changed if i.id == item.id else i for i in scenario.items)
    if met(_copy(scenario, items=items)):
        text = f"let {item.name} start on {wording.when(date)}"
        yield Remedy(fact.id, date.isoformat(), False, text, fact.kind)


def _said(scenario: Scenario, fact: Fact) -> str:
    if fact.kind == "absence":
        return f"let {_name(scenario, fact)} be there at these times too"
    if fact.kind == "capacity":
        return f"give {_name(scenario, fact)} the whole day for planned work (capacity: 1)"
    item = scenario.item_by_id[fact.id] if fact.owner == "item" else None
    if fact.kind == "assign" and item is not None:
        able = {p.id: p for need in item.staffing for p in scenario.people}
        others = [p for p in able.values() if p.id not in item.assign]
        return f"let others do {item.name} too, as far as they can" + (
            f": {names(others)}" if item.assign and others else ""
        )
    if fact.kind == "fit" and item is not None:
        return f"let {item.name} cross the border of a sprint (fit: false)"
    return f"let {owner_name(scenario, fact)} start as early as its people can"


def _more_days(scenario: Scenario, fact: Fact, met: Met) -> Iterator[Remedy]:
    """Yield the days of the week of which one more is enough for somebody to work on."""
    person = scenario.person_by_id[fact.id]
    own = person.workdays or ()
    enough = []
    for extra in scenario.calendar.workdays:
        if extra not in own:
            days = tuple(each for each in WEEK if each in own or each == extra)
            changed = person.model_copy(update={"workdays": days})
            if met(_with_person(scenario, changed)):
                enough.append(extra.capitalize())
    if enough:
        days_said = " or ".join(enough)
        text = f"let {_name(scenario, fact)} work on {days_said} too"
        yield Remedy(fact.id, "", False, text, fact.kind)


def _stays(
    scenario: Scenario, rest: Scenario, fact: Fact, seconds: float, seed: int, met: Met
) -> dt.date | None:
    """Return the day until which somebody who leaves has to stay, if that alone is enough."""
    person = scenario.person_by_id[fact.id]
    if person.leaves is None:
        return None
    try:
        plan = solve(rest, SolveOptions(time_limit=seconds, seed=seed)).plan
    except AllocatorError:
        return None
    ends = [a.finish for i in plan.items for a in i.assignments if a.person == fact.id]
    if not ends:
        return None
    last = last_day(max(ends))
    staying = person.model_copy(update={"leaves": last})
    return last if met(_with_person(scenario, staying)) else None


def _with_person(scenario: Scenario, changed: Person) -> Scenario:
    people = tuple(changed if person.id == changed.id else person for person in scenario.people)
    return _copy(scenario, people=people)


def _name(scenario: Scenario, fact: Fact) -> str:
    person = scenario.person_by_id[fact.id]
    return person.name or person.id


def _move(scenario: Scenario, fact: Fact, date: When) -> str:
    what = "date" if _is_fixed(scenario, fact) else "deadline"
    return (
        f"move the {what} of {owner_name(scenario, fact)} from "
        f"{wording.when(_asked(scenario, fact))} to {wording.when(date)}"
    )


def _is_fixed(scenario: Scenario, fact: Fact) -> bool:
    """Whether the deadline is that of a milestone's fixed date."""
    return fact.owner == "item" and scenario.item_by_id[fact.id].date is not None


def _asked(scenario: Scenario, fact: Fact) -> When:
    """Return the date of a deadline as it was written."""
    date = scenario.item_by_id[fact.id].date if fact.owner == "item" else None
    return limit(scenario, fact) if date is None else date


def _owner(scenario: Scenario, fact: Fact) -> WorkItem | Project | None:
    """Return what the date of a fact holds for; None for the calendar."""
    if fact.owner == "item":
        return scenario.item_by_id[fact.id]
    return scenario.project_by_id[fact.id] if fact.owner == "project" else None


def _date_for(scenario: Scenario, fact: Fact, finish: dt.datetime) -> When:
    """Return the deadline that a finish just keeps: an instant if it was one, else a day.

    The day of a fixed date is the first that begins then or later.
    """
    if isinstance(_asked(scenario, fact), dt.datetime):
        return finish
    last = last_day(finish)
    is_kept = scenario.kept_until(_owner(scenario, fact), last) == last
    return last if is_kept and not _is_fixed(scenario, fact) else last + dt.timedelta(days=1)


def _moved(scenario: Scenario, dates: dict[Fact, When]) -> Scenario:
    """Return the scenario with other deadlines."""
    calendar = scenario.calendar
    if Fact("deadline", "calendar", "") in dates:
        calendar = calendar.model_copy(update={"end": dates[Fact("deadline", "calendar", "")]})

    def date(owner: str, name: str, old: When | None) -> When | None:
        return dates.get(Fact("deadline", owner, name), old)

    return _copy(
        scenario,
        calendar=calendar,
        items=tuple(
            i.model_copy(
                update={
                    "date" if i.date is not None else "deadline": date(
                        "item", i.id, i.deadline if i.date is None else i.date
                    )
                }
            )
            for i in scenario.items
        ),
        projects=tuple(
            p.model_copy(update={"deadline": date("project", p.id, p.deadline)})
            for p in scenario.projects
        ),
    )


def _finish(items: Sequence[PlanItem], fact: Fact) -> dt.datetime | None:
    finishes = [
        item.finish
        for item in items
        if fact.owner == "calendar"
        or (fact.owner == "item" and item.id == fact.id)
        or (fact.owner == "project" and item.project == fact.id)
    ]
    return max((finish for finish in finishes if finish is not None), default=None)


def _without_dues(scenario: Scenario) -> Scenario:
    return _copy(
        scenario,
        items=tuple(item.model_copy(update={"due": None}) for item in scenario.items),
        projects=tuple(p.model_copy(update={"due": None}) for p in scenario.projects),
    )


def _copy(scenario: Scenario, **changes: object) -> Scenario:
    fields = {name: getattr(scenario, name) for name in Scenario.model_fields}
    return Scenario.model_construct(**{**fields, **changes})
