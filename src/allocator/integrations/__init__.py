"""Other tools' files as scenarios: ``READERS``, ``TRACKERS``, ``PROJECT_FILES`` list them.

A module that reads a format is imported when the format is asked for.
"""

from __future__ import annotations

from allocator.integrations.forms import Imported, InstanceReader, ProjectFileForm, Tracker

__all__ = [
    "PROJECT_FILES",
    "READERS",
    "TRACKERS",
    "Imported",
    "InstanceReader",
    "ProjectFileForm",
    "Tracker",
]

READERS: dict[str, InstanceReader] = {
    "imopse": InstanceReader(
        module="allocator.integrations.instances.imopse",
        title="MS-RCPSP instance of the iMOPSE library: people, skills, tasks",
        suffixes=(".def",),
        example="allocator import imopse 100_10_26_15.def -o 100_10_26_15.yaml",
    ),
    "psplib": InstanceReader(
        module="allocator.integrations.instances.psplib",
        title="RCPSP instance of PSPLIB (.sm) or in Patterson form: one project, no people",
        suffixes=(".sm", ".rcp", ".txt"),
        example="allocator import psplib j301_1.sm -o j301_1.yaml",
    ),
    "mplib": InstanceReader(
        module="allocator.integrations.instances.mplib",
        title="RCMPSP instance of MPLIB: several projects that share resources, no people",
        suffixes=(".rcmp", ".txt"),
        example="allocator import mplib MPLIB1_Set3_7.txt -o MPLIB1_Set3_7.yaml",
    ),
    "mspsp": InstanceReader(
        module="allocator.integrations.instances.mspsp",
        title="MSPSP instance in MiniZinc data: activities that need several people with skills",
        suffixes=(".dzn",),
        example="allocator import mspsp inst_set1b.dzn -o inst_set1b.yaml",
    ),
    "mslib": InstanceReader(
        module="allocator.integrations.instances.mslib",
        title="MSRCPSP instance of MSLIB: activities that need several people with skills",
        suffixes=(".msrcp",),
        example="allocator import mslib MSLIB_Set1_1.msrcp -o MSLIB_Set1_1.yaml",
    ),
}
"""Importers of public benchmark formats, by the name that ``allocator import`` knows them by."""

TRACKERS: dict[str, Tracker] = {
    tracker.name: tracker
    for tracker in (
        Tracker(
            name="jira",
            module="allocator.integrations.jira.reader",
            title="CSV exports of Jira, Cloud and Server, in any of its languages",
            example="allocator import jira export.csv --team team.yaml --mapping mapping.yaml "
            "-o scenario.yaml",
        ),
        Tracker(
            name="azure-devops",
            module="allocator.integrations.azure.reader",
            title="CSV exports of Azure DevOps' queries and responses of its REST interface "
            "(JSON): work items, queries, iterations, capacities, days off, several files together",
            example="allocator import azure-devops query.csv capacities.json iterations.json "
            "-o scenario.yaml",
        ),
        Tracker(
            name="table",
            module="allocator.integrations.table.reader",
            title="any table, CSV or workbook (.xlsx): exports of Linear, Asana, ClickUp, monday, "
            "Trello, Notion, GitHub Projects, Smartsheet, and your own sheets",
            example="allocator import table tasks.csv --team team.yaml -o scenario.yaml",
        ),
    )
}
"""Importers of trackers, which take a mapping and a team, by name."""

PROJECT_FILES: dict[str, ProjectFileForm] = {
    "project": ProjectFileForm(
        title="project files: Microsoft Project (MPP, MPT, MPX, XML), Primavera (XER, XML), "
        "Planner, GanttProject, ProjectLibre, Asta, Synchro and others; needs Java",
        example="allocator import project plan.mpp -o scenario.yaml",
    ),
}
"""Importers of project files, which take a mapping and a team, by name."""
