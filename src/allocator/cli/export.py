"""``allocator export``."""

from __future__ import annotations

from pathlib import Path

import click

from allocator.cli.command import Command
from allocator.cli.options import plan_argument
from allocator.exports import FORMATS
from allocator.exports.planjson import read_plan


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
def command(form: str, plan: Path, target: Path) -> None:
    """Write a plan in another format.

    PLAN is a plan.json or the folder that holds it. What stands at FILE is
    overwritten.
    """
    for path in FORMATS[form].write(read_plan(plan), target):
        click.echo(f"{path} written.")
