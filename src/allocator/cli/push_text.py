"""Puts into words what a push changes in a tracker."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from allocator import wording
from allocator.api.push_report import PushReport


def new_line(report: PushReport, item: str) -> str:
    """Return the line on an issue that is made."""
    title = report.titles.get(item)
    return f"new: {item} {title}" if title else f"new: {item}"


def value_text(report: PushReport, field: str, value: Any) -> str:
    """Return a value of a field for people.

    Parameters
    ----------
    report
        Which knows the names of sprints.
    field, value
        In the tracker's terms.
    """
    if value is None or value is False:
        return "nothing"
    if value is True:
        return "linked"
    if field == "sprint":
        return report.sprints.get(value, str(value))
    if field in ("original", "remaining"):
        return wording.hours(value / 3600)
    return f"{value:g}" if isinstance(value, float) else str(value)


def report_lines(report: PushReport) -> Iterator[str]:
    """Yield lines on what was left as it is, and on what was made."""
    yield from report.notes
    for refusal in report.refused:
        yield f"{refusal.key} stays as it is: {refusal.why}"
    for item, key in report.keys.items():
        yield f"{item} is {key} now"
