"""Says whether more time would help, as far as the course of the search tells."""

from __future__ import annotations

from typing import Any

from allocator import wording
from allocator.domain import Course, Plan

_ENDED = {"time_limit": "when the time ended", "interrupted": "when it was interrupted"}


def more_time_text(plan: Plan, course: Course | None) -> str:
    """Return a sentence on whether more time would help; empty if nothing is known.

    It is empty if all tiers are proved or good enough, and for a reproducible run. A plan that
    improved in the last third of the search is likely to improve further; for any other plan
    nobody knows.
    """
    ended = _ENDED.get(plan.solver.stop_reason)
    if course is None or ended is None or all(tier.settled for tier in plan.solver.tiers):
        return ""
    when = f"after {_seconds(course.improved_seconds)} of {_seconds(course.searched_seconds)} s"
    if course.improving:
        return (
            f"Still improving {ended}: the last better plan came {when}. "
            f"More time is likely to help: --time-limit {course.suggested_seconds}s."
        )
    return (
        f"No better plan came in the last third of the search, the last one {when}: "
        "more time may not help."
    )


def more_time_document(plan: Plan, course: Course | None) -> dict[str, Any]:
    """Return the same for JSON; None if nothing is known."""
    known = course is not None and plan.solver.stop_reason in _ENDED
    return {
        "last_improved_seconds": round(course.improved_seconds, 3) if course else None,
        "still_improving": course.improving if course and known else None,
    }


def _seconds(amount: float) -> str:
    return wording.number(round(amount, 1))
