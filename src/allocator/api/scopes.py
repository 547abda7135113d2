"""What to leave out so that a date is kept, with its table as a data frame."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from allocator import domain
from allocator.api.arguments import check_date, check_seconds, is_number, is_whole, path_of
from allocator.api.forecasts import MAX_FUTURES
from allocator.api.plain_answer import PlainAnswer
from allocator.api.plans import rule_keeping
from allocator.api.searches import MAX_SEED
from allocator.domain.scope_front import ScopeFront
from allocator.errors import InputError
from allocator.explain.scope.options import ScopeOptions
from allocator.explain.scope.scope import scope_front
from allocator.explain.scope.targets import target_of
from allocator.planner import Session
from allocator.planner.session import interruptible

if TYPE_CHECKING:
    import pandas as pd


class ScopeResult(PlainAnswer, ScopeFront):
    """What can be left out of a plan so that dates are kept.

    Attributes
    ----------
    wanted : tuple of WantedDate
        The dates that are to be kept, and where the plan has them.
    candidates : tuple of DroppableItem
        What may be left out, with what it is worth.
    points : tuple of ScopePoint
        Sets of items that are left out, each planned: the value kept, the days reached, the chance
        that they are kept, the change that gets there, the plan. The most valuable comes first.
    best : int or None
        Number of the point that keeps the dates with the most value; None where none does.
    proved_impossible : bool
        Whether it is proved that no plan keeps the dates, whatever is left out.
    complete : bool
        Whether all ways to leave candidates out were compared.

    Examples
    --------
    >>> front.points[-1].dropped, front.points[-1].days
    (('CH-10',), (datetime.date(2027, 1, 21),))
    """

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row a point: value kept, days reached, items left out, chance."""
        from allocator import views

        return views.scope_points(self)

    def save(self, target: str | Path) -> list[Path]:
        """Write the answer.

        Parameters
        ----------
        target
            A file whose name ends with .md, .csv, .json, .png or .svg, or a folder for all of
            these, with the change and the plan of each point.

        Returns
        -------
        list of Path
            The files written.

        Raises
        ------
        InputError
            The file ends otherwise, or cannot be written, or matplotlib is not installed.
        """
        from allocator.exports.scope.files import write_scope

        return write_scope(self, path_of("an answer", target))

    def _repr_html_(self) -> str:
        """Show the table where a notebook shows the answer."""
        return self.table.to_html()


def scope(
    plan: domain.Plan | str | Path,
    *,
    by: Mapping[str, dt.date | str],
    candidates: Sequence[str] | Mapping[str, float | None] = (),
    ranked: Sequence[str] = (),
    confidence: float | None = None,
    futures: int = 1000,
    time_limit: float = 60.0,
    workers: int | None = None,
    seed: int = 0,
    session: Session | None = None,
) -> ScopeResult:
    """Find what to leave out of a plan so that dates are kept, and as much value as possible.

    Parameters
    ----------
    plan
        A plan, or its path.
    by
        The dates to keep, by the id or title of a milestone, an item or a project; a date means
        the end of that day.
    candidates
        Items that may be left out besides the optional ones; a mapping says what each is worth.
    ranked
        Instead of all these, a priority list, the most important first: only its end is left out.
    confidence
        How sure the dates have to be, for example 0.85; None where those of the plan count.
    futures
        How many are simulated for each point, where there is a confidence.
    time_limit
        Seconds, about.
    workers
        Processor cores to use; None for all of them.
    seed
        Of everything random.
    session
        For programs that stop the search from elsewhere: what is known by then is told.

    Returns
    -------
    ScopeResult
        Value kept against the dates reached, each point planned.

    Raises
    ------
    InputError
        Something is not known, cannot be left out, or is out of its range; or nothing may be left
        out.
    NoPlanInTimeError
        Nothing could be planned in the time.

    Examples
    --------
    >>> front = allocator.scope(plan, by={"CH-11": "2027-01-21"}, candidates={"CH-10": 3})
    >>> front.best, front.points[front.best].value_kept
    (1, 5.0)
    """
    subject = rule_keeping(plan)
    if not by:
        raise InputError("there is no date to keep; give by, such as {'CH-M1': '2027-01-29'}")
    targets = [target_of(subject, what, _date(what, date)) for what, date in by.items()]
    if len({target.subject.id for target in targets}) < len(targets):
        raise InputError("by names the same milestone, item or project twice")
    worth = candidates if isinstance(candidates, Mapping) else dict.fromkeys(candidates)
    options = ScopeOptions(
        offered=worth,
        ranked=tuple(ranked),
        confidence=confidence,
        futures=futures,
        time_limit=time_limit,
        workers=workers,
        seed=seed,
    )
    _check(options)
    stop = (session or Session()).stop
    return ScopeResult.of(interruptible(lambda: scope_front(subject, targets, options, stop), stop))


def _date(what: str, given: dt.date | str) -> dt.date:
    """Return a date or date-time that may be given as text.

    Raises
    ------
    InputError
        It is none.
    """
    if isinstance(given, str):
        try:
            if len(given.strip()) > len("2027-01-29"):
                return dt.datetime.fromisoformat(given.strip())
            return dt.date.fromisoformat(given.strip())
        except ValueError:
            raise InputError(
                f"{given!r} is no date to have {what} by; write 2027-01-29, or 2027-01-29T12:00"
            ) from None
    check_date(f"the date of {what}", given)
    return given


def _check(options: ScopeOptions) -> None:
    """Refuse numbers out of their ranges.

    Raises
    ------
    InputError
        There is one, or there are both candidates and a list.
    """
    sure = options.confidence
    if sure is not None and not (is_number(sure) and 0 < sure < 1):
        raise InputError(f"confidence is a number between 0 and 1, not {sure!r}")
    check_seconds(options.time_limit)
    if not is_whole(options.futures, 1, MAX_FUTURES):
        most = MAX_FUTURES
        raise InputError(f"futures is a whole number from 1 to {most}, not {options.futures!r}")
    if not is_whole(options.seed, 0, MAX_SEED):
        raise InputError(f"seed is a whole number from 0 to {MAX_SEED}, not {options.seed!r}")
    for name, value in options.offered.items():
        if value is not None and not (is_number(value) and value >= 0):
            raise InputError(f"what {name} is worth is a number, 0 or more, not {value!r}")
    if options.offered and options.ranked:
        raise InputError("give either candidates or a priority list, not both")
