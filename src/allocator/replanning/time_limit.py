"""The default time limit of a re-planning, which grows with the work that is left."""

from __future__ import annotations

from collections.abc import Collection

from allocator.domain import Plan, Scenario
from allocator.replanning.assumed_progress import Mode, unreported_items

_SECONDS_BY_ITEMS = ((0, 3.0), (80, 3.0), (160, 16.0), (1_600, 16.0), (6_000, 60.0))
"""Items that are not done, and the time limit in seconds; linear between these points."""

_FACTOR_OF_OPTIONS = 3
"""How many times as long the search for several plans takes as that for one."""

_USUAL_START_SECONDS = 0.7
"""Seconds in which a usual machine has read everything; a slower start is taken off the limit."""

_LEAST_SECONDS = 1.0
"""Seconds of the limit that a slow start leaves at least."""


def default_time_limit(
    scenario: Scenario,
    baseline: Plan,
    *,
    reported: Collection[str] = (),
    assume: Mode = "on-plan",
    several: bool = False,
    waited: float = 0.0,
) -> float:
    """Return the default time limit of a re-planning, in seconds.

    Parameters
    ----------
    scenario, baseline, reported, assume
        As of :func:`replan.replan`.
    several
        Whether several plans are searched, to choose from.
    waited
        Seconds that the user has waited already, before the search.
    """
    ended = _assumed_to_have_ended(scenario, baseline, reported) if assume == "on-plan" else set()
    left = sum(not item.is_done and item.id not in ended for item in scenario.items)
    return seconds_for(left, waited) * (_FACTOR_OF_OPTIONS if several else 1)


def seconds_for(items: int, waited: float = 0.0) -> float:
    """Return the default time limit for so many items that are not done, in seconds."""
    return max(_LEAST_SECONDS, _between(items) - max(0.0, waited - _USUAL_START_SECONDS))


def _between(items: int) -> float:
    (low, seconds), *rest = _SECONDS_BY_ITEMS
    for high, more in rest:
        if items <= high:
            return seconds + (more - seconds) * (items - low) / (high - low)
        low, seconds = high, more
    return seconds


def _assumed_to_have_ended(
    scenario: Scenario, baseline: Plan, reported: Collection[str]
) -> set[str]:
    finish = {entry.id: entry.finish for entry in baseline.items}
    return {
        name
        for name in unreported_items(scenario, baseline, reported)
        if (at := finish[name]) is None or at <= scenario.present
    }
