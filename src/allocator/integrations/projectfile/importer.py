"""Imports project files: reads, maps, writes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from allocator.domain.garbage_collection import without_garbage_collection
from allocator.errors import Finding, FormatError, ScenarioError
from allocator.integrations.input_files import fault
from allocator.integrations.projectfile.file_mapping import ProjectFileMapping, load_file_mapping
from allocator.integrations.projectfile.ganttproject import completed
from allocator.integrations.projectfile.mapping_suggestion import suggested_mapping
from allocator.integrations.projectfile.scenario_of_projects import ScenarioOfProjects, plan_dates
from allocator.integrations.tracker.importer import ImportResult, document_text
from allocator.mpxj.process import read_projects
from allocator.mpxj.project_records import ProjectRecord
from allocator.scenario import load_team, loads
from allocator.scenario.text.source import neighbour
from allocator.wording import count


@dataclass(frozen=True, kw_only=True)
class ProjectFileRequest:
    """The files and options of an import.

    Attributes
    ----------
    files
        Project files, which become one scenario.
    mapping, team
        Files of the mapping and the team; None for the defaults and for people from resources.
    start
        First day of the plan; None for the day after the status date, or the project's start.
    """

    files: Sequence[Path]
    mapping: Path | None = None
    team: Path | None = None
    start: dt.date | None = None


def import_project_files(request: ProjectFileRequest) -> ImportResult:
    """Make a scenario from project files.

    Parameters
    ----------
    request
        Files and options.

    Raises
    ------
    FormatError
        A file is no project file, or has progress after the first day of the plan.
    InputError
        Java or MPXJ is missing.
    ScenarioError
        The mapping or the team file is wrong.
    """
    rules = _rules(request)
    projects = _read(request)
    with without_garbage_collection():
        dates = plan_dates(projects, request.start)
        team = None if request.team is None else load_team(request.team, start=dates.now.date())
        people = None if team is None else team.people
        made = ScenarioOfProjects(projects, rules, dates, people)
        document = made.document()
        names = ", ".join(path.name for path in request.files)
        document.head = [f"Imported from {names}. docs/import-project.md says how."]
        text = document_text(document)
        lines = made.report.lines(projects, document)
        lines += _errors_left(text)
    return ImportResult(text, tuple(lines), () if team is None else team.warnings)


def suggest_file_mapping(request: ProjectFileRequest) -> str:
    """Propose a mapping for project files, to be edited.

    Parameters
    ----------
    request
        Files and options; an existing mapping is taken over.
    """
    return suggested_mapping(_read(request), _rules(request))


def _rules(request: ProjectFileRequest) -> ProjectFileMapping:
    if request.mapping is None:
        return ProjectFileMapping()
    return load_file_mapping(request.mapping)


def _read(request: ProjectFileRequest) -> list[ProjectRecord]:
    for path in request.files:
        if not path.is_file():
            raise fault(path, None, "there is no such file", neighbour(path))
    found = [
        completed(project) for projects in read_projects(request.files) for project in projects
    ]
    if not any(task.level > 0 or task.parent is not None for p in found for task in p.tasks):
        names = ", ".join(map(str, request.files))
        raise FormatError(
            f"{names}: no task in it",
            hint="it may be a pool of resources, or a master project whose projects are in other "
            "files; give those files",
        )
    return found


def _errors_left(text: str) -> list[str]:
    """Report what must be mended before the scenario can be planned."""
    try:
        loads(text)
    except ScenarioError as error:
        errors: list[Finding] = [one for one in error.findings if one.severity == "error"]
        first = "; ".join(one.message for one in errors[:3])
        return [
            f"{count(len(errors), 'error')} to mend before it can be planned, which allocator "
            f"check lists: {first}"
        ]
    return []
