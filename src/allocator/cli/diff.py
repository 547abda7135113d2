"""``allocator diff``."""

from __future__ import annotations

from pathlib import Path

import click

from allocator.analysis.compare import compare
from allocator.cli.command import Command
from allocator.cli.options import json_option
from allocator.cli.output import print_json
from allocator.exports.planjson import read_plan


@click.command(
    "diff",
    cls=Command,
    example=["allocator diff plan-monday plan-friday"],
)
@click.argument("old", type=click.Path(path_type=Path), metavar="OLD_PLAN")
@click.argument("new", type=click.Path(path_type=Path), metavar="NEW_PLAN")
@json_option
def command(old: Path, new: Path, as_json: bool) -> None:
    """Show what moved and who changed between two plans.

    Each plan is a plan.json or the folder that holds it. Shown are the dates of
    projects and milestones, items that came, went, moved or changed hands, and
    what is late in one of the plans only. Days are working days of the team.
    """
    difference = compare(read_plan(old), read_plan(new))
    if as_json:
        print_json({**difference.model_dump(mode="json"), "same": difference.same})
        return
    from allocator.cli.changes import render

    click.echo(render(difference))
