"""What may hold the work of a plan up from outside, and what a further delay of it costs."""

from __future__ import annotations

from pathlib import Path

from allocator import domain
from allocator.api.arguments import check_seconds
from allocator.api.plans import rule_keeping
from allocator.errors import InterruptedBeforePlanError
from allocator.explain.roadblocks.models import RoadblockReport
from allocator.planner import Session

__all__ = ["RoadblockReport", "roadblocks"]

DEFAULT_SECONDS = 30.0
"""Seconds after which no further delay is tried."""


def roadblocks(
    plan: domain.Plan | str | Path,
    *,
    time_limit: float = DEFAULT_SECONDS,
    workers: int | None = None,
    session: Session | None = None,
) -> RoadblockReport:
    """Rank what may hold work up from outside by what a further delay of it costs.

    That is what items wait for, what blocks them, decisions, and people whose work nobody else
    can do. Each delay of a working day, a week and two weeks is planned on trial.

    Parameters
    ----------
    plan
        A plan, or its path.
    time_limit
        Seconds after which no further delay is tried.
    workers
        Processor cores to use; None for all of them.
    session
        For programs that stop the search from elsewhere: what is known by then is told.

    Returns
    -------
    RoadblockReport
        The roadblocks, the most costly first, each with the change of its delays.

    Raises
    ------
    InputError
        An argument is out of its range.
    InterruptedBeforePlanError
        It was stopped before anything was known.

    Examples
    --------
    >>> held_up = allocator.roadblocks(plan, time_limit=3)
    >>> [one.owner for one in held_up.roadblocks if one.kind == "blocked"]
    []
    """
    check_seconds(time_limit)
    from allocator.explain.roadblocks import roadblocks as ranked
    from allocator.explain.trials import Trials

    subject = rule_keeping(plan)
    stop = (session or Session()).stop
    with Trials(subject, workers=workers, stop=stop) as trials:
        found = ranked(trials, seconds=time_limit, workers=workers)
    if stop.is_set() and not found.tried:
        raise InterruptedBeforePlanError("interrupted before any delay was tried")
    return found
