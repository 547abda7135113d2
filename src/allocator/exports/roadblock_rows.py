"""Decisions needed and other things that work waits for, as rows of reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from allocator import wording
from allocator.analysis.awaited_things import AwaitedThing, awaited_things
from allocator.domain import Plan
from allocator.domain.answers import DelayCost, MovedDate, PlanAnswers, ShownRoadblock

MAX_ROWS = 25
"""Rows of a table; further ones are counted."""

MAX_ITEMS = 3
"""Items that a row names."""


@dataclass(frozen=True, kw_only=True)
class RoadblockRow:
    """Something that work waits for.

    Attributes
    ----------
    needed
        When the first item that waits for it is to start.
    items
        What waits for it.
    day, week
        What it costs where it comes a working day, or five, later; empty where not tried.
    """

    what: str
    owner: str
    needed: str
    expected: str
    items: str
    day: str = ""
    week: str = ""
    is_person: bool = False
    """Whether it is somebody whom nobody can replace, and not something from outside."""


@dataclass(frozen=True)
class RoadblockTables:
    """Decisions, and everything else that is awaited or can be done by one person only."""

    decisions: tuple[RoadblockRow, ...]
    others: tuple[RoadblockRow, ...]
    more: int
    """Rows of both that are not shown."""
    with_costs: bool


def roadblock_tables(plan: Plan, answers: PlanAnswers | None = None) -> RoadblockTables:
    """Return what work waits for: with what delays cost, where that was tried."""
    if answers is not None and answers.roadblocks:
        tried = answers.roadblocks
        decisions = tuple(_tried(plan, [one for one in tried if one.kind == "decision"]))
        others = tuple(_tried(plan, [one for one in tried if one.kind != "decision"]))
    else:
        things = awaited_things(plan)
        decisions = tuple(_row(one) for one in things if one.is_decision)
        others = tuple(_row(one) for one in things if not one.is_decision)
    return RoadblockTables(
        decisions[:MAX_ROWS],
        others[:MAX_ROWS],
        max(0, len(decisions) - MAX_ROWS) + max(0, len(others) - MAX_ROWS),
        with_costs=any(one.day or one.week for one in (*decisions, *others)),
    )


def _row(thing: AwaitedThing) -> RoadblockRow:
    return RoadblockRow(
        what=wording.label(thing.what, most=120),
        owner=wording.label(thing.owner),
        needed=wording.day(thing.needed),
        expected=wording.when(thing.expected),
        items=_items((entry.id, entry.title) for entry in thing.items),
    )


def _tried(plan: Plan, found: Sequence[ShownRoadblock]) -> Iterator[RoadblockRow]:
    entries = {entry.id: entry for entry in plan.items}
    for one in found:
        waiting = [entries[item] for item in one.items if item in entries]
        needed = min((entry.start for entry in waiting if entry.start is not None), default=None)
        yield RoadblockRow(
            what=wording.label(one.text, most=120),
            owner=wording.label(one.owner),
            needed="" if needed is None else wording.day(needed),
            expected=wording.when(one.expected),
            items=_items((entry.id, entry.title) for entry in waiting),
            day=cost_words(one, one.day),
            week=cost_words(one, one.week),
            is_person=one.kind == "person",
        )


def _items(named: Iterator[tuple[str, str]]) -> str:
    return wording.enumerated((wording.label(*one) for one in named), most=MAX_ITEMS)


def cost_words(roadblock: ShownRoadblock, cost: DelayCost | None) -> str:
    """Write what a delay costs, as a bound where a longer search may find that it costs less."""
    words = delay_words(cost)
    is_amount = cost is not None and not cost.breaks and words != "nothing"
    return f"at most {words}" if roadblock.at_most and is_amount else words


def delay_words(cost: DelayCost | None) -> str:
    """Write what a delay costs: ``Churn live 3 d later``; ``nothing`` where it costs nothing."""
    if cost is None:
        return ""
    told = [f"breaks {wording.label(one, most=60)}" for one in cost.breaks]
    told += later_words(cost.moved)
    told += [f"leaves out {wording.joined(cost.left_out, most=MAX_ITEMS)}"] if cost.left_out else []
    if told:
        return wording.enumerated(told, most=3)
    if cost.weighted_hours > 0:
        return f"{wording.number(cost.weighted_hours, places=0)} h of lateness, by priority"
    return "nothing"


def later_words(moved: Iterable[MovedDate]) -> list[str]:
    """Write by how much each of some dates is later: ``Churn live 3 d later``."""
    return [
        f"{wording.label(one.title or one.id, most=40)} {wording.days(one.days)} later"
        for one in moved
    ]
