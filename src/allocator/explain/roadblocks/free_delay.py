"""How much later something may come before any date moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from allocator.explain.roadblocks.delay_trials import DelayTrials
from allocator.explain.roadblocks.models import DelayOutcome
from allocator.explain.roadblocks.source import DelaySource


@dataclass(frozen=True)
class FreeDelay:
    """A delay that costs nothing.

    Attributes
    ----------
    days
        Calendar days.
    longer
        Whether no longer one was tried, so that it may be more.
    """

    days: int
    longer: bool


def free_delay(
    tried: DelayTrials,
    source: DelaySource,
    costs: Sequence[DelayOutcome | None],
    *,
    searched: bool,
) -> FreeDelay | None:
    """Return the longest delay that was found to cost nothing; None where nothing is known.

    Parameters
    ----------
    tried
        The trials.
    source
        What comes later.
    costs
        Of one more working day, a week and two weeks.
    searched
        Whether delays between those that cost nothing and those that do are tried.
    """
    days = source.days_of_delays(tried.trials.calendars.team)
    pairs = [(d, one) for d, one in zip(days, costs, strict=True) if one is not None]
    if not pairs and not source.spare_days:
        return None
    free = max([source.spare_days, *(d for d, one in pairs if one.is_free)])
    costly = min((d for d, one in pairs if not one.is_free and d > free), default=None)
    if costly is None:
        return FreeDelay(free, longer=True)
    if not searched:
        return FreeDelay(free, longer=costly > free + 1)
    while costly - free > 1:
        middle = (free + costly) // 2
        delay = (source, middle)
        found = tried.adapted([delay], tried.params.free_share)
        if not found:
            return FreeDelay(free, longer=True)
        if tried.cost(delay, found[delay]).is_free:
            free = middle
        else:
            costly = middle
    return FreeDelay(free, longer=False)
