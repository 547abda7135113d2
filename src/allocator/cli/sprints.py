"""``allocator sprints``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from allocator.cli.command import Command
from allocator.cli.options import json_option, plan_argument, tracker_options
from allocator.cli.output import print_json, say
from allocator.cli.sprint_summary import render
from allocator.exports.sprint.files import NAMES, Trackers, sprint_files
from allocator.exports.sprint.tables import document
from allocator.planfile.files import write_text
from allocator.planfile.plan_json import read_plan
from allocator.sprint_planning.build import sprint_sheets

MOST = 10
"""Names of files that are printed."""


@click.command(
    "sprints",
    cls=Command,
    example=[
        "allocator sprints plan -o sprint --tracker jira",
        "allocator sprints plan -o sprints --sprint all --team ranking",
        "allocator sprints plan --sprint current -o sprint",
        "allocator sprints plan --sprint 3 --json > sprint-03.json",
    ],
)
@plan_argument
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="The folder for the files; without --json it is needed.",
)
@click.option(
    "--sprint",
    "which",
    default="next",
    show_default=True,
    metavar="current|next|all|N|NAME",
    help="The sprint that is under way, the first that begins now or later, all, or the one with "
    "this number or name.",
)
@click.option("--team", metavar="TEAM", help="Only this team's people and work.")
@click.option(
    "--tracker",
    "names",
    type=click.Choice(NAMES),
    multiple=True,
    help="Only this tracker's files; default: those of both.",
)
@tracker_options
@json_option
def command(
    plan: Path,
    folder: Path | None,
    which: str,
    team: str | None,
    names: tuple[str, ...],
    as_json: bool,
    **trackers: Any,
) -> None:
    """Write what is brought to sprint planning.

    PLAN is a plan.json or the folder that holds it; its scenario has sprints.
    For each sprint DIR gets a page for the meeting (sprint-NN.md) and a table
    (sprint-NN.csv), and for the trackers jira-NN.csv, azure-devops-NN.csv and
    azure-devops-NN.patch.json; sprints.json holds all as data. Teams with
    sprints of their own get a set of files each. What stands there under these
    names is overwritten.
    """
    if folder is None and not as_json:
        raise click.UsageError("name a folder for the files with -o, or print them with --json.")
    subject = read_plan(plan)
    sheets = sprint_sheets(subject, which, team)
    if folder is not None:
        wanted = Trackers(names=names or NAMES, **trackers)
        files, notes = sprint_files(subject, sheets, wanted)
        for name, text in files.items():
            write_text(folder / name, text)
        for note, stems in notes.items():
            say(f"{', '.join(stems)}: {note}")
    if as_json:
        print_json(document(sheets))
        return
    click.echo(render(sheets))
    click.echo(f"\nWritten to {folder}: {_named(list(files))}.")


def _named(names: list[str]) -> str:
    """Name files, of many the first ones."""
    if len(names) <= MOST:
        return ", ".join(names)
    return f"{', '.join(names[: MOST - 2])} and so on, {len(names)} files"
