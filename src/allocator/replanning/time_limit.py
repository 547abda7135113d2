"""The default time limit of a re-planning, which grows with the work that is left."""

from __future__ import annotations

from collections.abc import Collection

from allocator.domain import Plan, Scenario
from allocator.replanning.assumed_progress import Mode, unreported_items
from allocator.replanning.params import DEFAULT_PARAMS, TimeLimitParams


def default_time_limit(
    scenario: Scenario,
    baseline: Plan,
    *,
    reported: Collection[str] = (),
    assume: Mode = "on-plan",
    several: bool = False,
    waited: float = 0.0,
    params: TimeLimitParams = DEFAULT_PARAMS.time_limit,
) -> float:
    """Return the default time limit of a re-planning, in seconds.

    Parameters
    ----------
    scenario, baseline, reported, assume
        As in ``replan``.
    several
        Whether several plans are searched, to choose from.
    waited
        Seconds that the user has waited already, before the search.
    params
        How the limit grows.
    """
    ended = _assumed_to_have_ended(scenario, baseline, reported) if assume == "on-plan" else set()
    left = sum(not item.is_done and item.id not in ended for item in scenario.items)
    return seconds_for(left, waited, params) * (params.options_factor if several else 1)


def seconds_for(
    items: int, waited: float = 0.0, params: TimeLimitParams = DEFAULT_PARAMS.time_limit
) -> float:
    """Return the default time limit for so many items that are not done, in seconds."""
    seconds = _interpolated(items, params)
    return max(params.min_seconds, seconds - max(0.0, waited - params.usual_start_seconds))


def _interpolated(items: int, params: TimeLimitParams) -> float:
    """Return the limit between the two numbers of items that a number lies between."""
    (low, seconds), *rest = zip(params.items, params.seconds, strict=True)
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
