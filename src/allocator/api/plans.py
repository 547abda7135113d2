"""Plans with their tables as data frames: read, verified, saved."""

from __future__ import annotations

import os
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from allocator import domain
from allocator.api.arguments import kind_of, path_of
from allocator.domain import Violation
from allocator.errors import InputError

if TYPE_CHECKING:
    import pandas as pd


class Plan(domain.Plan):
    """A plan, with its tables as pandas data frames.

    The tables are made once, when first asked for; the columns, with dtypes and units, are
    described at the functions of the same names in :mod:`allocator.views`.

    Attributes
    ----------
    scenario : Scenario
        What was planned.
    items : tuple of PlanItem
        Each work item with its dates and people.
    metrics : PlanMetrics
        Totals, and the dates of the projects.
    people : tuple of PersonTotals
        The load of each person.
    solver : SolverReport
        The objective tiers with their bounds, the seed, why the search ended.

    Examples
    --------
    >>> plan.schedule.query("late_days > 0")["id"].to_list()
    []
    >>> plan.load.columns.to_list()
    ['person', 'week', 'available_hours', 'planned_hours', 'load']
    """

    @classmethod
    def of(cls, plan: domain.Plan) -> Self:
        """Return the same plan with tables."""
        return cls.model_construct(**dict(plan))

    @cached_property
    def schedule(self) -> pd.DataFrame:
        """One row a work item: dates, people, lateness, slack."""
        from allocator import views

        return views.schedule(self)

    @cached_property
    def assignments(self) -> pd.DataFrame:
        """One row a person on a work item: dates, share, effort in hours."""
        from allocator import views

        return views.assignments(self)

    @cached_property
    def load(self) -> pd.DataFrame:
        """One row a person and week: available and planned hours."""
        from allocator import views

        return views.load(self)

    @cached_property
    def projects(self) -> pd.DataFrame:
        """One row a project: dates against due date and deadline."""
        from allocator import views

        return views.projects(self)

    @cached_property
    def costs(self) -> pd.DataFrame:
        """One row a project and month: what it costs, in the currency of the rates."""
        from allocator import views

        return views.costs(self)

    @cached_property
    def tiers(self) -> pd.DataFrame:
        """One row an objective tier: value, bound, gap."""
        from allocator import views

        return views.tiers(self)

    def save(self, folder: str | Path) -> list[Path]:
        """Write the plan folder: plan.json, schedule.csv, assignments.csv, load.csv.

        Parameters
        ----------
        folder
            The folder; made where absent. It is either the old or the new plan, never half.

        Returns
        -------
        list of Path
            The files written.

        Raises
        ------
        InputError
            The folder cannot be written, or holds files but no plan.
        """
        from allocator.planfile.folder import write_folder

        return write_folder(self, Path(folder))

    def _repr_html_(self) -> str:
        """Show the schedule where a notebook shows the plan."""
        return self.schedule.to_html()


@dataclass(frozen=True, kw_only=True)
class Result(domain.Result):
    """The outcome of a search that found a plan.

    Attributes
    ----------
    plan : Plan
        The checked plan, with its tables.
    status : str
        ``optimal`` where every objective tier is proved, else ``feasible``.
    stop_reason : str
        Why the search ended: ``proved``, ``time_limit``, ``interrupted`` or ``work_limit``.
    report : SolverReport
        As ``plan.solver``.
    first_plan_seconds, best_plan_seconds : float
        Seconds from the call to the first plan and to the best one.
    course : Course or None
        How the search went, which tells whether more time would help; None in a reproducible run.

    Examples
    --------
    >>> result.status, result.stop_reason
    ('optimal', 'proved')
    """

    plan: Plan

    @classmethod
    def of(cls, result: domain.Result) -> Self:
        """Return the same result; its plan has tables."""
        given = {field.name: getattr(result, field.name) for field in fields(result)}
        return cls(**{**given, "plan": Plan.of(result.plan)})


def read_plan(path: str | Path) -> Plan:
    """Read a plan.json, or the one in a plan folder.

    Parameters
    ----------
    path
        The file or the folder.

    Returns
    -------
    Plan
        The plan, with its tables.

    Raises
    ------
    PlanFileError
        It is missing, not JSON, or not a plan.

    Examples
    --------
    >>> plan = allocator.read_plan("plan")
    >>> plan.scenario.name, plan.metrics.planned_items
    ('Churn model launch', 13)
    """
    from allocator.planfile.plan_json import read_plan as read

    return Plan.of(read(path_of("a plan", path)))


def plan_of(plan: domain.Plan | str | Path) -> domain.Plan:
    """Return a plan, or read the one at a path.

    Raises
    ------
    InputError
        It is neither, or cannot be read.
    """
    return plan if isinstance(plan, domain.Plan) else read_plan(_plan_path(plan))


def rule_keeping(plan: domain.Plan | str | Path) -> domain.Plan:
    """Return a plan, or read the one at a path, that breaks no rule, so that it can be explained.

    Deadlines that it says it breaks, as one of ``relax`` does, are no hindrance.

    Raises
    ------
    InputError
        It is no plan, cannot be read, or breaks a rule.
    """
    subject = plan_of(plan)
    if broken := broken_rules(subject):
        shown = "PLAN" if isinstance(plan, domain.Plan) else _plan_path(plan)
        raise InputError(
            f"this plan breaks rules, so that nothing of it can be explained: {broken[0].message}; "
            f"allocator verify {shown} lists every breach"
        )
    return subject


def broken_rules(plan: domain.Plan) -> list[Violation]:
    """Return what a plan breaks without saying so."""
    from allocator.checks.run import check

    return [violation for violation in check(plan.scenario, plan) if not violation.relaxed]


def _plan_path(plan: object) -> Path:
    """Return the path of a plan, or say where something else holds its plan."""
    if isinstance(plan, (str, os.PathLike)):
        return Path(plan)
    held = "; give its .plan" if isinstance(getattr(plan, "plan", None), domain.Plan) else ""
    raise InputError(f"a plan is given as a Plan or by its path, not as {kind_of(plan)}{held}")


def verify(plan: domain.Plan | str | Path) -> list[Violation]:
    """Check a plan against every rule, without the solver.

    Parameters
    ----------
    plan
        A plan, its plan.json or the folder that holds it. The scenario in it counts.

    Returns
    -------
    list of Violation
        Everything that is wrong; ``relaxed`` says that a plan made with ``relax`` admits it.

    Raises
    ------
    PlanFileError
        The file is missing, not JSON, or not a plan.

    Examples
    --------
    >>> allocator.verify(plan)
    []
    """
    from allocator.checks.run import check
    from allocator.planfile.plan_json import parse_plan

    subject = plan if isinstance(plan, domain.Plan) else parse_plan(_plan_path(plan))
    return check(subject.scenario, subject)
