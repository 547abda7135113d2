"""Other systems to and from the domain, one file a system; ``READERS`` lists the importers."""

from __future__ import annotations

from allocator.integrations.azure import reader as azure_devops
from allocator.integrations.base import Imported, Reader
from allocator.integrations.instances import imopse, mplib, psplib
from allocator.integrations.jira import reader as jira
from allocator.integrations.tracker.importer import Tracker, file_by_file

__all__ = ["READERS", "TRACKERS", "Imported", "Reader", "Tracker"]

READERS: dict[str, Reader] = {
    reader.name: reader
    for reader in (
        Reader(
            name="imopse",
            title="MS-RCPSP instance of the iMOPSE library: people, skills, tasks",
            suffixes=(".def",),
            read=imopse.read,
            example="allocator import imopse 100_10_26_15.def -o 100_10_26_15.yaml",
        ),
        Reader(
            name="psplib",
            title="RCPSP instance of PSPLIB (.sm) or in Patterson form: one project, no people",
            suffixes=(".sm", ".rcp", ".txt"),
            read=psplib.read,
            example="allocator import psplib j301_1.sm -o j301_1.yaml",
        ),
        Reader(
            name="mplib",
            title="RCMPSP instance of MPLIB: several projects that share resources, no people",
            suffixes=(".rcmp", ".txt"),
            read=mplib.read,
            example="allocator import mplib MPLIB1_Set3_7.txt -o MPLIB1_Set3_7.yaml",
        ),
    )
}
"""Importers of public benchmark formats, by the name that ``allocator import`` knows them by."""

TRACKERS: dict[str, Tracker] = {
    tracker.name: tracker
    for tracker in (
        Tracker(
            name="jira",
            title="CSV exports of Jira, Cloud and Server, in any of its languages",
            read=file_by_file(jira.read),
            fields=jira.FIELDS,
            example="allocator import jira export.csv --team team.yaml --mapping mapping.yaml "
            "-o scenario.yaml",
        ),
        Tracker(
            name="azure-devops",
            title="CSV exports of Azure DevOps' queries and answers of its REST interface (JSON): "
            "work items, queries, iterations, capacities, days off, several files together",
            read=azure_devops.read,
            fields=azure_devops.FIELDS,
            example="allocator import azure-devops query.csv capacities.json iterations.json "
            "-o scenario.yaml",
        ),
    )
}
"""Importers of trackers, which take a mapping and a team, by name."""
