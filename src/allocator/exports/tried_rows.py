"""What would help, and what causes the changes: what was tried, as rows of reports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from allocator import wording
from allocator.domain import Plan
from allocator.domain.answers import MoveGroup, PlanAnswers, ShownLever
from allocator.exports.roadblock_rows import later_words

MAX_LEVERS = 10
"""Levers of one project or milestone that are shown."""


@dataclass(frozen=True, kw_only=True)
class LeverRow:
    """A change that helps."""

    text: str
    days: str
    lateness: str
    pays: str
    cost: str
    chance: str


@dataclass(frozen=True)
class LeverTable:
    """What would help one project or milestone."""

    name: str
    rows: tuple[LeverRow, ...]
    with_costs: bool
    with_chances: bool


def lever_tables(plan: Plan, answers: PlanAnswers | None) -> tuple[LeverTable, ...]:
    """Return a table for each project or milestone that something was found for."""
    by_target: dict[tuple[str, str], list[ShownLever]] = {}
    for lever in () if answers is None else answers.levers:
        by_target.setdefault((lever.target.kind, lever.target.id), []).append(lever)
    return tuple(
        LeverTable(
            _name(plan, kind, name),
            tuple(map(_row, levers[:MAX_LEVERS])),
            any(lever.cost is not None for lever in levers),
            any(lever.chance is not None for lever in levers),
        )
        for (kind, name), levers in by_target.items()
    )


def _name(plan: Plan, kind: str, name: str) -> str:
    if kind == "project":
        return wording.label(plan.scenario.project_by_id[name].name or name)
    return wording.label(plan.scenario.item_by_id[name].title or name)


def _row(lever: ShownLever) -> LeverRow:
    days = wording.days(lever.days)
    least = wording.number(lever.days - lever.spread, places=1)
    worst = f" (least {least})" if lever.spread >= 0.1 else ""
    saved = lever.weighted_hours
    return LeverRow(
        text=wording.label(lever.text, most=200),
        days=f"{days}{worst}",
        lateness=f"{wording.number(saved, places=0)} h",
        pays=wording.enumerated(later_words(lever.pays), most=3),
        cost="" if lever.cost is None else wording.number(lever.cost, places=0),
        chance="" if lever.chance is None else f"{100 * lever.chance:+.0f} points",
    )


def move_lines(answers: PlanAnswers | None) -> tuple[str, ...]:
    """Return a sentence for each cause of moves: ``P is away: 14 items, Launch +6 d``."""
    return () if answers is None else tuple(_moves(answers.moves))


def _moves(groups: tuple[MoveGroup, ...]) -> Iterator[str]:
    for group in groups:
        told = [wording.count(len(group.items), "item")] if group.items else []
        told += [
            f"{wording.label(one.title or one.id, most=40)} {wording.signed_days(one.days)}"
            for one in group.dates[:2]
        ]
        yield f"{wording.label(group.text, most=200)}: {', '.join(told)}"
