"""Scenarios made of project files: Microsoft Project, Primavera and what else MPXJ reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from allocator.api.arguments import check_date, listed, path_of
from allocator.api.scenarios import TrackerImport
from allocator.errors import InputError

if TYPE_CHECKING:
    from allocator.integrations.projectfile.importer import ProjectFileRequest


def read_project(
    files: str | Path | Sequence[str | Path],
    *,
    mapping: str | Path | None = None,
    team: str | Path | None = None,
    start: dt.date | None = None,
) -> TrackerImport:
    """Make a scenario from project files, which needs Java and the extra ``project``.

    Parameters
    ----------
    files
        A file of Microsoft Project, Primavera or another tool, or several.
    mapping
        A YAML file: what custom fields and resources become.
    team
        A YAML or CSV file of people with their skills; without it people are made from the
        resources.
    start
        First day of the plan; without it the day after the status date, or the project's start.

    Returns
    -------
    TrackerImport
        The scenario, its text, and a report of what was read and guessed.

    Raises
    ------
    FormatError
        A file is no project file, or has progress after the first day of the plan.
    ScenarioError
        The mapping or the team file is wrong.
    InputError
        Java or MPXJ is missing, or an argument is not of its kind.

    Examples
    --------
    >>> file = allocator.export(plan, "mspdi", "plan.xml")
    >>> len(allocator.read_project("plan.xml").scenario.items)
    13
    """
    from allocator.integrations.projectfile.importer import import_project_files

    made = import_project_files(_request(files, mapping, team, start))
    return TrackerImport(
        text=made.text, report=made.report, warnings=made.warnings, source="the project file"
    )


def suggest_project_mapping(
    files: str | Path | Sequence[str | Path], *, mapping: str | Path | None = None
) -> str:
    """Propose a mapping for project files, to be edited.

    Parameters
    ----------
    files, mapping
        As of :func:`read_project`; a mapping that is there already is taken over.

    Returns
    -------
    str
        A YAML file with what the files hold, and how often.

    Raises
    ------
    FormatError
        A file is no project file.
    ScenarioError
        The mapping given is wrong.
    InputError
        Java or MPXJ is missing, or an argument is not of its kind.

    Examples
    --------
    >>> allocator.suggest_project_mapping("plan.xml").splitlines()[3]
    'version: 1'
    """
    from allocator.integrations.projectfile.importer import suggest_file_mapping

    return suggest_file_mapping(_request(files, mapping, None, None))


def _request(
    files: str | Path | Sequence[str | Path],
    mapping: str | Path | None,
    team: str | Path | None,
    start: dt.date | None,
) -> ProjectFileRequest:
    from allocator.integrations.projectfile.importer import ProjectFileRequest

    several = tuple(path_of("a project file", each) for each in listed(files))
    if not several:
        raise InputError("no project file is given")
    check_date("start", start)
    return ProjectFileRequest(
        files=several,
        mapping=None if mapping is None else path_of("a mapping", mapping),
        team=None if team is None else path_of("a team file", team),
        start=start,
    )
