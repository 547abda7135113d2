"""Divides the time limit among the tiers: each is improved for its share, then kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from allocator.planner.clock import Clock
from allocator.planner.incumbent import Incumbent
from allocator.planner.params import TierParams


class Improver(Protocol):
    """Improves the incumbent in one tier, all tiers before it kept at their values."""

    def improve(self, tier: str, kept: Sequence[tuple[str, int]], seconds: float) -> None:
        """Work for at most so many seconds."""
        ...


def improve_tiers(
    improver: Improver,
    incumbent: Incumbent,
    tiers: Sequence[str],
    clock: Clock,
    params: TierParams,
) -> None:
    """Improve tier after tier; begin again where time is left and something is not proved.

    Each tier that is not proved gets a fraction of the time left, the last of them all of it. Time
    that a tier does not need goes to those after it.
    """
    while True:
        before = clock.left
        _improve_each(improver, incumbent, tiers, clock, params)
        has_worked = before - clock.left > params.min_repeat_seconds / 2
        is_open = any(not incumbent.proved(tier) for tier in tiers)
        can_repeat = clock.left > params.min_repeat_seconds and not clock.over
        if not (has_worked and is_open and can_repeat):
            return


def _improve_each(
    improver: Improver,
    incumbent: Incumbent,
    tiers: Sequence[str],
    clock: Clock,
    params: TierParams,
) -> None:
    kept: list[tuple[str, int]] = []
    for k, tier in enumerate(tiers):
        if not incumbent.proved(tier) and not clock.over:
            incumbent.enter("tier", tier)
            is_last = all(incumbent.proved(name) for name in tiers[k + 1 :])
            seconds = clock.left * (1.0 if is_last else _fraction(tier, params))
            improver.improve(tier, kept, seconds)
        value = incumbent.value(tier)
        assert value is not None
        kept.append((tier, value))


def _fraction(tier: str, params: TierParams) -> float:
    return params.stability_time_fraction if tier == "stability" else params.time_fraction
