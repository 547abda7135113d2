"""Plans as files of other tools: ``FORMATS`` lists the formats.

A module that writes a format is imported when the format is asked for.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from allocator.domain import Plan


@dataclass(frozen=True, kw_only=True)
class Format:
    """A format in which a plan can be written.

    Attributes
    ----------
    module
        Has ``write(plan, target, **options) -> list[Path]``, which returns the files written.
        It may have ``notes(plan, **options) -> list[str]``, lines for the user about the files.
    title
        One line for the list of formats.
    example
        A command that writes the format.
    options
        Names of the options that both functions take.
    """

    module: str
    title: str
    example: str
    options: tuple[str, ...] = ()

    def write(self, plan: Plan, target: Path, **options: Any) -> list[Path]:
        """Write a plan, and return the files written.

        Raises
        ------
        InputError
            The file cannot be written.
        """
        written: list[Path] = importlib.import_module(self.module).write(plan, target, **options)
        return written

    def notes(self, plan: Plan, **options: Any) -> list[str]:
        """Return lines for the user: what the files cannot hold, and how to import them."""
        tell = getattr(importlib.import_module(self.module), "notes", None)
        lines: list[str] = [] if tell is None else tell(plan, **options)
        return lines


FORMATS: dict[str, Format] = {
    "csv": Format(
        module="allocator.exports.csv",
        title="schedule, assignments, load, costs, forecast into a folder, or schedule into *.csv",
        example="allocator export csv plan -o tables",
        options=("forecast", "timezone"),
    ),
    "json": Format(
        module="allocator.exports.json",
        title="one plan.json, which holds everything",
        example="allocator export json plan -o plan.json",
    ),
    "xlsx": Format(
        module="allocator.exports.xlsx",
        title="a workbook: items, assignments, load, costs, forecast",
        example="allocator export xlsx plan -o plan.xlsx",
        options=("forecast", "timezone"),
    ),
    "jira": Format(
        module="allocator.exports.tracker.jira",
        title="a CSV file for Jira's importer: updates by key, new issues",
        example="allocator export jira plan -o jira.csv",
        options=("projects", "all_new"),
    ),
    "azure-devops": Format(
        module="allocator.exports.tracker.azure_devops",
        title="CSV files for Azure Boards' import, and JSON for its REST interface",
        example="allocator export azure-devops plan -o azure-devops.csv",
        options=("azure", "all_new", "plan_dates"),
    ),
    "html": Format(
        module="allocator.exports.page.html",
        title="the report: one page that opens anywhere, offline",
        example="allocator export html plan -o report.html",
        options=("baseline", "forecast", "answers", "timezone"),
    ),
    "png": Format(
        module="allocator.exports.pictures.png",
        title="a picture for slides: Gantt chart, road map, load or forecast",
        example="allocator export png plan --view roadmap -o roadmap.png",
        options=("view", "baseline", "forecast"),
    ),
    "svg": Format(
        module="allocator.exports.pictures.svg",
        title="the same pictures as drawings that stay sharp at any size",
        example="allocator export svg plan --view load -o load.svg",
        options=("view", "baseline", "forecast"),
    ),
    "ics": Format(
        module="allocator.exports.ics",
        title="a calendar in *.ics, or a folder with one for each person",
        example="allocator export ics plan -o plan.ics",
        options=("timezone",),
    ),
    "mspdi": Format(
        module="allocator.exports.msproject.mspdi",
        title="XML for Microsoft Project and ProjectLibre",
        example="allocator export mspdi plan -o plan.xml",
    ),
    "project": Format(
        module="allocator.exports.project_file",
        title="a project file of Microsoft Project (XML, MPX), Primavera (XER, XML), Planner or "
        "SDEF, by its ending or --format; needs Java",
        example="allocator export project plan -o plan.xer",
        options=("file_format",),
    ),
    "mermaid": Format(
        module="allocator.exports.mermaid",
        title="a Gantt chart as text, for wikis and README files",
        example="allocator export mermaid plan -o plan.mmd",
        options=("timezone",),
    ),
    "markdown": Format(
        module="allocator.exports.status",
        title="a status report for a mail: red, amber, green, decisions, changes, work",
        example="allocator export markdown plan --baseline plan-monday -o status.md",
        options=("baseline", "forecast", "answers"),
    ),
}
"""Formats by the name that ``allocator export`` knows them by."""

VIEWS = ("gantt", "roadmap", "load", "forecast")
"""The views that a picture can show."""

FILE_FORMATS = ("mspdi", "mpx", "pmxml", "xer", "planner", "sdef")
"""Formats of project files: Microsoft Project XML and MPX, Primavera XML and XER, Planner, SDEF."""
