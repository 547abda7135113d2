"""Collects the files of the sprints: pages, tables, and files for trackers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from allocator.domain import Plan
from allocator.exports.sprint.data_files import sprint_csv, sprints_json
from allocator.exports.sprint.page import clock_note, sprint_page
from allocator.exports.tracker.azure_devops import azure_files
from allocator.exports.tracker.azure_site import Site, is_id
from allocator.exports.tracker.jira import is_key, jira_csv
from allocator.sprint_planning.sheet import SprintSheet

NAMES = ("jira", "azure-devops")
_TITLES = {"jira": "Jira", "azure-devops": "Azure DevOps"}
_UNSAFE = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, kw_only=True)
class Trackers:
    """The trackers for which files are wanted, with their options.

    Attributes
    ----------
    names
        Names of the trackers.
    projects
        Keys of Jira projects whose issues exist; default: any project.
    azure
        Address of the Azure DevOps project.
    all_new
        Whether the trackers know none of the items.
    plan_dates
        Whether Azure DevOps gets the plan's dates in place of the due dates.
    """

    names: tuple[str, ...] = NAMES
    projects: Sequence[str] = ()
    azure: str | None = None
    all_new: bool = False
    plan_dates: bool = False


def sprint_files(
    plan: Plan,
    sheets: Sequence[SprintSheet],
    trackers: Trackers,
    *,
    timezone: str | None = None,
) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Return the text of each file by name, and notes for the user.

    Parameters
    ----------
    plan
        The plan of the sprints.
    sheets
        Sheets of the sprints that are wanted.
    trackers
        Trackers for which files are wanted.
    timezone
        The zone in which the sheets have their instants; None where the plan has none.

    Returns
    -------
    tuple
        The files; and each note with the stems of the files that it concerns.

    Raises
    ------
    InputError
        The address is not one of an Azure DevOps project.
    """
    site = Site.parse(trackers.azure)
    files: dict[str, str] = {}
    notes: dict[str, list[str]] = {}
    clock = clock_note(plan.scenario, timezone)
    for sheet, stem in zip(sheets, stems(sheets), strict=True):
        files[f"sprint-{stem}.md"] = sprint_page(sheet, clock)
        files[f"sprint-{stem}.csv"] = sprint_csv(sheet)
        if clock:
            notes.setdefault(clock, []).append(f"sprint-{stem}")
        only = {item.id for item in sheet.items}
        for name in trackers.names:
            made, said = _tracker_files(plan, f"{name}-{stem}", name, only, trackers, site)
            files |= made
            if _is_foreign(name, only, trackers):
                said = [
                    f"The items have no ids of {_TITLES[name]}; --tracker leaves its files out."
                ]
            for line in said:
                notes.setdefault(line, []).append(f"{name}-{stem}")
    files["sprints.json"] = sprints_json(sheets, timezone)
    return files, notes


def _tracker_files(
    plan: Plan, stem: str, name: str, only: set[str], trackers: Trackers, site: Site
) -> tuple[dict[str, str], list[str]]:
    if name == "jira":
        text, said = jira_csv(plan, only=only, projects=trackers.projects, all_new=trackers.all_new)
        return {f"{stem}.csv": text}, said
    return azure_files(
        plan,
        stem,
        only=only,
        site=site,
        all_new=trackers.all_new,
        plan_dates=trackers.plan_dates,
    )


def _is_foreign(name: str, only: set[str], trackers: Trackers) -> bool:
    """Return whether only the other tracker knows some of the items."""
    if trackers.all_new or len(trackers.names) < 2:
        return False
    known = {
        "jira": any(is_key(item, projects=trackers.projects) for item in only),
        "azure-devops": any(is_id(item) for item in only),
    }
    return not known.pop(name) and any(known.values())


def stems(sheets: Sequence[SprintSheet]) -> list[str]:
    """Return the beginning of the file names of each sheet: ``02``, for a team ``02-alpha``."""
    found: list[str] = []
    for sheet in sheets:
        stem = f"{sheet.number:02d}"
        if sheet.team is not None:
            stem += "-" + (_UNSAFE.sub("-", sheet.team).strip("-.") or "team")
        while stem in found:
            stem += "-2"
        found.append(stem)
    return found
