"""The forecast by throughput beside that of a plan, with a warning where they are far apart."""

from __future__ import annotations

import datetime as dt

from allocator.domain.forecast import ThroughputForecast
from allocator.forecasting.throughput import (
    ThroughputFutures,
    WeeklyCounts,
    simulate_throughput,
)
from allocator.wording import day


def throughput_forecast(
    history: WeeklyCounts,
    items: int,
    *,
    source: str,
    start: dt.date,
    futures: int = 10_000,
    seed: int = 0,
    plan: tuple[dt.datetime | None, dt.datetime | None, dt.datetime | None] = (None, None, None),
) -> ThroughputForecast:
    """Return what finished items a week say about the items that a plan still has to do.

    Parameters
    ----------
    history
        What was finished a week.
    items
        Of the plan that are not done; milestones do not count.
    source
        Name of the history.
    start
        First day of the forecast, which is the plan's now.
    futures, seed
        How many, and of which draws.
    plan
        P10, P50 and P90 of the plan's own end; it is warned where each median lies outside the
        other's P10 to P90.
    """
    drawn = simulate_throughput(history, items, start=start, futures=futures, seed=seed)
    return ThroughputForecast(
        source=source,
        items=items,
        p10=_instant(drawn, 0.1),
        p50=_instant(drawn, 0.5),
        p80=_instant(drawn, 0.8),
        p85=_instant(drawn, 0.85),
        p90=_instant(drawn, 0.9),
        warning=_warning(drawn, plan),
    )


def _instant(drawn: ThroughputFutures, chance: float) -> dt.datetime | None:
    """Return the end of the day by which all is done with a chance."""
    date = drawn.finish(chance)
    return None if date is None else dt.datetime.combine(date + dt.timedelta(days=1), dt.time())


def _warning(
    drawn: ThroughputFutures,
    plan: tuple[dt.datetime | None, dt.datetime | None, dt.datetime | None],
) -> str:
    """Return a sentence where the two forecasts are far apart; else nothing."""
    p10, p50, p90 = plan
    low, middle, high = (_instant(drawn, chance) for chance in (0.1, 0.5, 0.9))
    if p10 is None or p50 is None or low is None:
        return ""
    earlier = high is not None and middle is not None and middle < p10 and p50 > high
    later = p90 is not None and p50 < low and (middle is None or middle > p90)
    if not earlier and not later:
        return ""
    when = "no date" if middle is None else day(middle.date() - dt.timedelta(days=1))
    side = "earlier" if earlier else "later"
    return (
        f"The pace of the last weeks says {when} (half of the futures), far {side} than the plan: "
        "its items may be of another size than those that were counted, or the plan may lack work"
    )
