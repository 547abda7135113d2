"""``allocator schema``."""

from __future__ import annotations

import click

from allocator.cli.command import Command
from allocator.cli.output import print_json
from allocator.scenario import json_schema


@click.command(
    "schema",
    cls=Command,
    example=["allocator schema > allocator.schema.json"],
)
def command() -> None:
    """Print the JSON Schema of scenario files.

    Editors complete and check scenario files from it. Those that use the YAML
    language server find it by the first line of a scenario, for example
    "# yaml-language-server: $schema=allocator.schema.json".
    """
    print_json(json_schema())
