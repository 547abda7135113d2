"""``allocator import``."""

from __future__ import annotations

from pathlib import Path

import click

from allocator.cli.command import Command
from allocator.cli.output import say
from allocator.exports.files import write_text
from allocator.integrations import READERS
from allocator.scenario import dump


@click.command(
    "import",
    cls=Command,
    example=[form.example for form in READERS.values()],
    forms={name: form.title for name, form in READERS.items()},
)
@click.argument("form", metavar="FORMAT", type=click.Choice(list(READERS)))
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    "scenario",
    type=click.Path(path_type=Path),
    required=True,
    metavar="SCENARIO",
    help="The scenario file to write.",
)
def command(form: str, file: Path, scenario: Path) -> None:
    """Turn a file of another tool into a scenario.

    What the file says of itself (numbers of tasks, people, links) is held
    against what was read. SCENARIO is overwritten if it exists.
    """
    imported = READERS[form].read(file)
    write_text(scenario, dump(imported.scenario))
    for line in imported.report:
        say(line)
    click.echo(f"{scenario} written.")
