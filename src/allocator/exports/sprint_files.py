"""The files of the sprints: pages, tables, and what the trackers read."""

from __future__ import annotations

import re
from collections.abc import Sequence

from allocator.domain import Plan
from allocator.exports.azure_devops import azure_files
from allocator.exports.azure_site import Site
from allocator.exports.jira import jira_csv
from allocator.exports.sprint_page import sprint_page
from allocator.exports.sprint_tables import sprint_csv, sprints_json
from allocator.sprints.model import SprintSheet

_UNSAFE = re.compile(r"[^\w.-]+")


def sprint_files(
    plan: Plan,
    sheets: Sequence[SprintSheet],
    *,
    projects: Sequence[str] = (),
    azure: str | None = None,
    all_new: bool = False,
    plan_dates: bool = False,
) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Return the text of each file by its name, and notes for the user.

    Parameters
    ----------
    plan
        The plan of the sprints.
    sheets
        Those wanted.
    projects
        Keys of Jira projects whose issues exist; default: of any.
    azure
        Address of the Azure DevOps project.
    all_new
        The trackers know none of the items.
    plan_dates
        Whether dates for Azure DevOps are the plan's, not those that were asked for.

    Returns
    -------
    tuple
        The files; and each note with the stems of the files that it is about.

    Raises
    ------
    InputError
        `azure` is no address.
    """
    site = Site.parse(azure)
    files: dict[str, str] = {}
    notes: dict[str, list[str]] = {}
    for sheet, stem in zip(sheets, stems(sheets), strict=True):
        only = {item.id for item in sheet.items}
        files[f"sprint-{stem}.md"] = sprint_page(sheet)
        files[f"sprint-{stem}.csv"] = sprint_csv(sheet)
        text, said = jira_csv(plan, only=only, projects=projects, all_new=all_new)
        files[f"jira-{stem}.csv"] = text
        _note(notes, f"jira-{stem}", said)
        more, said = azure_files(
            plan,
            f"azure-devops-{stem}",
            only=only,
            site=site,
            all_new=all_new,
            plan_dates=plan_dates,
        )
        files |= more
        _note(notes, f"azure-devops-{stem}", said)
    files["sprints.json"] = sprints_json(sheets)
    return files, notes


def _note(notes: dict[str, list[str]], name: str, said: list[str]) -> None:
    for line in said:
        notes.setdefault(line, []).append(name)


def stems(sheets: Sequence[SprintSheet]) -> list[str]:
    """Return what tells the files of each sheet apart: ``02``, of a team ``02-alpha``."""
    found: list[str] = []
    for sheet in sheets:
        stem = f"{sheet.number:02d}"
        if sheet.team is not None:
            stem += "-" + (_UNSAFE.sub("-", sheet.team).strip("-.") or "team")
        while stem in found:
            stem += "-2"
        found.append(stem)
    return found
