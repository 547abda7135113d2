"""Says whether more time would help, as far as the course of the search tells."""

from __future__ import annotations

from typing import Any

from allocator import wording
from allocator.domain import Course, LateGain, Plan

NOTICEABLE_GAIN = 0.01
"""Fraction of a value in the last third of a search below which its gain is little."""

_NAMES = {"deadlines": "the excess over deadlines", "value": "the value of what is left out"}

_ENDED = {"time_limit": "when the time ended", "interrupted": "when it was interrupted"}


def more_time_text(plan: Plan, course: Course | None) -> str:
    """Return a sentence on whether more time would help; empty if nothing is known.

    It is empty if all tiers are proved or good enough, and for a reproducible run. A plan that
    improved in the last third of the search is likely to improve further, about as much as it did
    there; for any other plan nobody knows.
    """
    ended = _ENDED.get(plan.solver.stop_reason)
    if course is None or ended is None or all(tier.settled for tier in plan.solver.tiers):
        return ""
    when = f"after {_seconds(course.improved_seconds)} of {_seconds(course.searched_seconds)} s"
    if course.improving:
        gain = course.late_gain
        little = gain is not None and gain.fraction < NOTICEABLE_GAIN
        return (
            f"Still improving {'a little ' * little}{ended}: the last better plan came {when}"
            f"{'' if gain is None else _gain_clause(gain)}. "
            f"More time {'may help a little' if little else 'is likely to help'}: "
            f"--time-limit {course.suggested_seconds}s."
        )
    return (
        f"No better plan came in the last third of the search, the last one {when}: "
        "more time may not help."
    )


def _gain_clause(gain: LateGain) -> str:
    """Return by how much a tier fell in the last third of the search."""
    name = _NAMES.get(gain.tier, gain.tier)
    return f", and {name} fell by {wording.percent(gain.fraction)} in the last third of the search"


def more_time_document(plan: Plan, course: Course | None) -> dict[str, Any]:
    """Return the same for JSON; None if nothing is known."""
    known = course is not None and plan.solver.stop_reason in _ENDED
    return {
        "last_improved_seconds": round(course.improved_seconds, 3) if course else None,
        "still_improving": course.improving if course and known else None,
        "late_gain": _gain_document(course.late_gain) if course and known else None,
    }


def _gain_document(gain: LateGain | None) -> dict[str, Any] | None:
    return None if gain is None else {"tier": gain.tier, "fraction": round(gain.fraction, 4)}


def _seconds(amount: float) -> str:
    return wording.number(round(amount, 1))
