"""The public histories of estimates and actuals, and the prior that is made of them."""

from __future__ import annotations

import csv
import lzma
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np

from allocator.domain.calibration import CommonFactors
from allocator.forecasting.calibration.common_factors import fit_factors
from allocator.forecasting.calibration.fit import fit_model
from allocator.forecasting.calibration.params import DEFAULT_PARAMS
from allocator.forecasting.calibration.prior import OFFSETS, RatioPrior, mean_quantiles
from allocator.forecasting.calibration.ratio_curve import LEVELS
from allocator.forecasting.calibration.ratio_model import RatioModel
from allocator.forecasting.calibration.task_history import TaskHistory, finished_tasks
from allocator.integrations.histories.read import read_history

NAMES = ("sip", "cesaw", "renzo")
NO_TEAM = ("renzo",)
"""Histories of one person, which say nothing of how persons differ."""

FIRST_SD = (0.3, 0.2)
"""Of persons and projects, where no history is long enough to estimate them."""


def read_histories(data: Path) -> dict[str, TaskHistory]:
    """Return the public histories by name; empty where the folder is not there."""
    files = {name: data / f"{name}_history.csv" for name in NAMES}
    return {
        name: finished_tasks(read_history([path]).tasks)
        for name, path in files.items()
        if path.exists()
    }


def fit_team(past: TaskHistory, prior: RatioPrior) -> tuple[RatioModel, CommonFactors]:
    """Return what allocator calibrate fits, with a prior of one's own."""
    fit = partial(fit_model, prior=prior)
    return fit(past), fit_factors(past, fit, prior, DEFAULT_PARAMS)


def prior_of(histories: Mapping[str, TaskHistory]) -> RatioPrior:
    """Return the prior that some histories make, each with the same weight."""
    first = RatioPrior("", mean_quantiles(list(histories.values())), *FIRST_SD)
    teams = [tasks for name, tasks in histories.items() if name not in NO_TEAM]
    found = [fit_team(tasks, first)[1] for tasks in teams]
    sds = [
        float(np.sqrt(np.mean([getattr(one, name) ** 2 for one in found]))) if found else start
        for name, start in zip(("person", "project"), FIRST_SD, strict=True)
    ]
    return RatioPrior(", ".join(histories), first.quantiles, sds[0], sds[1])


def prior_text(histories: Mapping[str, TaskHistory]) -> str:
    """Return the numbers of ``allocator.forecasting.calibration.prior_numbers``."""
    prior = prior_of(histories)
    rows = "".join(
        f"    [{', '.join(f'{np.exp(ratio):.3f}' for ratio in row)}],\n" for row in prior.quantiles
    )
    return (
        f"# {len(LEVELS)} levels, {len(OFFSETS)} sizes, "
        f"{sum(map(len, histories.values())):,} tasks\n"
        f"PERSON_SD = {prior.person_sd:.3f}\nPROJECT_SD = {prior.project_sd:.3f}\n"
        f"RATIOS = [\n{rows}]\n"
    )


def with_logged_time(tasks: TaskHistory, data: Path) -> TaskHistory:
    """Return tasks of cesaw that have a time log, with its time as actual."""
    log: dict[tuple[str, ...], float] = {}
    for row in _rows(data / "cesaw_time_log.csv.xz"):
        key = _log_key(row)
        log[key] = log.get(key, 0.0) + float(row["time_log_delta_minutes"]) / 60
    logged: dict[tuple[str, ...], float] = {}
    for row in _rows(data / "cesaw_tasks.csv.xz"):
        plan, actual = (float(row[f"task_{name}_time_minutes"]) / 60 for name in ("plan", "actual"))
        project, person, _ = _log_key(row)
        logged[_task_key(project, f"p{person}", plan, actual)] = log.get(_log_key(row), 0.0)
    keys = map(_task_key, tasks.project, tasks.person, tasks.estimate, tasks.actual)
    hours = np.array([logged.get(key, 0.0) for key in keys])
    return replace(tasks, actual=hours).take(hours > 0)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with lzma.open(path, "rt") as file:
        yield from csv.DictReader(file)


def _log_key(row: Mapping[str, str]) -> tuple[str, str, str]:
    return row["project_key"], row["person_key"], row["plan_item_key"]


def _task_key(project: str, person: str, estimate: float, actual: float) -> tuple[str, ...]:
    return str(project), str(person), f"{estimate:.2f}", f"{actual:.2f}"
