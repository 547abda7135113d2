"""``allocator export``."""

from __future__ import annotations

from pathlib import Path

import click

from allocator.cli.command import Command
from allocator.cli.options import plan_argument, tracker_options
from allocator.cli.output import say
from allocator.exports import FORMATS
from allocator.exports.planjson import read_plan

_SPELLED = {"projects": "--jira-project", "azure": "--azure", "all_new": "--all-new"}


@click.command(
    "export",
    cls=Command,
    example=[form.example for form in FORMATS.values()],
    forms={name: form.title for name, form in FORMATS.items()},
)
@click.argument("form", metavar="FORMAT", type=click.Choice(list(FORMATS)))
@plan_argument
@click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE",
    help="The file or folder to write.",
)
@tracker_options
def command(
    form: str,
    plan: Path,
    target: Path,
    projects: tuple[str, ...],
    azure: str | None,
    all_new: bool,
) -> None:
    """Write a plan in another format.

    PLAN is a plan.json or the folder that holds it. What stands at FILE is
    overwritten. What is done or dropped is left out of files for trackers.
    """
    given = {"projects": projects, "azure": azure, "all_new": all_new}
    options = {name: value for name, value in given.items() if value}
    for name in options:
        if name not in FORMATS[form].options:
            raise click.UsageError(f"{_SPELLED[name]} is not for {form}.")
    subject = read_plan(plan)
    written = FORMATS[form].write(subject, target, **options)
    for note in FORMATS[form].notes(subject, **options):
        say(note)
    for path in written:
        click.echo(f"{path} written.")
