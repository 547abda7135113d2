"""How sure the dates of a plan are: forecasts with their tables and futures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from allocator import domain, wording
from allocator.api.arguments import check_choice, is_number, is_whole, path_of
from allocator.api.plans import plan_of, verify
from allocator.api.searches import MAX_SEED, SolveOptions
from allocator.api.second_opinions import second_opinion
from allocator.domain import Scenario
from allocator.domain.calibration import Calibration
from allocator.domain.forecast import Forecast, PolicyName
from allocator.domain.uncertainty import Uncertainty
from allocator.errors import InputError
from allocator.forecasting.options import ForecastOptions, PolicyChoice
from allocator.forecasting.params import DEFAULT_PARAMS

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd


@dataclass(frozen=True, kw_only=True)
class ForecastResult:
    """How sure a plan is: its forecast, with tables and the dates of every future.

    Attributes
    ----------
    forecast : Forecast
        What forecast.json holds.
    items : tuple of str
        Ids of the columns of ``futures``: the items and milestones of the plan, in its order.
    dates : dict
        By policy: when each item is finished in each future, as an array of datetime64[m] of the
        shape (futures, items); ``NaT`` where it does not come about.
    clock : str
        Whose the days and times are; empty where all people are in one zone.

    Examples
    --------
    >>> milestone = sure.rows.query("kind == 'milestone'").iloc[0]
    >>> bool(milestone["p50"] <= milestone["p85"] <= milestone["p95"])
    True
    >>> sure.futures.shape == (200, len(sure.items))
    True
    """

    forecast: Forecast
    items: tuple[str, ...]
    dates: Mapping[PolicyName, npt.NDArray[np.datetime64]]
    clock: str = ""

    @property
    def futures(self) -> npt.NDArray[np.datetime64]:
        """The dates of the policy that was asked for; of ``dispatch`` where it was both."""
        return self.dates["keep" if self.forecast.policy == "keep" else "dispatch"]

    @cached_property
    def rows(self) -> pd.DataFrame:
        """One row for the whole, each project, milestone and item: percentiles and chances."""
        from allocator import views

        return views.forecast_rows(self.forecast)

    @cached_property
    def promises(self) -> pd.DataFrame:
        """One row a promise: how sure it is, and the date that is as sure as it has to be."""
        from allocator import views

        return views.forecast_promises(self.forecast)

    @cached_property
    def drivers(self) -> pd.DataFrame:
        """What moves the dates, the strongest first for each target."""
        from allocator import views

        return views.forecast_drivers(self.forecast)

    @cached_property
    def costs(self) -> pd.DataFrame:
        """The cost of all and of each project; empty where nobody has a rate."""
        from allocator import views

        return views.forecast_costs(self.forecast)

    def to_dict(self) -> dict[str, Any]:
        """Return the document that forecast.json holds."""
        return self.forecast.model_dump(mode="json", by_alias=True)

    def save(self, folder: str | Path) -> list[Path]:
        """Write forecast.json, forecast.csv and, where matplotlib is installed, the pictures.

        Parameters
        ----------
        folder
            The folder; made where absent. Files of the same names are overwritten.

        Returns
        -------
        list of Path
            The files written.

        Raises
        ------
        InputError
            They cannot be written.
        """
        from allocator.exports.pictures.chances import forecast_pictures
        from allocator.planfile.files import in_utf8, write_bytes
        from allocator.planfile.forecast_csv import forecast_csv
        from allocator.planfile.forecast_json import write_forecast

        target = path_of("a folder", folder)
        files = {
            "forecast.json": in_utf8(write_forecast(self.forecast)),
            "forecast.csv": in_utf8(forecast_csv(self.forecast)),
            **forecast_pictures(self.forecast),
        }
        for name, content in files.items():
            write_bytes(target / name, content)
        return [target / name for name in files]

    def _repr_html_(self) -> str:
        """Show the rows where a notebook shows the forecast."""
        return self.rows.to_html()


def forecast(
    plan: domain.Plan | str | Path,
    *,
    futures: int = DEFAULT_PARAMS.futures,
    policy: PolicyChoice = "dispatch",
    seed: int = 0,
    workers: int | None = None,
    cluster: str | None = None,
    confidence: float = DEFAULT_PARAMS.confidence,
    calibration: Calibration | str | Path | None = None,
    throughput: str | Path | Sequence[str | Path] | None = None,
    check: bool = False,
) -> ForecastResult:
    """Say how sure the dates of a plan are, by simulating many futures.

    Parameters
    ----------
    plan
        A plan that keeps every rule, or its path. What its scenario says of uncertainty, risks and
        promises counts.
    futures
        How many are simulated.
    policy
        What people do when things turn out otherwise: ``keep`` the plan's people and its order,
        ``dispatch`` whoever becomes free to the most urgent work, or ``both``, side by side.
    seed
        Of all draws; the same seed gives the same futures on any number of cores.
    workers
        Processor cores to simulate with; None for all of them.
    cluster
        Address of the scheduler of a dask cluster, to simulate there.
    confidence
        How sure the date is that ``rows`` has as ``at_confidence``; promises have their own.
    calibration
        What the team's estimates have been worth, or a file that :func:`calibrate` has made, in
        place of the scenario's own.
    throughput
        A history of finished items, as of :func:`throughput`, for a second opinion beside the
        forecast: when as many items are done at the pace of past weeks.
    check
        Whether a scenario without promises is an error.

    Returns
    -------
    ForecastResult
        Percentiles, chances, drivers, promises, and the dates of every future.

    Raises
    ------
    InputError
        The plan breaks a rule, an argument is out of its range, or there is nothing to check.
    ScenarioError
        The calibration has errors.

    Examples
    --------
    >>> sure = allocator.forecast(plan, futures=200)
    >>> sure.rows["kind"].unique().tolist()
    ['all', 'project', 'milestone', 'item']
    >>> [file.name for file in sure.save("forecast")]
    ['forecast.json', 'forecast.csv', 'forecast.png', 'forecast.svg']
    """
    subject = _kept_plan(plan)
    if check and not subject.scenario.promises:
        raise InputError(NO_PROMISES)
    check_choice("policy", policy, get_args(PolicyChoice))
    options = _options(subject, futures, policy, seed, workers, confidence)
    scenario = _calibrated(subject.scenario, calibration)
    from allocator.analysis.reader_clock import clock_sentence
    from allocator.api.computing import computing
    from allocator.forecasting.forecast import forecast_plan
    from allocator.planfile.plan_digest import plan_digest

    cores = SolveOptions(workers=workers).cores
    how = computing(len(scenario.items), options.futures, options.policies, cores)
    options = replace(options, compiled=how.compiled)
    with how.workers(cores, cluster) as workers_at_hand:
        outcome = forecast_plan(scenario, subject, options, executor=workers_at_hand)
    found = outcome.forecast.model_copy(update={"plan": plan_digest(subject)})
    if throughput is not None:
        opinion = second_opinion(subject, found, throughput, options.params)
        found = found.model_copy(update={"throughput": opinion})
    items = tuple(entry.id for entry in subject.items if entry.state != "dropped")
    dates = {name: of.moments(items) for name, of in outcome.dates.items()}
    clock = clock_sentence(scenario)
    return ForecastResult(forecast=found, items=items, dates=dates, clock=clock)


def future_plan(
    plan: domain.Plan | str | Path,
    number: int,
    *,
    policy: PolicyChoice = "dispatch",
    seed: int = 0,
    calibration: Calibration | str | Path | None = None,
) -> domain.Plan:
    """Return one future of a forecast as a plan: what work took, who did it, and when.

    Parameters
    ----------
    plan
        As of :func:`forecast`.
    number
        Of the future, from 0 on.
    policy, seed, calibration
        As of :func:`forecast`; of both policies it is ``dispatch``.

    Raises
    ------
    InputError
        Something is never finished in that future, or as for :func:`forecast`.
    """
    from allocator.forecasting.forecast import future_as_plan

    subject = _kept_plan(plan)
    check_choice("policy", policy, get_args(PolicyChoice))
    if not is_whole(number, 0, MAX_FUTURES - 1):
        raise InputError(f"future is a whole number from 0 to {MAX_FUTURES - 1}, not {number!r}")
    options = _options(subject, 1, policy, seed, None, DEFAULT_PARAMS.confidence)
    found = future_as_plan(_calibrated(subject.scenario, calibration), subject, options, number)
    if found is None:
        raise InputError(f"in future {number} something is never finished, so it is no plan")
    return found[1]


NO_PROMISES = (
    "the scenario promises nothing that could be checked; add promises to it, such as "
    "promises: [{milestone: M1, by: 2027-01-29, confidence: 0.85}], and plan it"
)

MAX_FUTURES = 1_000_000
"""Futures that may be asked for."""
MAX_WORKERS = 1000
"""Workers that may be asked for."""


def _kept_plan(plan: domain.Plan | str | Path) -> domain.Plan:
    """Return a plan, or read it.

    Raises
    ------
    InputError
        It breaks a rule.
    """
    subject = plan_of(plan)
    broken = [violation for violation in verify(subject) if not violation.relaxed]
    if broken:
        first = f"{broken[0].rule}: {broken[0].message}"
        more = f", and {wording.count(len(broken) - 1, 'more violation')}" if broken[1:] else ""
        raise InputError(
            f"a plan that breaks rules has no forecast; {first}{more}; allocator verify lists all"
        )
    return subject


def _options(
    plan: domain.Plan,
    futures: int,
    policy: PolicyChoice,
    seed: int,
    workers: int | None,
    confidence: float,
) -> ForecastOptions:
    """Return the options of a forecast.

    Raises
    ------
    InputError
        A number is out of its range.
    """
    for name, value, least, most in (
        ("futures", futures, 1, MAX_FUTURES),
        ("seed", seed, 0, MAX_SEED),
        ("workers", 1 if workers is None else workers, 1, MAX_WORKERS),
    ):
        if not is_whole(value, least, most):
            raise InputError(f"{name} is a whole number from {least} to {most}, not {value!r}")
    if not is_number(confidence) or not 0 < confidence < 1:
        raise InputError(f"confidence is a number between 0 and 1, not {confidence!r}")
    return ForecastOptions(futures=futures, policy=policy, seed=seed, confidence=confidence)


def _calibrated(scenario: Scenario, calibration: Calibration | str | Path | None) -> Scenario:
    """Return a scenario with a calibration in place of its own.

    Raises
    ------
    ScenarioError
        The file has errors.
    """
    if calibration is None:
        return scenario
    if not isinstance(calibration, Calibration):
        from allocator.scenario.companions.calibration import read_calibration

        calibration = read_calibration(path_of("a calibration", calibration))
    uncertainty = scenario.uncertainty or Uncertainty()
    changed = uncertainty.model_copy(update={"calibration": calibration})
    return scenario.model_copy(update={"uncertainty": changed})


def broken_promises_text(forecast: Forecast) -> str:
    """Return which promises are less sure than they have to be; empty where none is."""
    broken = [promise for promise in forecast.promises if promise.broken]
    lines = [wording.promise_sentence(promise) for promise in broken]
    count = wording.count(len(broken), "promise")
    return f"{count} not sure enough:\n" + "\n".join(lines) if broken else ""
