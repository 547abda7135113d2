"""The difference between two plans, with its table as a data frame."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self, get_args

from allocator import domain
from allocator.analysis.comparison import Comparison
from allocator.api.arguments import check_choice
from allocator.api.plans import plan_of
from allocator.api.tried_reasons import ReasonMode, compared

if TYPE_CHECKING:
    import pandas as pd

    from allocator.planner.session import Session


class PlanDifference(Comparison):
    """What changed from an old plan to a new one.

    Attributes
    ----------
    dates : tuple of DateChange
        All projects and milestones, with their finishes before and after.
    added, removed, taken_up, dropped : tuple of ItemName
        Items planned in one of the plans only.
    moved : tuple of ItemMove
        Items with other dates, each with the reason.
    reassigned : tuple of Reassignment
        Items with other people, each with the reason.
    newly_late, no_longer_late : tuple of ItemLateness
        Items that are late in one of the plans only.
    same : bool
        Whether nothing differs.

    Examples
    --------
    >>> new.difference.table[["what", "id", "days"]].head(1)
          what     id  days
    0  project  churn   2.0
    """

    @classmethod
    def of(cls, difference: Comparison) -> Self:
        """Return the same difference with its table."""
        return cls.model_construct(**dict(difference))

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row a change: dates and people before and after, working days between, and why."""
        from allocator import views

        return views.changes(self)

    def save(self, folder: str | Path) -> list[Path]:
        """Write diff.json and diff.csv.

        Parameters
        ----------
        folder
            The folder; made where absent.

        Returns
        -------
        list of Path
            The files written.

        Raises
        ------
        InputError
            They cannot be written there.
        """
        from allocator.exports.difference import write_difference

        return write_difference(self, Path(folder))


def compare(
    old: domain.Plan | str | Path,
    new: domain.Plan | str | Path,
    *,
    reasons: ReasonMode = "tried",
    workers: int | None = None,
    session: Session | None = None,
) -> PlanDifference:
    """Compare two plans: what moved, who changed, and why.

    Parameters
    ----------
    old, new
        Plans, or their paths.
    reasons
        ``tried``: what set a move off is undone and planned anew, and named only if that brings
        it back; ``quick``: as the two plans alone tell it, without trying.
    workers
        Processor cores to use; None for all of them.
    session
        For programs that stop the trials from elsewhere: then the reasons are ``quick``.

    Returns
    -------
    PlanDifference
        All changes; working days are those of the new plan's team calendar.

    Raises
    ------
    PlanFileError
        A file is missing, not JSON, or not a plan.
    InputError
        ``reasons`` is none of the two.

    Examples
    --------
    >>> difference = allocator.compare(plan, new.plan, reasons="quick")
    >>> difference.same
    False
    """
    check_choice("reasons", reasons, get_args(ReasonMode))
    before, after = plan_of(old), plan_of(new)
    if reasons == "quick":
        from allocator.analysis.compare import compare as compare_plans

        return PlanDifference.of(compare_plans(before, after))
    from allocator.planner.session import Session, interruptible

    stop = (session or Session()).stop
    found = interruptible(lambda: compared(before, after, workers=workers, stop=stop), stop)
    return PlanDifference.of(found)
