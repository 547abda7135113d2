"""Finished tasks as columns, in the order in which they were finished."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
import numpy.typing as npt

from allocator.domain.history import PastTask
from allocator.domain.template_estimates import TemplateEstimate
from allocator.forecasting.calibration.normal_scores import F64

Names = npt.NDArray[np.str_]
Index = npt.NDArray[np.intp]

NO_DAY = -1
"""Day of a task of which it is not known when it was finished."""

NO_TEMPLATE = "other work"
"""What stands for the template where an estimate is somebody's own."""

_EPOCH = dt.date(1970, 1, 1)


@dataclass(frozen=True)
class TaskHistory:
    """Columns of tasks, all of shape (tasks,).

    Attributes
    ----------
    item
        Ids or names.
    estimate, actual
        Hours, above zero; ``actual`` is NaN where the task is only to be forecast.
    person, project, kind
        Names; empty where the history does not say.
    template_size, template_item
        The template at its size that the estimate comes from, and its item, as
        :class:`TemplateEstimate` names them; ``NO_TEMPLATE`` for all other tasks.
    day
        Day finished (days since 1970-01-01), ``NO_DAY`` where it is not known.
    low, high
        Ends of the range that was estimated, in hours; NaN where there was none.
    """

    item: Names
    estimate: F64
    actual: F64
    person: Names
    project: Names
    kind: Names
    template_size: Names
    template_item: Names
    day: npt.NDArray[np.int64]
    low: F64
    high: F64

    def __len__(self) -> int:
        return len(self.estimate)

    @property
    def log_ratio(self) -> F64:
        """Natural logarithm of actual / estimate."""
        return np.log(self.actual / self.estimate)

    @property
    def size(self) -> F64:
        """Natural logarithm of the estimate in hours."""
        return np.log(self.estimate)

    def group(self, name: str) -> Names:
        """Return a column of names, as ``person`` or ``kind``."""
        names: Names = getattr(self, name)
        return names

    def take(self, index: npt.ArrayLike) -> TaskHistory:
        """Return the tasks at these positions, or where a mask is true."""
        chosen = np.asarray(index)
        return replace(self, **{f.name: getattr(self, f.name)[chosen] for f in fields(self)})

    def between(self, start: float, end: float) -> TaskHistory:
        """Return the tasks between these fractions of all, in their order."""
        return self.take(np.arange(round(start * len(self)), round(end * len(self))))


def history_of(tasks: Sequence[PastTask]) -> TaskHistory:
    """Return tasks as columns, in the order given."""
    return TaskHistory(
        item=np.array([task.item for task in tasks], np.str_),
        estimate=np.array([task.estimate for task in tasks], float),
        actual=_hours([task.actual for task in tasks]),
        person=np.array([task.person for task in tasks], np.str_),
        project=np.array([task.project for task in tasks], np.str_),
        kind=np.array([task.kind for task in tasks], np.str_),
        template_size=np.array([template_names(task.origin)[0] for task in tasks], np.str_),
        template_item=np.array([template_names(task.origin)[1] for task in tasks], np.str_),
        day=np.array([_day(task.finished) for task in tasks], np.int64),
        low=_hours([task.low for task in tasks]),
        high=_hours([task.high for task in tasks]),
    )


def template_names(origin: TemplateEstimate | None) -> tuple[str, str]:
    """Return how calibrations name a template at its size, and its item."""
    return (NO_TEMPLATE, NO_TEMPLATE) if origin is None else (origin.sized, origin.sized_item)


def finished_tasks(tasks: Sequence[PastTask]) -> TaskHistory:
    """Return the finished ones, by the day finished; those without a day stand first."""
    columns = history_of([task for task in tasks if task.actual is not None])
    return columns.take(np.argsort(columns.day, kind="stable"))


def _hours(values: Sequence[float | None]) -> F64:
    return np.array([np.nan if value is None else value for value in values], float)


def _day(day: dt.date | None) -> int:
    return NO_DAY if day is None else (day - _EPOCH).days
