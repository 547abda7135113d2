"""Makes finished tasks of a plain history."""

from __future__ import annotations

import re
from pathlib import Path

from allocator.domain.history import PastTask
from allocator.domain.template_estimates import TemplateEstimate
from allocator.integrations.histories.history_file import HistoryFile
from allocator.integrations.histories.history_table import HistoryRow, HistoryTable
from allocator.integrations.histories.working_time import working_hours
from allocator.integrations.input_files import fault
from allocator.integrations.tracker.dates import DateOrder

_LABEL = re.compile(r"[^\s;,]+")
NOT_FINISHED = "no actual, so not finished"


def read_table(path: Path, order: DateOrder | None, *, with_actuals: bool = True) -> HistoryFile:
    """Read a CSV file with estimates and actuals.

    Where there is no column of actuals, but days of start and finish, the working time between
    them stands for the actual.

    Parameters
    ----------
    path
        The file.
    order
        Order of day, month and year in numeric dates; None where the file tells.
    with_actuals
        Whether tasks must be finished: False for estimates that are to be forecast.

    Raises
    ------
    FormatError
        The file is not CSV, or lacks a column.
    """
    table = HistoryTable(path, order)
    by_dates = with_actuals and not table.has("actual") and table.has("started")
    table.require("estimate", *(_required(by_dates) if with_actuals else ()))
    found = HistoryFile(notes=list(table.notes))
    if by_dates:
        found.notes.append(
            f"{path.name}: without a column of actuals, the working time between start and finish "
            "(Monday to Friday, eight hours a day) stands for the actual"
        )
    for row in table.rows():
        _add(found, row, by_dates=by_dates, with_actuals=with_actuals)
    return found


def read_estimates(path: Path, order: DateOrder | None) -> list[PastTask]:
    """Read a CSV file with estimates of tasks to come.

    Parameters
    ----------
    path, order
        As of :func:`read_table`.

    Raises
    ------
    FormatError
        The file is not CSV, lacks a column, or has rows that cannot be, all of which are named.
    """
    found = read_table(path, order, with_actuals=False)
    found.check()
    if not found.tasks:
        raise fault(path, None, "holds no tasks", "give a line for each: item,estimate")
    return found.tasks


def _required(by_dates: bool) -> tuple[str, ...]:
    return ("started", "finished") if by_dates else ("actual",)


def _add(found: HistoryFile, row: HistoryRow, *, by_dates: bool, with_actuals: bool) -> None:
    """Take a row, leave it out, or note what is wrong with it."""
    estimate, low, high = row.hours("estimate"), row.hours("low"), row.hours("high")
    actual = row.hours("actual") if with_actuals else None
    started, finished = row.date("started"), row.date("finished")
    if not row.text("estimate"):
        row.faults.append(f"{row.name}: there is no estimate")
    if with_actuals and finished is not None and not by_dates and not row.text("actual"):
        row.faults.append(f"{row.name}: it is finished, but there is no actual")
    if by_dates and started is not None and finished is not None:
        actual = working_hours(started, finished)
        if actual <= 0:
            row.faults.append(f"{row.name}: there is no working time between start and finish")
    _check_range(row, low, estimate, high)
    if row.faults:
        found.faults += row.faults
    elif with_actuals and actual is None:
        found.leave(NOT_FINISHED, row.name)
    elif estimate is not None:
        found.tasks.append(
            PastTask(
                item=row.text("item") or row.place,
                estimate=estimate,
                actual=actual,
                person=row.text("person"),
                project=row.text("project"),
                kind=row.text("kind"),
                finished=None if finished is None else finished.date(),
                low=low,
                high=high,
                origin=TemplateEstimate.of(_LABEL.findall(row.text("labels"))),
            )
        )


def _check_range(
    row: HistoryRow, low: float | None, estimate: float | None, high: float | None
) -> None:
    if (not row.text("low")) != (not row.text("high")):
        row.faults.append(f"{row.name}: a range needs both low and high")
    elif low is None or high is None or estimate is None:
        return
    elif not low <= estimate <= high:
        row.faults.append(f"{row.name}: low, estimate and high are out of order")
