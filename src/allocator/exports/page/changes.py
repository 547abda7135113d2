"""What differs from the baseline, as rows of the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from allocator import wording
from allocator.analysis.compare import compare
from allocator.analysis.comparison import Comparison
from allocator.domain import Plan

MOST = 200
"""Rows of a list; what is beyond is counted."""


@dataclass(frozen=True)
class Change:
    """One thing that differs."""

    item: str
    what: str


@dataclass(frozen=True)
class Changes:
    """All that differs, or None of it where there is no baseline."""

    name: str
    rows: tuple[Change, ...]
    more: int


def changes(plan: Plan, baseline: Plan | None) -> Changes | None:
    """Return what changed from the baseline to the plan; None where there is no baseline."""
    if baseline is None:
        return None
    rows = tuple(_rows(compare(baseline, plan)))
    made = "" if baseline.created is None else f" of {baseline.created.replace('T', ' ')[:16]}"
    return Changes(f"the baseline{made}", rows[:MOST], max(0, len(rows) - MOST))


def _rows(difference: Comparison) -> Iterator[Change]:
    for name in difference.added:
        yield Change(wording.label(name.id, name.title), "is new")
    for name in difference.removed:
        yield Change(wording.label(name.id, name.title), "is gone")
    for name in difference.taken_up:
        yield Change(wording.label(name.id, name.title), "was dropped, is planned now")
    for name in difference.dropped:
        yield Change(wording.label(name.id, name.title), "was planned, is dropped now")
    for late in difference.newly_late:
        yield Change(wording.label(late.id, late.title), f"is {late.late_by} late now")
    for late in difference.no_longer_late:
        yield Change(wording.label(late.id, late.title), "is in time now")
    for other in difference.reassigned:
        was, now = ", ".join(other.was) or "nobody", ", ".join(other.now) or "nobody"
        yield Change(wording.label(other.id, other.title), f"{was} before, {now} now")
    for move in sorted(difference.moved, key=lambda move: -abs(move.finish_days)):
        yield Change(
            wording.label(move.id, move.title),
            f"ends {wording.day(move.finish_day)}, {move.moved_by}",
        )
