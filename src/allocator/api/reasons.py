"""Why something in a plan ends when it does, and what would help."""

from __future__ import annotations

from pathlib import Path

from allocator import domain
from allocator.api.arguments import check_seconds
from allocator.api.plans import rule_keeping
from allocator.errors import InputError, InterruptedBeforePlanError
from allocator.explain.why.models import WhyAnswer
from allocator.planner import Session

__all__ = ["WhyAnswer", "why"]


def why(
    plan: domain.Plan | str | Path,
    what: str | None = None,
    *,
    time_limit: float | None = None,
    workers: int | None = None,
    session: Session | None = None,
) -> WhyAnswer:
    """Say what holds something in a plan where it is, and what would help.

    Parameters
    ----------
    plan
        A plan, or its path.
    what
        Id or title of an item, milestone, project or person; None for all that is late, and where
        nothing is late for the end of each project.
    time_limit
        Seconds after which no further change is tried; None for 4, and for 4 for each 100 items
        of the plan where that is more.
    workers
        Processor cores to use; None for all of them.
    session
        For programs that stop the search from elsewhere: what is known by then is told.

    Returns
    -------
    WhyAnswer
        The causes, each of which was tried: with it taken away, the same search ends it earlier.

    Raises
    ------
    InputError
        Nothing, or more than one thing, has that name, or an argument is out of its range.
    InterruptedBeforePlanError
        It was stopped before anything was known.

    Examples
    --------
    >>> reasons = allocator.why(plan, "CH-11", time_limit=4)
    >>> all(cause.days >= cause.at_least > 0 for cause in reasons.causes)
    True
    """
    if time_limit is not None:
        check_seconds(time_limit)
    if what is not None and not isinstance(what, str):
        raise InputError(f"what is an id or a title, not {what!r}")
    from allocator.explain.subjects import subject_of
    from allocator.explain.trials import Trials
    from allocator.explain.why.question import default_seconds
    from allocator.explain.why.question import why as explained

    subject = rule_keeping(plan)
    if what is not None:
        subject_of(subject, what)
    stop = (session or Session()).stop
    with Trials(subject, workers=workers, stop=stop) as trials:
        found = explained(trials, what, seconds=time_limit or default_seconds(subject))
    if stop.is_set() and not found.tried:
        raise InterruptedBeforePlanError("interrupted before anything was tried")
    return found
