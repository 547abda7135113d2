"""Reads a history of any form: a plain CSV file, or an export of a tracker."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from allocator.integrations import TRACKERS
from allocator.integrations.azure.column_names import NAMES as AZURE_NAMES
from allocator.integrations.azure.responses import is_json
from allocator.integrations.histories.column_names import HISTORY_NAMES
from allocator.integrations.histories.history_file import HistoryFile
from allocator.integrations.histories.tasks_of_table import read_table
from allocator.integrations.histories.tasks_of_tickets import tasks_of_tickets
from allocator.integrations.jira.column_names import jira_names
from allocator.integrations.tracker.csv_table import read_tracker_table
from allocator.integrations.tracker.dates import DateOrder
from allocator.integrations.tracker.headers import Header
from allocator.integrations.tracker.mapping import Mapping as Rules

HistoryForm = Literal["history", "jira", "azure-devops"]

_TRACKER_FIELDS = {"status", "type", "title", "assignee"}
"""Of these an export of a tracker has two at least, beside its key."""


def read_history(paths: Sequence[Path], order: DateOrder | None = None) -> HistoryFile:
    """Read the tasks of several files together.

    Parameters
    ----------
    paths
        Plain CSV files, exports of Jira (CSV), of Azure DevOps (CSV, JSON).
    order
        Order of day, month and year in numeric dates; None where the files tell.

    Raises
    ------
    FormatError
        A file cannot be read.
    """
    found = HistoryFile()
    forms = {path: form_of(path) for path in paths}
    for path in paths:
        if forms[path] == "history":
            found.add(read_table(path, order))
    for tracker in TRACKERS:
        some = [path for path in paths if forms[path] == tracker]
        if some:
            found.add(tasks_of_tickets(TRACKERS[tracker].read(some, Rules(), order), Rules()))
    return found


def form_of(path: Path) -> HistoryForm:
    """Return what a file is, by its header.

    Raises
    ------
    FormatError
        The file is neither CSV nor JSON.
    """
    if is_json(path):
        return "azure-devops"
    headers = {"history": Header(HISTORY_NAMES), "azure-devops": Header(AZURE_NAMES)}
    jira = Header(jira_names())
    table = read_tracker_table(
        path, lambda cell: jira.knows(cell) or any(one.knows(cell) for one in headers.values())
    )
    names = [name.strip().casefold() for name in table.header]
    if "estimate" in names or "actual" in names:
        return "history"
    azure = set(headers["azure-devops"].columns(table.header).at)
    if "work item type" in names or {"key", "type", "area"} <= azure:
        return "azure-devops"
    found = set(jira.columns(table.header).at)
    is_tracker = "key" in found and len(found & _TRACKER_FIELDS) > 1
    return "jira" if is_tracker else "history"
