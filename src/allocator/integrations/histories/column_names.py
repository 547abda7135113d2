"""The names of the columns of a plain history, as spreadsheets and people call them."""

from __future__ import annotations

from typing import Final

from allocator.integrations.tracker.headers import ColumnNames

HISTORY_NAMES: Final = ColumnNames(
    fields={
        "item": ("item", "id", "key", "task", "task id", "ticket", "name", "title"),
        "estimate": (
            *("estimate", "estimated", "estimated effort", "estimated hours", "estimate hours"),
            *("estimate_hours", "hours estimated", "hours estimate", "estimate (h)", "likely"),
            *("original estimate", "planned", "planned effort", "planned hours", "effort"),
        ),
        "actual": (
            *("actual", "actuals", "actual effort", "actual hours", "actual_hours", "hours actual"),
            *("actual (h)", "spent", "time spent", "time_spent", "effort spent", "hours spent"),
            *("worked", "hours worked", "completed work"),
        ),
        "person": ("person", "assignee", "assigned to", "who", "developer", "owner", "people"),
        "project": ("project", "product", "project key"),
        "kind": ("type", "kind", "kind of work", "work type", "category"),
        "labels": ("labels", "label", "tags"),
        "created": ("created", "created on", "created date", "creation date", "added"),
        "started": ("started", "start", "started on", "start date"),
        "finished": (
            *("finished", "finish", "finished on", "done", "done on", "completed"),
            *("completed on", "closed", "closed date", "resolved", "end", "end date", "date"),
        ),
        "low": ("low", "min", "minimum", "optimistic", "best case"),
        "high": ("high", "max", "maximum", "pessimistic", "worst case"),
    }
)
"""Fields of a history, each with its names in lower case."""

DATES: Final = ("created", "started", "finished")
AMOUNTS: Final = ("estimate", "actual", "low", "high")
