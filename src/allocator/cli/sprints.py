"""``allocator sprints``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from allocator.api.outputs import WrittenFiles, sprints
from allocator.cli.command import Command
from allocator.cli.options import json_option, plan_argument, timezone_option, tracker_options
from allocator.cli.output import print_json, say
from allocator.cli.sprint_summary import render
from allocator.exports.sprint.files import NAMES

MAX_NAMED_FILES = 10
"""Names of files that are printed."""


@click.command(
    "sprints",
    cls=Command,
    example=[
        "allocator sprints plan -o sprint --tracker jira",
        "allocator sprints plan -o sprints --sprint all --team ranking",
        "allocator sprints plan --sprint current -o sprint",
        "allocator sprints plan --sprint 3 --json > sprint-03.json",
        "allocator sprints plan --timezone Europe/Berlin -o sprint",
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
@timezone_option()
@tracker_options
@json_option
def command(
    plan: Path,
    folder: Path | None,
    which: str,
    team: str | None,
    names: tuple[str, ...],
    timezone: str | None,
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
    found = sprints(plan, sprint=which, team=team, timezone=timezone)
    written = WrittenFiles(files=())
    if folder is not None:
        jira_projects = trackers.pop("projects")
        written = found.save(
            folder, trackers=names or NAMES, jira_projects=jira_projects, **trackers
        )
        for note in written.notes:
            say(note)
    if as_json:
        print_json(found.to_dict())
        return
    click.echo(render(found.sheets))
    click.echo(f"\nWritten to {folder}: {_named([file.name for file in written.files])}.")


def _named(names: list[str]) -> str:
    """Name files, of many the first ones."""
    if len(names) <= MAX_NAMED_FILES:
        return ", ".join(names)
    return f"{', '.join(names[: MAX_NAMED_FILES - 2])} and so on, {len(names)} files"
