"""``allocator init``."""

from __future__ import annotations

import os
from importlib import resources
from pathlib import Path

import click

from allocator.cli.command import Command
from allocator.errors import InputError
from allocator.planfile.files import write_text

TEMPLATES = ("minimal", "quickstart", "prd")
REQUIREMENTS = "prd"
"""The template that is no scenario, but a requirements document."""


def template(name: str) -> str:
    """Return the text of a template.

    Parameters
    ----------
    name
        One of ``TEMPLATES``.
    """
    file = f"{name}.md" if name == REQUIREMENTS else f"{name}.yaml"
    return resources.files("allocator.cli").joinpath("templates", file).read_text("utf-8")


@click.command(
    "init",
    cls=Command,
    example=[
        "allocator init --template minimal scenario.yaml",
        "allocator init --template prd prd.md",
    ],
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--template",
    "name",
    type=click.Choice(TEMPLATES),
    default="quickstart",
    show_default=True,
    help="quickstart: a small team and a dozen items; minimal: the few lines that every "
    "scenario needs; prd: a requirements document, of which allocator draft makes a part of one.",
)
@click.option("--force", is_flag=True, help="Overwrite the file if it exists.")
def command(file: Path, name: str, force: bool) -> None:
    """Write a scenario or a requirements document to start from.

    An existing file is left alone unless --force is given.
    """
    if file.is_dir():
        example = file / ("prd.md" if name == REQUIREMENTS else "scenario.yaml")
        raise InputError(f"{file} is a folder; name a file in it, for example {example}.")
    if os.path.lexists(file) and not force:
        raise InputError(f"{file} exists; give another name, or --force to overwrite it.")
    write_text(file, template(name))
    steps = f"allocator check {file}, then allocator plan {file} -o plan"
    if name == REQUIREMENTS:
        steps = f"allocator draft {file} -o draft"
    click.echo(f"{file} written. Next: {steps}")
