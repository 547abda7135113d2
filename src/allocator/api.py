"""The Python API: load a scenario, plan it, look at the plan as tables.

>>> from allocator import load, solve
>>> result = solve(load("scenario.yaml"), time_limit=30)
>>> result.plan.schedule[["id", "start", "finish", "people"]]
>>> result.plan.save("plan")
"""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeVar

from allocator import domain
from allocator.domain import Scenario, Violation
from allocator.errors import Finding, InfeasibleError, ScenarioError
from allocator.planner import Progress, SolveOptions
from allocator.planner import solve as _solve

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Plan",
    "Result",
    "Scenario",
    "SolveOptions",
    "check",
    "load",
    "read_plan",
    "solve",
    "verify",
]

T = TypeVar("T")


class Plan(domain.Plan):
    """A plan, with its tables as pandas data frames.

    The tables are made once, when first asked for; the columns, with dtypes and units, are
    described at the functions of the same names in :mod:`allocator.views`.
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


@dataclass(frozen=True, kw_only=True)
class Result(domain.Result):
    """The outcome of a solve that found a plan; the plan has its tables.

    Attributes
    ----------
    plan
        The checked plan.
    """

    plan: Plan


def load(
    path: str | Path,
    *,
    changes: Sequence[str | Path] = (),
    actuals: str | Path | None = None,
    now: dt.date | None = None,
) -> Scenario:
    """Read a scenario file.

    Parameters
    ----------
    path
        A YAML or JSON file.
    changes
        Files of changes, worked into it one after the other.
    actuals
        A CSV file of what has happened, laid over its items.
    now
        In the place of the scenario's own.

    Raises
    ------
    ScenarioError
        It has errors; names them all, each with its place in the file.
    """
    from allocator import scenario

    return scenario.load(path, changes=changes, actuals=actuals, now=now).scenario


def check(path: str | Path, *, changes: Sequence[str | Path] = ()) -> tuple[Finding, ...]:
    """Return all errors and warnings of a scenario file, in its order.

    Parameters
    ----------
    path
        A YAML or JSON file.
    changes
        Files of changes, worked into it one after the other.
    """
    from allocator import scenario

    try:
        return scenario.load(path, changes=changes).warnings
    except ScenarioError as error:
        return error.findings


def solve(
    scenario: Scenario,
    *,
    time_limit: float = SolveOptions.time_limit,
    workers: int | None = None,
    seed: int = 0,
    reproducible: bool = False,
    relax: bool = False,
    progress: Callable[[Progress], None] | None = None,
) -> Result:
    """Plan a scenario; interrupting it (in a notebook: the stop button) keeps the best plan.

    Parameters
    ----------
    scenario
        From :func:`load`, or made in Python.
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
    progress
        Called about ten times a second from another thread.

    Raises
    ------
    ScenarioError
        A scenario made in Python has errors that its models alone do not see, such as ids that
        do not exist.
    InfeasibleError
        No plan keeps every hard constraint; the message explains the conflict.
    NoPlanInTimeError
        The time ran out before any plan was found.
    InterruptedBeforePlanError
        Interrupted before any plan was found.
    DefectError
        The plan found fails its own check: a defect of allocator.
    """
    _check_references(scenario)
    options = SolveOptions(
        time_limit=time_limit,
        workers=workers,
        seed=seed,
        reproducible=reproducible,
        relax=relax,
    )
    stop = threading.Event()
    try:
        found = interruptible(lambda: _solve(scenario, options, progress=progress, stop=stop), stop)
    except InfeasibleError as error:
        from allocator.explain import explain_conflict

        stop = threading.Event()
        conflict = interruptible(
            lambda: explain_conflict(scenario, time_limit=time_limit, seed=seed, stop=stop), stop
        )
        raise InfeasibleError("\n".join(conflict.lines())) from error
    given = {field.name: getattr(found, field.name) for field in fields(found)}
    return Result(**{**given, "plan": Plan.of(found.plan)})


def _check_references(scenario: Scenario) -> None:
    """Raise where parts of a scenario do not fit together; one that was loaded does."""
    from allocator.scenario import loads

    data = scenario.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    try:
        loads(json.dumps(data), file="scenario")
    except ScenarioError as error:
        raise ScenarioError(
            [replace(finding, line=None, column=None) for finding in error.findings]
        ) from None


def read_plan(path: str | Path) -> Plan:
    """Read a plan.json, or the one in a plan folder.

    Parameters
    ----------
    path
        The file or the folder.

    Raises
    ------
    PlanFileError
        It is missing, not JSON, or not a plan.
    """
    from allocator.planfile.plan_json import read_plan as read

    return Plan.of(read(Path(path)))


def verify(plan: domain.Plan) -> list[Violation]:
    """Check a plan against every rule, without the solver; return all violations.

    Parameters
    ----------
    plan
        With the scenario that it embeds.
    """
    from allocator.checks.run import check as run

    return run(plan.scenario, plan)


def interruptible(work: Callable[[], T], stop: threading.Event) -> T:
    """Run work in another thread, so that this one can take an interrupt meanwhile.

    The first interrupt sets ``stop`` and waits for what the work has by then; a second one
    is raised at once.

    Parameters
    ----------
    work
        What to run; it ends soon after ``stop`` is set.
    stop
        Set at the first interrupt.
    """
    box: list[T] = []
    failure: list[BaseException] = []
    done = threading.Event()

    def run() -> None:
        try:
            box.append(work())
        except BaseException as error:
            failure.append(error)
        finally:
            done.set()

    thread = threading.Thread(target=run, name="allocator", daemon=True)
    try:
        thread.start()
        _wait(done)
    except KeyboardInterrupt:
        stop.set()
        _wait(done)
    if failure:
        raise failure[0]
    return box[0]


def _wait(done: threading.Event) -> None:
    """Wait in short steps, as a wait without end takes no signals on some systems.

    Not by joining the thread: an interrupt of ``join`` marks it as ended (Python 3.11, 3.12).
    """
    while not done.wait(0.1):
        pass
