"""``allocator export``."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from allocator.api.outputs import export
from allocator.cli.command import Command
from allocator.cli.explaining import explaining
from allocator.cli.options import (
    baseline_option,
    explain_options,
    forecast_option,
    plan_argument,
    timezone_option,
    tracker_options,
)
from allocator.cli.output import say
from allocator.exports import FILE_FORMATS, FORMATS, VIEWS

_SPELLED = {
    "projects": "--jira-project",
    "azure": "--azure",
    "all_new": "--all-new",
    "plan_dates": "--plan-dates",
    "view": "--view",
    "baseline": "--baseline",
    "forecast": "--forecast",
    "answers": "--explain",
    "file_format": "--format",
    "timezone": "--timezone",
}


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
@click.option("--view", type=click.Choice(VIEWS), help="What a picture shows; default: gantt.")
@click.option(
    "--format",
    "file_format",
    type=click.Choice(FILE_FORMATS),
    help="The format of a project file; default: by its ending, .xml is mspdi.",
)
@timezone_option("the plan's, and in a folder of calendars each person's own")
@baseline_option
@forecast_option
@explain_options
@tracker_options
def command(
    form: str, plan: Path, target: Path, explain: bool, time_limit: float, **given: Any
) -> None:
    """Write a plan in another format.

    PLAN is a plan.json or the folder that holds it. What stands at FILE is
    overwritten. What is done or dropped is left out of files for trackers.
    """
    options = {name: value for name, value in given.items() if value}
    _refuse(form, [*options, *(["answers"] if explain else [])])
    if "projects" in options:
        options["jira_projects"] = options.pop("projects")
    with explaining(explain=explain, time_limit=time_limit) as session:
        written = export(
            *(plan, form, target),
            explain=explain,
            time_limit=time_limit,
            session=session,
            **options,
        )
    for note in written.notes:
        say(note)
    for path in written.files:
        click.echo(f"{path} written.")


def _refuse(form: str, options: Iterable[str]) -> None:
    """Raise where an option is given that the format has no use for."""
    for name in options:
        if name not in FORMATS[form].options:
            takers = " or ".join(key for key, entry in FORMATS.items() if name in entry.options)
            raise click.UsageError(f"{_SPELLED[name]} is not for {form}. It is for {takers}.")
