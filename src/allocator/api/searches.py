"""The search for a plan, and the explanation where there is none."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from allocator import domain, planner
from allocator.api.arguments import is_number, is_whole, path_of
from allocator.api.clusters import search_cluster
from allocator.api.plans import Result, plan_of
from allocator.api.scenarios import loaded
from allocator.domain import Scenario
from allocator.errors import InfeasibleError, InputError
from allocator.planner import Progress, Session, SolveOptions
from allocator.planner.notices import search_notices
from allocator.planner.params import DEFAULT_PARAMS, SearchParams
from allocator.planner.params_file import read_params
from allocator.scenario.load import Loaded

MAX_SEED = 2**31 - 1
"""The largest seed that the solver takes."""

__all__ = ["Session", "SolveOptions", "conflict", "search_options", "solve"]


def solve(
    scenario: Scenario | Loaded | str | Path,
    *,
    time_limit: float = SolveOptions.time_limit,
    workers: int | None = None,
    seed: int = 0,
    reproducible: bool = False,
    relax: bool = False,
    start: domain.Plan | str | Path | None = None,
    steps: int | None = None,
    cluster: str | None = None,
    params: SearchParams | str | Path | None = None,
    progress: Callable[[Progress], None] | None = None,
    session: Session | None = None,
) -> Result:
    """Plan a scenario; interrupting it (in a notebook: the stop button) keeps the best plan.

    Parameters
    ----------
    scenario
        A scenario from :func:`load`, one made in Python, or a scenario file.
    time_limit
        Seconds of the clock for the search.
    workers
        Processor cores to search with; None for all of them.
    seed
        Of everything random.
    reproducible
        Whether the same scenario and seed must give the same plan, byte for byte.
    relax
        Whether deadlines that cannot be met may be broken, as little as possible.
    start
        A plan, or its path, from which the search starts as well; what has changed since is
        adapted.
    steps
        Search with so many steps in each objective, in place of everything else: quick, and the
        same plan on every machine. :func:`levers` tells what such a search gains.
    cluster
        Address of the scheduler of a dask cluster, whose workers search too.
    params
        The numbers that steer the search, or a TOML file with some of them; docs/planner.md lists
        them.
    progress
        Called about ten times a second, from another thread, with the state of the search: its
        ``elapsed`` seconds, its ``phase``, and value and bound of each of its ``tiers``.
    session
        For programs that stop the search from elsewhere; it has its own ``progress``.

    Returns
    -------
    Result
        The checked plan, and how it was found.

    Raises
    ------
    InputError
        An argument is not of its kind, or out of its range.
    ScenarioError
        The scenario has errors; one made in Python may have some that its models alone do not
        see, such as ids that do not exist.
    InfeasibleError
        No plan keeps every hard constraint; the message explains the conflict.
    NoPlanInTimeError
        The time ran out before any plan was found.
    InterruptedBeforePlanError
        Interrupted before any plan was found.
    DefectError
        The plan found fails its own check: a defect of allocator.

    Examples
    --------
    >>> result = allocator.solve(scenario, time_limit=30)
    >>> plan = result.plan
    >>> plan.tiers[["name", "value", "unit", "proved"]]
            name  value   unit  proved
    0      value    0.0  value    True
    1  tardiness    0.0      h    True
    2       flow  864.0      h    True
    >>> files = plan.save("plan")
    """
    subject = _with_next_tries(loaded(scenario, relax=relax).scenario)
    options = search_options(
        time_limit=time_limit,
        workers=workers,
        seed=seed,
        reproducible=reproducible,
        relax=relax,
        params=params,
    )
    if steps is not None and not is_whole(steps, 0, math.inf):
        raise InputError(f"steps is a whole number, 0 or more, or None, not {steps!r}")
    options = replace(options, steps=steps)
    if start is not None:
        options = replace(options, start=plan_of(start).items)
    session = session or Session(progress=progress)
    session.notify(search_notices(subject, options))
    with search_cluster(cluster, session, reproducible=reproducible, steps=steps) as workers_there:
        options = replace(options, cluster=workers_there)
        found = session.run(
            lambda: planner.solve(
                subject, options, progress=session.progress, stop=session.stop, trace=session.trace
            ),
            explain=lambda stop: conflict(subject, options, stop),
        )
    return Result.of(found)


def _with_next_tries(scenario: Scenario) -> Scenario:
    """Return a scenario in which what has failed is tried again; most have no tries."""
    if not any(item.can_fail for item in scenario.items):
        return scenario
    from allocator.replanning.failed_tries import after_failures

    return after_failures(scenario).scenario


def conflict(scenario: Scenario, options: SolveOptions, stop: threading.Event) -> InfeasibleError:
    """Return the error that explains why a scenario has no plan.

    Parameters
    ----------
    scenario
        Known to have no plan.
    options
        Of the search, whose time limit holds for the explanation too.
    stop
        Set it to end the explanation with what is known by then.
    """
    from allocator.explain.conflict import explain_conflict

    found = explain_conflict(scenario, time_limit=options.time_limit, seed=options.seed, stop=stop)
    return InfeasibleError("\n".join(found.lines()), conflict=found.to_dict())


def search_options(
    *,
    time_limit: float,
    workers: int | None,
    seed: int,
    reproducible: bool,
    relax: bool,
    params: SearchParams | str | Path | None,
) -> SolveOptions:
    """Return the options of a search.

    Raises
    ------
    InputError
        A number is out of its range, or the file of parameters is wrong.
    """
    if params is None:
        params = DEFAULT_PARAMS
    elif not isinstance(params, SearchParams):
        params = read_params(path_of("a file of parameters", params))
    if not is_number(time_limit) or not 0 <= time_limit < math.inf:
        raise InputError(f"time_limit is a number of seconds, 0 or more, not {time_limit!r}")
    if workers is not None and not is_whole(workers, 1, math.inf):
        raise InputError(f"workers is a whole number, 1 or more, or None, not {workers!r}")
    if not is_whole(seed, 0, MAX_SEED):
        raise InputError(f"seed is a whole number from 0 to {MAX_SEED}, not {seed!r}")
    return SolveOptions(
        time_limit=float(time_limit),
        workers=None if workers is None else int(workers),
        seed=int(seed),
        reproducible=reproducible,
        relax=relax,
        params=params,
    )
