"""The changes since the baseline, as rows of the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from allocator import wording
from allocator.analysis.compare import compare
from allocator.analysis.comparison import Comparison, ItemName
from allocator.domain import Plan

MAX_ROWS = 200
"""Rows that are shown; further ones are counted."""


@dataclass(frozen=True)
class PageChange:
    """One change."""

    item: str
    what: str


@dataclass(frozen=True)
class ChangeTable:
    """The changes since the baseline; ``more`` counts those that are not shown."""

    name: str
    rows: tuple[PageChange, ...]
    more: int


def change_table(plan: Plan, baseline: Plan | None) -> ChangeTable | None:
    """Return the changes from the baseline to the plan; None without a baseline."""
    if baseline is None:
        return None
    rows = tuple(_rows(compare(baseline, plan)))
    made = "" if baseline.created is None else f" of {baseline.created.replace('T', ' ')[:16]}"
    return ChangeTable(f"the baseline{made}", rows[:MAX_ROWS], max(0, len(rows) - MAX_ROWS))


def _taken_up(name: ItemName) -> str:
    return f"is planned now, {name.reason}" if name.reason else "was dropped, is planned now"


def _left_out(name: ItemName) -> str:
    return f"is left out now: {name.reason}" if name.reason else "was planned, is dropped now"


def _rows(difference: Comparison) -> Iterator[PageChange]:
    for name in difference.added:
        yield PageChange(wording.label(name.id, name.title), "is new")
    for name in difference.removed:
        yield PageChange(wording.label(name.id, name.title), "is gone")
    for name in difference.taken_up:
        yield PageChange(wording.label(name.id, name.title), _taken_up(name))
    for name in difference.dropped:
        yield PageChange(wording.label(name.id, name.title), _left_out(name))
    for late in difference.newly_late:
        yield PageChange(wording.label(late.id, late.title), f"is {late.late_by} late now")
    for late in difference.no_longer_late:
        yield PageChange(wording.label(late.id, late.title), "is in time now")
    for other in difference.reassigned:
        was, now = ", ".join(other.was) or "nobody", ", ".join(other.now) or "nobody"
        yield PageChange(wording.label(other.id, other.title), f"{was} before, {now} now")
    for move in sorted(difference.moved, key=lambda move: -abs(move.finish_days)):
        yield PageChange(
            wording.label(move.id, move.title),
            f"ends {wording.day(move.finish_day)}, {move.moved_by}",
        )
