"""Searches for new plans after something has changed, close to the baseline."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self, TypeVar, get_args

from allocator import domain
from allocator.api.arguments import check_choice, check_freeze
from allocator.api.differences import PlanDifference
from allocator.api.plans import Plan
from allocator.api.replan_inputs import read_inputs
from allocator.api.searches import search_options
from allocator.api.tried_reasons import ReasonMode, with_tried_reasons
from allocator.domain import Scenario
from allocator.planner import Progress, Session, SolveOptions
from allocator.planner.params import SearchParams
from allocator.replanning.assumed_progress import Mode
from allocator.replanning.options import Option
from allocator.replanning.options import options as plan_options
from allocator.replanning.replan import Replanned
from allocator.replanning.replan import replan as plan_anew
from allocator.replanning.stability_tier import Keep
from allocator.scenario.load import Loaded

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class ReplanResult(Replanned):
    """A new plan, and how it differs from the baseline.

    Attributes
    ----------
    plan : Plan
        The checked plan; its scenario holds the baseline and the progress that was assumed.
    difference : PlanDifference
        What moved and who changed since the baseline, and why.
    assumed : tuple of AssumedProgress
        Items whose progress is not reported, and the state they are taken to be in.
    forced : tuple of ForcedMove
        Items in the frozen window that had to move.
    failed : tuple of FailedTry
        Tries that have failed since the baseline was made, and what follows.
    notes : tuple of str
        What else is worth knowing.
    unchanged : bool
        Whether nothing has changed, so that the plan is the baseline.
    interrupted : bool
        Whether the search was interrupted.
    first_plan_seconds, seconds : float
        Seconds from the call to the first plan and to the end.
    course : Course or None
        How the search went; None where nothing was searched, or the run was reproducible.

    Examples
    --------
    >>> new.unchanged, new.interrupted
    (False, False)
    >>> new.assumed[0].item, new.assumed[0].state
    ('CH-1', 'done')
    """

    plan: Plan
    difference: PlanDifference

    @classmethod
    def of(cls, found: Replanned) -> Self:
        """Return the same result; its plan and difference have tables."""
        given = {field.name: getattr(found, field.name) for field in dataclasses.fields(found)}
        tables = {
            "plan": Plan.of(found.plan),
            "difference": PlanDifference.of(found.difference),
        }
        return cls(**{**given, **tables})


@dataclass(frozen=True, kw_only=True)
class ReplanOption(Option):
    """One of several new plans to choose from.

    Attributes
    ----------
    replanned : ReplanResult
        The plan and its difference from the baseline.
    lead : str or None
        The objective that is traded against stability: the first in which the plans differ.
    lateness, upheaval : float
        The value of that objective, and that of stability, in their units.

    Examples
    --------
    >>> options[0].lead, options[0].lateness
    ('tardiness', 0.0)
    """

    replanned: ReplanResult


def replan(
    scenario: Scenario | Loaded | str | Path,
    baseline: domain.Plan | str | Path,
    *,
    changes: str | Path | Sequence[str | Path] = (),
    actuals: str | Path | None = None,
    now: dt.date | None = None,
    reported: Collection[str] = (),
    assume: Mode = "on-plan",
    keep: Keep = "medium",
    freeze: dt.timedelta | None = None,
    time_limit: float | None = None,
    workers: int | None = None,
    seed: int = 0,
    reproducible: bool = False,
    relax: bool = False,
    reasons: ReasonMode = "tried",
    cluster: str | None = None,
    params: SearchParams | str | Path | None = None,
    progress: Callable[[Progress], None] | None = None,
    session: Session | None = None,
) -> ReplanResult:
    """Plan anew after something has changed, close to the baseline.

    What is done stays as it was, what is in progress stays with its people, and the rest is
    planned from now on. Interrupting it keeps the best plan.

    Parameters
    ----------
    scenario
        The scenario file, or a scenario that is as of now.
    baseline
        The plan that people go by, or its path.
    changes, actuals, now
        As of :func:`load`, where ``scenario`` is a file.
    reported
        Where ``scenario`` is no file: ids of items whose state is known as of now. For the others
        that the baseline has begun, ``assume`` counts.
    assume
        What is taken to be so of items that the baseline has begun and whose state is not
        reported: ``on-plan``, they went as planned, or ``not-started``.
    keep
        What staying close to the baseline may cost. ``high``: the least change that breaks no
        deadline; ``medium``: the least change with a tardiness that is the best but for 1 %, or
        half a day; ``low``: the best dates, then the least change.
    freeze
        How long from now on the baseline's starts do not move; None for the current sprints, zero
        for not at all.
    time_limit
        Seconds of the clock for the search; None for 3 s to 60 s, by the number of open items.
    reasons
        ``tried``: causes are undone on trial; ``quick``: as the two plans alone tell them.
    workers, seed, reproducible, relax, cluster, params, progress, session
        As of :func:`solve`.

    Returns
    -------
    ReplanResult
        The checked plan, and how it differs from the baseline.

    Raises
    ------
    InputError
        It is not said as of when to plan, the baseline is not one of this scenario, or an argument
        is not of its kind, or out of its range.
    AllocatorError
        As of :func:`solve`.

    Examples
    --------
    >>> new = allocator.replan(
    ...     "scenarios/quickstart.yaml",
    ...     plan,
    ...     now=datetime.date(2026, 12, 9),
    ...     changes=["scenarios/changes/quickstart-ill.yaml"],
    ...     reasons="quick",
    ... )
    >>> [item.id for item in new.difference.added]
    ['CH-14']
    """
    check_choice("keep", keep, get_args(Keep))
    check_choice("reasons", reasons, get_args(ReasonMode))
    check_freeze(freeze)
    inputs = read_inputs(scenario, baseline, changes, actuals, now, reported, assume, relax=relax)
    options = search_options(
        time_limit=inputs.default_time_limit() if time_limit is None else time_limit,
        workers=workers,
        seed=seed,
        reproducible=reproducible,
        relax=relax,
        params=params,
    )
    watched = session or Session(progress=progress)

    def search(options: SolveOptions) -> Replanned:
        found = plan_anew(
            inputs.scenario,
            inputs.baseline,
            reported=inputs.reported,
            keep=keep,
            freeze=freeze,
            assume=assume,
            options=options,
            progress=watched.progress,
            stop=watched.stop,
        )
        if reasons == "quick":
            return found
        question = inputs.question(keep, freeze)
        return with_tried_reasons(
            found, question, workers=workers, stop=watched.stop, reproducible=reproducible
        )

    return ReplanResult.of(inputs.search(search, options, watched, cluster))


def replan_options(
    scenario: Scenario | Loaded | str | Path,
    baseline: domain.Plan | str | Path,
    *,
    changes: str | Path | Sequence[str | Path] = (),
    actuals: str | Path | None = None,
    now: dt.date | None = None,
    reported: Collection[str] = (),
    assume: Mode = "on-plan",
    freeze: dt.timedelta | None = None,
    time_limit: float | None = None,
    workers: int | None = None,
    seed: int = 0,
    reproducible: bool = False,
    relax: bool = False,
    cluster: str | None = None,
    params: SearchParams | str | Path | None = None,
    progress: Callable[[Progress], None] | None = None,
    session: Session | None = None,
) -> tuple[ReplanOption, ...]:
    """Find up to five new plans to choose from, from the least change to the best dates.

    Parameters
    ----------
    scenario, baseline, changes, actuals, now, reported, assume, freeze
        As of :func:`replan`.
    time_limit
        Seconds of the clock for all searches together; None for three times as long as for
        :func:`replan`.
    workers, seed, reproducible, relax, cluster, params, progress, session
        As of :func:`solve`.

    Returns
    -------
    tuple of ReplanOption
        The least change first. No plan is both later than another one and moves no less.

    Raises
    ------
    InputError
        It is not said as of when to plan, the baseline is not one of this scenario, or an argument
        is not of its kind, or out of its range.
    AllocatorError
        As of :func:`solve`.

    Examples
    --------
    >>> options = allocator.replan_options(
    ...     "scenarios/quickstart.yaml",
    ...     plan,
    ...     now=datetime.date(2026, 12, 9),
    ...     changes=["scenarios/changes/quickstart-ill.yaml"],
    ...     time_limit=4,
    ... )
    >>> len(options) >= 1
    True
    """
    check_freeze(freeze)
    inputs = read_inputs(scenario, baseline, changes, actuals, now, reported, assume, relax=relax)
    limits = search_options(
        time_limit=inputs.default_time_limit(several=True) if time_limit is None else time_limit,
        workers=workers,
        seed=seed,
        reproducible=reproducible,
        relax=relax,
        params=params,
    )
    watched = session or Session(progress=progress)
    found = inputs.search(
        lambda limits: plan_options(
            inputs.scenario,
            inputs.baseline,
            reported=inputs.reported,
            freeze=freeze,
            assume=assume,
            limits=limits,
            progress=watched.progress,
            stop=watched.stop,
        ),
        limits,
        watched,
        cluster,
    )
    return tuple(
        ReplanOption(
            replanned=ReplanResult.of(option.replanned),
            lead=option.lead,
            lateness=option.lateness,
            upheaval=option.upheaval,
        )
        for option in found
    )
